"""Deferred materials (容缺): a promise with its own clock, which blocks the decision and never the review (R69-R77)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from workflows import commands as c
from workflows import events as e
from workflows.case import Case, Promise
from workflows.events import Event
from workflows.refusal import Refusal
from workflows.rules.moment import Moment, Rules, filled
from workflows.rules.stage import in_review


def supply(case: Case | None, command: c.SupplyDeferred, now: Moment) -> Sequence[Event]:
    """The supplement comes in; after its period only where the guide leaves the outcome to a person."""
    case = in_review(case)
    promise = _promise(case, command.material)
    if promise.confirmed or promise.arrived_on is not None:
        raise Refusal("already_supplied", material=command.material)
    clock = f"deferred:{command.material}"
    if now.past(case, clock) and not promise.lapsed:
        raise Refusal("supplement_too_late", material=command.material, due=now.due(case, clock))
    return [e.DeferredArrived(command.material, now.received, command.snapshot)]


def confirm(case: Case | None, command: c.ConfirmDeferred, now: Moment) -> Sequence[Event]:
    """The window finds the supplement in order."""
    _arrived(in_review(case), command.material)
    return [e.DeferredConfirmed(command.material)]


def reject(case: Case | None, command: c.RejectDeferred, now: Moment) -> Sequence[Event]:
    """The window finds it defective and says why; it may be brought again while the period runs."""
    _arrived(in_review(case), command.material)
    return [e.DeferredRejected(command.material, filled(command.reason, "reason_missing"))]


def lapse(case: Case | None, command: c.LapseDeferral, now: Moment) -> Sequence[Event]:
    """The supplement did not come. The file is returned where the guide says so; a refusal is left to a person (DESIGN §3.10)."""
    case = in_review(case)
    promise = _promise(case, command.material)
    due = now.due(case, f"deferred:{command.material}")
    if promise.lapsed or promise.confirmed or promise.arrived_on is not None or due is None or now.day <= due:
        raise Refusal("supplement_period_running", material=command.material)
    lapsed = e.DeferralLapsed(command.material, due)
    if case.terms.on_deferral_failure == "acceptance_revoked":
        return [lapsed, e.AcceptanceRevoked(command.material, effective_on=due + timedelta(days=1))]
    if case.terms.on_deferral_failure in ("deemed_withdrawn", "terminated"):
        return [lapsed, e.DeemedWithdrawn("supplement_expired", command.material, due + timedelta(days=1))]
    return [lapsed]


def _promise(case: Case, material: str) -> Promise:
    promise = case.promises.get(material)
    if promise is None:
        raise Refusal("not_promised", material=material)
    return promise


def _arrived(case: Case, material: str) -> None:
    promise = _promise(case, material)
    if promise.confirmed:
        raise Refusal("already_confirmed", material=material)
    if promise.arrived_on is None:
        raise Refusal("not_arrived", material=material)


RULES: Rules = {
    c.SupplyDeferred: supply,
    c.ConfirmDeferred: confirm,
    c.RejectDeferred: reject,
    c.LapseDeferral: lapse,
}
