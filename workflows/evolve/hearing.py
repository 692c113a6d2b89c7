"""Hearings: what each event changes in a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from workflows import events as e
from workflows.case import Case, advance
from workflows.case_facts import Hearing
from workflows.events import Recorded
from workflows.evolve.apply import apply
from workflows.hearing import APPLICANT, given_up
from workflows.interested import InterestedParty
from workflows.second_look import UNDONE

NO_DAY: Mapping[str, Any] = {"set_on": None, "held_on": None, "adjourned": ""}
"""A hearing that nobody asks for has no day; one that is asked for anew gets another."""


@apply.register
def _(event: e.HearingTold, case: Case, recorded: Recorded) -> Case:
    return _hearing(case, told_on=event.told_on, told_by=recorded.by, interested=event.interested)


@apply.register
def _(event: e.HearingRequested, case: Case, recorded: Recorded) -> Case:
    at: Hearing = case.hearing
    first = at.requested_on if at.over_on is None and at.requested_on else event.requested_on
    anew = {**NO_DAY, "over_on": None} if at.over_on is not None else {}
    came = {} if any(one.number == event.number for one in at.parties) else {"paper": event.paper}
    asked = known(at, event.number, asked_on=event.requested_on, **came)
    return _hearing(
        case, requested_on=first, requests=(*at.requests, event.number or event.party), parties=asked, **anew
    )


@apply.register
def _(event: e.HearingRequestOvertaken, case: Case, recorded: Recorded) -> Case:
    at: Hearing = case.hearing
    came = {} if any(one.number == event.number for one in at.parties) else {"paper": event.paper}
    missed = (*at.overtaken, event.number or event.party)
    return _hearing(case, overtaken=missed, overtaken_on=event.arrived_on, parties=known(at, event.number, **came))


@apply.register
def _(event: e.HearingAnswered, case: Case, recorded: Recorded) -> Case:
    return _hearing(case, answered=(*case.hearing.answered, APPLICANT))


@apply.register
def _(event: e.HearingAnnounced, case: Case, recorded: Recorded) -> Case:
    return _hearing(case, announced_on=event.announced_on, told_by=case.hearing.told_by or recorded.by)


@apply.register
def _(event: e.HearingSet, case: Case, recorded: Recorded) -> Case:
    where = {"time": event.time, "place": event.place, "host": event.host, "host_ref": event.host_ref}
    kept = {"paper": event.paper, "explanation": event.explanation}
    return _hearing(case, adjourned="", set_on=event.set_on, held_on=event.held_on, **where, **kept)


@apply.register
def _(event: e.HearingWaived, case: Case, recorded: Recorded) -> Case:
    who = event.number or event.party
    silent = known(case.hearing, event.number, asked_on=None, waived_on=event.waived_on, cause=event.cause)
    given = _hearing(case, waived=(*case.hearing.waived, who), waived_on=event.waived_on, parties=silent)
    return _without(given, who, event.waived_on, event.period_over)


@apply.register
def _(event: e.HearingRequestWithdrawn, case: Case, recorded: Recorded) -> Case:
    silent = _hearing(case, parties=known(case.hearing, event.number, asked_on=None))
    return _without(silent, event.number or event.party, event.withdrawn_on, event.period_over)


@apply.register
def _(event: e.HearingAdjourned, case: Case, recorded: Recorded) -> Case:
    more = case.hearing.adjournments + 1
    return _hearing(case, set_on=None, held_on=None, adjourned=event.cause, adjournments=more)


@apply.register
def _(event: e.HearingHeld, case: Case, recorded: Recorded) -> Case:
    return advance(_hearing(case, over_on=event.held_on, record=event.paper), **UNDONE)


def known(at: Hearing, number: str, **changes: Any) -> tuple[InterestedParty, ...]:
    """The interested parties with what is new of one of them, which is added where the case did not know it; for no number
    they are as they were."""
    if not number:
        return at.parties
    if all(one.number != number for one in at.parties):
        return (*at.parties, InterestedParty(number, **changes))
    return tuple(replace(one, **changes) if one.number == number else one for one in at.parties)


def _hearing(case: Case, **changes: Any) -> Case:
    return advance(case, hearing=replace(case.hearing, **changes))


def _without(case: Case, party: str, on: date, period_over: bool) -> Case:
    """Without the request of a party. Where nobody wants the hearing any more, it is over once everybody has given it up or
    the days to ask are; until then whoever was told may still ask, and nothing is decided (article 47)."""
    at: Hearing = case.hearing
    left = tuple(one for one in at.requests if one != party)
    if at.requested_on is None or left or at.announced_on is not None or at.over_on is not None:
        return _hearing(case, requests=left)
    if period_over or given_up(at):
        return _hearing(case, requests=left, over_on=on)
    return _hearing(case, requests=left, requested_on=None, **NO_DAY)
