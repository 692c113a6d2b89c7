"""Photographs of one paper, handed in page by page, become one PDF in the order that the applicant gives them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.actors import Actor
from portal.db import reading
from portal.models import Draft, Upload
from portal.services import checks, draftfiles, drafts, scans, uploads
from portal.services.draft_view import guide_of
from portal.services.inspection import UploadError
from portal.services.uploads import Place
from workflows.refusal import Refusal

LEAST = 2
"""One picture is a file of its own already."""


def bind(draft_id: str, material: str, pictures: Sequence[str], *, by: Actor, at: datetime) -> str:
    """Bind these pictures of a material, named by their opaque names in their order, into one PDF that takes their place.

    Returns the opaque name of the PDF. Raises UploadError as any file does, Refusal when a picture is gone or not clean.
    """
    with reading() as session:
        draft = drafts.row_of(session, draft_id)
        drafts.check_access(draft, by)
        plan = [scans.leaf(row) for row in _rows(session, draft, material, pictures)]
        name = f"{_named(draft, material)}.pdf"
    content = scans.bound_pdf(plan)

    def place(session: Session) -> Place:
        held = drafts.locked(session, draft_id, by=by)
        uploads.check_asked(held, material, at=at)
        _rows(session, held, material, pictures)
        drafts.touch(held, at=at)
        return Place(held.id, material, "draft")

    def take_their_place(session: Session, bound: Upload) -> None:
        rows = _rows(session, session.get_one(Draft, bound.draft_id), material, pictures)
        bound.doubts = sorted({doubt for row in rows for doubt in row.doubts})
        for row in rows:
            draftfiles.let_go(session, row)

    given = {"by": by, "at": at, "size": len(content), "then": take_their_place}
    return uploads.receive(place, name, io.BytesIO(content), **given)  # type: ignore[arg-type]


def _rows(session: Session, draft: Draft, material: str, pictures: Sequence[str]) -> list[Upload]:
    """The rows of the pictures in their order. Raises Refusal unless all of them wait in this draft and none is infected."""
    if len(set(pictures)) < LEAST:
        raise UploadError("no_pages")
    waiting = (Upload.draft_id == draft.id, Upload.material == material, Upload.purpose == "draft")
    live = (Upload.case_id.is_(None), Upload.removed_at.is_(None), Upload.media_type.startswith("image/"))
    found = {row.public_id: row for row in session.scalars(select(Upload).where(*waiting, *live))}
    if not set(pictures) <= found.keys():
        raise Refusal("pages_changed")
    rows = [found[one] for one in dict.fromkeys(pictures)]
    for row in rows:
        if row.scan == checks.INFECTED:
            raise Refusal("file_infected", filename=row.filename)
    return rows


def _named(draft: Draft, material: str) -> str:
    found = guide_of(draft).material(material)
    return found.name.zh if found else material
