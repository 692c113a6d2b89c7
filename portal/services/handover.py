"""Handing over to inspection: what a new licence has to be checked for, as a list and as messages (R131, ZJ art. 33)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import current_app
from sqlalchemy import func, select

from portal.access import require
from portal.actors import Actor, Role
from portal.connectors import inspection
from portal.db import reading
from portal.models import Case as CaseRow
from portal.models import CaseDuty, Enterprise, Licence
from portal.services.outbox import Parcel

COLUMNS = (
    "case", "licence", "holder", "uscc", "item", "duty", "kind", "office", "state", "decided_on", "due_on", "checked_on",
    "credit",
)  # fmt: skip
"""What the inspection system gets of every check, in this order."""


@dataclass(frozen=True, slots=True)
class Handed:
    """One check that was handed over, as codes and days; the holder is a unit, or a person by the sign of his number."""

    case: str
    licence: str
    holder: str
    uscc: str
    item: str
    duty: str
    kind: str
    office: str
    state: str
    decided_on: date | None
    due_on: date | None
    checked_on: date | None
    credit: bool


def handed(*, by: Actor) -> Iterator[Handed]:
    """Every check of the person's office that was handed over, the oldest first; of all offices for a supervisor."""
    require(by.holds(Role.REVIEWER) or by.holds(Role.DECIDER) or by.holds(Role.SUPERVISOR), "role", roles=["reviewer"])
    own = [] if by.holds(Role.SUPERVISOR) else [CaseDuty.office == by.office_code]
    with reading() as session:
        for row in session.execute(_asked(*own)):
            yield _line(row)


def carry(parcel: Parcel, at: datetime) -> None:
    """Carry an `inspection` message of the outbox: the checks of one case as they stand now. Raises OSError to be tried again."""
    settings = current_app.config["SETTINGS"]
    if not settings.inspection_url or parcel.case_id is None:
        return
    with reading() as session:
        lines = [_line(row) for row in session.execute(_asked(CaseDuty.case_id == parcel.case_id))]
    message = {"key": parcel.key, "checks": [plain(line) for line in lines]}
    inspection.post(settings.inspection_url, settings.inspection_key, parcel.key, message)


def plain(line: Handed) -> dict[str, Any]:
    """The same with days as text."""
    values = ((name, getattr(line, name)) for name in COLUMNS)
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values}


def _asked(*where: Any) -> Any:
    d = CaseDuty
    holder = func.coalesce(Licence.holder_name, CaseRow.applicant_name)
    code = func.coalesce(Licence.holder_code, Enterprise.uscc)
    columns = (
        CaseRow.number, Licence.number, holder, code, CaseRow.item, d.duty, d.kind, d.office,
        d.state, CaseRow.decided_on, d.due_on, d.checked_on, d.credit,
    )  # fmt: skip
    return (
        select(*columns)
        .select_from(d)
        .join(CaseRow, CaseRow.id == d.case_id)
        .join(Enterprise, Enterprise.id == CaseRow.enterprise_id)
        .outerjoin(Licence, Licence.case_id == d.case_id)
        .where(d.kind != "renewal", *where)
        .order_by(CaseRow.number, d.duty)
    )


def _line(row: Any) -> Handed:
    return Handed(row[0], row[1] or "", *row[2:])
