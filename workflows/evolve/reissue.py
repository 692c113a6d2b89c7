"""A lost or damaged licence issued anew: what each event changes in a case."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from workflows import events as e
from workflows.case import Case, advance
from workflows.events import Recorded
from workflows.evolve.apply import apply
from workflows.reissue import Reissue
from workflows.two_signatures import Proposed


@apply.register
def _(event: e.ReissueAsked, case: Case, recorded: Recorded) -> Case:
    assert case.licence is not None
    asked = Reissue(event.asked_on, event.ground, recorded.by, event.days, event.way, event.paper)
    asked = replace(asked, signatures=event.signatures)
    return advance(case, licence=replace(case.licence, reissue=asked))


@apply.register
def _(event: e.ReissueProposed, case: Case, recorded: Recorded) -> Case:
    made = Proposed(event.outcome, recorded.by, event.proposed_on, event.reason, event.basis)
    return _asked(case, proposed=made, returned="")


@apply.register
def _(event: e.ReissueReturned, case: Case, recorded: Recorded) -> Case:
    return _asked(case, proposed=None, returned=event.reason)


def _asked(case: Case, **changes: Any) -> Case:
    assert case.licence is not None
    assert case.licence.reissue is not None
    return advance(case, licence=replace(case.licence, reissue=replace(case.licence.reissue, **changes)))


@apply.register
def _(event: e.LicenceReissued, case: Case, recorded: Recorded) -> Case:
    assert case.licence is not None
    identifier = event.identifier or case.licence.identifier
    own = replace(case.licence, issue=event.issue, reissued_on=event.reissued_on, identifier=identifier, reissue=None)
    return advance(case, licence=replace(own, void_owed=event.declares, void_declared_on=None))


@apply.register
def _(event: e.VoidDeclared, case: Case, recorded: Recorded) -> Case:
    assert case.licence is not None
    return advance(case, licence=replace(case.licence, void_owed=False, void_declared_on=event.declared_on))


@apply.register
def _(event: e.ReissueRefused, case: Case, recorded: Recorded) -> Case:
    assert case.licence is not None
    return advance(case, licence=replace(case.licence, reissue=None))
