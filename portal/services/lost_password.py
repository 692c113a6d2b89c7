"""A lost password: a one-time link by mail, the same answer for everybody, every session ended, the second factor untouched."""

from __future__ import annotations

from datetime import datetime

from portal.db import reading, transaction
from portal.models import User
from portal.services import account_links, account_log, accounts, outbox, passwords
from portal.services.account_links import PASSWORD
from portal.services.wrong_input import WrongInput
from workflows.refusal import Refusal


def ask(account: str, *, at: datetime) -> None:
    """Mail a link to the account of this name, if there is one that is open and has an address; it never says whether.

    An earlier link opens nothing any more.
    """
    with transaction() as session:
        user = accounts.find(session, account)
        if user is None or not user.active or not user.email:
            return
        account_links.use_up(session, at=at, kind=PASSWORD, user_id=user.id)
        account_links.make(session, PASSWORD, email=user.email, at=at, user_id=user.id)
        account_log.note(session, "link_asked", by=user, at=at, user_id=user.id)


def open_link(token: str, *, at: datetime) -> None:
    """Look whether a link still opens something, without using it up. Raises Refusal `link_over`."""
    with reading() as session:
        if account_links.usable(session, token, PASSWORD, at=at) is None:
            raise Refusal("link_over")


def set_new(token: str, new: str, *, at: datetime) -> None:
    """Set the password with a link, which is used up; all sessions end, and the person is told by mail.

    Nobody is signed in by it: that takes the new password, and the second factor where there is one.
    Raises Refusal `link_over`, WrongInput (new: short, long, plain, known).
    """
    with transaction() as session:
        link = account_links.usable(session, token, PASSWORD, at=at, held=True)
        user = session.get(User, link.user_id, with_for_update={"of": User}) if link else None
        if link is None or user is None or not user.active:
            raise Refusal("link_over")
        if code := passwords.fault(new, accounts.known_words(user)):
            raise WrongInput(new=code)
        user.password_hash = passwords.hashed(new)
        user.must_change_password = False
        user.session_version += 1
        account_links.use_up(session, at=at, kind=PASSWORD, user_id=user.id)
        account_log.note(session, "password_recovered", by=user, at=at, user_id=user.id)
        payload = {"changed": user.id}
        outbox.post(session, f"account-changed-{link.id}", "account", case_id=None, payload=payload, at=at)
