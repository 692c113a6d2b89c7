"""Renewal of a licence: filed in time or not, and whether its expiry without a decision renews it (article 50, R37, R38)."""

from __future__ import annotations

from datetime import date, timedelta

from workflows import events as e
from workflows.calendar import Calendar, business_day
from workflows.case import Case, State
from workflows.former_licence import RENEWAL, former_term, lost
from workflows.ledger import Unit, ahead_of, months_after
from workflows.terms import RenewalTerm

OVER = (
    e.AcceptanceRefused,
    e.AcceptanceRevoked,
    e.CompetenceDeclined,
    e.DeemedRenewed,
    e.DeemedWithdrawn,
    e.GrantEnded,
    e.NotRequiredDeclared,
    e.Refused,
    e.Terminated,
    e.Withdrawn,
)
"""Events with which a renewal comes to nothing, or is granted by silence."""


def apply_by(term: RenewalTerm, calendar: Calendar) -> date:
    """The last day on which a renewal is filed in time: so many units before the day of expiry, that day not counted (R31)."""
    unit = Unit(term.unit)
    if unit is Unit.MONTH:
        return months_after(term.expires_on, -term.value)
    if unit is Unit.WORKING_DAY:
        return ahead_of(term.expires_on, term.value, calendar)
    return term.expires_on - timedelta(days=term.value)


def filed_on(case: Case) -> date:
    """The day the renewal was applied for: the day itself, also where receipt counts from the next working day."""
    return business_day(case.submitted_at)


def renewed_after(case: Case, calendar: Calendar) -> date | None:
    """The day of expiry after which the licence counts as renewed if it is still undecided; None where silence grants nothing.

    Only a renewal filed in time, of which the authority has accepted the file: what waits for the applicant is not its silence.
    Of a licence that was seen to be ended nothing is renewed: a person refuses it.
    """
    term = case.terms.renewal
    if term is None or term.on_silence != "renewed" or case.state is not State.IN_REVIEW:
        return None
    if case.former is not None and lost(RENEWAL, case.former.stands):
        return None
    return term.expires_on if filed_on(case) <= apply_by(term, calendar) else None


def renewal_over(case: Case, event: e.Event) -> bool:
    """Whether the licence that a case renews has to hear of an event: its window opens again, or silence renewed it (R37)."""
    former = former_term(case.terms)
    return former is not None and former.kind == RENEWAL and isinstance(event, OVER)
