"""What an enterprise applied for lately, each item once: where it does the same again, or sees to the licence that came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from guides.text import Text
from portal.actors import Actor
from portal.db import reading
from portal.models import Case as CaseRow
from portal.models import Licence
from portal.services import law
from portal.services.own_rows import own_rows

MOST = 3


@dataclass(frozen=True, slots=True)
class Recent:
    """An item with the newest case of it; `again` says whether it can be applied for online now, `licensed` that a licence
    came of that case, whose page offers its change, its renewal and a new copy.
    """

    item: str
    name: Text
    case_id: str
    received_on: date | None
    state: str
    ended: bool
    again: bool
    licensed: bool


def recent(*, by: Actor, on: date) -> tuple[Recent, ...]:
    """The items of the enterprise's newest cases, newest first; one query whatever their number."""
    newest = select(func.max(CaseRow.id)).where(own_rows(CaseRow, by)).group_by(CaseRow.item)
    statement = select(CaseRow, Licence.id).outerjoin(Licence, Licence.case_id == CaseRow.id)
    with reading() as session:
        found = session.execute(statement.where(CaseRow.id.in_(newest)).order_by(CaseRow.id.desc()).limit(MOST))
        return tuple(_recent(row, licence is not None, on) for row, licence in found)


def _recent(row: CaseRow, licensed: bool, on: date) -> Recent:
    listing = law.catalogue().listing(row.item, on)
    return Recent(
        item=row.item,
        name=listing.name if listing else Text(zh=row.item_name_zh, en=row.item_name_en),
        case_id=row.public_id,
        received_on=row.received_on,
        state=row.state,
        ended=row.closed_on is not None,
        again=bool(listing and listing.online),
        licensed=licensed,
    )
