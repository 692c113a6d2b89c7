"""What follows a licence: what each event changes in a case."""

from __future__ import annotations

from dataclasses import replace

from workflows import events as e
from workflows.case import Case, advance
from workflows.case_facts import Bar, Check
from workflows.events import Recorded
from workflows.evolve.apply import apply
from workflows.licence import RENEWED, SUSPENDED


@apply.register
def _(event: e.InspectionHandedOver, case: Case, recorded: Recorded) -> Case:
    return advance(case, handed_on=event.handed_on)


@apply.register
def _(event: e.DutyChecked, case: Case, recorded: Recorded) -> Case:
    check = Check(event.checked_on, event.result, event.correct_by, event.officers, event.source, event.credit)
    return advance(case, checks={**case.checks, event.duty: (*case.checks.get(event.duty, ()), check)})


@apply.register
def _(event: e.RevocationProposed, case: Case, recorded: Recorded) -> Case:
    return advance(case, revocation_on=event.proposed_on)


@apply.register
def _(event: e.RevocationNotMade, case: Case, recorded: Recorded) -> Case:
    return advance(case, revocation_on=None)


@apply.register
def _(event: e.ChainEnded, case: Case, recorded: Recorded) -> Case:
    assert case.licence is not None
    return advance(case, licence=replace(case.licence, chain_over_on=event.ended_on))


@apply.register
def _(event: e.RenewalFiled, case: Case, recorded: Recorded) -> Case:
    return advance(case, renewed_on=event.filed_on, renewed_by=event.renewed_by)


@apply.register
def _(event: e.RenewalEnded, case: Case, recorded: Recorded) -> Case:
    return advance(case, renewed_on=None, renewed_by="")


@apply.register
def _(event: e.RenewalDeemed, case: Case, recorded: Recorded) -> Case:
    assert case.licence is not None
    if case.licence.state == SUSPENDED:  # it stays so, and is good afterwards
        return advance(case, licence=replace(case.licence, before=RENEWED))
    return advance(case, licence=replace(case.licence, state=RENEWED))


@apply.register
def _(event: e.ApplicantBarred, case: Case, recorded: Recorded) -> Case:
    bar = Bar(event.ground, event.facts, event.document, event.decided_on, event.until, event.basis)
    return advance(case, bars=(*case.bars, bar))
