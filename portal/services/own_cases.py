"""The cases of one enterprise, as its handlers list them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from guides.text import Text
from portal.actors import Actor
from portal.db import reading
from portal.models import Case as CaseRow
from portal.models import CaseDuty
from portal.services import law, own_tasks
from portal.services.own_rows import own_rows
from portal.services.own_tasks import OwnTask, Task
from portal.services.paging import Page, offset
from workflows.case import State

ROWS = 20


@dataclass(frozen=True, slots=True)
class OwnCase:
    """One case: its state, and the day by which something has to happen.

    `renew_by` is the last day to apply for renewal once the window is open; `asks` is what the applicant has to do or may do.
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
    answered: int = 0
    asked: int = 0
    renew_by: date | None = None
    asks: tuple[Task, ...] = ()

    @property
    def first(self) -> Task | None:
        """What the applicant has to do first, or else may do; a renewal is said with its own days."""
        ours = [one for one in self.asks if one.must] or [one for one in self.asks if one.code != "renew"]
        return ours[0] if ours else None

    @property
    def ours(self) -> bool:
        """True when the applicant has to do something."""
        return any(one.must for one in self.asks)


_DUE = {
    State.SUBMITTED: "notice_due",
    State.RESUBMITTED: "notice_due",
    State.CORRECTION: "correction_due",
    State.IN_REVIEW: "promised_due",
    State.GRANTED: "delivery_due",
    State.ISSUED: "delivery_due",
    State.REFUSED: "delivery_due",
}


def listed(*, by: Actor, on: date, page: int = 1, tasks: Iterable[OwnTask] | None = None) -> Page[OwnCase]:
    """The enterprise's cases, newest first, one page of them; two queries whatever their number, and those of the tasks.

    `tasks` are those of the enterprise on that day, where the caller has them already.
    """
    own = own_rows(CaseRow, by)
    asked = defaultdict[str, list[Task]](list)
    for one in own_tasks.tasks(by=by, on=on) if tasks is None else tasks:
        asked[one.public_id].append(one.task)
    with reading() as session:
        total = session.scalar(select(func.count()).select_from(CaseRow).where(own)) or 0
        page, pages, skipped = offset(page, total, ROWS)
        window = (CaseDuty.kind == "renewal", CaseDuty.state == "open", CaseDuty.since <= on, CaseDuty.due_on >= on)
        statement = select(CaseRow, _owed(*window)).where(own).order_by(CaseRow.id.desc()).offset(skipped).limit(ROWS)
        found = session.execute(statement).all()
        rows = tuple(_line(row, renew_by, tuple(asked[row.public_id])) for row, renew_by in found)
    return Page(rows, total, page, pages)


def _owed(*where: Any) -> Any:
    """The first last day of what is owed after the licence of a case."""
    return select(func.min(CaseDuty.due_on)).where(CaseDuty.case_id == CaseRow.id, *where).scalar_subquery()


def _line(row: CaseRow, renew_by: date | None, asks: tuple[Task, ...]) -> OwnCase:
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
        renew_by=renew_by,
        asks=asks,
    )
