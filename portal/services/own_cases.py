"""The cases of one enterprise, as its handlers list them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from guides.text import Text
from portal.actors import Actor
from portal.db import reading
from portal.models import Case as CaseRow
from portal.models import CaseDuty
from portal.services import law
from portal.services.own_rows import own_rows
from portal.services.paging import Page, offset
from workflows.case import State

ROWS = 20


@dataclass(frozen=True, slots=True)
class OwnCase:
    """One case: its state, and the day by which something has to happen.

    `renew_by` is the last day to apply for renewal once the window is open, `mend_by` the day to put something right.
    """

    public_id: str
    number: str
    item: Text
    state: str
    outcome: str
    received_on: date | None
    due: date | None
    provisional: bool
    paused: bool
    deferred_missing: int
    answered: int = 0
    asked: int = 0
    renew_by: date | None = None
    mend_by: date | None = None

    @property
    def ours(self) -> bool:
        """True when the applicant has to do something."""
        return self.state == State.CORRECTION or self.deferred_missing > 0 or self.mend_by is not None


_DUE = {
    State.SUBMITTED: "notice_due",
    State.RESUBMITTED: "notice_due",
    State.CORRECTION: "correction_due",
    State.IN_REVIEW: "promised_due",
    State.GRANTED: "delivery_due",
    State.ISSUED: "delivery_due",
    State.REFUSED: "delivery_due",
}


def listed(*, by: Actor, on: date, page: int = 1) -> Page[OwnCase]:
    """The enterprise's cases, newest first, one page of them; two queries whatever their number."""
    own = own_rows(CaseRow, by)
    with reading() as session:
        total = session.scalar(select(func.count()).select_from(CaseRow).where(own)) or 0
        page, pages, skipped = offset(page, total, ROWS)
        window = (CaseDuty.kind == "renewal", CaseDuty.state == "open", CaseDuty.since <= on, CaseDuty.due_on >= on)
        after = (_owed(*window), _owed(CaseDuty.state == "correct"))
        statement = select(CaseRow, *after).where(own).order_by(CaseRow.id.desc()).offset(skipped).limit(ROWS)
        rows = tuple(_line(*row) for row in session.execute(statement))
    return Page(rows, total, page, pages)


def _owed(*where: Any) -> Any:
    """The first last day of what is owed after the licence of a case."""
    return select(func.min(CaseDuty.due_on)).where(CaseDuty.case_id == CaseRow.id, *where).scalar_subquery()


def _line(row: CaseRow, renew_by: date | None, mend_by: date | None) -> OwnCase:
    name = _DUE.get(State(row.state))
    due = (row.answer_due if name == "notice_due" else None) or (getattr(row, name) if name else None)
    return OwnCase(
        public_id=row.public_id,
        number=row.number,
        item=Text(zh=row.item_name_zh, en=row.item_name_en),
        state=row.state,
        outcome=row.outcome or "",
        received_on=row.received_on,
        due=due,
        provisional=row.provisional and law.unsettled(due),
        paused=row.paused,
        answered=row.tracks_answered,
        asked=row.tracks_total,
        deferred_missing=row.deferred_open - row.deferred_arrived if row.state == State.IN_REVIEW else 0,
        renew_by=renew_by,
        mend_by=mend_by,
    )
