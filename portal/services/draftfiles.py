"""The files of a draft: which requirement each serves, and how far every requirement is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Select, delete, select, update
from sqlalchemy.orm import Session

from guides.plan import Needs, Requirement
from portal.models import HandOver, PartialUpload, ScanPage, Upload
from portal.services import storage
from portal.services.casefile import FileFacts


@dataclass(frozen=True, slots=True)
class RequirementState:
    """One requirement and how far it is: in, later (promised), shared, optional (nothing handed in) or missing."""

    requirement: Requirement
    state: str
    files: tuple[FileFacts, ...]

    @property
    def key(self) -> str:
        """The requirement's key."""
        return self.requirement.key


def states(needs: Needs, files: Collection[FileFacts], later: Collection[str]) -> tuple[RequirementState, ...]:
    """How far every requirement is, in the order of the guide."""
    return tuple(_state(one, [f for f in files if one.satisfied({f.material})], later) for one in needs.requirements)


def _state(requirement: Requirement, files: list[FileFacts], later: Collection[str]) -> RequirementState:
    if any(file.scan != "infected" for file in files):
        state = "in"
    elif all(material.shared for material in requirement.alternatives):
        state = "shared"
    elif not requirement.necessary:
        state = "optional"
    else:
        state = "later" if requirement.key in later and requirement.deferrable else "missing"
    return RequirementState(requirement, state, tuple(files))


def of_draft(session: Session, draft_id: int, *, purpose: str = "draft") -> tuple[FileFacts, ...]:
    """The live files of a draft that wait to be handed in for that purpose."""
    return brought(session, draft_id, (purpose,))


def brought(session: Session, draft_id: int, purposes: Collection[str]) -> tuple[FileFacts, ...]:
    """The same for several purposes at once."""
    return tuple(facts_of(row) for row in session.scalars(_waiting(draft_id, purposes)))


def waiting(session: Session, draft_id: int, *, purpose: str) -> list[Upload]:
    """The rows of the files that can be handed in, in the order of their arrival: never one in quarantine."""
    return list(session.scalars(_waiting(draft_id, (purpose,)).where(Upload.scan != "infected")))


def _waiting(draft_id: int, purposes: Collection[str]) -> Select[Upload]:
    statement = select(Upload).where(
        Upload.draft_id == draft_id, Upload.purpose.in_(purposes), Upload.case_id.is_(None)
    )
    return statement.where(Upload.removed_at.is_(None)).order_by(Upload.id)


def facts_of(row: Upload) -> FileFacts:
    """An uploaded file as pages name it."""
    return FileFacts(
        row.public_id,
        row.material,
        row.filename,
        row.media_type,
        row.size,
        row.sha256,
        row.pages,
        row.purpose,
        row.uploaded_at,
        row.scan,
        row.reused_from,
        tuple(row.doubts),
        row.valid_to,
    )


def forget(session: Session, draft_id: int) -> None:
    """Delete every file of a draft that was never submitted, and what is stored of it once that is committed.

    The list of files that were handed over (R4) names the application that one became; it is told that there is none.
    """
    keys = list(session.scalars(select(Upload.storage_key).where(Upload.draft_id == draft_id)))
    keys += session.scalars(select(PartialUpload.storage_key).where(PartialUpload.draft_id == draft_id))
    session.execute(delete(PartialUpload).where(PartialUpload.draft_id == draft_id))
    session.execute(delete(ScanPage).where(ScanPage.draft_id == draft_id))
    session.execute(delete(Upload).where(Upload.draft_id == draft_id))
    session.execute(update(HandOver).where(HandOver.draft_id == draft_id).values(draft_id=None))
    erase_after_commit(session, keys)


def let_go(session: Session, upload: Upload) -> None:
    """Delete one file that waits, the pages of it that lie on a table, and what is stored once that is committed."""
    session.execute(delete(ScanPage).where(ScanPage.upload_id == upload.id))
    session.delete(upload)
    erase_after_commit(session, [upload.storage_key])


def erase_after_commit(session: Session, keys: Collection[str]) -> None:
    """Delete stored files as soon as the database has let go of them, and never before."""
    after = session.info.setdefault("after_commit", [])
    for key in keys:
        after.append(lambda key=key: storage.remove(key))
