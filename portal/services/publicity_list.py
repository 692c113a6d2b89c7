"""What stands before the public now (公示): what is about to be decided, until when, and where to object (R161)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from guides.text import Text
from portal.db import reading
from portal.masks import mask_name
from portal.models import Case as CaseRow
from portal.models import Enterprise
from portal.services import act_contents, journal, law, offices
from portal.services.publication_fields import KINDS
from workflows.publicity import Window
from workflows.refusal import Refusal

MOST = 100


@dataclass(frozen=True, slots=True)
class PublicMatter:
    """One matter before the public; natural persons are masked. `letter` is the number of the notice, to name it on the phone.

    `reason` says why it stands there once more, `earlier` are the windows before.
    """

    case_id: str
    item: Text
    applicant: str
    office: Text
    text: str
    opened_on: date
    last_on: date
    days: int
    letter: str
    phone: str
    address: Text
    reason: str = ""
    earlier: tuple[Window, ...] = ()


def open_matters(*, on: date) -> tuple[PublicMatter, ...]:
    """The matters whose window is open on that day, those that end first on top."""
    statement = _shown().where(CaseRow.publicity_until >= on)
    statement = statement.order_by(CaseRow.publicity_until, CaseRow.id).limit(MOST)
    names = offices.names()
    with reading() as session:
        return tuple(_matter(session, row, kind, names) for row, kind in session.execute(statement).all())


def matter(case_id: str, *, on: date) -> PublicMatter:
    """One matter, while its window is open. Raises Refusal `no_such_matter` for everything else, so that nothing is told."""
    names = offices.names()
    with reading() as session:
        found = session.execute(_shown().where(CaseRow.public_id == case_id, CaseRow.publicity_until >= on)).first()
        if found is None:
            raise Refusal("no_such_matter")
        return _matter(session, found[0], found[1], names)


def _shown() -> Select[CaseRow, str]:
    return select(CaseRow, Enterprise.kind).join(Enterprise, Enterprise.id == CaseRow.enterprise_id)


def _matter(session: Session, row: CaseRow, kind: str, names: dict[str, Text]) -> PublicMatter:
    case = journal.state_of(session, row.id)
    at, guide = case.publicity, law.guide_of(row.item, row.guide_version)
    assert at.opened_on is not None
    assert at.last_on is not None
    return PublicMatter(
        case_id=row.public_id,
        item=Text(zh=row.item_name_zh, en=row.item_name_en),
        applicant=mask_name(row.applicant_name) if kind in KINDS else row.applicant_name,
        office=names.get(row.lead_office) or guide.authority.name,
        text=str(act_contents.content_of(session, row.id, at.paper).get("text", "")),
        opened_on=at.opened_on,
        last_on=at.last_on,
        days=at.days,
        letter=next((number for _, name, number in reversed(case.numbers) if name == "publicity_notice"), ""),
        phone=guide.contact.phone,
        address=guide.contact.address,
        reason=at.reason,
        earlier=at.earlier,
    )
