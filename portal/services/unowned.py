"""The watchdog of first-contact responsibility: open cases that nobody answers for, so that nothing silently disappears."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from portal.access import require
from portal.actors import Actor, Role
from portal.clock import BUSINESS_ZONE, business_day
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import User, UserRole
from portal.services import first_contact, law, reminders, service_windows
from portal.services.paging import ROWS, Page, offset
from portal.services.worklist_query import CAP
from workflows.calendar import CalendarGap

UNTAKEN, LEFT = "untaken", "left"
EARLY = time(6)
_OPEN: tuple[ColumnElement[bool], ...] = (CaseRow.closed_on.is_(None),)
_COLUMNS = (
    CaseRow.public_id,
    CaseRow.number,
    CaseRow.applicant_name,
    CaseRow.item_name_zh,
    CaseRow.item_name_en,
    CaseRow.state,
    CaseRow.received_on,
    CaseRow.created_at,
    CaseRow.notice_due,
)


@dataclass(frozen=True, slots=True)
class Unowned:
    """An open case without a first-contact officer: never taken, or its officer (`was`) no longer works at the window."""

    public_id: str
    number: str
    applicant: str
    item_zh: str
    item_en: str
    state: str
    received_on: date | None
    since: datetime
    notice_due: date | None
    why: str
    was: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """How many are reported: applications that lay untaken too long, and cases whose officer has left."""

    untaken: int = 0
    left: int = 0

    @property
    def all(self) -> int:
        """Both together."""
        return self.untaken + self.left


def unowned(*, by: Actor, page: int = 1) -> Page[Unowned]:
    """What nobody answers for, first what an officer left behind, then what was never taken, the oldest first.

    At most the first thousand of each; the window, its heads and the supervisor may look.
    """
    allowed = by.kind == "system" or by.holds(Role.WINDOW) or by.holds(Role.SUPERVISOR)
    require(allowed, "role", roles=[str(Role.WINDOW), str(Role.SUPERVISOR)])
    rows = everything()
    page, pages, skip = offset(page, len(rows))
    return Page(rows[skip : skip + ROWS], len(rows), page, pages)


def everything() -> tuple[Unowned, ...]:
    """The same in one piece, for the operator: at most the first thousand that were left behind, and that were never taken."""
    with reading() as session:
        left = [row for one in first_contact.gone(session) for row in session.execute(_left(one)).all()][:CAP]
        untaken = session.execute(_untaken(*_COLUMNS).order_by(CaseRow.id).limit(CAP)).all()
    return (*(_row(row, LEFT) for row in left), *(_row(row, UNTAKEN) for row in untaken))


def count(session: Session, items: Sequence[str] | None, *, at: datetime) -> Count:
    """What is reported of these items (None: of all): untaken for longer than ONEWINDOW_UNOWNED_DAYS, or left behind."""
    old = at - timedelta(days=current_app.config["SETTINGS"].unowned_days)
    own = () if items is None else (CaseRow.item.in_(items),)
    untaken = _untaken(CaseRow.id).where(CaseRow.created_at <= old, *own).limit(CAP + 1)
    left = select(CaseRow.id).where(*_OPEN, CaseRow.officer_id.in_(first_contact.gone(session)), *own).limit(CAP + 1)
    return Count(*(session.scalar(select(func.count()).select_from(one.subquery())) or 0 for one in (untaken, left)))


def reported_to(session: Session, user_id: int, *, at: datetime) -> Count:
    """What is reported to this person: to the head of a window its items, to the supervisor all where no window has a head."""
    heads = service_windows.heads(session)
    if user_id in heads:
        return count(session, service_windows.led_by(session, user_id), at=at)
    return count(session, None, at=at) if not heads and user_id in _supervisors(session) else Count()


def remind(*, at: datetime) -> int:
    """Promise today's mail to everybody to whom something is reported; returns how many people that are.

    Asked in the two hours before the mail of a working day goes out, and at no other time, so that a sweep stays one question.
    """
    if not EARLY <= at.astimezone(BUSINESS_ZONE).time() < reminders.MORNING or not _working(business_day(at)):
        return 0
    with transaction() as session:
        if not count(session, None, at=at).all:
            return 0
        people = service_windows.heads(session) or _supervisors(session)
        told = [one for one in people if reported_to(session, one, at=at).all]
        reminders.call(session, told, at=at)
        return len(told)


def _row(row: Any, why: str) -> Unowned:
    return Unowned(
        public_id=row.public_id,
        number=row.number,
        applicant=row.applicant_name,
        item_zh=row.item_name_zh,
        item_en=row.item_name_en,
        state=row.state,
        received_on=row.received_on,
        since=row.created_at,
        notice_due=row.notice_due,
        why=why,
        was=row.name if why == LEFT else "",
    )


def _untaken(*columns: Any) -> Select[Any]:
    return select(*columns).where(*_OPEN, CaseRow.officer_id.is_(None))


def _left(officer: int) -> Select[Any]:
    """What one officer left behind, with his name: a walk along one index."""
    columns: tuple[Any, ...] = (*_COLUMNS, User.name)
    joined = select(*columns).join(User, User.id == CaseRow.officer_id)
    return joined.where(*_OPEN, CaseRow.officer_id == officer).order_by(CaseRow.id).limit(CAP)


def _supervisors(session: Session) -> tuple[int, ...]:
    statement = select(User.id).join(UserRole, UserRole.user_id == User.id)
    return tuple(session.scalars(statement.where(User.active, UserRole.role == str(Role.SUPERVISOR)).order_by(User.id)))


def _working(day: date) -> bool:
    try:
        return law.calendar().is_working_day(day)
    except CalendarGap:
        return True
