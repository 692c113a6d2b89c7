"""One enterprise under two records: found by name, joined by an administrator with a reason, and logged with what moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, inspect, select, update
from sqlalchemy.orm import Session

from portal.access import require
from portal.actors import Actor, Role
from portal.db import reading, transaction
from portal.models import (
    Appointment,
    CasePromise,
    Complaint,
    CreditBar,
    CreditObjection,
    CreditVerdict,
    Draft,
    Enterprise,
    EnterpriseEntry,
    Licence,
    Mandate,
    MembershipRequest,
    Sitting,
    User,
    Webhook,
)
from portal.models import Case as CaseRow
from portal.services import account_links, applicants, people
from portal.services.applicants import Candidate
from portal.services.wrong_input import WrongInput

MOST = 100
HOLDING: tuple[Any, ...] = (
    Appointment, CasePromise, CaseRow, Complaint, CreditBar, CreditObjection, CreditVerdict, Draft, Licence, Mandate, Sitting, User,
)  # fmt: skip
"""The tables whose rows go over."""

OTHERWISE = {
    "membership_requests": "handled one by one, as a person may have asked both",
    "account_links": "an invitation to a record that stands for nothing opens nothing any more",
    "webhooks": "its owner sets one up for the record that stays",
    "account_log": "only ever added to; the log of the record that stays is read with that of those joined to it",
    "enterprise_log": "only ever added to: what was done with the record that was",
    "enterprises": "records joined to it earlier are led on to the one that stays",
}
"""What else points to an enterprise, and what becomes of it; a test holds that no table is missing in both."""


@dataclass(frozen=True, slots=True)
class LogLine:
    """A line of the log of records as the page shows it."""

    at: datetime
    by: str
    kind: str
    name: str
    uscc: str
    facts: dict[str, Any]
    reason: str


def doubles(*, by: Actor) -> tuple[tuple[Candidate, ...], ...]:
    """The live records that bear one name, together: the same enterprise twice, or two that are called alike."""
    _administrator(by)
    e = Enterprise
    names = (
        select(e.name)
        .where(e.merged_into.is_(None), e.proven)
        .group_by(e.name)
        .having(func.count() > 1)
        .order_by(e.name)
    )
    with reading() as session:
        return tuple(tuple(_of_name(session, name)) for name in session.scalars(names.limit(MOST)))


def log(*, by: Actor) -> tuple[LogLine, ...]:
    """What was renamed and merged, the newest first."""
    _administrator(by)
    entry = EnterpriseEntry
    statement = select(entry, Enterprise.name, Enterprise.uscc).join(Enterprise, Enterprise.id == entry.enterprise_id)
    wanted = statement.where(entry.kind != "created").order_by(entry.id.desc()).limit(MOST)
    with reading() as session:
        rows = session.execute(wanted).all()
        names = people.names_of(session, [row.by for row, _name, _code in rows])
        return tuple(
            LogLine(row.at, names[row.by].name if row.by in names else "", row.kind, name, code, row.facts, row.reason)
            for row, name, code in rows
        )


def merge(from_uscc: str, into_uscc: str, reason: str, *, by: Actor, at: datetime) -> int:
    """Join the record of one code to that of another; return how many rows went over: cases, drafts, licences and so on.

    Both codes lead to the one record from now on. The journals stay as they are: what was handed in keeps the name and code
    it was handed in with. Raises WrongInput (from_uscc or into_uscc: unknown; into_uscc: same; reason: missing).
    """
    _administrator(by)
    if not reason.strip():
        raise WrongInput(reason="missing")
    with transaction() as session:
        lost, kept = _live(session, from_uscc, "from_uscc"), _live(session, into_uscc, "into_uscc")
        if lost.id == kept.id:
            raise WrongInput(into_uscc="same")
        _one_owner(session, lost.id, kept.id)
        account_links.use_up(session, at=at, enterprise_id=lost.id)  # nobody joins a record that stands for nothing
        session.execute(delete(Webhook).where(Webhook.enterprise_id == lost.id))  # an owner sets it up for what stays
        moved = {model.__tablename__: _move(session, model, lost.id, kept.id) for model in HOLDING}
        _move_requests(session, lost.id, kept.id)
        for earlier in session.scalars(select(Enterprise).where(Enterprise.merged_into == lost.id)):
            earlier.merged_into = kept.id
        lost.merged_into = kept.id
        facts: dict[str, object] = {"from": lost.uscc, "from_name": lost.name, "moved": moved}
        applicants.note(session, kept, "merged", facts, by=by, at=at, reason=reason.strip()[:500])
        return sum(len(rows) for rows in moved.values())


def _administrator(by: Actor) -> None:
    require(by.holds(Role.ADMINISTRATOR), "role", roles=[str(Role.ADMINISTRATOR)])


def _live(session: Session, uscc: str, field: str) -> Enterprise:
    code = "".join(uscc.split()).upper()
    statement = select(Enterprise).where(Enterprise.uscc == code, Enterprise.merged_into.is_(None), Enterprise.proven)
    row = session.scalars(statement.with_for_update()).one_or_none()
    if row is None:
        raise WrongInput(**{field: "unknown"})
    return row


def _move(session: Session, model: Any, lost: int, kept: int) -> list[int]:
    """Hand the rows of a table over and return their numbers, so that the log can say for ever what went; those of their cases,
    where a row has none of its own."""
    number = inspect(model).primary_key[0]
    numbers = list(session.scalars(select(number).where(model.enterprise_id == lost).order_by(number)))
    session.execute(update(model).where(model.enterprise_id == lost).values(enterprise_id=kept))
    return numbers


def _one_owner(session: Session, lost: int, kept: int) -> None:
    """The owner of the record that stays owns both; where it has none, the other's does."""
    if session.scalar(select(User.id).where(User.enterprise_id == kept, User.owner)):
        session.execute(update(User).where(User.enterprise_id == lost).values(owner=False))


def _move_requests(session: Session, lost: int, kept: int) -> None:
    asked = set(session.scalars(select(MembershipRequest.user_id).where(MembershipRequest.enterprise_id == kept)))
    for row in session.scalars(select(MembershipRequest).where(MembershipRequest.enterprise_id == lost)):
        if row.user_id not in asked:
            row.enterprise_id = kept


def _of_name(session: Session, name: str) -> Iterator[Candidate]:
    numbers = select(Enterprise.id).where(Enterprise.name == name, Enterprise.merged_into.is_(None), Enterprise.proven)
    yield from applicants.candidates_of(session, list(session.scalars(numbers.limit(20))))
