"""The licence that an application names, tied to it when it becomes known who applies: an account that nobody had let in reaches no
licence of the enterprise, so that its application is handed in without one (R37, R50)."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from guides.conditions import holds
from guides.guide import Guide
from portal.access import may_act, require
from portal.actors import SYSTEM, Actor, Role
from portal.clock import business_day
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import Licence
from portal.services import authority, casefile, former_licence, journal, law, outbox, renewals, snapshots, standing
from portal.services.casefile import CaseFile
from portal.services.freshness import known_seq
from portal.services.licences import spellings
from portal.services.licensee import code_named, held_by
from portal.services.outbox import Parcel
from workflows.case import Case, advance
from workflows.commands import TieFormer
from workflows.events import DeemedRenewed
from workflows.former_licence import RENEWAL, lost, tied
from workflows.licence import RENEWED, state_words
from workflows.refusal import Refusal
from workflows.renewal import filed_on
from workflows.rules.former_licence import tieable
from workflows.terms import FormerTerm

log = logging.getLogger("onewindow.former")
OFFICERS = (Role.WINDOW, Role.REVIEWER, Role.DECIDER)


@dataclass(frozen=True, slots=True)
class Untied:
    """An application that names a licence and is not tied to it: how it would follow it, the number as it was typed, whether the
    account was let in, and the rule that stands in the way (None where it can be tied now)."""

    kind: str
    number: str
    proven: bool
    why: Refusal | None


@dataclass(frozen=True, slots=True)
class Application:
    """What is read of a case here: its guide, and what the newest round of its form says; a corrected number counts."""

    id: int
    number: str
    enterprise_id: int
    guide: Guide
    answers: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Named:
    """What an application says of the licence it follows; `items` are those whose licences it may be."""

    kind: str
    number: str
    items: tuple[str, ...]
    from_expiry: bool


def of_file(file: CaseFile, *, by: Actor, at: datetime) -> Untied | None:
    """What the desk is told of an application whose licence is not tied; None where it follows none, or is tied, or is over, and
    for whoever may not act on the case. It asks for nothing where there is nothing to tie."""
    if not tieable(file.case) or not any(may_act(by, file, role) for role in OFFICERS):
        return None
    asked = Application(file.id, file.number, file.enterprise_id, file.guide, file.answers)
    with reading() as session:
        named = _named(session, asked, file.case)
        if named is None:
            return None
        proven = authority.proven(session, asked.enterprise_id)
        try:
            _fit(session, asked, file.case, named, at=at, checked=True)
        except Refusal as why:
            return Untied(named.kind, named.number, proven, why)
        return Untied(named.kind, named.number, proven, None)


def tie(case_id: str, checked: bool, *, by: Actor, at: datetime, expected_seq: int | None = None) -> Case:
    """Tie an application to the licence it names, as an officer of the window or of the lead office.

    While nobody has let the account in the officer says that he has looked at who applies (`checked`). Raises Refusal
    `former_identity`, or the rule that stands in the way.
    """
    with transaction() as session:
        row = casefile.row_of(session, case_id)
        casefile.check_sight(session, row, by)
        require(any(may_act(by, row, role) for role in OFFICERS), "role", roles=[str(Role.WINDOW)])
        standing.check(session, by, *OFFICERS)
        let_in = authority.proven(session, row.enterprise_id)
        if not (let_in or checked):
            raise Refusal("former_identity")
        return _tie(session, row, checked=not let_in, by=by, at=at, expected_seq=expected_seq)


def carry(parcel: Parcel, at: datetime) -> None:
    """Carry a `tie` message: a case that its account brought along is tied to the licence that it names. What stands in the way
    is told to the desk on the page of the case, as long as it does. Safe to repeat."""
    assert parcel.case_id is not None, "what is tied is a case"
    try:
        with transaction() as session:
            row = session.get_one(CaseRow, parcel.case_id)
            case = journal.state_of(session, row.id)
            if (
                tieable(case)
                and _named(session, _asked(session, row), case)
                and authority.proven(session, row.enterprise_id)
            ):
                _tie(session, row, checked=False, by=SYSTEM, at=at)
    except Refusal as why:
        log.info("case %s is not tied to a licence: %s", parcel.case_id, why.rule)


def _tie(
    session: Session, row: CaseRow, *, checked: bool, by: Actor, at: datetime, expected_seq: int | None = None
) -> Case:
    """Both cases are held in the order of their numbers before anything is looked at, so that of two renewals one is first."""
    case, asked = journal.state_of(session, row.id), _asked(session, row)
    named = _named(session, asked, case)
    if not tieable(case) or named is None:
        raise Refusal("former_tie_late")
    term = _fit(session, asked, case, named, at=at, checked=checked)
    licence = former_licence.newest(session, term, row.id)
    assert licence is not None, "the register has just named it"
    journal.lock_all(session, (row.id, licence.case_id))
    session.refresh(licence)  # somebody may have changed it while it was waited for
    case = journal.state_of(session, row.id)
    term = _fit(session, asked, case, named, at=at, checked=checked)
    licence = former_licence.newest(session, term, row.id)
    silent = any(isinstance(one.event, DeemedRenewed) for one in journal.load(session, row.id))
    command = TieFormer(term.kind, term.licence, term.from_expiry, checked)
    journal.record(session, row, command, by=by, at=at, expected_seq=known_seq(session, row, expected_seq))
    if term.kind == RENEWAL:
        renewals.answer(session, licence, row.number, by=by, at=at, filed_on=filed_on(case))
    if silent:
        outbox.post(session, f"tied-{row.id}", "renewal", case_id=row.id, payload={}, at=at)
    former_licence.learn(session, row, by=SYSTEM, at=at)
    return journal.state_of(session, row.id)


def _named(session: Session, asked: Application, case: Case) -> Named | None:
    for one in asked.guide.result.replaces:
        if holds(one.when, asked.answers, frozenset(case.terms.situations)):
            number = str(asked.answers.get(one.licence_field) or "").strip()
            items = one.items or (asked.guide.item,)
            return Named(one.kind, number, items, one.kind == RENEWAL and one.from_expiry)
    return Named(RENEWAL, _number_of(session, asked, case), (), True) if case.terms.renewal else None


def _number_of(session: Session, asked: Application, case: Case) -> str:
    """The number of a renewal whose guide names no field for it: what was typed anywhere, or the one licence of that day."""
    typed = {one for value in asked.answers.values() if isinstance(value, str) and value for one in spellings(value)}
    known = session.scalars(select(Licence.number).where(Licence.number.in_(typed)).order_by(Licence.id)).all()
    if known:
        return known[-1]
    by_day = renewals.licence_renewed(session, asked.enterprise_id, asked.guide, asked.answers, case.terms)
    return by_day.number if by_day else ""


def _fit(session: Session, asked: Application, case: Case, named: Named, *, at: datetime, checked: bool) -> FormerTerm:
    """How the case follows the licence it names. Raises Refusal of what stands in the way, in the order in which it is mended."""
    spelt = Licence.number.in_(spellings(named.number))
    found = list(session.scalars(select(Licence).where(spelt).order_by(Licence.id))) if named.number else []
    if not found:
        raise Refusal("former_unknown", number=named.number)
    code = code_named(asked.guide, asked.answers)
    whose = authority.counted(session, asked.enterprise_id) if checked else (asked.enterprise_id,)
    held = or_(*(held_by(one, code, checked=checked) for one in whose))
    own = list(session.scalars(select(Licence).where(spelt, held)))
    if not own:
        raise Refusal("former_elsewhere", number=named.number)
    renewed = [one for one in own if asked.guide.item in (one.item, renewals.renewed_by(session, one))]
    fitting = [one for one in own if one.item in named.items] if named.items else renewed
    if not fitting:
        raise Refusal("former_other_item", number=named.number)
    term = FormerTerm(named.kind, fitting[-1].number, named.from_expiry)
    _free(session, asked, case, term, at=at)
    return term


def _free(session: Session, asked: Application, case: Case, term: FormerTerm, *, at: datetime) -> None:
    """Nothing ended the licence, and no other application renews it (article 50, R37)."""
    as_tied = advance(case, terms=tied(case.terms, term))
    look = former_licence.look(session, asked.id, as_tied, business_day(at))
    licence = former_licence.newest(session, term, asked.id)
    if look is None or licence is None:
        raise Refusal("former_unknown", number=term.licence)
    first = journal.state_of(session, licence.case_id).renewed_by
    taken = term.kind == RENEWAL and first and first != asked.number and not renewals.vain(session, first)
    if taken or (look.stands == RENEWED and term.kind == RENEWAL):
        raise Refusal("former_asked_elsewhere", number=look.licence, other=first)
    if lost(term.kind, look.stands):
        words = state_words(look.stands)
        raise Refusal("former_over", number=look.licence, state=words["en"], state_zh=words["zh"])


def _asked(session: Session, row: CaseRow) -> Application:
    answers = dict(snapshots.latest(session, row.id)["answers"])
    return Application(row.id, row.number, row.enterprise_id, law.guide_of(row.item, row.guide_version), answers)
