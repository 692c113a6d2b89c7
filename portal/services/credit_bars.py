"""Statutory bars: recorded by the one who decided, and asked at every application for the same licence (R10, R11)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from guides.guide import Guide
from guides.licence_family import askable, asked_by, family, licences_of
from portal.access import may_act, require
from portal.actors import Actor, Role
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import CreditBar
from portal.services import authority, casefile, journal, law, licensee, snapshots, standing
from portal.services.freshness import known_seq
from workflows.bar_policy import load_policy
from workflows.commands import BarApplicant
from workflows.refusal import Refusal
from workflows.rules.bars import grounds


@dataclass(frozen=True, slots=True)
class Barrable:
    """What a bar on this case could rest on: the grounds with the statute as the guide cites it, and the first day it may name."""

    grounds: dict[str, str]
    decided_on: date | None


def impose(
    case_id: str,
    ground: str,
    facts: str,
    document: str,
    decided_on: date,
    *,
    by: Actor,
    at: datetime,
    expected_seq: int | None = None,
) -> date:
    """Record that the applicant may not apply for this licence again, and return the last day of it.

    Done by the one who decides, on a case of the own office; a renewed click finds it recorded. Raises Refusal where the case
    carries no such decision or the guide cites no statute.
    """
    with transaction() as session:
        row = casefile.locked(session, case_id, by=by)
        require(may_act(by, row, Role.DECIDER), "lead")
        standing.check(session, by, Role.DECIDER)
        guide = law.guide_of(row.item, row.guide_version)
        command = BarApplicant(ground, facts, document, decided_on, statute(guide, ground))
        seq = known_seq(session, row, expected_seq)
        case = journal.record(session, row, command, by=by, at=at, expected_seq=seq)
        bar = case.bars[-1]
        session.add(
            CreditBar(
                enterprise_id=row.enterprise_id, item=row.item, case_id=row.id, ground=ground, facts=bar.facts,
                document=bar.document, decided_on=bar.decided_on, until=bar.until, by=by.reference, at=at,
            )
        )  # fmt: skip
        return bar.until


def barrable(case_id: str, *, by: Actor) -> Barrable:
    """The grounds that this person may record on this case now."""
    with reading() as session:
        row = casefile.row_of(session, case_id)
        casefile.check_sight(session, row, by)
        case = journal.state_of(session, row.id)
        guide = law.guide_of(row.item, row.guide_version)
    may = may_act(by, row, Role.DECIDER)
    known = {ground: statute(guide, ground) for ground in grounds(case)} if may else {}
    return Barrable({ground: cited for ground, cited in known.items() if cited}, case.decided_on or case.ended_on)


def statute(guide: Guide, ground: str) -> str:
    """The guide's own sentence that cites the article of the ground; nothing where it cites none (R99: only by statute)."""
    known = load_policy().get(ground)
    article = known.article if known else ""
    return next((bar.zh for bar in guide.credit.bars if article and article in bar.zh), "")


def refuse_barred(
    session: Session, enterprise_id: int, guide: Guide, on: date, answers: Mapping[str, Any] | None = None
) -> None:
    """Raise Refusal `barred`, naming decision and last day, while this licence may not be applied for again.

    The articles bar from "that administrative licence", by whichever guide of it one applies: new, renewed or changed. Without
    `answers`, before anything is written, only what the guide cannot be used for in any way is refused.
    """
    running = select(CreditBar).where(CreditBar.until >= on).order_by(CreditBar.until.desc())
    if guide.result.holder is None:
        running = running.where(CreditBar.enterprise_id.in_(authority.counted(session, enterprise_id)))
    elif answers is None:
        return  # who the applicant is, whom somebody else may apply for, is not known yet
    for bar in session.scalars(running):
        if _bars(session, bar, guide, answers, on):
            if guide.result.holder is None and bar.enterprise_id != enterprise_id:
                raise Refusal("verify_first")  # who only wrote a code down learns nothing of the enterprise's record
            article = load_policy()[bar.ground].article
            raise Refusal("barred", document=bar.document, decided_on=bar.decided_on, until=bar.until, article=article)


def _bars(session: Session, bar: CreditBar, guide: Guide, answers: Mapping[str, Any] | None, on: date) -> bool:
    """Whether that bar stands against this application: what it asks for, of which licence, and for whom."""
    asked = askable(guide) if answers is None else {asked_by(guide, answers)}
    if not asked <= load_policy()[bar.ground].asked:
        return False
    case = session.get_one(CaseRow, bar.case_id)
    decided, given = law.guide_of(case.item, case.guide_version), snapshots.latest(session, case.id)["answers"]
    if guide.result.holder and licensee.code_named(guide, answers or {}) != licensee.code_named(decided, given):
        return False
    wanted = {guide.item} if answers is None else licences_of(guide, answers)
    return any(wanted & _same_licence(one, decided, on) for one in licences_of(decided, given))


def _same_licence(item: str, decided: Guide, on: date) -> frozenset[str]:
    """The items of the licence of that item by the guides of its office in force, and by the one that the bar was made under."""
    catalogue = law.catalogue()
    listed = catalogue.listing(item, on)
    office = listed.office if listed else decided.office
    found = (catalogue.in_force(one.item, on) for one in catalogue.listings(on) if one.office == office)
    return family(item, [decided, *(one for one in found if one is not None)])
