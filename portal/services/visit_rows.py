"""The rows of visits: copies of the journal, derived by one function and written with it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam
from sqlalchemy.orm import Session

from portal.db import add_rows, table_of
from portal.models import Case as CaseRow
from portal.models import CaseVisit
from workflows.case import Case
from workflows.rules import Moment
from workflows.visits import MADE, Ask, Visit

_VISITS = table_of(CaseVisit)
_UPDATE = _VISITS.update().where(_VISITS.c.case_id == bindparam("row_id"), _VISITS.c.seq == bindparam("row_seq"))


def of_case(case: Case | None) -> dict[int, dict[str, Any]]:
    """Every presence and every request of a case, by its number: a request that was answered is one row with its visit."""
    if case is None:
        return {}
    by_ask = {one.asked: one for one in case.visited if one.asked}
    rows = [_asked(one, by_ask.get(one.seq)) for one in case.asks]
    rows += [_made(one) for one in case.visited if not one.asked]
    return {row["seq"]: row for row in rows}


def copy(session: Session, row: CaseRow, before: Case | None, case: Case, now: Moment, *, anew: bool = False) -> None:
    """Write what changed of the visits of a case; no calendar moves one."""
    if before is not None and (before.visited, before.asks) == (case.visited, case.asks):
        return
    old, new = of_case(before), of_case(case)
    if fresh := [{"case_id": row.id, **one} for seq, one in new.items() if seq not in old]:
        add_rows(session, CaseVisit, fresh)
    changed = [seq for seq in new if seq in old and new[seq] != old[seq]]
    if changed:
        rows = [{"row_id": row.id, "row_seq": seq, **_changeable(new[seq])} for seq in changed]
        session.connection().execute(_UPDATE, rows)


def _changeable(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "seq"}


def _made(one: Visit) -> dict[str, Any]:
    return {
        "seq": one.seq,
        "state": MADE,
        "place": one.place,
        "purpose": one.purposes[0],
        "cause": one.cause,
        "code": one.code,
        "beyond": one.beyond,
        "office": "",
        "asked_on": None,
        "plan_on": None,
        "made_on": one.on,
        "window": one.window,
        "on_day": one.on,
    }


def _asked(one: Ask, visit: Visit | None) -> dict[str, Any]:
    return {
        "seq": one.seq,
        "state": one.state,
        "place": one.place,
        "purpose": one.purpose,
        "cause": one.cause,
        "code": one.code,
        "beyond": one.beyond,
        "office": one.office,
        "asked_on": one.on,
        "plan_on": one.plan_on,
        "made_on": one.made_on,
        "window": visit.window if visit else "",
        "on_day": one.made_on or one.on,
    }
