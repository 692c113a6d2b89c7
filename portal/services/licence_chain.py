"""Licences that follow one another: an application names the one whose place its result takes, by renewal, change or re-issue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from guides.conditions import holds
from guides.guide import Guide
from portal.actors import Actor
from portal.models import Case as CaseRow
from portal.models import Licence
from portal.services import journal, law
from portal.services.licences import spellings
from workflows.commands import ReplaceLicence
from workflows.licence import OVER
from workflows.terms import FormerTerm, Terms

RENEWAL, FIRST = "renewal", "first"


@dataclass(frozen=True, slots=True)
class Way:
    """A way to a newer licence: by which kind, and the item to apply for."""

    kind: str
    item: str


def naming(
    session: Session,
    enterprise_id: int,
    guide: Guide,
    answers: Mapping[str, Any],
    situations: tuple[str, ...],
    terms: Terms,
) -> Terms:
    """The terms of a new case, which name the enterprise's own licence that its result will take the place of.

    Where the register holds none of that number, nothing is tied: it may be older than the portal, and the review sees to it.
    """
    given = dict(answers)
    for one in guide.result.replaces:
        if not holds(one.when, given, frozenset(situations)):
            continue
        items = one.items or (guide.item,)
        found = _own(session, enterprise_id, str(given.get(one.licence_field) or ""), items)
        if found is not None:
            return replace(terms, former=FormerTerm(one.kind, found.number, one.from_expiry))
    return terms


def former_term(terms: Terms) -> FormerTerm | None:
    """What a case replaces; a renewal that is tied by its day of expiry alone replaces that licence too (R37)."""
    if terms.former is not None:
        return terms.former
    own = terms.renewal
    return FormerTerm(RENEWAL, own.licence) if own and own.licence else None


def locked_former(session: Session, row_id: int) -> tuple[FormerTerm, Licence, CaseRow] | None:
    """The licence that the result of a case takes the place of, with its case held for a change; None where there is none.

    Ask before the case itself is held: whoever holds two cases takes the older one first, so that nobody waits in a circle.
    """
    term = former_term(journal.state_of(session, row_id).terms)
    if term is None:
        return None
    licence = session.scalars(select(Licence).where(Licence.number == term.licence)).one_or_none()
    if licence is None or licence.case_id == row_id:
        return None
    return term, licence, journal.lock(session, licence.case_id)


def former_of(session: Session, row_id: int) -> tuple[FormerTerm, Licence] | None:
    """The licence that the result of a case takes the place of, to read and not to hold."""
    term = former_term(journal.state_of(session, row_id).terms)
    if term is None:
        return None
    licence = session.scalars(select(Licence).where(Licence.number == term.licence)).one_or_none()
    return (term, licence) if licence is not None and licence.case_id != row_id else None


def days(term: FormerTerm, former: Licence, months_end: Any, day: date) -> tuple[date, date | None]:
    """First and last day of the newer licence: a change and a re-issue keep those of the former (R50).

    `months_end` says the last day of the guide's term that begins on a given day.
    """
    if term.kind != RENEWAL:
        return former.valid_from, former.valid_to
    if term.from_expiry and former.valid_to is not None:
        return day, months_end(former.valid_to + timedelta(days=1))
    return day, months_end(day)


def take_place(
    session: Session, former: tuple[FormerTerm, Licence, CaseRow], number: str, case: str, *, by: Actor, at: datetime
) -> None:
    """Record on the case of the former licence that the one of that number took its place. Raises Refusal where it may not."""
    term, _, row = former
    journal.record(session, row, ReplaceLicence(term.kind, number, case), by=by, at=at)


def ways(item: str, on: date) -> tuple[Way, ...]:
    """By which items of its office a licence of this one is changed or issued anew, as the guides in force say."""
    catalogue = law.catalogue()
    own = catalogue.listing(item, on)
    office = own.office if own else ""
    guides = (catalogue.in_force(one.item, on) for one in catalogue.listings(on) if one.office == office)
    found = (
        Way(one.kind, guide.item)
        for guide in guides
        if guide is not None
        for one in guide.result.replaces
        if one.kind != RENEWAL and item in (one.items or (guide.item,))
    )
    return tuple(dict.fromkeys(found))


def _own(session: Session, enterprise_id: int, number: str, items: tuple[str, ...]) -> Licence | None:
    if not number.strip():
        return None
    own = (Licence.enterprise_id == enterprise_id, Licence.item.in_(items), Licence.number.in_(spellings(number)))
    found = session.scalars(select(Licence).where(*own, Licence.state.not_in(OVER))).all()
    return found[0] if len(found) == 1 else None
