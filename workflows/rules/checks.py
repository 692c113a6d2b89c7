"""Checks of outside systems: what is missing stands in the case, and only the decision waits for it."""

from __future__ import annotations

from collections.abc import Sequence

from workflows import commands as c
from workflows import events as e
from workflows.case import Case
from workflows.events import Event
from workflows.refusal import Refusal
from workflows.rules.moment import Moment, Rules, required

CHECKS = frozenset({"antivirus", "register", "projects"})
RESULTS = frozenset({"clean", "infected", "confirmed", "different", "disputed", "unknown"})


def owe(case: Case | None, command: c.OweCheck, now: Moment) -> Sequence[Event]:
    """A check is missing from now on."""
    required(case)
    if command.check not in CHECKS:
        raise Refusal("no_such_check")
    return [e.CheckOwed(command.check, now.day, command.refs)]


def finish(case: Case | None, command: c.FinishCheck, now: Moment) -> Sequence[Event]:
    """A check that was owed came back; one that is not owed says nothing."""
    case = required(case)
    if command.check not in case.owed or command.result not in RESULTS:
        raise Refusal("no_such_check")
    return [e.CheckDone(command.check, command.result, now.day, command.refs, command.differs)]


RULES: Rules = {c.OweCheck: owe, c.FinishCheck: finish}
