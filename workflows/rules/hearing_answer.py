"""A request that the decision overtook is answered in writing by a head, in a letter that can be contested (article 47, R36)."""

from __future__ import annotations

from collections.abc import Sequence

from workflows import commands as c
from workflows import events as e
from workflows.case import Case
from workflows.events import Event
from workflows.hearing import ANSWERS, APPLICANT, REVOKE, being_revoked, unanswered
from workflows.refusal import Refusal
from workflows.rules.moment import Moment, Rules, filled, required


def answer(case: Case | None, command: c.AnswerHearingRequest, now: Moment) -> Sequence[Event]:
    """The decision stands, with the reason, or its revocation was proposed by the act that is there for it; nothing else ends the
    request, and each party has an answer of its own.

    Raises Refusal `hearing_not_overtaken`, `hearing_answer_missing`, `hearing_answer_no_proposal` where nobody proposed to revoke
    the licence, `reason_missing`, `answer_basis_missing`.
    """
    case = required(case)
    if command.who not in unanswered(case.hearing):
        raise Refusal("hearing_not_overtaken")
    if command.outcome not in ANSWERS:
        raise Refusal("hearing_answer_missing")
    if command.outcome == REVOKE and not being_revoked(case):
        raise Refusal("hearing_answer_no_proposal")
    said = (command.outcome, filled(command.reason, "reason_missing"), filled(command.basis, "answer_basis_missing"))
    if command.who == APPLICANT:
        return [e.HearingAnswered(now.day, *said)]
    paper = next((one.paper for one in case.hearing.parties if one.number == command.who), "")
    return [e.InterestedAnswered(now.day, *said, party=command.who, paper=paper)]


RULES: Rules = {c.AnswerHearingRequest: answer}
