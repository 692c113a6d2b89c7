"""Supervision: every case read only, and figures that each carry numerator and denominator (R119-R121, R130)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Integer, case, func, literal, select

from portal.access import require
from portal.actors import Actor, Role
from portal.db import reading
from portal.models import Case as CaseRow
from portal.models import CaseTrack
from portal.services import decision, demands, figures, law
from portal.services.days_left import remaining, unit_of
from portal.services.decision import DecisionView
from portal.services.demands import DemandFigures
from portal.services.figures import Performance, Share
from portal.services.paging import Page, offset
from portal.services.worklist_query import CAP
from portal.services.worklist_query import search as matching
from workflows.case import ENDED, State
from workflows.clocks import PROMISED, STATUTORY
from workflows.limits import Signal

OPEN = (
    State.FORWARDED,
    State.SUBMITTED,
    State.CORRECTION,
    State.RESUBMITTED,
    State.IN_REVIEW,
    State.GRANTED,
    State.REFUSED,
    State.ISSUED,
)
ROWS = 50
DAYS = 30


@dataclass(frozen=True, slots=True)
class SeenCase:
    """One case in the list. `light` and `left` (in `unit`) are those of its promise, while it is under review."""

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
    late_steps: int = 0


@dataclass(frozen=True, slots=True)
class OfficeFigures:
    """One office: of its decisions those in time, of its opinions those in time, and by light what it has under review.

    `late_steps` counts the opinions that it owes past their day, also on cases that are in time as a whole (R119).
    """

    office: str
    in_time: Share
    opinions: Share
    lights: dict[Signal, int]
    late_steps: int = 0

    @property
    def open(self) -> int:
        """Cases under review that the office leads."""
        return sum(self.lights.values())


@dataclass(frozen=True, slots=True)
class Overview:
    """The figures of the last DAYS days up to today, what is under review by light, and the same by office.

    `endings` are the cases that ended without a decision, by state: a termination is neither a refusal nor a withdrawal.
    """

    first: date
    last: date
    total: Performance
    opinions: Share
    lights: dict[Signal, int]
    offices: tuple[OfficeFigures, ...]
    late_step_cases: int = 0
    later: DemandFigures | None = None
    endings: dict[str, int] = field(default_factory=dict)

    @property
    def open(self) -> int:
        """Cases under review."""
        return sum(self.lights.values())


def cases(
    *,
    by: Actor,
    on: date,
    light: Signal | None = None,
    late_step: bool = False,
    office: str = "",
    state: str = "",
    search: str = "",
    page: int = 1,
) -> Page[SeenCase]:
    """All cases, the newest first; with a light those under review that show it today; with `late_step` those on which an
    office owes an opinion past its day, whatever light the whole shows (R119). 1,000 at most can be paged through.
    """
    require(by.holds(Role.SUPERVISOR), "role", roles=["supervisor"])
    where = [*matching(search), *([CaseRow.lead_office == office] if office else [])]
    if light is not None:
        where += [CaseRow.state == State.IN_REVIEW.value, _light(on) == light.value]
    if late_step:
        where.append(CaseRow.id.in_(select(CaseTrack.case_id).where(*_owed_late(on))))
    if state:
        where.append(CaseRow.state.in_(OPEN) if state == "open" else CaseRow.state == state)
    columns = (
        CaseRow.public_id, CaseRow.number, CaseRow.applicant_name, CaseRow.item_name_zh, CaseRow.item_name_en,
        CaseRow.lead_office, CaseRow.state, CaseRow.promised_due, CaseRow.statutory_due, CaseRow.paused_left,
        CaseRow.law_paused_left, CaseRow.stood, CaseRow.law_stood, CaseRow.calendar_days,
        CaseRow.received_on, CaseRow.decided_on, CaseRow.tracks_answered, CaseRow.tracks_total, CaseRow.credit,
        _light(on).label("light"), _late_steps(on).label("late_steps"),
    )  # fmt: skip
    with reading() as session:
        counted = select(func.count()).select_from(
            select(literal(1)).select_from(CaseRow).where(*where).limit(CAP + 1).subquery()
        )
        total = session.scalar(counted) or 0
        page, pages, skip = offset(page, min(total, CAP), ROWS)
        statement = select(*columns).where(*where).order_by(CaseRow.id.desc()).limit(ROWS).offset(skip)
        found = session.execute(statement).all()
    return Page(tuple(_seen(row, on) for row in found), total, page, pages)


def overview(*, by: Actor, on: date) -> Overview:
    """The figures of the last DAYS days. Refusals and grants count alike; a case is in time up to its promised last day."""
    require(by.holds(Role.SUPERVISOR), "role", roles=["supervisor"])
    measured = figures.measured(last=on, days=DAYS)
    with reading() as session:
        decided = {row.office: row for row in session.execute(_decided(measured.first, on))}
        opinions = {row.office: row for row in session.execute(_opinions(measured.first, on))}
        opened = {(row.office, row.light): row.number for row in session.execute(_opened(on))}
        owed = {row.office: row for row in session.execute(_owed(on))}
        ended = {row.state: row.number for row in session.execute(_ended(measured.first, on))}
    offices = sorted({*decided, *opinions, *owed, *(office for office, _ in opened)})
    return Overview(
        first=measured.first,
        last=on,
        total=measured.total,
        opinions=Share(sum(row.on_time for row in opinions.values()), sum(row.given for row in opinions.values())),
        lights={light: sum(n for (_, shown), n in opened.items() if shown == light.value) for light in Signal},
        offices=tuple(
            OfficeFigures(
                office=code,
                in_time=Share(decided[code].on_time, decided[code].dated) if code in decided else Share(0, 0),
                opinions=Share(opinions[code].on_time, opinions[code].given) if code in opinions else Share(0, 0),
                lights={light: opened.get((code, light.value), 0) for light in Signal},
                late_steps=owed[code].number if code in owed else 0,
            )
            for code in offices
        ),
        late_step_cases=next((row.cases for row in owed.values()), 0),
        later=demands.counted(first=measured.first, last=on),
        endings=ended,
    )


def case_of(case_id: str, *, by: Actor, at: datetime) -> DecisionView:
    """One case with everything an officer sees, for somebody who only looks. Raises Refusal when there is none."""
    require(by.holds(Role.SUPERVISOR), "role", roles=["supervisor"])
    return decision.view(case_id, by=by, at=at)


def _light(on: date) -> Any:
    """The light of the promise in SQL, the same as the work list shows."""
    return case(
        (CaseRow.state != State.IN_REVIEW.value, None),
        (CaseRow.dark_from <= on, Signal.DARK.value),
        (CaseRow.red_from <= on, Signal.RED.value),
        (CaseRow.paused, Signal.GREY.value),
        (CaseRow.yellow_from <= on, Signal.YELLOW.value),
        else_=Signal.GREEN.value,
    )


def _seen(row: Any, on: date) -> SeenCase:
    light = Signal(row.light) if row.light else None
    left, unit = None, "working_day"
    if light is not None:
        due, stood = (row.statutory_due, row.law_stood) if light is Signal.DARK else (row.promised_due, row.stood)
        unit = unit_of(STATUTORY if light is Signal.DARK else PROMISED, row.calendar_days)
        left, unit = remaining(due, on, law.calendar(), stood, unit)
        stands = row.law_paused_left if light is Signal.DARK else row.paused_left
        left = left if stands is None else stands
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
        late_steps=row.late_steps,
    )


def _owed_late(on: date) -> tuple[Any, ...]:
    """A department's share that is open past its own day."""
    return (CaseTrack.state == "open", CaseTrack.late_from <= on)


def _owed(on: date) -> Any:
    """By office the opinions that it owes past their day, and beside each the number of all cases concerned."""
    cases = select(func.count(CaseTrack.case_id.distinct())).where(*_owed_late(on)).scalar_subquery()
    number = func.count().label("number")
    return select(CaseTrack.office, number, cases.label("cases")).where(*_owed_late(on)).group_by(CaseTrack.office)


def _late_steps(on: date) -> Any:
    owed = select(func.count()).select_from(CaseTrack).where(CaseTrack.case_id == CaseRow.id, *_owed_late(on))
    return owed.correlate(CaseRow).scalar_subquery()


def _decided(first: date, last: date) -> Any:
    """Decisions of the period by lead office; those without a promised day, for want of a schedule, stand in no rate."""
    return (
        select(
            CaseRow.lead_office.label("office"),
            _number(CaseRow.promised_due.is_not(None)).label("dated"),
            _number(CaseRow.decided_on <= CaseRow.promised_due).label("on_time"),
        )
        .where(CaseRow.decided_on.between(first, last))
        .group_by(CaseRow.lead_office)
    )


def _ended(first: date, last: date) -> Any:
    """The cases of the period that ended without any decision, by the state in which they ended."""
    without = (CaseRow.state.in_(sorted(ENDED - {State.CLOSED})), CaseRow.closed_on.between(first, last))
    return select(CaseRow.state, func.count().label("number")).where(*without).group_by(CaseRow.state)


def _opened(on: date) -> Any:
    light = _light(on).label("light")
    under_review = (
        select(CaseRow.lead_office.label("office"), light).where(CaseRow.state == State.IN_REVIEW.value).subquery()
    )
    office, shown = under_review.c.office, under_review.c.light
    return select(office, shown, func.count().label("number")).group_by(office, shown)


def _opinions(first: date, last: date) -> Any:
    given = (CaseTrack.state == "answered", CaseTrack.answered_on.between(first, last))
    on_time = _number(CaseTrack.answered_on <= CaseTrack.due_on).label("on_time")
    return (
        select(CaseTrack.office.label("office"), func.count().label("given"), on_time)
        .where(*given)
        .group_by(CaseTrack.office)
    )


def _number(condition: Any) -> Any:
    """How many rows of a group meet a condition."""
    return func.sum(case((condition, 1), else_=0), type_=Integer)
