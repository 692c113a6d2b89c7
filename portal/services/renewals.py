"""Renewals: a new application is tied to the licence that it renews, which answers the window of that licence (R37, R38)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.actors import Actor
from portal.models import Licence
from portal.services import journal
from portal.services.licences import spellings
from workflows.commands import FileRenewal
from workflows.terms import Terms


def licence_renewed(
    session: Session, enterprise_id: int, item: str, answers: Mapping[str, Any], terms: Terms
) -> Licence | None:
    """The enterprise's own licence that an application renews: it expires on the day that the form names, and its number
    is among the answers; without a number, the only licence of that day that the item renews. None for any other application.
    """
    if terms.renewal is None:
        return None
    own = (Licence.enterprise_id == enterprise_id, Licence.valid_to == terms.renewal.expires_on)
    found = list(session.scalars(select(Licence).where(*own).order_by(Licence.id)))
    typed = {value for value in answers.values() if isinstance(value, str)}
    named = [one for one in found if any(one.number in spellings(value) for value in typed)]
    if named:
        return named[-1]
    fitting = [one for one in found if item in (one.item, _renewed_by(session, one))]
    return fitting[0] if len(fitting) == 1 else None


def naming(terms: Terms, licence: Licence | None) -> Terms:
    """The terms of the new case, which name the licence that is renewed."""
    if licence is None or terms.renewal is None:
        return terms
    return replace(terms, renewal=replace(terms.renewal, licence=licence.number))


def answer(session: Session, licence: Licence | None, number: str, *, by: Actor, at: datetime) -> None:
    """Record on the case of the licence that its renewal was applied for, as the case of that number."""
    if licence is None:
        return
    row = journal.lock(session, licence.case_id)
    journal.record(session, row, FileRenewal(number), by=by, at=at)


def _renewed_by(session: Session, licence: Licence) -> str:
    term = journal.state_of(session, licence.case_id).terms.renewable
    return term.item if term else ""
