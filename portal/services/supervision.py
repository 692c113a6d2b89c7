"""Supervision: every case read only, and figures that each carry numerator and denominator (R119-R121, R130)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Integer, and_, case, func, literal, select

from portal.access import require
from portal.actors import Actor, Role
from portal.db import reading
from portal.models import Case as CaseRow
from portal.models import CaseTrack
from portal.services import decision, law
from portal.services.decision import DecisionView
from portal.services.paging import Page, offset
from portal.services.worklist import remaining
from portal.services.worklist_query import CAP
from portal.services.worklist_query import search as matching
from workflows.case import State
from workflows.limits import Signal

OPEN = (State.SUBMITTED, State.CORRECTION, State.RESUBMITTED, State.IN_REVIEW, State.GRANTED, State.REFUSED, State.ISSUED)
ROWS = 50
DAYS = 30


@dataclass(frozen=True, slots=True)
class SeenCase:
    """One case in the list. `light` and `left` (working days) are those of its promise, while it is under review."""

    public_id: str
    number: str
    applicant: str
    item_zh: str
    item_en: str
    office: str
    state: str
    light: Signal | None
    left: int | None
    unit: str
    due: date | None
    received_on: date | None
    decided_on: date | None
    answered: int
    total: int
    credit: str


@dataclass(frozen=True, slots=True)
class OfficeFigures:
    """One office: what it decided in the period and how much of that in time, what is open by light, opinions given."""

    office: str
    decided: int = 0
    on_time: int = 0
    open: int = 0
    red: int = 0
    dark: int = 0
    yellow: int = 0
    opinions: int = 0
    opinions_on_time: int = 0


@dataclass(frozen=True, slots=True)
class Overview:
    """The figures of the last DAYS days, up to today: decided, in time, early; closed without a visit; open by light."""

    since: date
    until: date
    decided: int
    on_time: int
    early: int
    closed: int
    no_visit: int
    opinions: int
    opinions_on_time: int
    lights: dict[Signal, int]
    offices: tuple[OfficeFigures, ...]

    @property
    def open(self) -> int:
        """Cases under review."""
        return sum(self.lights.values())


def cases(
    *,
    by: Actor,
    on: date,
    light: Signal | None = None,
    office: str = "",
    state: str = "",
    search: str = "",
    page: int = 1,
) -> Page[SeenCase]:
    """All cases, the newest first; with a light those under review that show it today. 1,000 at most can be paged through."""
    require(by.holds(Role.SUPERVISOR), "role", roles=["supervisor"])
    where = [*matching(search), *([CaseRow.lead_office == office] if office else [])]
    if light is not None:
        where += [CaseRow.state == State.IN_REVIEW.value, _light(on) == light.value]
    if state:
        where.append(CaseRow.state.in_(OPEN) if state == "open" else CaseRow.state == state)
    columns = (
        CaseRow.public_id, CaseRow.number, CaseRow.applicant_name, CaseRow.item_name_zh, CaseRow.item_name_en,
        CaseRow.lead_office, CaseRow.state, CaseRow.promised_due, CaseRow.statutory_due, CaseRow.paused_left,
        CaseRow.received_on, CaseRow.decided_on, CaseRow.tracks_answered, CaseRow.tracks_total, CaseRow.credit,
        _light(on).label("light"),
    )  # fmt: skip
    with reading() as session:
        counted = select(func.count()).select_from(select(literal(1)).select_from(CaseRow).where(*where).limit(CAP + 1).subquery())
        total = session.scalar(counted) or 0
        page, pages, skip = offset(page, min(total, CAP), ROWS)
        statement = select(*columns).where(*where).order_by(CaseRow.id.desc()).limit(ROWS).offset(skip)
        found = session.execute(statement).all()
    return Page(tuple(_seen(row, on) for row in found), total, page, pages)


def overview(*, by: Actor, on: date) -> Overview:
    """The figures of the last DAYS days. Refusals and grants count alike; a case is in time up to its promised last day."""
    require(by.holds(Role.SUPERVISOR), "role", roles=["supervisor"])
    since = on - timedelta(days=DAYS - 1)
    with reading() as session:
        decided = session.execute(_decided(since, on)).all()
        closed, no_visit = session.execute(_closed(since, on)).one()
        opened = session.execute(_opened(on)).all()
        opinions = session.execute(_opinions(since, on)).all()
    figures = _by_office(decided, opened, opinions)
    return Overview(
        since=since,
        until=on,
        decided=sum(row.decided for row in decided),
        on_time=sum(row.on_time for row in decided),
        early=sum(row.early for row in decided),
        closed=closed,
        no_visit=no_visit,
        opinions=sum(row.given for row in opinions),
        opinions_on_time=sum(row.on_time for row in opinions),
        lights={light: sum(row.number for row in opened if row.light == light.value) for light in Signal},
        offices=tuple(figures),
    )


def case_of(case_id: str, *, by: Actor, at: datetime) -> DecisionView:
    """One case with everything an officer sees, for somebody who only looks. Raises Refusal when there is none."""
    require(by.holds(Role.SUPERVISOR), "role", roles=["supervisor"])
    return decision.view(case_id, by=by, at=at)


def _light(on: date) -> Any:
    """The light of the promise in SQL, the same as the work list shows."""
    runs = CaseRow.paused.is_(False)
    return case(
        (CaseRow.state != State.IN_REVIEW.value, None),
        (and_(runs, CaseRow.statutory_due < on), Signal.DARK.value),
        (and_(runs, CaseRow.promised_due < on), Signal.RED.value),
        (and_(CaseRow.paused, CaseRow.paused_left < 0), Signal.RED.value),
        (CaseRow.paused, Signal.GREY.value),
        (CaseRow.yellow_from <= on, Signal.YELLOW.value),
        else_=Signal.GREEN.value,
    )


def _seen(row: Any, on: date) -> SeenCase:
    light = Signal(row.light) if row.light else None
    left, unit = None, "working_day"
    if light is not None:
        due = row.statutory_due if light is Signal.DARK else row.promised_due
        left, unit = remaining(due, on, law.calendar())
        left = row.paused_left if row.paused_left is not None else left
    return SeenCase(
        public_id=row.public_id,
        number=row.number,
        applicant=row.applicant_name,
        item_zh=row.item_name_zh,
        item_en=row.item_name_en,
        office=row.lead_office,
        state=row.state,
        light=light,
        left=left,
        unit=unit,
        due=row.promised_due,
        received_on=row.received_on,
        decided_on=row.decided_on,
        answered=row.tracks_answered,
        total=row.tracks_total,
        credit=row.credit,
    )


def _decided(since: date, on: date) -> Any:
    return (
        select(
            CaseRow.lead_office.label("office"),
            func.count().label("decided"),
            _sum(CaseRow.decided_on <= CaseRow.promised_due).label("on_time"),
            _sum(CaseRow.decided_on < CaseRow.promised_due).label("early"),
        )
        .where(CaseRow.decided_on >= since, CaseRow.decided_on <= on)
        .group_by(CaseRow.lead_office)
    )


def _closed(since: date, on: date) -> Any:
    within = (CaseRow.state == State.CLOSED.value, CaseRow.closed_on >= since, CaseRow.closed_on <= on)
    return select(func.count(), func.coalesce(_sum(CaseRow.visits == 0), 0)).where(*within)


def _opened(on: date) -> Any:
    light = _light(on).label("light")
    under_review = CaseRow.state == State.IN_REVIEW.value
    return select(CaseRow.lead_office.label("office"), light, func.count().label("number")).where(under_review).group_by(
        CaseRow.lead_office, light
    )


def _opinions(since: date, on: date) -> Any:
    return (
        select(
            CaseTrack.office.label("office"),
            func.count().label("given"),
            _sum(CaseTrack.answered_on <= CaseTrack.due_on).label("on_time"),
        )
        .where(CaseTrack.state == "answered", CaseTrack.answered_on >= since, CaseTrack.answered_on <= on)
        .group_by(CaseTrack.office)
    )


def _sum(condition: Any) -> Any:
    return func.sum(case((condition, 1), else_=0), type_=Integer)


def _by_office(decided: Any, opened: Any, opinions: Any) -> Iterator[OfficeFigures]:
    codes = sorted({row.office for rows in (decided, opened, opinions) for row in rows})
    made = {row.office: row for row in decided}
    given = {row.office: row for row in opinions}
    lights = {(row.office, row.light): row.number for row in opened}
    for code in codes:
        mine = {signal: lights.get((code, signal.value), 0) for signal in Signal}
        yield OfficeFigures(
            office=code,
            decided=made[code].decided if code in made else 0,
            on_time=made[code].on_time if code in made else 0,
            open=sum(mine.values()),
            red=mine[Signal.RED],
            dark=mine[Signal.DARK],
            yellow=mine[Signal.YELLOW],
            opinions=given[code].given if code in given else 0,
            opinions_on_time=given[code].on_time if code in given else 0,
        )
