"""The mechanism: one small function an event kind, and what several of them share."""

from __future__ import annotations

from datetime import date, timedelta, timezone
from functools import singledispatch

from workflows import events as e
from workflows.case import Case, State, advance
from workflows.case_facts import Promise
from workflows.events import Recorded

BEIJING = timezone(timedelta(hours=8))


def day_of(recorded: Recorded) -> date:
    """The day of the act, in the business time zone."""
    return recorded.at.astimezone(BEIJING).date()


def dated(recorded: Recorded) -> date:
    """The day that the letters of an event bear: of a decision the day on which it was signed, otherwise the day of the act."""
    event = recorded.event
    return event.decided_on if isinstance(event, e.Granted | e.Refused) else day_of(recorded)


@singledispatch
def apply(event: object, case: Case, recorded: Recorded) -> Case:
    """The case changed by an event. Every kind has its own function; an unknown kind is a bug."""
    raise TypeError(f"no change is known for {type(event).__name__}")


def ended(case: Case, recorded: Recorded, state: State) -> Case:
    """Ended on the day of the act; what time brought about, on the day it came about, however late that was noticed."""
    day = getattr(recorded.event, "effective_on", None) or day_of(recorded)
    return advance(case, state=state, ended_on=day, answered_on=case.answered_on or day, signed=None)


def accept(case: Case, recorded: Recorded, on: date, how: str, marks: tuple[e.Mark, ...], window: str = "") -> Case:
    """Accepted with effect from `on`, in one of the ways of acceptance (R133, R167), by the counter `window` where one did."""
    return advance(
        case,
        state=State.IN_REVIEW,
        accepted_on=on,
        accepted_how=how,
        accepted_by=recorded.by,
        accepted_window=window,
        marks=marks,
        answered_on=day_of(recorded),
    )


def with_promise(case: Case, promise: Promise) -> Case:
    """With the promise as it stands now."""
    return advance(case, promises={**case.promises, promise.material: promise})
