"""The rows of promises to bring a material later: copies of the journal, derived by one function and written with it."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import bindparam
from sqlalchemy.orm import Session

from portal.db import add_rows, table_of
from portal.models import Case as CaseRow
from portal.models import CasePromise
from workflows.case import Case
from workflows.case_facts import Promise
from workflows.rules.moment import Moment

_PROMISES = table_of(CasePromise)
_CLEAR = _PROMISES.delete().where(_PROMISES.c.case_id == bindparam("row_id"))


def copy(session: Session, row: CaseRow, before: Case | None, case: Case, now: Moment, *, anew: bool = False) -> None:
    """Write the copies of a case's promises anew whenever the case changes; a case without promises costs nothing.

    A promise changes with the case's clocks (a pause moves its last day) and with its end, not by its own events alone.
    """
    if not case.promises:
        return
    session.connection().execute(_CLEAR, {"row_id": row.id})
    add_rows(session, CasePromise, [{"case_id": row.id, **one} for one in of_promises(row, case, now)])


def of_promises(row: CaseRow, case: Case, now: Moment) -> list[dict[str, Any]]:
    """The copied rows of a case's promises; a pure function of its journal, its place and the calendar."""
    return [_row(row, case, one, now) for one in case.promises.values()]


def _row(row: CaseRow, case: Case, one: Promise, now: Moment) -> dict[str, Any]:
    state = case.promise_state(one)
    kind = "grace" if state == "suspended" else "deferred"
    expected = one.parcel is not None and one.arrived_on is None
    return {
        "material": one.material,
        "enterprise_id": row.enterprise_id,
        "office": row.lead_office,
        "state": state,
        "since": one.since,
        "due_on": now.due(case, f"{kind}:{one.material}"),
        "in_on": one.in_on,
        "settled_on": _settled(state, one),
        "repaired_on": one.repaired_on,
        "parcel": f"{one.parcel.courier} {one.parcel.number}"[:80] if expected and one.parcel else "",
    }


def _settled(state: str, one: Promise) -> date | None:
    """Since when the promise is kept or broken."""
    if state == "broken":
        return one.false_on or one.lapsed_on
    return one.confirmed_on if state in ("kept", "late") else None
