"""What an office decided or gave its opinion on, the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, literal, select

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
    """The decided cases that the person's office leads, the newest decision first; 1,000 at most.

    An office that leads nothing sees the cases that it took part in, the newest case first.
    """
    require(by.holds(Role.REVIEWER) or by.holds(Role.DECIDER), "role", roles=["reviewer", "decider"])
    columns: tuple[Any, ...] = (
        CaseRow.public_id, CaseRow.number, CaseRow.applicant_name, CaseRow.item_name_zh, CaseRow.item_name_en,
        CaseRow.lead_office, CaseRow.state, CaseRow.outcome, CaseRow.decided_on, CaseRow.promised_due,
    )  # fmt: skip
    with reading() as session:
        leads = session.scalar(select(literal(1)).where(CaseRow.lead_office == by.office_code).limit(1))
        chosen = _led if leads else _answered
        newest = chosen(select(*columns), by.office_code).where(*matching(search))
        counted = chosen(select(literal(1)), by.office_code).where(*matching(search)).limit(CAP + 1).subquery()
        total = session.scalar(select(func.count()).select_from(counted)) or 0
        page, pages, skip = offset(page, min(total, CAP), ROWS)
        rows = session.execute(newest.limit(ROWS).offset(skip))
        return Page(tuple(DecidedCase(*row) for row in rows), total, page, pages)


def _led(statement: Select[Any], office: str) -> Select[Any]:
    where = (CaseRow.lead_office == office, CaseRow.decided_on.is_not(None))
    return statement.select_from(CaseRow).where(*where).order_by(CaseRow.decided_on.desc(), CaseRow.id.desc())


def _answered(statement: Select[Any], office: str) -> Select[Any]:
    share = select(CaseTrack.case_id).where(CaseTrack.office == office, CaseTrack.state == "answered")
    where = (CaseRow.id.in_(share), CaseRow.decided_on.is_not(None))
    return statement.select_from(CaseRow).where(*where).order_by(CaseRow.id.desc())
