"""Handing a file over to the competent office inside the portal: nothing goes anywhere before the applicant agrees (R4)."""

from __future__ import annotations

from collections.abc import Sequence

from workflows import commands as c
from workflows import events as e
from workflows.case import Case
from workflows.events import Event
from workflows.refusal import Refusal
from workflows.rules.moment import Moment, Rules, required


def answer_hand_over(case: Case | None, command: c.AnswerHandOver, now: Moment) -> Sequence[Event]:
    """The applicant's answer, once: with a yes the file goes over as a new application that the applicant hands in."""
    case = required(case)
    offered = case.hand_over
    if offered is None:
        raise Refusal("no_hand_over")
    if offered.state != "offered":
        raise Refusal("hand_over_answered")
    return [e.HandOverAnswered(command.agreed, offered.office, offered.item, command.draft, command.on_paper)]


RULES: Rules = {c.AnswerHandOver: answer_hand_over}
