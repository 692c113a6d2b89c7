"""Who of an enterprise brought, removed or took away which file, written into its log: by material and case, never by file name."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.actors import Actor
from portal.db import transaction
from portal.models import Case as CaseRow
from portal.models import Document, Draft, Upload
from portal.services import account_log

UPLOADED, REMOVED, DOWNLOADED, LETTER = "file_uploaded", "file_removed", "file_downloaded", "letter_downloaded"
VALIDITY, BY_DESK = "validity_stated", "file_removed_desk"
KINDS = (UPLOADED, REMOVED, BY_DESK, DOWNLOADED, LETTER, VALIDITY)


def brought(session: Session, upload: Upload, *, by: Actor, at: datetime) -> None:
    """Write down in the caller's transaction that somebody of the enterprise brought a file; of an officer nothing is written."""
    _note(session, UPLOADED, upload, by=by, at=at)


def removed(session: Session, upload: Upload, *, by: Actor, at: datetime) -> None:
    """Write down in the caller's transaction that a file was removed that was not handed in: by somebody of the enterprise, or
    by an officer what the enterprise itself had brought, so that it goes nowhere unseen (行政执法全过程记录)."""
    if by.kind == "handler":
        _note(session, REMOVED, upload, by=by, at=at)
    elif upload.uploaded_by.startswith("handler:") and (draft := session.get(Draft, upload.draft_id or 0)) is not None:
        account_log.note(session, BY_DESK, by=by, at=at, enterprise_id=draft.enterprise_id, **_facts(upload, draft))


def validity_stated(session: Session, upload: Upload, *, by: Actor, at: datetime) -> None:
    """Write down in the caller's transaction that somebody said until when a paper of the enterprise is valid."""
    _note(session, VALIDITY, upload, by=by, at=at)


def _note(session: Session, kind: str, upload: Upload, *, by: Actor, at: datetime) -> None:
    draft = session.get(Draft, upload.draft_id) if upload.draft_id else None
    if by.kind == "handler" and draft is not None:
        account_log.note(session, kind, by=by, at=at, enterprise_id=draft.enterprise_id, **_facts(upload, draft))


def taken(file_id: str, *, by: Actor, at: datetime) -> None:
    """Write down that somebody of the enterprise took a file of it away."""
    if by.kind != "handler":
        return
    with transaction() as session:
        statement = select(Upload, Draft).join(Draft, Draft.id == Upload.draft_id).where(Upload.public_id == file_id)
        found = session.execute(statement).one_or_none()
        if found is not None:
            upload, draft = found
            facts = _facts(upload, draft)
            account_log.note(session, DOWNLOADED, by=by, at=at, enterprise_id=draft.enterprise_id, **facts)


def letter_taken(letter_id: str, *, by: Actor, at: datetime) -> None:
    """Write down that somebody of the enterprise took a letter away."""
    if by.kind != "handler":
        return
    with transaction() as session:
        statement = select(Document, CaseRow).join(CaseRow, CaseRow.id == Document.case_id)
        found = session.execute(statement.where(Document.public_id == letter_id)).one_or_none()
        if found is not None:
            letter, row = found
            facts: dict[str, Any] = {"item": row.item, "letter": letter.kind, "case": row.id}
            account_log.note(session, LETTER, by=by, at=at, enterprise_id=row.enterprise_id, **facts)


def _facts(upload: Upload, draft: Draft) -> dict[str, Any]:
    """What the file stands for; the number of the case once there is one, also where it was brought before."""
    version = draft.guide_version.isoformat()
    return {
        "item": draft.item,
        "version": version,
        "material": upload.material,
        "case": draft.case_id,
        "draft": draft.id,
    }
