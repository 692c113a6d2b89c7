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
        event.same,
    )
    known = [one for one in case.credit if one.result != "unavailable"]
    other = event.result != "unavailable" and bool(known) and not _alike(look, known[-1])
    return advance(case, credit=(*case.credit, look), **({"cosigned_by": ""} if other else {}))


def _alike(look: CreditLook, other: CreditLook) -> bool:
    """Whether somebody who signed second read the same: which entries, or of older journals how many, matched in which way."""
    same = not (look.same and other.same) or look.same == other.same
    return same and _said(look) == _said(other)


def _said(look: CreditLook) -> tuple[object, ...]:
    return look.result, sorted(look.matched), len(look.unproven)


@apply.register
def _(event: e.OpinionGiven, case: Case, recorded: Recorded) -> Case:
    before = case.answers.get(event.track)
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
        deemed_on=before.given_on if before and before.verdict == DEEMED else None,
    )
    other = event.verdict not in ("agree", "not_concerned")
    undone = UNDONE if before and before.verdict == DEEMED and other else {}
    wrote = case.wrote | {recorded.by, *event.officers}
    return advance(case, answers={**case.answers, event.track: answer}, wrote=wrote, **undone)


@apply.register
def _(event: e.Cosigned, case: Case, recorded: Recorded) -> Case:
    return advance(case, cosigned_by=recorded.by)


@apply.register
def _(event: e.LegallyReviewed, case: Case, recorded: Recorded) -> Case:
    return advance(case, legal_verdict=event.verdict, legal_outcome=event.outcome, legal_by=recorded.by)
