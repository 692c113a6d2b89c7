"""Visits: everybody who is asked to come is first offered another way, and every presence is counted (R63-R65)."""

from __future__ import annotations

from collections.abc import Sequence

from workflows import commands as c
from workflows import events as e
from workflows.case import Case
from workflows.events import Event
from workflows.refusal import Refusal
from workflows.rules.moment import Moment, Rules, filled, required
from workflows.visits import PROMISED, Ask, Visit, open_asks, vocabulary


def ask(case: Case | None, command: c.AskVisit, now: Moment) -> Sequence[Event]:
    """Ask the applicant to come: why, and why no other way will do; beyond the promise with the code of its cause (R64)."""
    case, words = required(case), vocabulary()
    if case.ended:
        raise Refusal("visit_needless", state=str(case.state))
    if command.purpose not in words.purposes or command.place not in words.places:
        raise Refusal("visit_incomplete")
    if any(one.purpose == command.purpose for one in open_asks(case.asks)):
        raise Refusal("visit_asked_already")
    instead = filled(command.instead, "visit_ways_first")
    reason = filled(command.reason, "visit_reason_missing")
    if command.plan_on is not None and command.plan_on < now.day:
        raise Refusal("visit_day_past")
    expected = case.visits + len(open_asks(case.asks))
    cause, code, beyond = _cause(case, expected, PROMISED, command.code)
    return [
        e.VisitAsked(
            place=command.place,
            purpose=command.purpose,
            reason=reason,
            instead=instead,
            office=command.office,
            cause=cause,
            plan_on=command.plan_on,
            made=case.visits,
            promise=case.terms.visits,
            beyond=beyond,
            code=code,
        )
    ]


def withdraw(case: Case | None, command: c.WithdrawVisit, now: Moment) -> Sequence[Event]:
    """Take a request back: the applicant need not come."""
    case = required(case)
    if all(one.seq != command.asked for one in open_asks(case.asks)):
        raise Refusal("visit_not_asked")
    return [e.VisitWithdrawn(command.asked, filled(command.reason, "visit_reason_missing"), command.office)]


def record(case: Case | None, command: c.RecordVisit, now: Moment) -> Sequence[Event]:
    """Every coming in person is counted, with its place, purpose and cause (R64); beyond the promise with a cause code."""
    case, words, place = required(case), vocabulary(), command.place.strip()
    if command.purpose not in words.purposes or command.cause not in words.causes or not place:
        raise Refusal("visit_incomplete")
    asked = _answered(case, command)
    joined = _same_presence(case, place, now)
    if joined is not None:
        cause, code, beyond = joined.cause, joined.code, False
    elif asked is not None:
        cause, code, beyond = asked.cause, asked.code, asked.beyond
    else:
        cause, code, beyond = _cause(case, case.visits, command.cause, command.code)
    return [
        e.VisitRecorded(
            place,
            command.purpose,
            cause,
            code=code,
            beyond=beyond,
            asked=asked.seq if asked else 0,
            joined=joined.seq if joined else 0,
            window=command.window.strip(),
        )
    ]


def _cause(case: Case, expected: int, cause: str, code: str) -> tuple[str, str, bool]:
    """Cause, code and whether the promise is passed by a visit to which `expected` others come first.

    What lies beyond the promise cannot have been promised: there the code says the cause.
    """
    if expected < case.terms.visits:
        return cause, "", False
    known = vocabulary().codes.get(code)
    if known is None:
        raise Refusal("visit_code_missing", made=case.visits, promise=case.terms.visits)
    return known.cause, code, True


def _answered(case: Case, command: c.RecordVisit) -> Ask | None:
    """The open request that this visit answers: the one that is named, or the one for the same purpose."""
    waiting = open_asks(case.asks)
    if command.asked:
        found = next((one for one in waiting if one.seq == command.asked), None)
        if found is None:
            raise Refusal("visit_not_asked")
        return found
    return next((one for one in waiting if one.purpose == command.purpose), None)


def _same_presence(case: Case, place: str, now: Moment) -> Visit | None:
    """The visit of this very day at this place: who does several things at once has come once (R64)."""
    return next((one for one in reversed(case.visited) if one.on == now.day and one.place == place), None)


RULES: Rules = {c.AskVisit: ask, c.WithdrawVisit: withdraw, c.RecordVisit: record}
