"""The review: what each event changes in a case."""

from __future__ import annotations

from workflows import events as e
from workflows.case import Case, advance
from workflows.case_facts import Answer, CreditLook
from workflows.events import DEEMED, Recorded
from workflows.evolve.apply import apply
from workflows.second_look import UNDONE


@apply.register
def _(event: e.CreditLookedUp, case: Case, recorded: Recorded) -> Case:
    look = CreditLook(
        event.stage,
        event.result,
        event.looked_on,
        recorded.at,
        event.entries,
        event.lists,
        event.matched,
        event.unproven,
    )
    return advance(case, credit=(*case.credit, look))


@apply.register
def _(event: e.OpinionGiven, case: Case, recorded: Recorded) -> Case:
    answer = Answer(
        verdict=event.verdict,
        opinion=event.opinion,
        given_on=event.given_on,
        by=recorded.by,
        at=recorded.at,
        basis=event.basis,
        officers=event.officers,
        late=event.late,
        on_behalf=event.on_behalf,
    )
    before = case.answers.get(event.track)
    undone = UNDONE if before and before.verdict == DEEMED and event.verdict == "disagree" else {}
    return advance(case, answers={**case.answers, event.track: answer}, **undone)


@apply.register
def _(event: e.Cosigned, case: Case, recorded: Recorded) -> Case:
    return advance(case, cosigned_by=recorded.by)


@apply.register
def _(event: e.LegallyReviewed, case: Case, recorded: Recorded) -> Case:
    return advance(case, legal_verdict=event.verdict, legal_outcome=event.outcome, legal_by=recorded.by)
