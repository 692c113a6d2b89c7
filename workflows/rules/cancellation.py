"""An application to cancel a licence that is refused: proposed by one person, signed by another (article 38 (2), R18, R40)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from workflows import commands as c
from workflows import events as e
from workflows.case import Case
from workflows.case_facts import LicenceFacts
from workflows.events import Event
from workflows.licence import REPLACED, policy
from workflows.refusal import Refusal
from workflows.rules.moment import Moment, Rules, required
from workflows.rules.two_signatures import given_back, none_yet, refusal_words, signed
from workflows.two_signatures import REFUSE


def propose(case: Case | None, command: c.ProposeCancellationRefusal, now: Moment) -> Sequence[Event]:
    """An officer proposes the refusal with the words that are signed, one at a time, while no act on the licence is open."""
    licence, _ = _asked(case)
    none_yet(licence.cancellation_refusal)
    words = refusal_words(command.reason, command.basis, policy().cancellation_basis)
    return [e.CancellationRefusalProposed(now.day, *words)]


def give_back(case: Case | None, command: c.ReturnCancellationRefusal, now: Moment) -> Sequence[Event]:
    """The proposed refusal goes back with the reason, also while an act on the licence is open."""
    licence = required(case).licence
    proposed = licence.cancellation_refusal if licence else None
    return [e.CancellationRefusalReturned(now.day, given_back(proposed, command.reason))]


def refuse(case: Case | None, command: c.RefuseCancellation, now: Moment) -> Sequence[Event]:
    """What the holder asked for may be refused, as every application, with the reason, the provision and the remedies
    (《行政许可法》第三十八条第二款); afterwards it may be asked for again. It is signed as it was proposed; alone where one
    signature is enough, with the words of who signs."""
    licence, asked_on = _asked(case)
    proposed = signed(licence.cancellation_refusal, REFUSE, licence.cancellation_signatures, now)
    if proposed is None:
        words = refusal_words(command.reason, command.basis, policy().cancellation_basis)
        return [e.CancellationRefused(now.day, asked_on, *words)]
    return [e.CancellationRefused(now.day, asked_on, proposed.reason, proposed.basis, proposed_by=proposed.by)]


def _asked(case: Case | None) -> tuple[LicenceFacts, date]:
    case = required(case)
    if case.licence is None:
        raise Refusal("no_licence")
    if case.licence.state == REPLACED:
        raise Refusal("licence_replaced", on=case.licence.since)
    if case.cancellation_asked_on is None:
        raise Refusal("cancellation_not_asked")
    if case.proposal is not None:
        raise Refusal("licence_act_open", on=case.proposal.proposed_on)
    return case.licence, case.cancellation_asked_on


RULES: Rules = {
    c.ProposeCancellationRefusal: propose,
    c.ReturnCancellationRefusal: give_back,
    c.RefuseCancellation: refuse,
}
