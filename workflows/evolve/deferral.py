"""Deferred materials: what each event changes in a case."""

from __future__ import annotations

from dataclasses import replace

from workflows import events as e
from workflows.case import Case, State, advance
from workflows.case_facts import Parcel, Promise
from workflows.events import Recorded
from workflows.evolve.apply import accept, apply, day_of, ended, with_promise
from workflows.second_look import UNDONE


@apply.register
def _(event: e.AcceptedDeferred, case: Case, recorded: Recorded) -> Case:
    later = [m.material for m in event.marks if m.verdict == "later"]
    promises = {name: Promise(name, since=event.effective_on) for name in later}
    accepted = accept(case, recorded, event.effective_on, "deferral", event.marks, event.window)
    if event.signature is not None and event.signature != case.signature:
        accepted = advance(accepted, signature=event.signature, signed_at=recorded.at)
    return advance(accepted, promises=promises, offered=())


@apply.register
def _(event: e.DeferredArrived, case: Case, recorded: Recorded) -> Case:
    come = {"arrived_on": event.arrived_on, "posted_on": event.posted_on, "way": event.way}
    promise = replace(case.promises[event.material], rejected="", **come)  # type: ignore[arg-type]
    changed = advance(case, snapshot=event.snapshot, round=case.round + 1, **UNDONE)
    return with_promise(changed, promise)


@apply.register
def _(event: e.DeferredConfirmed, case: Case, recorded: Recorded) -> Case:
    return with_promise(case, replace(case.promises[event.material], confirmed=True, confirmed_on=day_of(recorded)))


@apply.register
def _(event: e.DeferredRejected, case: Case, recorded: Recorded) -> Case:
    return with_promise(advance(case, **UNDONE), _given_back(case.promises[event.material], event.reason))


@apply.register
def _(event: e.DeferralLapsed, case: Case, recorded: Recorded) -> Case:
    return with_promise(case, replace(case.promises[event.material], lapsed=True, lapsed_on=event.due_on))


@apply.register
def _(event: e.ParcelAnnounced, case: Case, recorded: Recorded) -> Case:
    parcel = Parcel(event.courier, event.number, event.posted_on)
    return with_promise(case, replace(case.promises[event.material], parcel=parcel))


@apply.register
def _(event: e.CaseSuspended, case: Case, recorded: Recorded) -> Case:
    promise = replace(
        case.promises[event.material], suspended_on=event.suspended_on, grace_days=event.grace_days, resumed_on=None
    )
    return with_promise(case, promise)


@apply.register
def _(event: e.CaseResumed, case: Case, recorded: Recorded) -> Case:
    return with_promise(case, replace(case.promises[event.material], resumed_on=event.resumed_on))


@apply.register
def _(event: e.AcceptanceRevoked, case: Case, recorded: Recorded) -> Case:
    return ended(case, recorded, State.ACCEPTANCE_REVOKED)


def _given_back(promise: Promise, reason: str) -> Promise:
    """A supplement that was found wanting: nothing is there any more, and no parcel is on its way."""
    return replace(promise, arrived_on=None, posted_on=None, parcel=None, rejected=reason)
