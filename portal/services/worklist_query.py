"""The order of a work list as segments: each is a short range of an index, and a page is cut out of them one after the other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, String, case, cast, func, literal, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute

from portal.models import Case as CaseRow
from portal.models import CaseTrack, JournalEntry
from workflows.calendar import Calendar, CalendarGap
from workflows.limits import Signal

CAP = 1000
"""How many cases of one segment are counted and can be paged through; whoever has more uses the filters."""

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
    CaseRow.tracks_total,
    CaseRow.tracks_answered,
    CaseRow.deferred_open,
    CaseRow.deferred_arrived,
    CaseRow.credit,
)
_TRACK = (CaseTrack.track, CaseTrack.state.label("track_state"), CaseTrack.due_on)


@dataclass(frozen=True, slots=True)
class Segment:
    """Cases that stand together: their group on the page, the light they show, which they are and in which order."""

    group: str
    light: Signal | None
    where: tuple[ColumnElement[bool], ...]
    order: tuple[Any, ...]
    tracks: bool = False

    def select(self, *columns: Any) -> Select[Any]:
        """The cases of the segment, without order."""
        statement = select(*columns)
        if self.tracks:
            statement = statement.select_from(CaseTrack).join(CaseRow, CaseRow.id == CaseTrack.case_id)
        return statement.where(*self.where)


def led_by(office: str, on: date, words: str) -> tuple[Segment, ...]:
    """The cases under review that the office leads, in the order in which their time runs out."""
    base = (CaseRow.lead_office == office, CaseRow.state == "in_review", *search(words))
    runs, stands = (*base, CaseRow.paused.is_(False)), (*base, CaseRow.paused.is_(True))
    by_due, by_left = (CaseRow.promised_due, CaseRow.id), (CaseRow.paused_left, CaseRow.id)
    over_law, in_law = CaseRow.statutory_due < on, or_(CaseRow.statutory_due.is_(None), CaseRow.statutory_due >= on)
    in_promise = CaseRow.promised_due >= on
    return (
        Segment("first", Signal.DARK, (*runs, over_law), by_due),
        Segment("first", Signal.RED, (*runs, CaseRow.promised_due < on, in_law), by_due),
        Segment("first", Signal.YELLOW, (*runs, in_promise, CaseRow.yellow_from <= on, in_law), by_due),
        Segment("within", Signal.GREEN, (*runs, in_promise, CaseRow.yellow_from > on, in_law), by_due),
        Segment("within", Signal.GREEN, (*runs, CaseRow.promised_due.is_(None), in_law), (CaseRow.id,)),
        Segment("paused", Signal.RED, (*stands, CaseRow.paused_left < 0), by_left),
        Segment("paused", Signal.GREY, (*stands, CaseRow.paused_left >= 0), by_left),
    )


def asked_of(office: str, on: date, words: str, calendar: Calendar) -> tuple[Segment, ...]:
    """The opinions that the office owes, in the order in which their time runs out; last those whose clock has not started."""
    owed = (CaseTrack.office == office, CaseTrack.state == "open", *search(words))
    runs, stands = (*owed, CaseRow.paused.is_(False)), (*owed, CaseRow.paused.is_(True))
    near, due = near_until(on, calendar), CaseTrack.due_on
    by_due, by_id = (due, CaseTrack.case_id, CaseTrack.track), (CaseTrack.case_id, CaseTrack.track)
    waits = (CaseTrack.office == office, CaseTrack.state == "waiting", *search(words))
    return (
        Segment("first", Signal.RED, (*runs, due < on), by_due, tracks=True),
        Segment("first", Signal.YELLOW, (*runs, due >= on, due <= near), by_due, tracks=True),
        Segment("within", Signal.GREEN, (*runs, due > near), by_due, tracks=True),
        Segment("within", Signal.GREEN, (*runs, due.is_(None)), by_id, tracks=True),
        Segment("paused", Signal.GREY, stands, by_id, tracks=True),
        Segment("waiting", None, waits, by_id, tracks=True),
    )


def near_until(on: date, calendar: Calendar) -> date:
    """The last due day that is near: at most one working day is left (R119)."""
    try:
        return calendar.add(on, 1)
    except CalendarGap:
        return on + timedelta(days=1)


def counts(segments: Iterable[Segment], *more: Any) -> Select[Any]:
    """One row with the number of cases in each segment (one more than CAP at most), followed by `more` scalars."""
    numbers = [
        select(func.count()).select_from(part.select(literal(1)).limit(CAP + 1).subquery()).scalar_subquery()
        for part in segments
    ]
    return select(*numbers, *more)


def rows(segments: Iterable[tuple[int, Segment, int, int]]) -> Select[Any]:
    """The cases of a page: from each segment (its rank, itself) so many, after so many, with their tracks and pause."""
    parts = [_part(rank, segment, size, after) for rank, segment, size, after in segments]
    page = union_all(*parts).subquery("page")
    standing = func.aggregate_strings(_track_text(), ",")
    tracks = select(standing).where(CaseTrack.case_id == page.c.id).scalar_subquery()
    newest = (
        select(JournalEntry.payload)
        .where(JournalEntry.case_id == page.c.id, JournalEntry.kind.in_(("ClockPaused", "ClockResumed")))
        .order_by(JournalEntry.seq.desc())
        .limit(1)
        .scalar_subquery()
    )
    return select(page, tracks.label("tracks"), case((page.c.paused, newest)).label("pause"))


def _part(rank: int, segment: Segment, size: int, after: int) -> Select[Any]:
    columns = (literal(rank).label("rank"), *_CASE, *(_TRACK if segment.tracks else ()))
    ordered = segment.select(*columns).order_by(*segment.order).limit(size).offset(after)
    return select(ordered.subquery())


def _track_text() -> ColumnElement[str]:
    due = func.coalesce(cast(CaseTrack.due_on, String), "")
    return CaseTrack.track + ":" + CaseTrack.office + ":" + CaseTrack.state + ":" + due


def search(words: str) -> tuple[ColumnElement[bool], ...]:
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
