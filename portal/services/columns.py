"""The columns that lists read: copies of the journal, derived by one function and written with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import bindparam
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from portal.db import add_rows, table_of
from portal.models import Case as CaseRow
from portal.models import CaseTrack
from workflows.calendar import CalendarGap
from workflows.case import AT_WINDOW, Case, State
from workflows.case_tracks import track_open, track_started
from workflows.clocks import ANSWER, CORRECTION, DELIVERY, NOTICE, PROMISED, STATUTORY, clocks
from workflows.events import Recorded
from workflows.former_licence import former_term
from workflows.hearing import unanswered
from workflows.ladder import stands_since
from workflows.ledger import excluded
from workflows.limits import Clock, Due, Unit, due, left, near_from
from workflows.rules.moment import Moment
from workflows.sweep import wakes_on
from workflows.waits import to_columns, waits

_CASES, _TRACKS = table_of(CaseRow), table_of(CaseTrack)
_UPDATE_CASE = _CASES.update().where(_CASES.c.id == bindparam("row_id"))
_UPDATE_TRACK = _TRACKS.update().where(
    _TRACKS.c.case_id == bindparam("row_id"), _TRACKS.c.track == bindparam("row_track")
)
NEXT, AT_LEISURE = date(1970, 1, 1), date(9999, 12, 31)
"""Days on which a case wakes to have all its copies written anew: open ones in the next sweep, ended ones by and by."""

FAST_LANE, ORDINARY_LANE = 0, 1
"""The red list's fast lane stands before all others of one day (R104)."""
TRACKS_CHANGE_WITH = frozenset(State) - {State.FORWARDED, State.SUBMITTED, State.CORRECTION, State.RESUBMITTED}


def fill(row: CaseRow, case: Case, now: Moment) -> None:
    """Set the copies of `case` in a row that is not stored yet."""
    for name, value in of_case(case, now).items():
        setattr(row, name, value)
    row.wake_on = wakes_on(case, now=now)


def copy(session: Session, row: CaseRow, case: Case, now: Moment, **place: Any) -> None:
    """Write the copies of `case` into its stored row, with its `place` in the journal: one UPDATE of what changed.

    The values count as loaded afterwards, so that the session has nothing left to find out and to write.
    """
    new = {**of_case(case, now), "wake_on": wakes_on(case, now=now)}
    changed = place | {name: value for name, value in new.items() if getattr(row, name) != value}
    _update(session, row, changed)


def copy_again(session: Session, row: CaseRow, case: Case, then: Moment, now: Moment, **place: Any) -> None:
    """Write the copies of an unchanged case anew under another calendar: as of its last event (`then`), to be woken from `now`."""
    new = {**of_case(case, then), "wake_on": wakes_on(case, now=now)}
    _update(session, row, place | {name: value for name, value in new.items() if getattr(row, name) != value})


def copy_all_tracks(session: Session, row: CaseRow, case: Case, now: Moment) -> None:
    """Write the copies of every track anew under another calendar."""
    if case.state not in TRACKS_CHANGE_WITH:
        return
    rows = [{"row_id": row.id, "row_track": track["track"], **_answerable(track)} for track in of_tracks(case, now)]
    if rows:
        session.connection().execute(_UPDATE_TRACK, rows)


def _update(session: Session, row: CaseRow, changed: dict[str, Any]) -> None:
    if not changed:
        return
    session.connection().execute(_UPDATE_CASE, {"row_id": row.id, **changed})
    for name, value in changed.items():
        set_committed_value(row, name, value)


def copy_tracks(
    session: Session, row: CaseRow, before: Case | None, case: Case, past: list[Recorded], now: Moment
) -> None:
    """Write the copies of the tracks: all of them when the review begins, afterwards those that changed."""
    if case.state not in TRACKS_CHANGE_WITH:
        return
    new = {track["track"]: track for track in of_tracks(case, now)}
    if before is None or before.state not in TRACKS_CHANGE_WITH:
        rows = [{"case_id": row.id, **track} for track in new.values()]
        add_rows(session, CaseTrack, rows)
        return
    then = Moment(past[-1].at, past[-1].by, now.calendar)
    old = {track["track"]: track for track in of_tracks(before, then)}
    if added := [{"case_id": row.id, **track} for name, track in new.items() if name not in old]:
        add_rows(session, CaseTrack, added)
    changed = [name for name in new if name in old and old[name] != new[name]]
    if changed:
        rows = [{"row_id": row.id, "row_track": name, **_answerable(new[name])} for name in changed]
        session.connection().execute(_UPDATE_TRACK, rows)


def copy_every_track(session: Session, row: CaseRow, case: Case, now: Moment) -> None:
    """Write the copies of all tracks again, where there are any."""
    if case.state in TRACKS_CHANGE_WITH and case.terms.tracks:
        rows = [{"row_id": row.id, "row_track": t["track"], **_answerable(t)} for t in of_tracks(case, now)]
        session.connection().execute(_UPDATE_TRACK, rows)


def of_case(case: Case, now: Moment) -> dict[str, Any]:
    """Every copied column but `wake_on`, by name; a pure function of the journal, the calendar and the day."""
    running = clocks(case)
    ends = {name: due(running[name], now.calendar, now.day) for name in _LAST_DAYS.values() if name in running}
    promised = running.get(PROMISED)
    return {
        **{column: ends[name].on if name in ends else None for column, name in _LAST_DAYS.items()},
        "state": str(case.state),
        "received_on": None if case.state is State.FORWARDED else case.received_on,
        "accepted_on": case.accepted_on,
        "accepted_window": case.accepted_window,
        "decided_on": case.decided_on,
        "closed_on": case.ended_on,
        "outcome": case.outcome or None,
        "provisional": any(end.provisional or end.missing_year for end in ends.values()),
        "paused": _paused(promised),
        "paused_left": _paused_left(promised, now),
        "law_paused_left": _paused_left(running.get(STATUTORY), now),
        "calendar_days": ",".join(name for name in _LAST_DAYS.values() if _counts_calendar_days(running.get(name))),
        "stood": _stood(promised, ends.get(PROMISED), now),
        "law_stood": _stood(running.get(STATUTORY), ends.get(STATUTORY), now),
        "yellow_from": _yellow_from(case, promised, ends.get(PROMISED), now),
        "red_from": _late_from(promised, ends.get(PROMISED), now.day),
        "dark_from": _late_from(running.get(STATUTORY), ends.get(STATUTORY), now.day),
        "tracks_total": len(case.terms.tracks),
        "tracks_answered": len(case.answers),
        "deferred_open": len(case.outstanding),
        "deferred_arrived": sum(1 for p in case.promises.values() if p.arrived_on and p.open),
        "visits": case.visits,
        "overtaken_on": case.hearing.overtaken_on if unanswered(case.hearing) else None,
        "hearing_on": case.hearing.held_on if case.hearing.owed else None,
        "publicity_until": case.publicity.last_on if case.state is State.IN_REVIEW else None,
        "answer_late": _answer_late(case, ends),
        "credit": case.credit[-1].result if case.credit else "unchecked",
        "lane": FAST_LANE if case.credit and case.credit[-1].result == "red" else ORDINARY_LANE,
        "waits_since": _waits_since(case),
        "former": _former(case),
        "officer_id": _account(case.officer),
        "releases_at": case.signed.releases_at if case.signed else None,
        "put_back": case.put_back[0] if case.put_back else "",
        "waits": to_columns(waits(case, now)) or None,
    }


def _former(case: Case) -> str:
    term = former_term(case.terms) if case.decided_on is None and not case.ended else None
    return term.licence if term else ""


def _account(reference: str) -> int | None:
    """The number of the account behind a reference of the journal."""
    return int(reference.partition(":")[2]) if reference else None


def _waits_since(case: Case) -> date | None:
    """Since when something waits for the window: the application, the corrections, or the first supplement not looked at."""
    if case.state in AT_WINDOW:
        return case.corrected_on or case.received_on
    if case.state is State.IN_REVIEW:
        return min((p.arrived_on for p in case.promises.values() if p.open and p.arrived_on), default=None)
    return None


BY_PROMISE, BY_LAW = "promise", "law"
"""What the last answer on acceptance was late against: the promise alone, or the law's own period."""


def _answer_late(case: Case, ends: Mapping[str, Due]) -> str:
    """What an answer that was given was late against; an acceptance by silence is late by definition (R5)."""
    answered = case.answered_on
    if answered is None:
        return ""
    past = {name for name in (NOTICE, ANSWER) if name in ends and (on := ends[name].on) is not None and answered > on}
    if NOTICE in past or case.accepted_how == "silence":
        return BY_LAW
    return BY_PROMISE if past else ""


_LAST_DAYS = {
    "notice_due": NOTICE,
    "answer_due": ANSWER,
    "promised_due": PROMISED,
    "statutory_due": STATUTORY,
    "correction_due": CORRECTION,
    "delivery_due": DELIVERY,
}


def of_tracks(case: Case, now: Moment) -> list[dict[str, Any]]:
    """The copied rows of the tracks: waiting, open, answered, or void when the case ended without them."""
    running = clocks(case)
    rows = []
    for term in case.terms.tracks:
        answer = case.answers.get(term.id)
        clock = running.get(f"track:{term.id}")
        started = track_started(case, term.id)
        end = due(clock, now.calendar, now.day) if clock else None
        rows.append(
            {
                "track": term.id,
                "office": term.office,
                "state": _track_state(case, term.id),
                "started_on": started,
                "due_on": end.on if end else None,
                "late_from": _late_from(clock, end, now.day),
                "paused_left": _paused_left(clock, now),
                "stood": _stood(clock, end, now),
                "calendar_days": _counts_calendar_days(clock),
                "answered_on": answer.given_on if answer else None,
                "verdict": answer.verdict if answer else None,
                "officer_id": _account(case.assigned.get(term.id, "")),
            }
        )
    return rows


def _answerable(track: dict[str, Any]) -> dict[str, Any]:
    """What the review can still change of a track."""
    return {name: value for name, value in track.items() if name not in ("track", "office")}


def _track_state(case: Case, track: str) -> str:
    if track in case.answers:
        return "answered"
    if case.state is not State.IN_REVIEW:
        return "void"
    return "open" if track_open(case, track) else "waiting"


def _paused(clock: Clock | None) -> bool:
    return clock is not None and clock.stopped is None and any(p.ended is None for p in clock.pauses)


def _counts_calendar_days(clock: Clock | None) -> bool:
    """Whether what lists say of a clock are calendar days: also of a limit in months (R35)."""
    return clock is not None and clock.limit.unit is not Unit.WORKING_DAY


def _paused_left(clock: Clock | None, now: Moment) -> int | None:
    """What the ledger says is left while a clock is paused: it stands still, so that a list need not count it again."""
    if clock is None or not _paused(clock):
        return None
    try:
        return left(clock, now.calendar, now.day)
    except CalendarGap:
        return None


def _stood(clock: Clock | None, end: Due | None, now: Moment) -> int:
    """Days after a last day on which the clock stood still, in its unit: not days past it, also once the pause is over."""
    if clock is None or end is None or end.on is None or _paused(clock):
        return 0
    last, calendar = end.on, now.calendar
    try:
        after = [(max(began, last), ended) for began, ended in excluded(clock, now.day) if ended > last]
        if _counts_calendar_days(clock):
            return sum((ended - began).days for began, ended in after)
        return sum(calendar.count(began, ended) for began, ended in after)
    except CalendarGap:
        return 0


def _late_from(clock: Clock | None, end: Due | None, day: date) -> date | None:
    """The first day after a last day that stands; None where there is none, or where an open pause moves it every day."""
    if clock is None or end is None or end.on is None or (clock.stopped is None and stands_since(clock, end.on, day)):
        return None
    return end.on + timedelta(days=1)


def _yellow_from(case: Case, promised: Clock | None, end: Due | None, now: Moment) -> date | None:
    """The first day on which the promise shows a yellow light, so that lists can be filtered by light in SQL (R120)."""
    if promised is None or end is None or end.on is None:
        return None
    return near_from(promised, now.calendar, now.day, end.on, case.terms.yellow_share, case.terms.yellow_days)
