"""A schedule that was published while the case ran: its clocks are derived again, once for each published text (R158)."""

from __future__ import annotations

from collections.abc import Sequence

from workflows import commands as c
from workflows import events as e
from workflows.case import Case
from workflows.events import Event
from workflows.refusal import Refusal
from workflows.rules.moment import Moment, Rules, required


def apply_calendar(case: Case | None, command: c.ApplyCalendar, now: Moment) -> Sequence[Event]:
    """Record what moved and what was kept; the same text is applied to a case only once."""
    case = required(case)
    if case.schedules.get((command.scope, command.year)) == command.digest:
        raise Refusal("calendar_applied_already", year=command.year)
    if not command.moved:
        return []
    return [e.CalendarApplied(command.year, command.digest, command.moved, scope=command.scope, source=command.source)]


RULES: Rules = {c.ApplyCalendar: apply_calendar}
