"""What acts rest on beside the journal: names and statements, kept by case and digest, so that they can be redacted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import ActContent
from portal.services import snapshots


def keep(session: Session, case_id: int, content: Mapping[str, Any], *, at: datetime) -> str:
    """Keep the content of an act in the caller's transaction; the same content twice is kept once. Returns its digest."""
    kept = dict(content)
    digest = snapshots.digest_of(kept)
    if session.get(ActContent, (case_id, digest)) is None:
        session.add(ActContent(case_id=case_id, digest=digest, content=kept, at=at))
    return digest


def content_of(session: Session, case_id: int, digest: str) -> dict[str, Any]:
    """The content that an event names; nothing where it names none, or where it was redacted."""
    wanted = (ActContent.case_id == case_id, ActContent.digest == digest)
    return session.scalars(select(ActContent.content).where(*wanted)).one_or_none() or {} if digest else {}
