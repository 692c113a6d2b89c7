"""The answer to a request for a hearing that the decision overtook, from its event: to the applicant, or to an interested party."""

from __future__ import annotations

from collections.abc import Callable

from portal.documents import hearing_answer, interested
from portal.documents.hearing_answer import Answered
from portal.documents.letter import Kind, Letter
from portal.documents.words import day
from portal.services.letter_interested import to_party
from portal.services.letter_served import title_of
from portal.services.letter_source import Source
from workflows import events as e
from workflows.hearing import APPLICANT, REVOKE

DECISIONS = ("grant", "refusal", "renewal", "filed", "deemed_filed")


def _to_applicant(s: Source) -> Letter:
    event = s.entry.event
    assert isinstance(event, e.HearingAnswered)
    return hearing_answer.answer(s.data, _answered(s, event, APPLICANT), s.remedies)


def _to_party(s: Source) -> Letter:
    event = s.entry.event
    assert isinstance(event, e.InterestedAnswered)
    return interested.answer(to_party(s), _answered(s, event, event.party), s.remedies)


def _answered(s: Source, event: e.HearingAnswered | e.InterestedAnswered, who: str) -> Answered:
    request = next(
        past.event
        for past in reversed(s.past)
        if isinstance(past.event, e.HearingRequestOvertaken) and (past.event.number or past.event.party) == who
    )
    made = [(kind, number) for _seq, kind, number in s.case.numbers if kind in DECISIONS]
    kind, number = made[0] if made else ("grant", "")
    return Answered(
        posted_on=request.posted_on,
        arrived_on=request.arrived_on,
        decided_on=s.case.decided_on or request.arrived_on,
        decision=f"《{title_of(kind, s.guide)}》",
        decision_number=number,
        reason=event.reason,
        basis=event.basis,
        revocation=_revocation(s) if event.outcome == REVOKE else "",
        applicant=s.applicant.name,
    )


def _revocation(s: Source) -> str:
    """How far the revocation is on the day of the answer."""
    if s.case.proposal is None:
        number = s.number_of("licence_revoked")
        return f"本机关已经决定撤销该许可{f'（{number}）' if number else ''}。"
    proposed = day(s.case.proposal.proposed_on)
    return f"本机关已经于{proposed}提出撤销该许可。作出决定以前，持证人有权陈述、申辩，也可以要求听证。"


BUILDERS: dict[Kind, Callable[[Source], Letter]] = {
    Kind.HEARING_ANSWER: _to_applicant,
    Kind.INTERESTED_ANSWER: _to_party,
}
