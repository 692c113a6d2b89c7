"""What was handed in, frozen: answers and file digests as one JSON value, kept once a round and never changed."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db import add_rows
from portal.models import Snapshot


def digest_of(content: dict[str, Any]) -> str:
    """SHA-256 of the canonical JSON text: the same answers and files always give the same digest."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def keep(session: Session, case_id: int, round_: int, content: dict[str, Any], *, at: datetime) -> None:
    """Store the snapshot of a round (1 for the submission, one more for each correction or supplement)."""
    row = {"case_id": case_id, "round": round_, "content": content, "digest": digest_of(content), "at": at}
    add_rows(session, Snapshot, [row])


def latest(session: Session, case_id: int) -> dict[str, Any]:
    """The content of the newest snapshot of a case: answers, files, promised materials, applicant."""
    return content_of(session, case_id, None)


def content_of(session: Session, case_id: int, digest: str | None) -> dict[str, Any]:
    """The content with that digest, or the newest. Raises LookupError when it is not there."""
    statement = select(Snapshot.content).where(Snapshot.case_id == case_id)
    if digest is not None:
        statement = statement.where(Snapshot.digest == digest)
    content = session.scalars(statement.order_by(Snapshot.round.desc()).limit(1)).one_or_none()
    if content is None:
        raise LookupError(f"case {case_id} has no snapshot {digest or ''}")
    return content
