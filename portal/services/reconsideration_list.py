"""The applications for reconsideration that supervisors hand over and follow, read from the journal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from guides.text import Text
from portal.access import require
from portal.actors import Actor, Role
from portal.clock import day_starts
from portal.db import reading
from portal.models import Case as CaseRow
from portal.models import Document, JournalEntry
from portal.services.reconsideration import SILENCE

DAYS, ROWS = 730, 200
_LATER = ("ReconsiderationPassedOn", "ReconsiderationEnded")


@dataclass(frozen=True, slots=True)
class Filed:
    """One application on the list; `state` is filed, passed_on or ended, `name` how addresses call the contested act."""

    case_id: str
    case_number: str
    applicant: str
    item: Text
    name: str
    document: str
    letter_number: str
    body: str
    filed_on: date
    pass_on_by: date
    state: str
    outcome: str = ""


def listed(*, by: Actor, on: date) -> tuple[Filed, ...]:
    """Those of the last two years: what has to be handed over first, by its last day, then what the body has, then the rest."""
    require(by.holds(Role.SUPERVISOR), "role", roles=[str(Role.SUPERVISOR)])
    j, c = JournalEntry, CaseRow
    with reading() as session:
        wanted = select(j.payload, c.id, c.public_id, c.number, c.applicant_name, c.item_name_zh, c.item_name_en)
        wanted = wanted.join(c, c.id == j.case_id).where(j.kind == "ReconsiderationFiled")
        since = day_starts(on - timedelta(days=DAYS))
        rows = session.execute(wanted.where(j.at >= since).order_by(j.at.desc()).limit(ROWS)).all()
        cases = {row.id for row in rows}
        later = select(j.case_id, j.kind, j.payload).where(j.case_id.in_(cases), j.kind.in_(_LATER)).order_by(j.seq)
        letters = select(Document.case_id, Document.seq, Document.kind, Document.public_id, Document.number)
        acts = {(at, p["letter"], p["document"]): (kind, p) for at, kind, p in session.execute(later)} if rows else {}
        found = session.execute(letters.where(Document.case_id.in_(cases))) if rows else ()
        names = {(case, seq, kind): (name, number) for case, seq, kind, name, number in found}
    made = [_line(row, acts, names) for row in rows]
    order = {"filed": 0, "passed_on": 1, "ended": 2}
    return tuple(sorted(made, key=lambda one: (order[one.state], one.pass_on_by)))


def _line(row: Any, acts: dict[Any, tuple[str, Any]], names: dict[Any, tuple[str, str]]) -> Filed:
    said = row.payload
    place = (row.id, said["letter"], said["document"])
    kind, last = acts.get(place, ("", {}))
    name, number = names.get(place, (SILENCE, ""))
    return Filed(
        case_id=row.public_id,
        case_number=row.number,
        applicant=row.applicant_name,
        item=Text(zh=row.item_name_zh, en=row.item_name_en),
        name=name,
        document=said["document"],
        letter_number=number,
        body=said["body"],
        filed_on=date.fromisoformat(said["filed_on"]),
        pass_on_by=date.fromisoformat(said["pass_on_by"]),
        state={"ReconsiderationPassedOn": "passed_on", "ReconsiderationEnded": "ended"}.get(kind, "filed"),
        outcome=str(last.get("outcome", "")),
    )
