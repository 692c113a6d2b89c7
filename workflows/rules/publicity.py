"""Publicity before the decision: only where the guide asks for it, counted from its first day, every objection answered (R161)."""

from __future__ import annotations

from collections.abc import Sequence

from workflows import commands as c
from workflows import events as e
from workflows.calendar import CalendarGap
from workflows.case import Case
from workflows.events import Event
from workflows.publicity import CAUSE, OUTCOMES
from workflows.refusal import Refusal
from workflows.rules.moment import Moment, Rules
from workflows.rules.stage import in_review


def open_window(case: Case | None, command: c.OpenPublicity, now: Moment) -> Sequence[Event]:
    """For as many working days as the guide says; the promise stops meanwhile only where the guide says so (R166).

    Once more only with a reason, such as a text that was wrong or an objection that changed it: a new window, counted whole,
    while what came in before keeps its answer.
    """
    case = in_review(case)
    rule = case.terms.publicity
    if rule is None:
        raise Refusal("no_publicity")
    if case.publicity.opened_on is not None and not command.reason:
        raise Refusal("publicity_opened", on=case.publicity.opened_on)
    try:
        last_on = now.calendar.window(now.day, rule.days)
    except CalendarGap as gap:
        raise Refusal("publicity_year_missing", year=gap.year) from gap
    over = resumed(case, now, superseded=True)
    opened = e.PublicityOpened(now.day, last_on, rule.days, command.paper, rule.basis, reason=command.reason)
    return [*over, opened, *_stopped(case, now, rule.days, over=bool(over))]


def object_to(case: Case | None, command: c.ObjectToPublicity, now: Moment) -> Sequence[Event]:
    """Anybody objects within the window; the same account once, the desk for whoever calls or writes, also a little later, and also
    when the window was opened once more meanwhile."""
    case = in_review(case)
    at = case.publicity
    if at.opened_on is None:
        raise Refusal("publicity_not_open")
    received_on = command.received_on or now.day
    if received_on > now.day or not at.received_in_time(received_on):
        raise Refusal("publicity_over", first=at.opened_on, last=at.last_on)
    heard = (one for one in at.objections if one.way == "online" and at.open_on(one.received_on))
    if command.way == "online" and any(one.by == now.by for one in heard):
        raise Refusal("publicity_objected")
    return [e.PublicityObjected(str(len(at.objections) + 1), received_on, command.way, command.paper)]


def answer(case: Case | None, command: c.AnswerPublicity, now: Moment) -> Sequence[Event]:
    """Every objection is settled once, in writing."""
    case = in_review(case)
    one = next((each for each in case.publicity.objections if each.number == command.objection), None)
    if one is None:
        raise Refusal("no_such_publicity_objection")
    if one.outcome:
        raise Refusal("publicity_answered", on=one.answered_on)
    if command.outcome not in OUTCOMES:
        raise Refusal("publicity_outcome_missing")
    return [e.PublicityAnswered(command.objection, now.day, command.outcome, command.paper)]


def end(case: Case | None, command: c.EndPublicity, now: Moment) -> Sequence[Event]:
    """The window is over by itself: what it stopped counts again from the day after its last."""
    case = in_review(case)
    found = resumed(case, now)
    if not found:
        raise Refusal("publicity_runs", last=case.publicity.last_on)
    return found


def resumed(case: Case, now: Moment, *, superseded: bool = False) -> list[Event]:
    """The end of the pause of a window that is over, if it is still open; dated on the window's last day."""
    last_on = case.publicity.last_on
    running = any(stop.cause == CAUSE for stop in case.open_stops)
    over = last_on is not None and now.day > last_on
    return [e.ClockResumed(CAUSE, last_on, superseded=superseded)] if running and over and last_on is not None else []


def _stopped(case: Case, now: Moment, days: int, *, over: bool) -> list[Event]:
    term = case.terms.pause(CAUSE)
    running = not over and any(stop.cause == CAUSE for stop in case.open_stops)
    if term is None or running:
        return []
    reason = f"本事项作出决定以前公示 {days} 个工作日"
    return [e.ClockPaused(CAUSE, now.day, days, reason, term.basis)]


RULES: Rules = {
    c.OpenPublicity: open_window,
    c.ObjectToPublicity: object_to,
    c.AnswerPublicity: answer,
    c.EndPublicity: end,
}
