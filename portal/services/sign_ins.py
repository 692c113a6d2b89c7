"""The sign-ins of an account: each is a row, looked at with every page, listed for the person and ended one by one."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import and_, select, update
from sqlalchemy.orm import Session

from portal.access import require
from portal.actors import Actor
from portal.clock import business_day
from portal.db import reading, transaction
from portal.models import Enterprise, Mandate, SignIn, User
from portal.services import account_log, sealing
from portal.services.accounts import Person, as_person

LISTED = 20
PASSWORD, OPENID = "password", "openid"  # the ways in


@dataclass(frozen=True, slots=True)
class Listed:
    """One sign-in as the page shows it: the device as `browser/system`, the way (password, openid), when it began, when it
    was seen last."""

    id: int
    device: str
    factor: bool
    way: str
    started_at: datetime
    seen_at: datetime
    this: bool
    open: bool


def begin(
    person: Person,
    *,
    device: str,
    factor: bool,
    way: str = PASSWORD,
    proven_at: datetime | None = None,
    at: datetime,
) -> str:
    """Note a sign-in; returns the token that its browser keeps. One by OpenID Connect stands in the account's log too.

    `proven_at` is when the provider made the person sign in there, where it says so.
    """
    token = secrets.token_urlsafe(24)
    with transaction() as session:
        session.add(
            SignIn(
                user_id=person.id,
                token_hash=sealing.digest(token),
                session_version=person.session_version,
                device=device,
                factor=factor,
                way=way,
                proven_at=proven_at,
                started_at=at,
                seen_at=at,
            )
        )
        if way == OPENID:
            account_log.note(session, "openid_sign_in", by=person.actor, at=at, user_id=person.id)
    return token


def person_of(user_id: int, token: str, *, mandate_id: int = 0, at: datetime) -> Person | None:
    """The person of an open session, in as many statements as the account alone; None when the session was ended.

    With `mandate_id` it is an agent at work for another enterprise: the person then acts for that one and no other, and for
    none at all (`lapsed`) when the authority is not in force.
    """
    own = and_(SignIn.user_id == User.id, SignIn.token_hash == sealing.digest(token), SignIn.ended_at.is_(None))
    granted = and_(Mandate.id == mandate_id, Mandate.user_id == User.id)
    statement = select(User, SignIn.session_version, Mandate, Enterprise, SignIn.proven_at).join(SignIn, own)
    statement = statement.outerjoin(Mandate, granted).outerjoin(Enterprise, Enterprise.id == Mandate.enterprise_id)
    with reading() as session:
        found = session.execute(statement.where(User.id == user_id, User.active)).one_or_none()
        if found is None or found[0].session_version != found[1]:
            return None
        person = replace(as_person(found[0]), proven_at=found[4])
        return _as_agent(person, found[2], found[3], at) if mandate_id else person


def acting(user_id: int, *, mandate_id: int = 0, at: datetime) -> Person | None:
    """The person of an account without a session, for what is done for him later; None when the account is closed.

    With `mandate_id` he acts under that authority, and for nobody (`lapsed`) when it is not in force at that time.
    """
    granted = and_(Mandate.id == mandate_id, Mandate.user_id == User.id)
    statement = select(User, Mandate, Enterprise).outerjoin(Mandate, granted)
    statement = statement.outerjoin(Enterprise, Enterprise.id == Mandate.enterprise_id)
    with reading() as session:
        found = session.execute(statement.where(User.id == user_id, User.active)).one_or_none()
        if found is None:
            return None
        person = as_person(found[0])
        return _as_agent(person, found[1], found[2], at) if mandate_id else person


def seen(token: str, *, at: datetime) -> None:
    """Note that a session is alive; called at most once a minute."""
    with transaction() as session:
        session.execute(update(SignIn).where(SignIn.token_hash == sealing.digest(token)).values(seen_at=at))


def proven(token: str, *, proven_at: datetime, by: Actor, at: datetime) -> None:
    """Note in this very session, and in the account's log, that the provider has recognised its person again."""
    with transaction() as session:
        own = update(SignIn).where(SignIn.token_hash == sealing.digest(token), SignIn.user_id == by.id)
        session.execute(own.values(proven_at=proven_at))
        account_log.note(session, "openid_proven", by=by, at=at, user_id=by.id)


def mine(*, by: Actor, token: str, at: datetime) -> tuple[Listed, ...]:
    """The person's sign-ins, the newest first; `this` is the one with this token, `open` one that still opens pages."""
    asleep = at - timedelta(minutes=current_app.config["SETTINGS"].session_minutes)
    with reading() as session:
        version = session.scalar(select(User.session_version).where(User.id == by.id))
        rows = session.scalars(
            select(SignIn)
            .where(SignIn.user_id == by.id)
            .order_by(SignIn.seen_at.desc(), SignIn.id.desc())
            .limit(LISTED)
        )
        return tuple(_listed(row, version, sealing.digest(token), asleep) for row in rows)


def end(sign_in_id: int, *, by: Actor, at: datetime) -> None:
    """End one session of the own account; a second click changes nothing. Raises Denied for anybody else's."""
    with transaction() as session:
        row = session.get(SignIn, sign_in_id, with_for_update=True)
        require(row is not None and row.user_id == by.id, "session")
        assert row is not None
        if row.ended_at is None:
            row.ended_at = at
            account_log.note(session, "session_ended", by=by, at=at, user_id=by.id)


def finish(token: str, *, at: datetime) -> None:
    """The person has signed out on this device."""
    with transaction() as session:
        open_ = update(SignIn).where(SignIn.token_hash == sealing.digest(token), SignIn.ended_at.is_(None))
        session.execute(open_.values(ended_at=at))


def in_force(mandate: Mandate, at: datetime) -> bool:
    """True when the authority was accepted, was not taken back, and the day is within its dates."""
    day = business_day(at)
    return (
        mandate.accepted_at is not None
        and mandate.ended_at is None
        and mandate.valid_from <= day <= mandate.valid_until
    )


def mandates_of(session: Session, user_id: int) -> list[tuple[Mandate, Enterprise]]:
    """Every authority that a person has accepted, the newest first."""
    statement = select(Mandate, Enterprise).join(Enterprise, Enterprise.id == Mandate.enterprise_id)
    wanted = statement.where(Mandate.user_id == user_id, Mandate.accepted_at.is_not(None))
    return [(one, firm) for one, firm in session.execute(wanted.order_by(Mandate.id.desc()))]


def _as_agent(person: Person, mandate: Mandate | None, firm: Enterprise | None, at: datetime) -> Person:
    if mandate is None or firm is None or not in_force(mandate, at):
        return replace(person, enterprise_id=None, enterprise_name="", uscc="", owner=False, lapsed=True)
    return replace(
        person,
        enterprise_id=firm.id,
        enterprise_name=firm.name,
        uscc=firm.uscc,
        owner=False,
        proven=True,
        mandate_id=mandate.id,
        items=frozenset(mandate.items) or None,
        mandate_until=mandate.valid_until,
    )


def _listed(row: SignIn, version: int | None, this: str, asleep: datetime) -> Listed:
    alive = row.ended_at is None and row.session_version == version and row.seen_at >= asleep
    return Listed(row.id, row.device, row.factor, row.way, row.started_at, row.seen_at, row.token_hash == this, alive)
