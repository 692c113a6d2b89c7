"""One-time links that mails carry. The token is worked out from a random number and the portal's secret, when the mail is sent
and again when the link is opened: the database keeps its digest, and by itself opens nothing."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.models import AccountLink
from portal.services import outbox, sealing

PASSWORD, HANDLER, AGENT, EMAIL = "password", "handler", "agent", "email"
VALID = {
    PASSWORD: timedelta(minutes=30),
    HANDLER: timedelta(days=7),
    AGENT: timedelta(days=7),
    EMAIL: timedelta(days=7),
}


def make(session: Session, kind: str, *, email: str, at: datetime, **about: Any) -> AccountLink:
    """A new link, and the mail that carries it, in the caller's transaction; `about` are columns of the link."""
    nonce = secrets.token_hex(16)
    link = AccountLink(kind=kind, nonce=nonce, token_hash="", email=email, facts={}, created_at=at)
    link.expires_at = at + VALID[kind]
    for name, value in about.items():
        setattr(link, name, value)
    link.token_hash = sealing.digest(token_of(link))
    session.add(link)
    session.flush()
    outbox.post(session, f"account-link-{link.id}", "account", case_id=None, payload={"link": link.id}, at=at)
    return link


def token_of(link: AccountLink) -> str:
    """The token of a link, as the mail writes it into the address."""
    return sealing.keyed(f"{link.kind}:{link.nonce}", "account links")


def usable(session: Session, token: str, *kinds: str, at: datetime, held: bool = False) -> AccountLink | None:
    """The link with this token that was not used and is not over; with `held` nobody else uses it in the same moment."""
    wanted = select(AccountLink).where(AccountLink.token_hash == sealing.digest(token), AccountLink.kind.in_(kinds))
    wanted = wanted.where(AccountLink.used_at.is_(None), AccountLink.expires_at > at)
    return session.scalars(wanted.with_for_update() if held else wanted).one_or_none()


def use_up(session: Session, *, at: datetime, **of: Any) -> None:
    """Let every open link that is `of` somebody or something open nothing more."""
    columns = [getattr(AccountLink, name) == value for name, value in of.items()]
    open_ = update(AccountLink).where(AccountLink.used_at.is_(None), *columns)
    session.execute(open_.values(used_at=at), execution_options={"synchronize_session": False})
