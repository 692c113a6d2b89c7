"""The lanes of a case: what every working day did to the case, to each department's track and to the decision (R13, R87-R90)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from workflows.calendar import Calendar, CalendarGap
from workflows.case import Case
from workflows.clocks import PROMISED, clocks
from workflows.limits import Clock, DayKind, Unit, budget, consumed, due, explain, left

CASE = "case"
DECISION = "decision"
LONGEST = 60
"""Columns at most; a case that ran longer shows its last days."""

CROWDED = 14
"""With more columns than this, days on which nothing but the case's own clock went on are folded too."""

_LATE_SHOWN = 3
_SILENT = frozenset({"blank", "wait"})


@dataclass(frozen=True, slots=True)
class Column:
    """One working day, or a stretch of them folded into one because the same happened on all of them.

    `fold` is empty, pause, late, done or todo.
    """

    first: date
    last: date
    days: int = 1
    fold: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one column shows in one lane.

    `kind` is done, todo, answer, pause, wait, due, answer_due, late or blank; `n` the running number of the day (in a fold
    of the first, and `last` of the last), `code` the verdict, the outcome or the cause of a pause.
    """

    kind: str
    n: int = 0
    code: str = ""
    last: int = 0


BLANK = Cell("blank")


@dataclass(frozen=True, slots=True)
class Lane:
    """One row: `case`, the id of a track, or `decision`. `used` and `left` count in the unit of its limit."""

    name: str
    limit: int
    unit: str
    used: int
    left: int | None
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Lanes:
    """The table: its columns, and a lane for the case, for each track, and for the decision."""

    columns: tuple[Column, ...]
    rows: tuple[Lane, ...]


def lanes(case: Case, *, decision_days: int, today: date, calendar: Calendar) -> Lanes | None:
    """The lanes of an accepted case; None before acceptance, or where the schedules of its years are missing."""
    running = clocks(case)
    promised = running.get(PROMISED)
    if case.accepted_on is None or promised is None or calendar.missing_year(case.accepted_on):
        return None
    days = _days(case, running, today, calendar)
    if not days:
        return None
    rows = [_case_lane(promised, days, today, calendar)]
    rows += [_track_lane(case, term.id, running, days, today, calendar) for term in case.terms.tracks]
    rows.append(_decision_lane(case, decision_days, running, days, today, calendar))
    return _folded(days, rows)


def _days(case: Case, running: Mapping[str, Clock], today: date, calendar: Calendar) -> list[date]:
    """The working days from acceptance to the promise, to the last answer and, undecided, to today; the last LONGEST."""
    assert case.accepted_on is not None
    ends = [
        due(clock, calendar, today).on for name, clock in running.items() if name == PROMISED or name[:6] == "track:"
    ]
    ends += [answer.given_on for answer in case.answers.values()]
    ends.append(case.decided_on or case.ended_on or today)
    last = max(day for day in ends if day is not None)
    found: list[date] = []
    try:
        for ordinal in range(case.accepted_on.toordinal() + 1, last.toordinal() + 1):
            if calendar.is_working_day(day := date.fromordinal(ordinal)):
                found.append(day)
    except CalendarGap:
        pass
    return found


def _case_lane(clock: Clock, days: Sequence[date], today: date, calendar: Calendar) -> Lane:
    told = {day.on: day for day in explain(clock, calendar, today)}
    cells = []
    for day in days:
        seen = told.get(day)
        if seen is None or seen.kind is DayKind.START:
            cells.append(BLANK)
        elif seen.kind is DayKind.PAUSED:
            cells.append(Cell("pause", code=seen.event or ""))
        elif seen.kind is DayKind.OVERDUE:
            cells.append(Cell("late", -(seen.n or 0)))
        elif seen.kind is DayKind.DUE:
            cells.append(Cell("due", seen.n or 0))
        else:
            cells.append(Cell("todo" if seen.ahead else "done", seen.n or 0))
    return _lane(CASE, clock, cells, today, calendar)


def _track_lane(
    case: Case, track: str, running: Mapping[str, Clock], days: Sequence[date], today: date, calendar: Calendar
) -> Lane:
    term = case.terms.track(track)
    assert term is not None
    clock = running.get(f"track:{track}")
    if clock is None or clock.started is None:
        cells = [
            Cell("wait") if day <= today and case.accepted_on and day > case.accepted_on else BLANK for day in days
        ]
        return Lane(track, term.days, term.unit, 0, None, tuple(cells))
    answer = case.answers.get(track)
    told = {day.on: day for day in explain(clock, calendar, today)}
    given = _column_of(answer.given_on, days) if answer else None
    cells = []
    for at, day in enumerate(days):
        seen = told.get(day)
        if given is not None and at >= given:
            cells.append(Cell("answer", code=answer.verdict) if answer and at == given else BLANK)
        elif seen is None or day <= clock.started:
            cells.append(_before(case, clock, day))
        elif seen.kind is DayKind.PAUSED:
            cells.append(Cell("pause", code=seen.event or ""))
        elif seen.kind is DayKind.OVERDUE:
            cells.append(Cell("late", -(seen.n or 0)))
        elif seen.kind is DayKind.DUE:
            cells.append(Cell("answer_due" if day >= today else "done", seen.n or 0))
        else:
            cells.append(Cell("todo" if seen.ahead else "done", seen.n or 0))
    return _lane(track, clock, cells, today, calendar)


def _before(case: Case, clock: Clock, day: date) -> Cell:
    waited = case.accepted_on is not None and clock.started is not None and case.accepted_on < day <= clock.started
    return Cell("wait") if waited and clock.started != case.accepted_on else BLANK


def _decision_lane(
    case: Case, budget: int, running: Mapping[str, Clock], days: Sequence[date], today: date, calendar: Calendar
) -> Lane:
    """The days of the decision: from the last answer; before it, from the day on which the last answer is due."""
    if case.decided_on is not None:
        given = _column_of(case.decided_on, days)
        cells = [Cell("answer", code=case.outcome) if at == given else BLANK for at in range(len(days))]
        return Lane(DECISION, budget, "working_day", 0, None, tuple(cells))
    if case.unanswered:
        ends = [due(clock, calendar, today).on for name, clock in running.items() if name[:6] == "track:"]
        start = max([day for day in ends if day is not None] + [today])
    else:
        start = max([answer.given_on for answer in case.answers.values()], default=case.accepted_on or today)
    after = [day for day in days if day > start][:budget]
    numbers = {day: at for at, day in enumerate(after, start=1)}
    cells = [_decision_cell(numbers.get(day), day, today) for day in days]
    return Lane(DECISION, budget, "working_day", sum(1 for day in after if day <= today), None, tuple(cells))


def _decision_cell(n: int | None, day: date, today: date) -> Cell:
    if n is None:
        return BLANK
    return Cell("done" if day <= today else "todo", n)


def _lane(name: str, clock: Clock, cells: list[Cell], today: date, calendar: Calendar) -> Lane:
    unit, limit = str(clock.limit.unit), clock.limit.value + clock.extended_by
    if clock.limit.unit is Unit.MONTH:  # what is used and left of months are days, and an extension is one of days
        unit, limit = str(Unit.CALENDAR_DAY), budget(clock)
    return Lane(name, limit, unit, consumed(clock, calendar, today), left(clock, calendar, today), tuple(cells))


def _column_of(day: date, days: Sequence[date]) -> int:
    """The column of a day; for a rest day the next working day, and the last column beyond the end."""
    return next((at for at, column in enumerate(days) if column >= day), len(days) - 1)


def _folded(days: Sequence[date], rows: Sequence[Lane]) -> Lanes:
    """The table with its stretches folded; where it is still crowded, the quiet days of the case too."""
    groups = list(_groups(len(days), rows, crowded=False))
    if len(groups) > CROWDED:
        groups = list(_groups(len(days), rows, crowded=True))
    groups = groups[-LONGEST:]
    columns = (Column(days[part[0]], days[part[-1]], len(part), fold if len(part) > 1 else "") for part, fold in groups)
    lanes = (replace(row, cells=tuple(_of_group(row, part) for part, _ in groups)) for row in rows)
    return Lanes(tuple(columns), tuple(lanes))


def _of_group(row: Lane, part: Sequence[int]) -> Cell:
    return replace(row.cells[part[0]], last=row.cells[part[-1]].n)


def _groups(columns: int, rows: Sequence[Lane], *, crowded: bool) -> Iterator[tuple[list[int], str]]:
    held: list[int] = []
    kept = ""
    for at in range(columns):
        kind = _fold(at, columns, rows, crowded=crowded)
        if held and (kind != kept or not kind):
            yield held, kept
            held = []
        held, kept = [*held, at], kind
    if held:
        yield held, kept


def _fold(at: int, columns: int, rows: Sequence[Lane], *, crowded: bool) -> str:
    """Why a column may be folded with its neighbours: nothing but a pause, an overrun or the case's own clock goes on in it."""
    own, others = rows[0].cells[at], {row.cells[at].kind for row in rows[1:]}
    if own.kind == "pause" and others <= _SILENT | {"pause"}:
        return "pause"
    inside = own.n > _LATE_SHOWN and at < columns - _LATE_SHOWN
    if own.kind == "late" and inside and others <= _SILENT | {"late", "done"}:
        return "late"
    return own.kind if crowded and own.kind in ("done", "todo") and others <= _SILENT else ""
