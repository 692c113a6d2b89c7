"""Renewals: a new application is tied to the licence that it renews, which answers the window of that licence (R37, R38)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from guides.guide import Guide
from portal.actors import SYSTEM, Actor
from portal.db import transaction
from portal.models import Case as CaseRow
from portal.models import Licence
from portal.services import former_licence, journal
from portal.services.licences import spellings
from portal.services.licensee import code_named, held_by
from portal.services.outbox import Parcel
from workflows.case import Case
from workflows.commands import DeemRenewal, EndRenewal, FileRenewal
from workflows.former_licence import RENEWAL, former_term
from workflows.licence import SUSPENDED, VALID
from workflows.terms import Terms


def licence_renewed(
    session: Session, enterprise_id: int, guide: Guide, answers: Mapping[str, Any], terms: Terms
) -> Licence | None:
    """The licence of the same holder that an application renews: it expires on the day that the form names, and its number
    is among the answers; without a number, the only licence of that day that the item renews. None for any other application.
    """
    if terms.renewal is None:
        return None
    held = held_by(enterprise_id, code_named(guide, answers))
    own = (held, Licence.valid_to == terms.renewal.expires_on)
    found = list(session.scalars(select(Licence).where(*own).order_by(Licence.id)))
    typed = {value for value in answers.values() if isinstance(value, str)}
    named = [one for one in found if any(one.number in spellings(value) for value in typed)]
    if named:
        return named[-1]
    fitting = [one for one in found if guide.item in (one.item, renewed_by(session, one))]
    return fitting[0] if len(fitting) == 1 else None


def naming(terms: Terms, licence: Licence | None) -> Terms:
    """The terms of the new case, which name the licence that is renewed."""
    if licence is None or terms.renewal is None:
        return terms
    return replace(terms, renewal=replace(terms.renewal, licence=licence.number))


def answer(
    session: Session, licence: Licence | None, number: str, *, by: Actor, at: datetime, filed_on: date | None = None
) -> None:
    """Record on the case of the licence that its renewal was applied for, as the case of that number; on `filed_on`, or today.

    Raises Refusal `renewal_filed` while another application for it is under way or granted: one licence is renewed once. Who
    wants another one withdraws the first, or has it corrected.
    """
    if licence is None:
        return
    row = journal.lock(session, licence.case_id)
    first = journal.state_of(session, row.id).renewed_by
    if first and first != number and vain(session, first):
        journal.record(session, row, EndRenewal(first), by=SYSTEM, at=at)
    journal.record(session, row, FileRenewal(number, filed_on), by=by, at=at)


def renewed(session: Session, licence: Licence | None, terms: Terms) -> Licence | None:
    """The licence whose renewal a new case asks for, by its day of expiry or by its number, as it was changed meanwhile."""
    term = former_term(terms)
    return former_licence.newest(session, term) if term is not None and term.kind == RENEWAL else licence


def vain(session: Session, number: str) -> bool:
    """Whether the case of that number has ended without a grant, of which the licence has not heard yet."""
    row_id = session.scalars(select(CaseRow.id).where(CaseRow.number == number)).one_or_none()
    case = journal.state_of(session, row_id) if row_id is not None else None
    return (
        case is None
        or case.grant_ended_on is not None
        or (case.outcome != "grant" and (case.ended or case.decided_on is not None))
    )


def carry(parcel: Parcel, at: datetime) -> None:
    """Carry a `renewal` message of the outbox: tell the case of the licence what became of its renewal. Safe to repeat."""
    assert parcel.case_id is not None, "a renewal is a case"
    with transaction() as session:
        row = session.get_one(CaseRow, parcel.case_id)
        case = journal.state_of(session, row.id)
        if case.decided_on is not None and case.outcome == "grant" and case.grant_ended_on is None:
            _deemed(session, row, case, at)
        else:
            _came_to_nothing(session, row, case, at)


def _came_to_nothing(session: Session, row: CaseRow, case: Case, at: datetime) -> None:
    own = _locked(session, row, case)
    if own is not None and journal.state_of(session, own.id).renewed_by == row.number:
        journal.record(session, own, EndRenewal(row.number), by=SYSTEM, at=at)


def _deemed(session: Session, row: CaseRow, case: Case, at: datetime) -> None:
    own = _locked(session, row, case)
    facts = journal.state_of(session, own.id).licence if own is not None else None
    if own is not None and facts is not None and facts.state in (VALID, SUSPENDED) and facts.valid_to is not None:
        journal.record(session, own, DeemRenewal(row.number), by=SYSTEM, at=at)


def _locked(session: Session, row: CaseRow, case: Case) -> CaseRow | None:
    """The case of the licence that this one renews, held."""
    term = former_term(case.terms)
    licence = former_licence.newest(session, term, row.id) if term else None
    return journal.lock(session, licence.case_id) if licence else None


def renewed_by(session: Session, licence: Licence) -> str:
    """By which item a licence is renewed; empty where its guide names none."""
    term = journal.state_of(session, licence.case_id).terms.renewable
    return term.item if term else ""
