"""What the silence of the authority has decided already nobody decides again, whether it is recorded yet or not (R37)."""

from __future__ import annotations

from workflows.case import Case
from workflows.clocks import STATUTORY
from workflows.refusal import Refusal
from workflows.renewal import renewed_after
from workflows.rules.moment import Moment

SPOKEN = "silence_decided"
"""The rule that refuses an act on what was decided by silence."""


def filed_by_silence(case: Case, now: Moment) -> bool:
    """Whether a filing counts as made because it was neither made nor refused in time."""
    undecided = case.decided_on is None and case.signed is None and not case.ended and case.accepted_on is not None
    return case.terms.deemed_filing and undecided and now.past(case, STATUTORY)


def renewed_by_silence(case: Case, now: Moment) -> bool:
    """Whether the licence counts as renewed because it expired before anything was decided (article 50 (2))."""
    expires_on = renewed_after(case, now.calendar)
    return expires_on is not None and case.signed is None and now.day > expires_on


def still_open(case: Case, now: Moment) -> Case:
    """The case, of which silence has decided nothing. The law grants on a day, not when a sweep comes by to write it down: a
    late one opens no door to a refusal, a termination or a withdrawal.

    Raises Refusal `silence_decided`.
    """
    if renewed_by_silence(case, now) or filed_by_silence(case, now):
        raise Refusal(SPOKEN)
    return case
