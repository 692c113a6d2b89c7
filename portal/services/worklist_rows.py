"""A line of the work list: one case, or one department's share of it, with what is left of its time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from guides.review import Track
from guides.text import Text
from portal.services import law
from portal.services.days_left import CALENDAR_DAY, WORKING_DAY, remaining, unit_of
from portal.services.worklist_query import Segment
from workflows.calendar import Calendar
from workflows.clocks import PROMISED, STATUTORY
from workflows.limits import Signal
from workflows.waits import Wait, first_of, from_columns, visit_of


@dataclass(frozen=True, slots=True)
class Standing:
    """One department's share of a case: waiting, open or answered, by when, whether it sees the site; the tracks it waits for."""

    track: str
    office: str
    state: str
    due: date | None
    name: Text
    waits_for: tuple[str, ...] = ()
    site: bool = False


@dataclass(frozen=True, slots=True)
class Pause:
    """The special procedure that stops the clock: its cause, the day it began, the days announced."""

    cause: str
    began: date
    days: int


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One case, or on the desk `opinions` one department's share of it. `left` counts in `unit`, negative when overdue.

    `leaves_at` is when its signed decision leaves, `put_back` the code of why one did not; `wait` is what
    stands in the way of its decision and comes first, None where nothing does, and `about` the material or procedure that it names.
    `visit` is the day of the joint check on the site, while it has not been held.
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
    wait: Wait | None = None
    about: tuple[Text, ...] = ()
    visit: date | None = None

    @property
    def ready(self) -> bool:
        """True when every department has answered and nothing that was promised is missing."""
        return self.answered >= self.total and not self.deferred_open and not self.paused


def row(record: Any, segment: Segment, on: date, calendar: Calendar) -> WorkRow:
    """The line of a record that the query of this segment found."""
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
        wait=(wait := _first(record, tracks, on)),
        about=_about(record, wait) if wait else (),
        visit=visit_of(from_columns(record.waits)),
    )


def _first(record: Any, tracks: tuple[Standing, ...], on: date) -> Wait | None:
    """What comes first; of a case that no act or sweep has reached since lists know this, that offices are silent."""
    if record.waits is None and (silent := [one for one in tracks if one.state == "open"]):
        return Wait("track_open", silent[0].track, silent[0].due)
    return first_of(from_columns(record.waits), on)


def _about(record: Any, wait: Wait) -> tuple[Text, ...]:
    """The names, by the guide, of what is waited for; a procedure that the guide does not name has the law's own."""
    guide = law.guide_of(record.item, record.guide_version)
    if wait.code == "procedure_open":
        own = guide.procedure(wait.ref)
        return (own.name,) if own else ()
    if wait.code != "deferred_open":
        return ()
    return tuple(one.name for one in guide.materials if wait.ref in (one.id, one.group))


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
    before = tuple(name for name in plan.depends_on if name in unanswered)
    return Standing(track, office, state, on, plan.name, before, plan.site_check)


def _pause(payload: dict[str, Any] | None) -> Pause | None:
    """The procedure of the newest entry about pauses; None when that one ended, so that another one still runs."""
    if not payload or "announced_days" not in payload:
        return None
    return Pause(payload["cause"], date.fromisoformat(payload["began_on"]), payload["announced_days"])
