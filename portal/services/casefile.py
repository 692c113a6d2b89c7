"""The case file: one case as every page reads it, in a fixed number of queries, checked for who may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from guides.guide import Guide
from guides.plan import Needs, needs
from portal.access import may_export, may_see, require
from portal.actors import Actor
from portal.db import reading
from portal.documents.letter import INTERNAL
from portal.models import Case as CaseRow
from portal.models import Document, Upload
from portal.services import journal, law, licensee, snapshots
from workflows.case import Case, fold
from workflows.duties import licensed
from workflows.events import Recorded
from workflows.refusal import Refusal

MINUTES, WHEREABOUTS = "minutes", "whereabouts"
INSIDE = (MINUTES, WHEREABOUTS)
"""The purposes of files that stay inside the authority: the signed minutes of a discussion, and what proves that nobody knows
where the addressee of a letter is, who need not be the applicant."""


@dataclass(frozen=True, slots=True)
class FileFacts:
    """An uploaded file as pages name it."""

    public_id: str
    material: str
    filename: str
    media_type: str
    size: int
    sha256: str
    pages: int | None
    purpose: str
    uploaded_at: datetime
    scan: str = ""
    reused_from: str = ""
    doubts: tuple[str, ...] = ()
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """A promised letter as lists name it."""

    public_id: str
    seq: int
    kind: str
    number: str
    dated: date


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case with everything that pages say of it. `content` is the newest snapshot; `files` are the live uploads."""

    id: int
    public_id: str
    number: str
    enterprise_id: int
    handler_id: int | None
    officer_id: int | None
    applicant_name: str
    lead_office: str
    intake_office: str
    created_at: datetime
    guide: Guide
    needs: Needs
    content: dict[str, Any]
    case: Case
    recorded: tuple[Recorded, ...]
    files: tuple[FileFacts, ...]
    letters: tuple[LetterFacts, ...]

    @property
    def item(self) -> str:
        """The item that is applied for."""
        return self.guide.item

    @property
    def answers(self) -> dict[str, Any]:
        """The answers as they were handed in last."""
        answers: dict[str, Any] = self.content["answers"]
        return answers


def casefile(public_id: str, *, by: Actor) -> CaseFile:
    """The file of a case. Raises Refusal when there is none, Denied when it is not the actor's business."""
    with reading() as session:
        return gather(session, row_of(session, public_id), by=by)


def row_of(session: Session, public_id: str) -> CaseRow:
    """The row of a case by its opaque name. Raises Refusal when there is none."""
    row = session.scalars(select(CaseRow).where(CaseRow.public_id == public_id)).one_or_none()
    if row is None:
        raise Refusal("no_such_case")
    return row


def locked(session: Session, public_id: str, *, by: Actor) -> CaseRow:
    """The row, locked for a change, for somebody who may see the case."""
    row = journal.lock(session, row_of(session, public_id).id)
    check_sight(session, row, by)
    return row


def check_sight(session: Session, row: CaseRow, by: Actor) -> None:
    """Raise Denied unless the case is the actor's business."""
    if may_see(by, row):
        return
    require(may_see(by, row, offices_of(journal.state_of(session, row.id))))


def sees_inside(session: Session, row: CaseRow, by: Actor) -> bool:
    """Whether somebody may see what stays inside the authority."""
    return may_export(by, row, offices_of(journal.state_of(session, row.id)))


def offices_of(case: Case) -> set[str]:
    """The offices whose business a case is beside the one that leads it: those that answer, and later those that check."""
    checking = {duty.office for duty in case.terms.duties} if licensed(case) else set()
    return {track.office for track in case.terms.tracks} | checking


def gather(session: Session, row: CaseRow, *, by: Actor) -> CaseFile:
    """Everything about a case that `by` may see, in five queries."""
    recorded = tuple(journal.load(session, row.id))
    case = fold(recorded)
    if case is None:
        raise Refusal("no_such_case")
    require(may_see(by, row, offices_of(case)) or licensee.holds(session, row.id, by))
    inside = may_export(by, row, offices_of(case))
    guide = law.guide_of(row.item, row.guide_version)
    content = snapshots.latest(session, row.id)
    return CaseFile(
        id=row.id,
        public_id=row.public_id,
        number=row.number,
        enterprise_id=row.enterprise_id,
        handler_id=row.handler_id,
        officer_id=row.officer_id,
        applicant_name=row.applicant_name,
        lead_office=row.lead_office,
        intake_office=row.intake_office,
        created_at=row.created_at,
        guide=guide,
        needs=needs(guide, content["answers"], case.received_on),
        content=content,
        case=case,
        recorded=recorded,
        files=tuple(one for one in _files(session, row.id) if inside or one.purpose not in INSIDE),
        letters=_letters(session, row.id, inside=inside),
    )


def _files(session: Session, case_id: int) -> tuple[FileFacts, ...]:
    u = Upload
    facts = (u.public_id, u.material, u.filename, u.media_type, u.size, u.sha256, u.pages, u.purpose, u.uploaded_at)
    statement = select(*facts, u.scan, u.reused_from, u.doubts).where(u.case_id == case_id, u.removed_at.is_(None))
    rows = session.execute(statement.order_by(u.id)).mappings()
    return tuple(FileFacts(**{**row, "doubts": tuple(row["doubts"])}) for row in rows)


def _letters(session: Session, case_id: int, *, inside: bool) -> tuple[LetterFacts, ...]:
    """The letters of a case, the newest first; what stays inside the authority only for those inside."""
    d = Document
    statement = select(d.public_id, d.seq, d.kind, d.number, d.dated).where(d.case_id == case_id).order_by(d.id.desc())
    return tuple(LetterFacts(*row) for row in session.execute(statement) if inside or row.kind not in INTERNAL)
