"""Of which events the applicant is told, and the letters that an event promises."""

from __future__ import annotations

from dataclasses import replace

from workflows.events.checks import CheckDone
from workflows.events.event import Event
from workflows.events.first_contact import CaseHandedOver, CaseTaken
from workflows.events.hearing import HearingRequestOvertaken
from workflows.events.licence import (
    CancellationRefusalProposed,
    CancellationRefusalReturned,
    LicenceActDropped,
    LicenceActProposed,
)
from workflows.events.limits import CalendarApplied, ClockResumed
from workflows.events.originals import OriginalsSeen
from workflows.events.panel import BallotCast
from workflows.events.parts import Letters, Told
from workflows.events.rating import Rated, RatingSlipPrinted
from workflows.events.service import ServiceFailed
from workflows.events.termination import TerminationDropped, TerminationProposed

SILENT = (
    CaseTaken,
    CaseHandedOver,
    BallotCast,
    TerminationProposed,
    TerminationDropped,
    RatingSlipPrinted,
    OriginalsSeen,
    CancellationRefusalProposed,
    CancellationRefusalReturned,
)


def tells(event: Event) -> bool:
    """Whether the applicant is told of the event: a schedule that moved only what offices owe each other, or the follow-up of a
    rating, is silent."""
    if isinstance(event, SILENT):
        return False
    if isinstance(event, ClockResumed):
        return not event.superseded
    if isinstance(event, LicenceActProposed | LicenceActDropped):
        return event.notice
    if isinstance(
        event, Rated
    ):  # whoever rates with an account knows it; what anybody else rates is told to the accounts
        return event.way != "account"
    if isinstance(event, HearingRequestOvertaken):
        return event.party == "applicant"
    if isinstance(event, ServiceFailed):
        return event.asks
    if isinstance(event, CheckDone):
        return event.result == "infected"
    if isinstance(event, CalendarApplied):
        return any(one.running and not one.clock.startswith(("track:", "rating_")) for one in event.moved)
    return True


def with_letters(event: Event, letters: Letters, told: tuple[Told, ...]) -> Event:
    """The same event, promising these letters, which name these last days."""
    return replace(event, letters=letters, told=told)  # type: ignore[call-arg]
