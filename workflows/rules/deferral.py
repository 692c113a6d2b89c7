"""Deferred materials (容缺): a promise with its own clock, which blocks the decision and never the review (R69-R77)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from workflows import commands as c
from workflows import events as e
from workflows.calendar import CalendarGap
from workflows.case import Case
from workflows.case_facts import Promise
from workflows.case_tracks import track_open
from workflows.clocks import GRACE
from workflows.deferral_policy import load_policy
from workflows.events import Event
from workflows.refusal import Refusal
from workflows.rules.moment import Moment, Rules, filled
from workflows.rules.stage import in_review, under_review

WAYS = ("online", "courier", "window")


def supply(case: Case | None, command: c.SupplyDeferred, now: Moment) -> Sequence[Event]:
    """The supplement comes in; after its period only where the guide leaves the outcome to a person, or gives a grace.

    What came by courier counts from its postmark: posted before the period ended, it is in time (R31).
    """
    case = under_review(case)
    promise = _promise(case, command.material)
    if promise.confirmed or promise.arrived_on is not None:
        raise Refusal("already_supplied", material=command.material)
    if command.way not in WAYS or (command.way == "courier") != (command.posted_on is not None):
        raise Refusal("postmark_missing")
    counted = _counted(command.posted_on, promise, now)
    last = now.due(case, _running(promise))
    if last is not None and counted > last and not (promise.lapsed and promise.suspended_on is None):
        raise Refusal("supplement_too_late", material=command.material, due=last)
    arrived = e.DeferredArrived(command.material, now.received, command.snapshot, command.way, command.posted_on)
    if promise.suspended_on is None or promise.resumed_on is not None:
        return [arrived]
    return [arrived, e.CaseResumed(command.material, max(now.day, promise.suspended_on))]


def announce(case: Case | None, command: c.AnnounceParcel, now: Moment) -> Sequence[Event]:
    """The applicant says that it was posted, so that the desk expects it and nothing lapses while it travels (R31)."""
    case = under_review(case)
    promise = _promise(case, command.material)
    if promise.confirmed or promise.arrived_on is not None:
        raise Refusal("already_supplied", material=command.material)
    filled(command.courier, "courier_missing")
    number = filled(command.number, "parcel_number_missing")
    counted = _counted(command.posted_on, promise, now)
    last = now.due(case, _running(promise))
    if (last is not None and counted > last) or (promise.lapsed and promise.suspended_on is None):
        raise Refusal("supplement_too_late", material=command.material, due=last)
    return [e.ParcelAnnounced(command.material, command.courier.strip(), number, command.posted_on)]


def _counted(posted_on: date | None, promise: Promise, now: Moment) -> date:
    """The day that counts. A postmark lies between the promise and today."""
    if posted_on is not None and not promise.since <= posted_on <= now.day:
        raise Refusal("postmark_impossible", since=promise.since, today=now.day)
    return posted_on or now.day


def _running(promise: Promise) -> str:
    kind = "deferred" if promise.suspended_on is None else GRACE
    return f"{kind}:{promise.material}"


def travelling(case: Case, promise: Promise, now: Moment) -> bool:
    """True while a parcel that was posted within the period may still arrive."""
    last = now.due(case, _running(promise))
    if promise.parcel is None or promise.arrived_on is not None or last is None or promise.parcel.posted_on > last:
        return False
    return now.day <= waits_until(last, now)


def waits_until(last: date, now: Moment) -> date:
    """The last day on which a parcel posted in time is waited for; calendar days in a year without any schedule."""
    days = load_policy().parcel_days
    try:
        return now.calendar.add(last, days)
    except CalendarGap:
        return last + timedelta(days=days)


def confirm(case: Case | None, command: c.ConfirmDeferred, now: Moment) -> Sequence[Event]:
    """The window finds the supplement in order."""
    _arrived(in_review(case), command.material)
    return [e.DeferredConfirmed(command.material)]


def reject(case: Case | None, command: c.RejectDeferred, now: Moment) -> Sequence[Event]:
    """The window finds it defective and says why; it may be brought again while the period runs."""
    _arrived(in_review(case), command.material)
    return [e.DeferredRejected(command.material, filled(command.reason, "reason_missing"))]


def lapse(case: Case | None, command: c.LapseDeferral, now: Moment) -> Sequence[Event]:
    """The supplement did not come. What the guide says follows; a refusal is left to a person (DESIGN §3.10, R73).

    `at_site_check` is the reviewer's word that the check, until which the guide defers the material, has come without it.
    """
    case = in_review(case)
    promise = _promise(case, command.material)
    due = _at_site_check(case, promise, now) if command.at_site_check else _overdue(case, promise, now)
    if promise.lapsed or promise.confirmed or promise.arrived_on is not None:
        raise Refusal("supplement_period_running", material=command.material)
    return [e.DeferralLapsed(command.material, due), *_follows(case, command, due, now)]


def _follows(case: Case, command: c.LapseDeferral, due: date, now: Moment) -> list[Event]:
    after = now.day if command.at_site_check else due + timedelta(days=1)
    match case.terms.on_deferral_failure:
        case "acceptance_revoked":
            return [e.AcceptanceRevoked(command.material, effective_on=after)]
        case "deemed_withdrawn" | "terminated":
            return [e.DeemedWithdrawn("supplement_expired", command.material, after)]
        case "suspended":
            return [e.CaseSuspended(command.material, now.day, case.terms.grace_days)]
    return []


def _overdue(case: Case, promise: Promise, now: Moment) -> date:
    due = now.due(case, f"deferred:{promise.material}")
    if due is None or now.day <= due or travelling(case, promise, now):
        raise Refusal("supplement_period_running", material=promise.material)
    return due


def _at_site_check(case: Case, promise: Promise, now: Moment) -> date:
    term = case.terms.material(promise.material)
    checks = [one.id for one in case.terms.tracks if one.site_check]
    if term is None or term.until != "site_check" or not any(track_open(case, name) for name in checks):
        raise Refusal("no_site_check_due", material=promise.material)
    return now.day


def return_file(case: Case | None, command: c.ReturnFile, now: Moment) -> Sequence[Event]:
    """The grace of a suspended case passed without the material: the file goes back (退件, R73 d)."""
    case = in_review(case)
    promise = _promise(case, command.material)
    due = now.due(case, f"{GRACE}:{command.material}")
    over = due is not None and now.day > due and not travelling(case, promise, now)
    if not over or due is None or promise.confirmed or promise.arrived_on is not None:
        raise Refusal("supplement_period_running", material=command.material)
    return [e.DeemedWithdrawn("file_returned", command.material, due + timedelta(days=1))]


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


def missing_on_site(case: Case) -> tuple[str, ...]:
    """What the guide defers until the site check and has not come: the check is not held without it (R70)."""
    return tuple(
        name
        for name, promise in case.promises.items()
        if (term := case.terms.material(name))
        and term.until == "site_check"
        and promise.arrived_on is None
        and not promise.lapsed
    )


RULES: Rules = {
    c.SupplyDeferred: supply,
    c.ConfirmDeferred: confirm,
    c.RejectDeferred: reject,
    c.LapseDeferral: lapse,
    c.AnnounceParcel: announce,
    c.ReturnFile: return_file,
}
