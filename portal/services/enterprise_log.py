"""Everybody's log of an enterprise: who did what for it, from the log of accounts and from the journals of its cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.access import require
from portal.actors import Actor, Role
from portal.db import reading
from portal.models import AccountEntry, JournalEntry
from portal.models import Case as CaseRow
from portal.services import account_log, people

MOST = 200


@dataclass(frozen=True, slots=True)
class Act:
    """One line: a kind of the account log, or an act on a case (`case_id`, `number`, the kind of its event)."""

    at: datetime
    by: str
    kind: str
    whose: str = ""
    item: str = ""
    case_id: str = ""
    number: str = ""


def of_enterprise(*, by: Actor) -> tuple[Act, ...]:
    """What the enterprise's people and agents did, the newest first; for its own people only."""
    require(by.holds(Role.HANDLER) and not by.mandate_id and by.enterprise_id is not None, "owner")
    j = JournalEntry
    statement = select(j.at, j.by, j.kind, CaseRow.public_id, CaseRow.number, CaseRow.item)
    statement = statement.join(CaseRow, CaseRow.id == j.case_id)
    own = (CaseRow.enterprise_id == by.enterprise_id, j.by.startswith("handler:", autoescape=True))
    with reading() as session:
        accounts = account_log.lines(session, AccountEntry.enterprise_id == by.enterprise_id)
        rows = session.execute(statement.where(*own).order_by(j.at.desc(), j.case_id, j.seq.desc()).limit(MOST)).all()
        names = people.names_of(session, [row.by for row in rows])
    acts = [Act(line.at, line.by, line.kind, line.whose, str(line.facts.get("item", ""))) for line in accounts]
    acts += [
        Act(row.at, names[row.by].name if row.by in names else "", row.kind, "", row.item, row.public_id, row.number)
        for row in rows
    ]
    return tuple(sorted(acts, key=lambda one: one.at, reverse=True)[:MOST])
