"""E-mail addresses: one counts once its person, signed in, has used a link that was sent there; until then nothing else goes there.

`User.email` is always such an address, or empty: links to a new password and mails about cases go to a stranger by a slip of
the finger otherwise. Whoever has none yet reads everything in the portal's own inbox.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.actors import Actor
from portal.db import reading, transaction
from portal.models import AccountLink, User
from portal.services import account_links, account_log, outbox
from portal.services.account_links import EMAIL
from portal.services.accounts import refuse_taken
from portal.services.wrong_input import WrongInput
from workflows.refusal import Refusal


def ask(session: Session, user: User, email: str, *, at: datetime) -> str:
    """Send a link to an address that is to count, in the caller's transaction; an earlier one opens nothing any more, and the
    address in force is told. Returns what the link opens with."""
    account_links.use_up(session, at=at, kind=EMAIL, user_id=user.id)
    link = account_links.make(session, EMAIL, email=email.lower(), at=at, user_id=user.id)
    if user.email:
        account_log.note(session, "email_asked", by=user, at=at, user_id=user.id)
        tell(session, user, "email", f"{link.id}", at=at)
    return account_links.token_of(link)


def tell(session: Session, user: User, what: str, key: str, *, at: datetime) -> None:
    """Tell the address in force that e-mail (`email`) or mobile number of the account are being changed (`mobile`: it was,
    `mobile_asked`: once it is confirmed)."""
    if user.email:
        payload = {"contact": user.id, "what": what}
        outbox.post(session, f"account-contact-{what}-{key}", "account", case_id=None, payload=payload, at=at)


def again(*, by: Actor, at: datetime) -> str:
    """Send the link once more to the address that waits to be confirmed, and return what it opens with; empty where none waits."""
    with transaction() as session:
        user = session.get_one(User, by.id)
        address = asked_for(session, user)
        return ask(session, user, address, at=at) if address else ""


def waiting(*, by: Actor) -> str:
    """The address that the person still has to confirm, empty where none waits."""
    with reading() as session:
        return asked_for(session, session.get_one(User, by.id))


def opened(token: str, *, by: Actor, at: datetime) -> str:
    """The address that a link confirms. Raises Refusal `link_over`, also for anybody else's link."""
    with reading() as session:
        link = account_links.usable(session, token, EMAIL, at=at)
        if link is None or link.user_id != by.id:
            raise Refusal("link_over")
        return link.email


def confirm(token: str, *, by: Actor, at: datetime) -> None:
    """Let the address of a link count from now on, for the account that asked for it and is signed in.

    Raises Refusal `link_over`, `address_taken` where another account has signed up with it meanwhile.
    """
    with transaction() as session:
        link = account_links.usable(session, token, EMAIL, at=at, held=True)
        user = session.get(User, link.user_id, with_for_update={"of": User}) if link else None
        if link is None or user is None or user.id != by.id:
            raise Refusal("link_over")
        counts(session, user, link.email, at=at)
        link.used_at = at


def counts(session: Session, user: User, email: str, *, at: datetime) -> None:
    """Write an address that its person has shown to read into the account, in the caller's transaction."""
    try:
        refuse_taken(session, login=email if user.kind == "handler" else "", except_id=user.id)
    except WrongInput as taken:
        raise Refusal("address_taken") from taken
    account_links.use_up(session, at=at, kind=account_links.PASSWORD, user_id=user.id)
    account_log.note(session, "email_changed" if user.email else "email_confirmed", by=user, at=at, user_id=user.id)
    user.email = email
    if user.kind == "handler":
        user.login = email


def asked_for(session: Session, user: User) -> str:
    """The address that an account has asked for and has not confirmed, empty where there is none."""
    link = AccountLink
    asked = select(link.email).where(link.user_id == user.id, link.kind == EMAIL, link.used_at.is_(None))
    found = session.scalar(asked.order_by(link.id.desc()).limit(1))
    if found and found != user.email:
        return found
    return user.login if user.kind == "handler" and not user.email and "@" in user.login else ""
