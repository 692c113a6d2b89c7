"""What a start looks at in the catalogue: used versions get their lock, and what is not served as it is written is named."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db import transaction
from portal.models import Case as CaseRow
from portal.models import Draft, GuideText
from portal.services import guide_store, law
from workflows.refusal import Refusal


def look(*, at: datetime) -> tuple[str, ...]:
    """Lock every version that cases and drafts rest on and that has no lock yet; say what is wrong with the catalogue.

    A database from before the locks gets them this way. A version whose text is no longer what its cases were opened with
    cannot be locked; it is named.
    """
    with transaction() as session:
        lost = [line for key, used in _unlocked(session).items() if (line := _lock(session, *key, used, at=at))]
    return (*lost, *map(str, law.catalogue().errors))


def _unlocked(session: Session) -> dict[tuple[str, date], set[str]]:
    """Item and day of what is used and not locked, with the digests that cases were opened with."""
    found: dict[tuple[str, date], set[str]] = {}
    c, d = CaseRow, Draft
    for item, day, digest in session.execute(select(c.item, c.guide_version, c.guide_digest).distinct()):
        found.setdefault((item, day), set()).add(digest)
    for item, day in session.execute(select(d.item, d.guide_version).where(d.case_id.is_(None)).distinct()):
        found.setdefault((item, day), set())
    locked = session.execute(select(GuideText.item, GuideText.effective_from)).all()
    return {key: digests for key, digests in found.items() if key not in {(item, day) for item, day in locked}}


def _lock(session: Session, item: str, day: date, digests: set[str], *, at: datetime) -> str:
    guide = law.catalogue().version(item, day)
    if guide is None or digests - {guide.digest}:
        return f"{item}/{day.isoformat()}: used, and its text is no longer the one it was used with"
    try:
        guide_store.pin(session, guide, at=at)
    except Refusal:
        return f"{item}/{day.isoformat()}: used, and its file was changed while it was read"
    return ""
