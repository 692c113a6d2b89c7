"""What becomes of a licence after it was issued: what each event changes in a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from workflows import events as e
from workflows.case import Case, advance
from workflows.events import Recorded
from workflows.evolve.apply import apply
from workflows.licence import OVER, RENEWED, REPLACED, REVOKE, VALID, policy
from workflows.proposal import Defence, LicenceProposal
from workflows.two_signatures import REFUSE, Proposed

UNANSWERED: Mapping[str, Any] = {"cancellation_refusal": None, "cancellation_returned": ""}
"""Of an application to cancel about which nobody has proposed anything, or which is answered."""


@apply.register
def _(event: e.LicenceActProposed, case: Case, recorded: Recorded) -> Case:
    proposal = LicenceProposal(
        event.act, event.ground, event.proposed_on, recorded.by, event.facts, event.reason, event.basis,
        event.effective_on, event.until, event.document, event.redress, event.notice, event.asks, event.heard,
        days=event.days,
    )  # fmt: skip
    return advance(case, proposal=proposal)


@apply.register
def _(event: e.LicenceDefended, case: Case, recorded: Recorded) -> Case:
    assert case.proposal is not None
    said = Defence(event.defence, event.given_on, recorded.by, event.paper, event.way)
    return advance(case, proposal=replace(case.proposal, defences=(*case.proposal.defences, said)))


@apply.register
def _(event: e.LicenceActDropped, case: Case, recorded: Recorded) -> Case:
    """What was proposed is given up; a revocation that a failed check had led to is no longer awaited, so that checks go on."""
    awaited = None if event.act == REVOKE else case.revocation_on
    return advance(case, proposal=None, revocation_on=awaited)


@apply.register
def _(event: e.LicenceDecision, case: Case, recorded: Recorded) -> Case:
    act = policy().acts[event.act]
    restored = act.to == VALID and case.licence is not None and case.licence.before == RENEWED
    after = _becomes(
        case, RENEWED if restored else act.to, event.effective_on, recorded, event.until if act.ends else None
    )
    return after if act.to in OVER else advance(after, revocation_on=None)  # decided otherwise than was proposed


@apply.register
def _(event: e.CancellationAsked, case: Case, recorded: Recorded) -> Case:
    assert case.licence is not None
    days, signatures = event.days or policy().cancellation_days, event.signatures
    licence = replace(case.licence, cancellation_days=days, cancellation_signatures=signatures, **UNANSWERED)
    return advance(case, cancellation_asked_on=event.asked_on, licence=licence)


@apply.register
def _(event: e.CancellationRefusalProposed, case: Case, recorded: Recorded) -> Case:
    assert case.licence is not None
    made = Proposed(REFUSE, recorded.by, event.proposed_on, event.reason, event.basis)
    return advance(case, licence=replace(case.licence, cancellation_refusal=made, cancellation_returned=""))


@apply.register
def _(event: e.CancellationRefusalReturned, case: Case, recorded: Recorded) -> Case:
    assert case.licence is not None
    return advance(case, licence=replace(case.licence, cancellation_refusal=None, cancellation_returned=event.reason))


@apply.register
def _(event: e.CancellationRefused, case: Case, recorded: Recorded) -> Case:
    assert case.licence is not None
    return advance(case, cancellation_asked_on=None, licence=replace(case.licence, **UNANSWERED))


@apply.register
def _(event: e.LicenceReplaced, case: Case, recorded: Recorded) -> Case:
    after = _becomes(case, REPLACED, event.replaced_on, recorded)
    assert after.licence is not None
    return advance(after, licence=replace(after.licence, successor=event.licence))


@apply.register
def _(event: e.StandingTaken, case: Case, recorded: Recorded) -> Case:
    assert case.licence is not None
    licence = replace(
        case.licence,
        state=event.state,
        since=event.since,
        until=event.until,
        decided=event.decided,
        ground=event.ground,
        seq=recorded.seq,
    )
    return advance(case, licence=licence)


def _becomes(case: Case, state: str, since: date, recorded: Recorded, until: date | None = None) -> Case:
    """The licence in a new state; a proposal that was open is settled by it."""
    assert case.licence is not None
    decided = next((number for _, number in getattr(recorded.event, "letters", ())), "")
    licence = replace(
        case.licence,
        state=state,
        before=case.licence.state,
        since=since,
        until=until,
        decided=decided,
        seq=recorded.seq,
        ground=str(getattr(recorded.event, "ground", "")),
        reissue=None if state in OVER else case.licence.reissue,
        **(UNANSWERED if state in OVER else {}),
    )
    asked = None if state in OVER else case.cancellation_asked_on
    return advance(case, licence=licence, proposal=None, cancellation_asked_on=asked)
