"""What became of one licence of a chain, told to the cases of the others, each in a transaction of its own (R80, R131)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.actors import SYSTEM
from portal.clock import business_day
from portal.db import reading, transaction
from portal.models import Licence
from portal.services import journal
from workflows.case import Case
from workflows.commands import EndChain, PassRevocationOn, ResumeChecks
from workflows.events import RevocationProposed
from workflows.licence import OVER, REPLACED


def tell(case_id: int, *, at: datetime) -> None:
    """A check that found something false after a licence that was replaced proposes to revoke the newest; a licence that ended
    ends what is owed after those before it; one that is not revoked for what was found lets the checks go on. Safe to repeat."""
    with reading() as session:
        own = session.scalars(select(Licence).where(Licence.case_id == case_id)).one_or_none()
        case = journal.state_of(session, case_id)
        if own is None or case.licence is None:
            return
        later, before = list(_along(session, own, later=True)), list(_along(session, own, later=False))
        number, passed_on = own.number, _passed_on(session, case_id) if before else frozenset()
    if case.licence.state == REPLACED and case.revocation_on is not None and later:
        _propose(later[-1], case, at)
    elif case.licence.state in OVER and case.licence.state != REPLACED:
        for other in before:
            _end(other, case, number, at)
    elif case.licence.state not in OVER and case.revocation_on is None:
        for other in before if passed_on else ():
            _resume(other, passed_on, number, at)


def _propose(newest: int, case: Case, at: datetime) -> None:
    with transaction() as session:
        row = journal.lock(session, newest)
        told = [one.event for one in journal.load(session, newest) if isinstance(one.event, RevocationProposed)]
        other = journal.state_of(session, newest)
        known = any(one.proposed_on == case.revocation_on for one in told) or other.revocation_on is not None
        if known or case.revocation_on is None or other.licence is None or other.licence.state in OVER:
            return
        duty = next(name for name, done in case.checks.items() if any(one.result == "failed" for one in done))
        journal.record(session, row, PassRevocationOn(duty, case.revocation_on), by=SYSTEM, at=at)


def _end(case_id: int, ended: Case, number: str, at: datetime) -> None:
    with transaction() as session:
        row = journal.lock(session, case_id)
        own = journal.state_of(session, case_id).licence
        if own and own.state == REPLACED and own.chain_over_on is None and ended.licence and ended.licence.over_on:
            journal.record(session, row, EndChain(ended.licence.over_on, number), by=SYSTEM, at=at)


def _resume(case_id: int, passed_on: frozenset[date], number: str, at: datetime) -> None:
    """The checks of an older licence go on where what stopped them was passed on and came to nothing."""
    with transaction() as session:
        row = journal.lock(session, case_id)
        case = journal.state_of(session, case_id)
        own = case.licence
        if own and own.state == REPLACED and own.chain_over_on is None and case.revocation_on in passed_on:
            journal.record(session, row, ResumeChecks(business_day(at), number), by=SYSTEM, at=at)


def _passed_on(session: Session, case_id: int) -> frozenset[date]:
    """The days on which a revocation of this licence was proposed because of a check."""
    events = (one.event for one in journal.load(session, case_id))
    return frozenset(one.proposed_on for one in events if isinstance(one, RevocationProposed))


def _along(session: Session, own: Licence, *, later: bool) -> Iterator[int]:
    """The cases of the licences after, or before, one in its chain, the nearest first."""
    number = own.successor if later else own.former
    while number:
        other = session.scalars(select(Licence).where(Licence.number == number)).one_or_none()
        if other is None:
            return
        yield other.case_id
        number = other.successor if later else other.former
