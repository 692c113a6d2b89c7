"""How the events of a hearing, and those after the licence, change a case; the other half of `evolve`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from workflows import events as e
from workflows.case import Case, Check, Hearing, advance
from workflows.events import Recorded


def _hearing_told(event: e.HearingTold, case: Case, recorded: Recorded) -> Case:
    return _hearing(case, told_on=event.told_on, told_by=recorded.by, interested=event.interested)


def _hearing_requested(event: e.HearingRequested, case: Case, recorded: Recorded) -> Case:
    first = case.hearing.requested_on or event.requested_on
    return _hearing(case, requested_on=first, requests=(*case.hearing.requests, event.party))


def _hearing_announced(event: e.HearingAnnounced, case: Case, recorded: Recorded) -> Case:
    return _hearing(case, announced_on=event.announced_on, told_by=case.hearing.told_by or recorded.by)


def _hearing_set(event: e.HearingSet, case: Case, recorded: Recorded) -> Case:
    where = {"time": event.time, "place": event.place, "host": event.host, "host_ref": event.host_ref}
    return _hearing(case, adjourned="", set_on=event.set_on, held_on=event.held_on, paper=event.paper, **where)


def _hearing_waived(event: e.HearingWaived, case: Case, recorded: Recorded) -> Case:
    waived = (*case.hearing.waived, event.party)
    return _without(_hearing(case, waived=waived, waived_on=event.waived_on), event.party, event.waived_on)


def _hearing_request_withdrawn(event: e.HearingRequestWithdrawn, case: Case, recorded: Recorded) -> Case:
    return _without(case, event.party, event.withdrawn_on)


def _hearing_adjourned(event: e.HearingAdjourned, case: Case, recorded: Recorded) -> Case:
    more = case.hearing.adjournments + 1
    return _hearing(case, set_on=None, held_on=None, adjourned=event.cause, adjournments=more)


def _hearing_held(event: e.HearingHeld, case: Case, recorded: Recorded) -> Case:
    return _hearing(case, over_on=event.held_on, record=event.paper)


def _hearing(case: Case, **changes: Any) -> Case:
    return advance(case, hearing=replace(case.hearing, **changes))


def _without(case: Case, party: str, on: date) -> Case:
    """Without the request of a party; where nobody wants the hearing any more, it is over."""
    at: Hearing = case.hearing
    left = tuple(one for one in at.requests if one != party)
    over = at.requested_on is not None and not left and at.announced_on is None
    return _hearing(case, requests=left, over_on=on if over else at.over_on)


def _inspection_handed_over(event: e.InspectionHandedOver, case: Case, recorded: Recorded) -> Case:
    return advance(case, handed_on=event.handed_on)


def _duty_checked(event: e.DutyChecked, case: Case, recorded: Recorded) -> Case:
    check = Check(event.checked_on, event.result, event.correct_by, event.officers, event.source, event.credit)
    return advance(case, checks={**case.checks, event.duty: (*case.checks.get(event.duty, ()), check)})


def _revocation_proposed(event: e.RevocationProposed, case: Case, recorded: Recorded) -> Case:
    return advance(case, revocation_on=event.proposed_on)


def _renewal_filed(event: e.RenewalFiled, case: Case, recorded: Recorded) -> Case:
    return advance(case, renewed_on=event.filed_on, renewed_by=event.renewed_by)


CHANGES: dict[type[e.Event], Callable[[Any, Case, Recorded], Case]] = {
    e.HearingTold: _hearing_told,
    e.HearingRequested: _hearing_requested,
    e.HearingAnnounced: _hearing_announced,
    e.HearingSet: _hearing_set,
    e.HearingWaived: _hearing_waived,
    e.HearingRequestWithdrawn: _hearing_request_withdrawn,
    e.HearingAdjourned: _hearing_adjourned,
    e.HearingHeld: _hearing_held,
    e.InspectionHandedOver: _inspection_handed_over,
    e.DutyChecked: _duty_checked,
    e.RevocationProposed: _revocation_proposed,
    e.RenewalFiled: _renewal_filed,
}
