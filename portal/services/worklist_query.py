"""The order of a work list as pools and segments: each pool is a bounded walk along one index, however many cases there are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, reduce
from operator import add
from types import SimpleNamespace
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Select,
    String,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    union,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, aliased

from portal.models import Absence, CaseTrack, JournalEntry, User
from portal.models import Case as CaseRow
from portal.services.queue_words import ANY, Way
from workflows.calendar import Calendar, CalendarGap
from workflows.limits import Signal

CAP = 1000
"""How many cases of one pool are counted and can be paged through, the most urgent first; for the others there are filters."""

Condition = ColumnElement[bool]
_CASE: tuple[InstrumentedAttribute[Any], ...] = (
    CaseRow.id,
    CaseRow.public_id,
    CaseRow.number,
    CaseRow.applicant_name,
    CaseRow.item,
    CaseRow.guide_version,
    CaseRow.item_name_zh,
    CaseRow.item_name_en,
    CaseRow.promised_due,
    CaseRow.statutory_due,
    CaseRow.provisional,
    CaseRow.paused,
    CaseRow.paused_left,
    CaseRow.law_paused_left,
    CaseRow.stood,
    CaseRow.law_stood,
    CaseRow.calendar_days,
    CaseRow.tracks_total,
    CaseRow.tracks_answered,
    CaseRow.deferred_open,
    CaseRow.deferred_arrived,
    CaseRow.credit,
    CaseRow.releases_at,
    CaseRow.put_back,
    CaseRow.waits,
)
_TRACK = (
    CaseTrack.track,
    CaseTrack.state.label("track_state"),
    CaseTrack.due_on,
    CaseTrack.paused_left.label("track_left"),
    CaseTrack.stood.label("track_stood"),
    CaseTrack.calendar_days.label("track_calendar_days"),
    CaseTrack.officer_id,
)
_WATCHED = (
    CaseRow.promised_due,
    CaseRow.statutory_due,
    CaseRow.yellow_from,
    CaseRow.red_from,
    CaseRow.dark_from,
    CaseRow.paused,
)
_TABLES = SimpleNamespace(**{column.key: column for column in (*_WATCHED, CaseTrack.due_on, CaseTrack.late_from)})
_STANDING = aliased(CaseRow)
# Asked of the small index on paused cases, so that counting departments' shares never fetches a thousand cases.
_STANDS = exists().where(_STANDING.id == CaseTrack.case_id, _STANDING.paused.is_(True)).label("paused")


@dataclass(frozen=True, eq=False)
class Pool:
    """Cases, or departments' shares of cases, that are walked along in one order, up to CAP of them."""

    where: tuple[Condition, ...]
    order: tuple[Any, ...]
    ways: tuple[Way, ...] = (ANY,)
    tracks: bool = False

    def select(self, columns: Sequence[Any], *where: Condition, size: int, after: int = 0) -> Select[Any]:
        """So many of the pool after so many, in its order, their cases at hand; each way of the search is a walk of its own."""
        if len(self.ways) == 1:
            return self._walk(self.ways[0], columns, *where).order_by(*self.order).limit(size).offset(after)
        keys = [column.key for column in columns]
        whole = (*columns, *(key for key in self.order if key.key not in keys))
        walks = (self._walk(way, whole, *where).order_by(*self.order).limit(size + after) for way in self.ways)
        every = union(*(select(walk.subquery()) for walk in walks)).subquery()
        ordered = (every.c[key.key] for key in self.order)
        return select(*(every.c[key] for key in keys)).order_by(*ordered).limit(size).offset(after)

    @cached_property
    def first(self) -> CTE:
        """The most urgent of the pool, one more than CAP, with what tells segments apart; walked along once a statement."""
        watched = (CaseTrack.due_on, CaseTrack.late_from, _STANDS) if self.tracks else _WATCHED
        return self.select(watched, size=CAP + 1).cte()

    def size(self) -> ColumnElement[int]:
        """How many there are, one more than CAP at most; the order keeps the planner on the index when few can be found."""
        some = self.select((literal(1).label("one"),), size=CAP + 1).subquery()
        return select(func.count()).select_from(some).scalar_subquery()

    def _walk(self, way: Way, columns: Sequence[Any], *where: Condition) -> Select[Any]:
        """One way without order and bound. Shares need their cases only where those are asked for something."""
        statement = select(*columns)
        if self.tracks:
            statement = statement.select_from(CaseTrack)
            if way is not ANY or where:
                statement = statement.join(CaseRow, CaseRow.id == CaseTrack.case_id)
        return statement.where(*self.where, *way.where, *where)


@dataclass(frozen=True, slots=True)
class Segment:
    """Cases that stand together: their pool, their group on the page, the light they show, and what tells them apart."""

    pool: Pool
    group: str
    light: Signal | None
    belongs: Callable[[Any], Condition]

    @property
    def tracks(self) -> bool:
        """True for departments' shares of cases."""
        return self.pool.tracks


def led_by(office: str, on: date, wanted: tuple[Way, ...] = (ANY,)) -> tuple[Segment, ...]:
    """The cases under review that the office leads, found in the wanted ways, in the order in which their time runs out."""
    base = (CaseRow.lead_office == office, CaseRow.state == "in_review")
    by_due = (CaseRow.promised_due, CaseRow.id)
    dated = CaseRow.promised_due.is_not(None)
    runs = Pool((*base, CaseRow.paused.is_(False), dated), by_due, wanted)
    # Ordered by number alone, no index would lead to those without a day.
    undated = Pool((*base, CaseRow.paused.is_(False), ~dated), by_due, wanted)
    stands = Pool((*base, CaseRow.paused.is_(True)), by_due, wanted)
    return (
        Segment(runs, "first", Signal.DARK, lambda c: _past(c.statutory_due, on)),
        Segment(runs, "first", Signal.RED, lambda c: and_(~_past(c.statutory_due, on), c.promised_due < on)),
        Segment(runs, "first", Signal.YELLOW, lambda c: and_(_in_time(c, on), c.yellow_from <= on)),
        Segment(runs, "within", Signal.GREEN, lambda c: and_(_in_time(c, on), c.yellow_from > on)),
        Segment(undated, "first", Signal.DARK, lambda c: _past(c.statutory_due, on)),
        Segment(undated, "within", Signal.GREEN, lambda c: ~_past(c.statutory_due, on)),
        Segment(stands, "paused", Signal.DARK, lambda c: _late(c.dark_from, on)),
        Segment(stands, "paused", Signal.RED, lambda c: and_(~_late(c.dark_from, on), _late(c.red_from, on))),
        Segment(stands, "paused", Signal.GREY, lambda c: ~or_(_late(c.dark_from, on), _late(c.red_from, on))),
    )


def asked_of(
    office: str, on: date, calendar: Calendar, wanted: tuple[Way, ...] = (ANY,), whose: Condition | None = None
) -> tuple[Segment, ...]:
    """The opinions that the office owes, in the order in which their time runs out; last those whose clock has not started.

    `whose` narrows them to those that somebody has, or that nobody has.
    """
    mine, near = CaseTrack.office == office, near_until(on, calendar)
    mine = mine if whose is None else and_(mine, whose)
    by_due = (CaseTrack.due_on, CaseTrack.case_id, CaseTrack.track)
    dated, owed = CaseTrack.due_on.is_not(None), CaseTrack.state == "open"
    runs = Pool((mine, owed, dated), by_due, wanted, tracks=True)
    undated = Pool((mine, owed, ~dated), by_due, wanted, tracks=True)
    waits = Pool((mine, CaseTrack.state == "waiting"), by_due, wanted, tracks=True)
    return (
        Segment(runs, "first", Signal.RED, lambda c: and_(c.paused.is_(False), c.due_on < on)),
        Segment(runs, "first", Signal.YELLOW, lambda c: and_(c.paused.is_(False), c.due_on >= on, c.due_on <= near)),
        Segment(runs, "within", Signal.GREEN, lambda c: and_(c.paused.is_(False), c.due_on > near)),
        Segment(undated, "within", Signal.GREEN, lambda c: c.paused.is_(False)),
        Segment(runs, "paused", Signal.RED, lambda c: and_(c.paused.is_(True), _late(c.late_from, on))),
        Segment(runs, "paused", Signal.GREY, lambda c: and_(c.paused.is_(True), ~_late(c.late_from, on))),
        Segment(undated, "paused", Signal.GREY, lambda c: c.paused.is_(True)),
        Segment(waits, "waiting", None, lambda c: literal(True)),
    )


def held(whose: str, officers: Collection[int]) -> Condition | None:
    """The shares that one of these officers has (`mine`), or that nobody has (`free`); None for all of the department.

    The officers are named one by one, so that an index leads to what each of them has.
    """
    own = CaseTrack.officer_id.in_(sorted(officers))
    return {"mine": own, "free": CaseTrack.officer_id.is_(None)}.get(whose)


def stands_in_for(officer: int, on: date) -> Any:
    """A scalar: the names of those for whom an officer stands in on that day, one after the other."""
    names = select(func.aggregate_strings(User.name, "、")).where(User.id.in_(absent(officer, on)))
    return names.scalar_subquery()


def absent(officer: int, on: date) -> Select[Any]:
    """The officers for whom this one stands in on that day."""
    return select(Absence.user_id).where(
        Absence.stand_in_id == officer, Absence.from_on <= on, Absence.until_on >= on, Absence.ended_at.is_(None)
    )


def near_until(on: date, calendar: Calendar) -> date:
    """The last due day that is near: at most one working day is left (R119)."""
    try:
        return calendar.add(on, 1)
    except CalendarGap:
        return on + timedelta(days=1)


def counts(segments: Sequence[Segment], others: Sequence[Segment], *more: Any) -> Select[Any]:
    """One row: the number of cases in each segment, among the first CAP + 1 of its pool; that in all others; `more` scalars."""
    pools = dict.fromkeys(segment.pool for segment in segments)
    elsewhere = reduce(add, (pool.size() for pool in dict.fromkeys(segment.pool for segment in others)))
    numbers: dict[int, ColumnElement[Any]] = {}
    sums = []
    for pool in pools:
        first = pool.first
        own = [at for at, segment in enumerate(segments) if segment.pool is pool]
        sums_of = (_number(segments[at].belongs(first.c)).label(f"n{at}") for at in own)
        found = select(*sums_of).select_from(first).subquery()
        numbers |= {at: found.c[f"n{at}"] for at in own}
        sums.append(found)
    statement = select(*(numbers[at] for at in range(len(segments))), elsewhere, *more).select_from(sums[0])
    for found in sums[1:]:
        statement = statement.join(found, literal(True))
    return statement


def rows(segments: Iterable[tuple[int, Segment, int, int]]) -> Select[Any]:
    """The cases of a page: from each segment (its rank, itself) so many, after so many, with their tracks and pause."""
    parts = [(_part(rank, segment, size, after), segment.tracks) for rank, segment, size, after in segments]
    page = union_all(*(part for part, _ in parts)).subquery("page")
    has = [select(User.name).where(User.id == page.c.officer_id).scalar_subquery()] if parts[0][1] else []
    standing = func.aggregate_strings(_track_text(), ",")
    tracks = select(standing).where(CaseTrack.case_id == page.c.id).scalar_subquery()
    newest = (
        select(JournalEntry.payload)
        .where(JournalEntry.case_id == page.c.id, JournalEntry.kind.in_(("ClockPaused", "ClockResumed")))
        .order_by(JournalEntry.seq.desc())
        .limit(1)
        .scalar_subquery()
    )
    officer = [one.label("officer") for one in has]
    return select(page, tracks.label("tracks"), case((page.c.paused, newest)).label("pause"), *officer)


def search(words: str) -> tuple[Condition, ...]:
    """Every word stands in the applicant's name, the number (with or without its hyphen) or the name of the item."""
    return tuple(
        or_(
            CaseRow.applicant_name.icontains(word, autoescape=True),
            CaseRow.number.icontains(word.replace("-", ""), autoescape=True),
            CaseRow.item_name_zh.icontains(word, autoescape=True),
            CaseRow.item_name_en.icontains(word, autoescape=True),
        )
        for word in words.split()
    )


def _past(last: Any, on: date) -> Condition:
    """True when a last day is over; False where there is none."""
    return and_(last.is_not(None), last < on)


def _late(first: Any, on: date) -> Condition:
    """True from the first day past a limit on; False where a pause makes that day move."""
    return and_(first.is_not(None), first <= on)


def _in_time(columns: Any, on: date) -> Condition:
    return and_(~_past(columns.statutory_due, on), columns.promised_due >= on)


def _number(condition: Condition) -> ColumnElement[Any]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _part(rank: int, segment: Segment, size: int, after: int) -> Select[Any]:
    columns = (literal(rank).label("rank"), *_CASE, *(_TRACK if segment.tracks else ()))
    return select(segment.pool.select(columns, segment.belongs(_TABLES), size=size, after=after).subquery())


def _track_text() -> ColumnElement[str]:
    due = func.coalesce(cast(CaseTrack.due_on, String), "")
    return CaseTrack.track + ":" + CaseTrack.office + ":" + CaseTrack.state + ":" + due
