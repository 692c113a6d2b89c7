"""The work list: what waits for this office, in the order in which its working time runs out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import null

from guides.review import Track
from guides.text import Text
from portal.access import require
from portal.actors import Actor, Role
from portal.db import reading
from portal.services import forecast as pace
from portal.services import law
from portal.services import worklist_query as query
from portal.services.forecast import Forecast
from portal.services.queue_words import ANY, Way, ways
from portal.services.worklist_query import CAP, Segment
from workflows.calendar import Calendar, CalendarGap
from workflows.clocks import PROMISED, STATUTORY
from workflows.limits import Signal, Unit

PAGE = 30
DESKS = ("lead", "opinions")
WORKING_DAY, CALENDAR_DAY = str(Unit.WORKING_DAY), str(Unit.CALENDAR_DAY)
WHOSE = ("mine", "free")


@dataclass(frozen=True, slots=True)
class Standing:
    """One department's share of a case: waiting, open or answered, and by when; the tracks it waits for."""

    track: str
    office: str
    state: str
    due: date | None
    name: Text
    waits_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pause:
    """The special procedure that stops the clock: its cause, the day it began, the days announced."""

    cause: str
    began: date
    days: int


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One case, or on the desk `opinions` one department's share of it. `left` counts in `unit`, negative when overdue.

    `leaves_at` is when its signed decision leaves, `put_back` the code of why one did not.
    """

    group: str
    light: Signal | None
    left: int | None
    unit: str
    due: date | None
    provisional: bool
    public_id: str
    number: str
    applicant: str
    item_zh: str
    item_en: str
    answered: int
    total: int
    deferred_open: int
    deferred_arrived: int
    credit: str
    tracks: tuple[Standing, ...]
    mine: Standing | None = None
    paused: bool = False
    pause: Pause | None = None
    officer: str = ""
    leaves_at: datetime | None = None
    put_back: str = ""

    @property
    def ready(self) -> bool:
        """True when every department has answered and nothing that was promised is missing."""
        return self.answered >= self.total and not self.deferred_open and not self.paused


@dataclass(frozen=True, slots=True)
class WorkPage:
    """One page of a desk. `desks` counts what lies on each desk of the person; `lights` what the filters would leave.

    `next_day` is the next working day when today is none; `capped` says that there is more than can be paged through.
    `whose` is mine, free or empty; `stands_in_for` names the absent ones whose shares are among `mine` today.
    """

    desk: str
    desks: dict[str, int]
    rows: tuple[WorkRow, ...]
    lights: dict[Signal | None, int]
    light: Signal | None
    total: int
    capped: bool
    page: int
    pages: int
    next_day: date | None
    near_until: date
    forecast: Forecast | None
    whose: str = ""
    stands_in_for: str = ""


def worklist(
    *,
    by: Actor,
    on: date,
    desk: str = "",
    light: Signal | None = None,
    search: str = "",
    whose: str = "",
    page: int = 1,
) -> WorkPage:
    """A page of what waits for the person's office: on the desk `lead` the cases it leads, on `opinions` the answers it owes.

    Two queries, whatever the number of cases. On `opinions` `whose` leaves what is the person's own or an absent one's for
    whom he stands in (`mine`), or what nobody has (`free`). Without `desk` deciders begin with `lead`, reviewers with
    `opinions`, which is theirs alone.
    """
    require(by.holds(Role.REVIEWER) or by.holds(Role.DECIDER), "role", roles=["reviewer", "decider"])
    calendar, office, sought = law.calendar(), by.office_code, ways(search, on)
    both = {
        "lead": query.led_by(office, on, sought),
        "opinions": query.asked_of(office, on, calendar, sought, query.held(whose, by.id, on)),
    }
    desk, other = DESKS if _desk(desk, by) == "lead" else DESKS[::-1]
    segments = both[desk]
    with reading() as session:
        more = (*_foretold(desk, office, on, calendar, both["lead"], sought), query.stands_in_for(by.id, on))
        *counted, elsewhere, decided, listed, absent = session.execute(query.counts(segments, both[other], *more)).one()
        wanted = _wanted(segments, counted, light)
        total = sum(number for _, _, number in wanted)
        pages = max(1, -(-total // PAGE))
        page = min(max(page, 1), pages)
        cuts = list(_cuts(wanted, (page - 1) * PAGE))
        found = session.execute(query.rows(cuts)).all() if cuts else []
    made = [_row(record, segments[record.rank], on, calendar) for record in sorted(found, key=_order)]
    return WorkPage(
        desk=desk,
        desks={desk: sum(counted), other: elsewhere},
        rows=tuple(made),
        lights=_lights(segments, counted),
        light=light,
        total=total,
        capped=sum(counted) > CAP,
        page=page,
        pages=pages,
        next_day=_next_day(on, calendar),
        near_until=query.near_until(on, calendar),
        forecast=pace.forecast(decided, listed, on, calendar) if desk == "lead" else None,
        whose=whose if whose in WHOSE and desk == "opinions" else "",
        stands_in_for=absent or "",
    )


def _foretold(
    desk: str, office: str, on: date, calendar: Calendar, led: Sequence[Segment], found: tuple[Way, ...]
) -> tuple[Any, Any]:
    """What the forecast asks with the counts: nothing on the other desk, and never narrowed by the words looked for."""
    if desk != "lead":
        return null(), null()
    running = (led if found == (ANY,) else query.led_by(office, on))[0].pool
    return pace.scalars(office, on, calendar, running.first)


def _desk(asked: str, by: Actor) -> str:
    if not by.holds(Role.REVIEWER):
        return "lead"
    return asked if asked in DESKS else "lead" if by.holds(Role.DECIDER) else "opinions"


def remaining(
    due: date | None, on: date, calendar: Calendar, stood: int = 0, unit: str = WORKING_DAY
) -> tuple[int | None, str]:
    """Days until a last day in the unit of its clock, 0 on it and at most -1 after it; calendar days where a schedule is missing.

    On `stood` days after it the clock stood still: those are not counted, as its ledger does not count them.
    """
    if due is None:
        return None, unit
    try:
        days = calendar.count(on, due) if unit == WORKING_DAY else (due - on).days
    except CalendarGap:
        days, unit = (due - on).days, CALENDAR_DAY
    return (days if due >= on else min(days + stood, -1)), unit


def unit_of(clock: str, calendar_days: str) -> str:
    """What a clock of a case counts, by the column that names those in calendar days (R35)."""
    return CALENDAR_DAY if clock in calendar_days.split(",") else WORKING_DAY


def _wanted(
    segments: Sequence[Segment], numbers: Sequence[int], light: Signal | None
) -> list[tuple[int, Segment, int]]:
    """The segments that the filter leaves, with their ranks and numbers."""
    all_of_them = enumerate(zip(segments, numbers, strict=True))
    return [(at, part, int(n)) for at, (part, n) in all_of_them if light is None or part.light is light]


def _cuts(wanted: Sequence[tuple[int, Segment, int]], skip: int) -> Iterator[tuple[int, Segment, int, int]]:
    """What of each segment stands on the page that begins after `skip` cases."""
    room = PAGE
    for rank, segment, number in wanted:
        if room and skip < number:
            size = min(room, number - skip)
            yield rank, segment, size, skip
            room -= size
        skip = max(0, skip - number)


def _order(record: Any) -> tuple[Any, ...]:
    due = getattr(record, "due_on", None) or record.promised_due or date.max
    return record.rank, record.paused_left if record.paused else 0, due, record.id


def _lights(segments: Sequence[Segment], numbers: Sequence[int]) -> dict[Signal | None, int]:
    found: dict[Signal | None, int] = {}
    for segment, number in zip(segments, numbers, strict=True):
        found[segment.light] = found.get(segment.light, 0) + int(number)
    return found


def _row(record: Any, segment: Segment, on: date, calendar: Calendar) -> WorkRow:
    tracks = _tracks(record)
    due = record.due_on if segment.tracks else record.promised_due
    left, unit = _standing_still(record, segment), _unit(record, segment)
    if left is None:
        last, stood = _counted(record, segment)
        left, unit = remaining(last, on, calendar, stood, unit)
    return WorkRow(
        group=segment.group,
        light=segment.light,
        left=left,
        unit=unit,
        due=due,
        provisional=record.provisional and law.unsettled(due),
        public_id=record.public_id,
        number=record.number,
        applicant=record.applicant_name,
        item_zh=record.item_name_zh,
        item_en=record.item_name_en,
        answered=record.tracks_answered,
        total=record.tracks_total,
        deferred_open=record.deferred_open,
        deferred_arrived=record.deferred_arrived,
        credit=record.credit,
        tracks=tracks,
        mine=next((one for one in tracks if segment.tracks and one.track == record.track), None),
        paused=record.paused,
        pause=_pause(record.pause),
        officer=(getattr(record, "officer", "") or "") if segment.tracks else "",
        leaves_at=record.releases_at,
        put_back=record.put_back,
    )


def _unit(record: Any, segment: Segment) -> str:
    """What the clock that shows the light counts."""
    if segment.tracks:
        return CALENDAR_DAY if record.track_calendar_days else WORKING_DAY
    return unit_of(STATUTORY if segment.light is Signal.DARK else PROMISED, record.calendar_days)


def _counted(record: Any, segment: Segment) -> tuple[date | None, int]:
    """The last day of the clock that shows the light, and on how many days after it that clock stood still."""
    if segment.light is Signal.DARK:
        return record.statutory_due, record.law_stood
    return (record.due_on, record.track_stood) if segment.tracks else (record.promised_due, record.stood)


def _standing_still(record: Any, segment: Segment) -> int | None:
    """What the ledger said was left when the clock that shows the light was paused; None while it runs."""
    if segment.group != "paused":
        return None
    if segment.tracks:
        return record.track_left if record.track_left is not None else record.paused_left
    return record.law_paused_left if segment.light is Signal.DARK else record.paused_left


def _tracks(record: Any) -> tuple[Standing, ...]:
    guide = law.guide_of(record.item, record.guide_version)
    parts = [part.split(":") for part in (record.tracks or "").split(",") if part]
    unanswered = {track for track, _office, state, _due in parts if state != "answered"}
    found = {track: _standing(guide.track(track), unanswered, track, *rest) for track, *rest in parts}
    order = [track.id for track in guide.review.tracks if track.id in found]
    return tuple(found[track] for track in order) + tuple(found[track] for track in found if track not in order)


def _standing(plan: Track | None, unanswered: set[str], track: str, office: str, state: str, due: str) -> Standing:
    if plan is None:
        return Standing(track, office, state, None, Text(zh=track))
    on = date.fromisoformat(due) if due else None
    return Standing(track, office, state, on, plan.name, tuple(name for name in plan.depends_on if name in unanswered))


def _pause(payload: dict[str, Any] | None) -> Pause | None:
    """The procedure of the newest entry about pauses; None when that one ended, so that another one still runs."""
    if not payload or "announced_days" not in payload:
        return None
    return Pause(payload["cause"], date.fromisoformat(payload["began_on"]), payload["announced_days"])


def _next_day(on: date, calendar: Calendar) -> date | None:
    try:
        return None if calendar.is_working_day(on) else calendar.roll(on)
    except CalendarGap:
        return None
