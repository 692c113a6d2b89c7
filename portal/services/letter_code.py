"""What the code on a document opens that its holder shows: the public page of this very document (R117)."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.documents import Kind
from portal.models import Licence, LicencePaper
from workflows.case import Case

SHOWN = (Kind.LICENCE, Kind.LICENCE_AGAIN, Kind.FILING)
"""The documents that a holder shows, whose code anybody may check."""


def address(session: Session, case_id: int, case: Case, kind: str, site: str) -> str | None:
    """What the QR code of a licence opens: its public page; behind the `#` stands what it proves without a network."""
    if kind not in SHOWN or case.licence is None:
        return None
    issue, lost = case.licence.issue, LicencePaper  # the code of a document whose place another one took is kept apart
    now = select(Licence.token, Licence.payload).where(Licence.case_id == case_id, Licence.issue == issue)
    before = select(lost.token, lost.payload).where(lost.case_id == case_id, lost.issue == issue)
    kept = session.execute(now.union_all(before)).one_or_none()
    if kept is None:
        return None
    signed = f"#{kept.payload}" if kept.payload else ""
    return f"{site}/verify/{kept.token}{signed}"
