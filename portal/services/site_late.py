"""What was noted on the site before the record and arrived after it: an annex to the record, and no part of what was signed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from guides.text import Text
from portal.actors import Actor
from portal.clock import BUSINESS_ZONE
from portal.db import reading
from portal.models import Case as CaseRow
from portal.models import SiteEntry, Upload
from portal.services import act_contents, casefile, journal, law, people
from portal.services.people import PORTAL, Name
from workflows import commands as c
from workflows.site_visit import SiteRecord


@dataclass(frozen=True, slots=True)
class Late:
    """One finding (with its point), note, photograph or recording of an annex: who noted it, when, and when it arrived."""

    kind: str
    words: str
    taken_at: datetime
    arrived_at: datetime
    by: str
    who: Name
    finding: str = ""
    point: Text | None = None
    file: str = ""
    sha256: str = ""
    name: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True)
class Annex:
    """What arrived after one record, in the order in which it was noted."""

    record: SiteRecord
    entries: tuple[Late, ...]


def add(
    session: Session,
    row: CaseRow,
    record: SiteRecord,
    entries: Sequence[SiteEntry],
    upload: Upload | None,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Add one sending to the annex of a record, in the caller's transaction: an act of its own in the journal, with digests.

    The record, the opinions and an outcome stay as they are; all of a sending was noted at one moment.
    """
    for one in entries:
        one.late = record.paper
    paper = act_contents.keep(session, row.id, _content(session, row, entries, upload, by, at), at=at)
    told = c.AnnexSiteNotes(entries[0].taken_at, tuple(one.entry for one in entries), paper)
    journal.record(session, row, told, by=by, at=at)


def annexes(case_id: str, *, by: Actor) -> tuple[Annex, ...]:
    """What arrived after the records of a case, for somebody who may see it; nothing where all was in time."""
    with reading() as session:
        row = casefile.row_of(session, case_id)
        casefile.check_sight(session, row, by)
        records = [one for one in journal.state_of(session, row.id).site.records if one.late]
        found = _entries(session, row) if records else []
        return tuple(Annex(one, tuple(late for of, late in found if of == one.paper)) for one in records)


def _entries(session: Session, row: CaseRow) -> list[tuple[str, Late]]:
    statement = (
        select(SiteEntry, Upload.public_id, Upload.sha256, Upload.filename, Upload.size)
        .outerjoin(Upload, Upload.id == SiteEntry.upload_id)
        .where(SiteEntry.case_id == row.id, SiteEntry.late != "")
        .order_by(SiteEntry.taken_at, SiteEntry.at, SiteEntry.entry)
    )
    rows = list(session.execute(statement))
    names = people.names_of(session, {one.by for one, *_ in rows})
    found = []
    for one, file, sha256, name, size in rows:
        who, kept = names.get(one.by, PORTAL), (file or "", sha256 or "", name or "", size or 0)
        told = (one.kind, one.words, one.taken_at, one.at, one.by, who, one.finding, _point(row, one))
        found.append((one.late, Late(*told, *kept)))
    return found


def _point(row: CaseRow, entry: SiteEntry) -> Text | None:
    plan = law.guide_of(row.item, row.guide_version).track(entry.track) if entry.track else None
    return plan.review_points[entry.point] if plan and entry.point is not None else None


def _content(
    session: Session, row: CaseRow, entries: Sequence[SiteEntry], upload: Upload | None, by: Actor, at: datetime
) -> dict[str, Any]:
    taken = _stamp(entries[0].taken_at)
    content: dict[str, Any] = {
        "name": people.names_of(session, {by.reference}).get(by.reference, PORTAL).name,
        "taken": taken,
        "arrived": _stamp(at),
        "points": [
            {"track": one.track, "point": str(_point(row, one) or ""), "finding": one.finding, "words": one.words}
            for one in entries
            if one.kind == "point"
        ],
        "notes": [{"words": one.words} for one in entries if one.kind == "note"],
    }
    for one in entries:
        if upload is not None and one.kind in ("photo", "recording"):
            facts = {"sha256": upload.sha256, "file": upload.public_id, "name": upload.filename}
            content[f"{one.kind}s"] = [{"taken": taken, "words": one.words} | facts]
    return content


def _stamp(moment: datetime) -> str:
    return f"{moment.astimezone(BUSINESS_ZONE):%Y-%m-%d %H:%M}"
