"""The hearings that are announced to the public: what, when, where, and whom to call (articles 46 and 48 (3), R36)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from guides.text import Text
from portal.db import reading
from portal.masks import mask_name
from portal.models import Case as CaseRow
from portal.models import Enterprise
from portal.services import journal, law, offices
from portal.services.publication_fields import KINDS
from workflows import events as e

MOST = 100


@dataclass(frozen=True, slots=True)
class PublicHearing:
    """One hearing to come. `announced` ones the authority itself holds, with the reason; natural persons are masked."""

    item: Text
    applicant: str
    office: Text
    held_on: date
    time: str
    place: str
    announced: bool
    reason: str
    phone: str


def upcoming(*, on: date) -> tuple[PublicHearing, ...]:
    """The hearings from that day on, by day; hearings are held in public, whoever asked for them."""
    statement = (
        select(CaseRow, Enterprise.kind)
        .join(Enterprise, Enterprise.id == CaseRow.enterprise_id)
        .where(CaseRow.hearing_on >= on, CaseRow.closed_on.is_(None))  # what ended meanwhile is not heard
        .order_by(CaseRow.hearing_on, CaseRow.id)
        .limit(MOST)
    )
    names = offices.names()
    with reading() as session:
        rows = session.execute(statement).all()
        return tuple(_shown(row, kind, journal.load(session, row.id), names) for row, kind in rows)


def _shown(row: CaseRow, kind: str, recorded: list[e.Recorded], names: dict[str, Text]) -> PublicHearing:
    events = [entry.event for entry in recorded]
    day = next(one for one in reversed(events) if isinstance(one, e.HearingSet))
    own = next((one for one in reversed(events) if isinstance(one, e.HearingAnnounced)), None)
    guide = law.guide_of(row.item, row.guide_version)
    return PublicHearing(
        item=Text(zh=row.item_name_zh, en=row.item_name_en),
        applicant=mask_name(row.applicant_name) if kind in KINDS else row.applicant_name,
        office=names.get(row.lead_office) or guide.authority.name,
        held_on=day.held_on,
        time=day.time,
        place=day.place,
        announced=own is not None,
        reason=own.reason if own else "",
        phone=guide.contact.phone,
    )
