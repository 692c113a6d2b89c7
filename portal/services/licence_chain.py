"""Licences that follow one another: an application names the one whose place its result takes, by renewal, change or re-issue."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from guides.conditions import holds
from guides.guide import Guide
from portal.actors import Actor
from portal.clock import business_day
from portal.models import Case as CaseRow
from portal.models import Licence
from portal.services import former_licence, journal, law
from portal.services.licences import spellings
from portal.services.licensee import code_named, held_by
from workflows.case import Case
from workflows.commands import AskCancellation, FileRenewal, ReplaceLicence
from workflows.events import CancellationAsked
from workflows.former_licence import RENEWAL, former_term
from workflows.licence import OVER
from workflows.rules.licence import handed_on
from workflows.terms import FormerTerm, Terms

FIRST = "first"
Span = tuple[date, date | None]
MonthsEnd = Callable[[date], date | None]


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
    """The terms of a new case, which name the licence of the same holder that its result will take the place of.

    Where the register holds none of that number, nothing is tied: it may be older than the portal, and the review sees to it.
    """
    given = dict(answers)
    for one in guide.result.replaces:
        if not holds(one.when, given, frozenset(situations)):
            continue
        items = one.items or (guide.item,)
        held = held_by(enterprise_id, code_named(guide, given))
        found = _own(session, held, str(given.get(one.licence_field) or ""), items)
        if found is not None:
            return replace(terms, former=FormerTerm(one.kind, found.number, one.kind == RENEWAL and one.from_expiry))
    return terms


def locked_former(session: Session, row_id: int) -> tuple[FormerTerm, Licence, CaseRow] | None:
    """The licence that the result of a case takes the place of, with its case held for a change; None where there is none.

    Ask before the case itself is held: both are taken here, in the order of their numbers, so that nobody waits in a circle.
    """
    term = former_term(journal.state_of(session, row_id).terms)
    if term is None:
        return None
    licence = former_licence.newest(session, term, row_id)
    if licence is None or licence.case_id == row_id:
        return None
    rows = journal.lock_all(session, (row_id, licence.case_id))
    session.refresh(licence)  # somebody may have changed it while it was waited for
    return term, licence, next(row for row in rows if row.id == licence.case_id)


def former_of(session: Session, row_id: int) -> tuple[FormerTerm, Licence] | None:
    """The licence that the result of a case takes the place of, to read and not to hold."""
    term = former_term(journal.state_of(session, row_id).terms)
    licence = former_licence.newest(session, term, row_id) if term is not None else None
    return (term, licence) if term is not None and licence is not None and licence.case_id != row_id else None


def days(term: FormerTerm, former: Licence, months_end: MonthsEnd, day: date, granted_on: date) -> Span:
    """First and last day of the newer licence: a change and a re-issue keep those of the former (R50).

    `months_end` says the last day of the guide's term that begins on a given day, `granted_on` is the day of the decision.
    """
    if term.kind != RENEWAL:
        return former.valid_from, former.valid_to
    if former.valid_to is None:
        return day, months_end(day)
    return renewed_days(former.valid_to, months_end, day, granted_on, from_expiry=term.from_expiry)


def renewed_days(ends: date, months_end: MonthsEnd, day: date, granted_on: date, *, from_expiry: bool = True) -> Span:
    """First and last day of a renewal, made out on `day`, of a licence that ends on `ends`.

    What was granted by that day, by a person or by silence, follows the former licence without a day between them, however
    long it takes to be made out (article 50 (2), R37). The new term counts from the old end, so that an early application
    costs no day (R38), unless the guide says otherwise.
    """
    start = ends + timedelta(days=1)
    if granted_on <= ends < day:
        return start, months_end(start)
    return day, months_end(start if from_expiry else day)


def take_place(
    session: Session,
    former: tuple[FormerTerm, Licence, CaseRow],
    number: str,
    case: str,
    granted_on: date | None,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Record on the case of the former licence that the one of that number took its place. Raises Refusal where it may not."""
    term, _, row = former
    command = ReplaceLicence(term.kind, number, case, granted_on)
    journal.record(session, row, command, by=by, at=at)


def hand_on(
    session: Session,
    former: tuple[FormerTerm, Licence, CaseRow],
    before: Case,
    row: CaseRow,
    *,
    by: Actor,
    at: datetime,
) -> Case:
    """What was asked of the former licence and is not answered is asked of the newer one, on its case, and how it stood holds:
    the cancellation with its day, a suspension that has not ended, and the renewal that was filed, of which a change makes no
    difference. `before` is the former case until then."""
    term = former[0]
    if before.cancellation_asked_on is not None:
        asked = [one.event for one in journal.load(session, former[2].id) if isinstance(one.event, CancellationAsked)]
        journal.record(session, row, AskCancellation(asked[-1].reason, asked[-1].asked_on), by=by, at=at)
    facts = journal.state_of(session, row.id).licence
    if before.licence is not None and (standing := handed_on(term.kind, before.licence, business_day(at))):
        journal.record(session, row, standing, by=by, at=at)
    if term.kind != RENEWAL and before.renewed_by and facts is not None and facts.valid_to is not None:
        journal.record(session, row, FileRenewal(before.renewed_by, before.renewed_on), by=by, at=at)
    return journal.state_of(session, row.id)


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


def _own(session: Session, held: ColumnElement[bool], number: str, items: tuple[str, ...]) -> Licence | None:
    if not number.strip():
        return None
    own = (held, Licence.item.in_(items), Licence.number.in_(spellings(number)))
    found = session.scalars(select(Licence).where(*own, Licence.state.not_in(OVER))).all()
    return found[0] if len(found) == 1 else None
