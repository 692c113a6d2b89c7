"""The work list: what waits for this office, in the order in which its working time runs out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import null

from portal.access import require
from portal.actors import Actor, Role
from portal.db import reading
from portal.services import forecast as pace
from portal.services import law
from portal.services import worklist_query as query
from portal.services.forecast import Forecast
from portal.services.queue_words import ANY, Way, ways
from portal.services.worklist_query import CAP, Segment
from portal.services.worklist_rows import WorkRow, row
from workflows.calendar import Calendar, CalendarGap
from workflows.limits import Signal

PAGE = 30
DESKS = ("lead", "opinions")
WHOSE = ("mine", "free")


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

    Two queries, whatever the number of cases, one more for `mine` and one for names that are looked for. On `opinions` `whose`
    leaves what is the person's own or an absent one's for whom he stands in (`mine`), or what nobody has (`free`). Without `desk`
    deciders begin with `lead`, reviewers with `opinions`, which is theirs alone.
    """
    require(by.holds(Role.REVIEWER) or by.holds(Role.DECIDER), "role", roles=["reviewer", "decider"])
    calendar, office, sought = law.calendar(), by.office_code, ways(search, on)
    mine = _mine(by, on) if whose == "mine" else ()
    both = {
        "lead": query.led_by(office, on, sought),
        "opinions": query.asked_of(office, on, calendar, sought, query.held(whose, mine)),
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
    made = [row(record, segments[record.rank], on, calendar) for record in sorted(found, key=_order)]
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


def _mine(by: Actor, on: date) -> tuple[int, ...]:
    """The person and the absent ones for whom he stands in on that day."""
    with reading() as session:
        return (by.id, *session.scalars(query.absent(by.id, on)))


def _desk(asked: str, by: Actor) -> str:
    if not by.holds(Role.REVIEWER):
        return "lead"
    return asked if asked in DESKS else "lead" if by.holds(Role.DECIDER) else "opinions"


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


def _next_day(on: date, calendar: Calendar) -> date | None:
    try:
        return None if calendar.is_working_day(on) else calendar.roll(on)
    except CalendarGap:
        return None
