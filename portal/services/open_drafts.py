"""The drafts that a person has begun and not handed in, as lists name them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from guides.text import Text
from portal.actors import Actor, Role
from portal.db import reading
from portal.models import Draft, Enterprise
from portal.services import law
from portal.services.own_rows import own_rows


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft as lists name it; `name` is None when the catalogue has lost its guide."""

    public_id: str
    item: str
    name: Text | None
    applicant_name: str
    channel: str
    created_at: datetime
    changed_at: datetime
    lapse_told_on: date | None = None


def mine(*, by: Actor) -> tuple[DraftLine, ...]:
    """The open drafts of the handler's enterprise, or those a window officer began at the window; newest first."""
    window = Draft.channel != "online"
    own = (~window) & own_rows(Draft, by)
    kept = own if by.holds(Role.HANDLER) else window & (Draft.user_id == by.id)
    statement = select(Draft, Enterprise.name).join(Enterprise, Enterprise.id == Draft.enterprise_id)
    with reading() as session:
        rows = session.execute(
            statement.where(kept, Draft.case_id.is_(None)).order_by(Draft.changed_at.desc(), Draft.id.desc())
        )
        return tuple(_line(draft, name) for draft, name in rows)


def _line(draft: Draft, applicant: str) -> DraftLine:
    guide = law.catalogue().version(draft.item, draft.guide_version)
    name = guide.name if guide else None
    days = (draft.created_at, draft.changed_at, draft.lapse_told_on)
    return DraftLine(draft.public_id, draft.item, name, applicant, draft.channel, *days)
