"""Cases as an operator lists and reads them, on the machine itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db import reading
from portal.models import Case as CaseRow
from portal.services import journal, law
from portal.services.caseclocks import views_of
from portal.services.explanations import explain_text
from workflows.case import State, fold
from workflows.clocks import clocks
from workflows.events import kind_of, to_payload
from workflows.limits import Clock, due
from workflows.refusal import Refusal

COLUMNS = ("number", "item", "state", "received_on", "accepted_on", "promised_due", "statutory_due", "lead_office")


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case of the list."""

    number: str
    item: str
    state: str
    received_on: date | None
    accepted_on: date | None
    promised_due: date | None
    statutory_due: date | None
    lead_office: str


def listed(*, state: str | None = None, limit: int = 1000) -> list[CaseLine]:
    """The newest cases, of one state or of all. Raises Refusal for a state that does not exist."""
    if state is not None and state not in {str(s) for s in State}:
        raise Refusal("no_such_state", state=state)
    statement = select(*(getattr(CaseRow, name) for name in COLUMNS)).order_by(CaseRow.id.desc()).limit(limit)
    if state is not None:
        statement = statement.where(CaseRow.state == state)
    with reading() as session:
        return [CaseLine(*row) for row in session.execute(statement)]


def shown(number: str, *, on: date) -> dict[str, Any]:
    """One case by its number, or by the last 12 digits of it: columns, clocks and journal. Raises Refusal when there is none."""
    with reading() as session:
        row = _find(session, number)
        recorded = journal.load(session, row.id)
    case = fold(recorded)
    assert case is not None
    return {
        **{name: _plain(getattr(row, name)) for name in COLUMNS},
        "public_id": row.public_id,
        "guide": f"{row.item}@{row.guide_version.isoformat()}",
        "procedure": row.procedure,
        "clocks": {name: _clock(clock, on) for name, clock in clocks(case).items()},
        "journal": [
            {"seq": r.seq, "at": _plain(r.at), "by": r.by, "kind": kind_of(r.event), "payload": to_payload(r.event)}
            for r in recorded
        ],
    }


def explained(number: str, *, on: date) -> dict[str, str]:
    """Why every clock of a case ends when it ends, by the clock's name, as text. Raises Refusal when there is no case."""
    with reading() as session:
        case = journal.state_of(session, _find(session, number).id)
    return {name: explain_text(clock, today=on) for name, clock in views_of(case, on).items()}


def public_id_of(name: str) -> str:
    """The opaque name of a case by its number, by the last 12 digits of it, or by that name. Raises Refusal when there is none."""
    with reading() as session:
        known = session.scalars(select(CaseRow.public_id).where(CaseRow.public_id == name)).one_or_none()
        return known or _find(session, name).public_id


def _find(session: Session, number: str) -> CaseRow:
    tidy = number.replace("-", "").strip()
    statement = select(CaseRow).where(CaseRow.number.endswith(tidy, autoescape=True)).limit(2)
    found = list(session.scalars(statement)) if len(tidy) >= 12 else []
    if len(found) != 1:
        raise Refusal("no_such_case")
    return found[0]


def _clock(clock: Clock, on: date) -> dict[str, Any]:
    last = due(clock, law.calendar(), on)
    return {
        "started": _plain(clock.started),
        "due_on": _plain(last.on),
        "provisional": bool(last.provisional or last.missing_year),
        "stopped": _plain(clock.stopped),
    }


def _plain(value: object) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
