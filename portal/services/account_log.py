"""The log of accounts: who did what with an account or for an enterprise; only ever added to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from portal.access import require
from portal.actors import Actor, Role
from portal.db import reading
from portal.models import AccountEntry, User
from portal.services import messages, people

MOST = 200
TOLD = frozenset(
    {
        "factor_on",
        "factor_off",
        "factor_reset",
        "recovery_code",
        "password_changed",
        "password_reset",
        "password_recovered",
        "email_asked",
        "email_changed",
        "mobile_asked",
        "mobile_changed",
        "mobile_lost",
        "joined",
        "owner_named",
        "mandate_ended",
    }
)
"""What the person whose account it is finds in the inbox, so that nobody else does it unseen."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line as pages show it: what was done (`kind`), by whom, with whose account, and why."""

    at: datetime
    kind: str
    by: str
    whose: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    reason: str = ""


def note(
    session: Session,
    kind: str,
    *,
    by: Actor | User,
    at: datetime,
    user_id: int | None = None,
    enterprise_id: int | None = None,
    reason: str = "",
    **facts: Any,
) -> None:
    """Write one line in the caller's transaction; facts are codes and days, never names."""
    if user_id is not None and kind in TOLD:
        messages.about_account(session, user_id, kind, at=at)
    who = by.reference if isinstance(by, Actor) else f"{by.kind}:{by.id}"
    session.add(
        AccountEntry(
            kind=kind,
            user_id=user_id,
            enterprise_id=enterprise_id,
            facts=facts,
            reason=reason.strip()[:500],
            at=at,
            by=who,
        )
    )


def own(*, by: Actor) -> tuple[Line, ...]:
    """What was done with the person's own account, the newest first."""
    with reading() as session:
        return lines(session, AccountEntry.user_id == by.id)


def of_user(user_id: int, *, by: Actor) -> tuple[Line, ...]:
    """What was done with an account, for the administration."""
    require(by.holds(Role.ADMINISTRATOR), "role", roles=[str(Role.ADMINISTRATOR)])
    with reading() as session:
        return lines(session, AccountEntry.user_id == user_id)


def lines(session: Session, *wanted: ColumnElement[bool]) -> tuple[Line, ...]:
    """The newest lines that are wanted, with the names of people."""
    rows = session.scalars(select(AccountEntry).where(*wanted).order_by(AccountEntry.id.desc()).limit(MOST)).all()
    names = people.names_of(session, [row.by for row in rows])
    whose = {row.user_id for row in rows if row.user_id is not None}
    found = session.execute(select(User.id, User.name).where(User.id.in_(whose))) if whose else ()
    users = {number: str(name) for number, name in found}
    return tuple(
        Line(
            row.at,
            row.kind,
            names[row.by].name if row.by in names else "",
            users.get(row.user_id or 0, ""),
            row.facts,
            row.reason,
        )
        for row in rows
    )
