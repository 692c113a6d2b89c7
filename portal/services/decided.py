"""What an office decided or gave its opinion on, the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import exists, func, literal, or_, select

from portal.access import require
from portal.actors import Actor, Role
from portal.db import reading
from portal.models import Case as CaseRow
from portal.models import CaseTrack
from portal.services.paging import Page, offset
from portal.services.worklist_query import CAP
from portal.services.worklist_query import search as matching

ROWS = 50


@dataclass(frozen=True, slots=True)
class DecidedCase:
    """One decided case; `in_time` says whether the decision came within the promise."""

    public_id: str
    number: str
    applicant: str
    item_zh: str
    item_en: str
    office: str
    state: str
    outcome: str
    decided_on: date
    promised_due: date | None

    @property
    def in_time(self) -> bool:
        """True when it was decided up to the promised last day."""
        return self.promised_due is None or self.decided_on <= self.promised_due


def decided(*, by: Actor, search: str = "", page: int = 1) -> Page[DecidedCase]:
    """The decided cases that the person's office led or answered, the newest decision first; 1,000 at most."""
    require(by.holds(Role.REVIEWER) or by.holds(Role.DECIDER), "role", roles=["reviewer", "decider"])
    answered = exists().where(CaseTrack.case_id == CaseRow.id, CaseTrack.office == by.office_code)
    where = (CaseRow.decided_on.is_not(None), or_(CaseRow.lead_office == by.office_code, answered), *matching(search))
    columns: tuple[Any, ...] = (
        CaseRow.public_id, CaseRow.number, CaseRow.applicant_name, CaseRow.item_name_zh, CaseRow.item_name_en,
        CaseRow.lead_office, CaseRow.state, CaseRow.outcome, CaseRow.decided_on, CaseRow.promised_due,
    )  # fmt: skip
    within = select(literal(1)).select_from(CaseRow).where(*where).limit(CAP + 1).subquery()
    with reading() as session:
        total = session.scalar(select(func.count()).select_from(within)) or 0
        page, pages, skip = offset(page, min(total, CAP), ROWS)
        newest = select(*columns).where(*where).order_by(CaseRow.decided_on.desc(), CaseRow.id.desc())
        rows = session.execute(newest.limit(ROWS).offset(skip))
        return Page(tuple(DecidedCase(*row) for row in rows), total, page, pages)
