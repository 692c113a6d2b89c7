"""Statutory bars: recorded by the one who decided, kept by enterprise and item, and asked at every new application (R10, R11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from guides.guide import Guide
from portal.access import may_act, require
from portal.actors import Actor, Role
from portal.db import reading, transaction
from portal.models import CreditBar
from portal.services import casefile, journal, law, standing
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


def refuse_barred(session: Session, enterprise_id: int, item: str, on: date) -> None:
    """Raise Refusal `barred`, naming decision and last day, while the enterprise may not apply for this item again."""
    wanted = select(CreditBar).where(
        CreditBar.enterprise_id == enterprise_id, CreditBar.item == item, CreditBar.until >= on
    )
    bar = session.scalars(wanted.order_by(CreditBar.until.desc())).first()
    if bar is not None:
        article = load_policy()[bar.ground].article
        raise Refusal("barred", document=bar.document, decided_on=bar.decided_on, until=bar.until, article=article)
