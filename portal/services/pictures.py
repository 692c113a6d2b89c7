"""Photographs of one paper, handed in page by page, become one PDF in the order that the applicant gives them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.actors import Actor
from portal.db import transaction
from portal.models import Draft, Upload
from portal.services import checks, draftfiles, drafts, scans, uploads
from portal.services.draft_view import guide_of
from portal.services.inspection import UploadError
from portal.services.uploads import Goal, Place
from workflows.refusal import Refusal

LEAST = 2
"""One picture is a file of its own already."""


def bind(goal: Goal, material: str, pictures: Sequence[str], *, by: Actor, at: datetime) -> str:
    """Bind these pictures of a material, named by their opaque names in their order, into one PDF that takes their place.

    Returns the opaque name of the PDF. Raises UploadError as any file does, Refusal when a picture is gone or not clean.
    """
    with transaction() as session:
        home = uploads.place_of(session, goal, material, by=by, at=at)
        plan = [scans.leaf(row) for row in _rows(session, home, pictures)]
        name = f"{_named(session, home)}.pdf"
    content = scans.bound_pdf(plan)

    def place(session: Session) -> Place:
        home = uploads.place_of(session, goal, material, by=by, at=at)
        _rows(session, home, pictures)
        draft = session.get_one(Draft, home.draft_id)
        if goal.purpose == "draft":
            drafts.touch(draft, at=at)
        return home

    def take_their_place(session: Session, bound: Upload) -> None:
        rows = _rows(session, home, pictures)
        bound.doubts = [f"{number}:{doubt}" for number, row in enumerate(rows, start=1) for doubt in row.doubts]
        for row in rows:
            draftfiles.let_go(session, row)

    given = {"by": by, "at": at, "size": len(content), "then": take_their_place}
    return uploads.receive(place, name, io.BytesIO(content), **given)  # type: ignore[arg-type]


def _rows(session: Session, home: Place, pictures: Sequence[str]) -> list[Upload]:
    """The rows of the pictures in their order. Raises Refusal unless all of them wait in this place and none is infected."""
    if len(set(pictures)) < LEAST:
        raise UploadError("no_pages")
    waiting = (Upload.draft_id == home.draft_id, Upload.material == home.material, Upload.purpose == home.purpose)
    live = (Upload.case_id.is_(None), Upload.removed_at.is_(None), Upload.media_type.startswith("image/"))
    found = {row.public_id: row for row in session.scalars(select(Upload).where(*waiting, *live))}
    if not set(pictures) <= found.keys():
        raise Refusal("pages_changed")
    rows = [found[one] for one in dict.fromkeys(pictures)]
    for row in rows:
        if row.scan == checks.INFECTED:
            raise Refusal("file_infected", filename=row.filename)
    return rows


def _named(session: Session, home: Place) -> str:
    found = guide_of(session.get_one(Draft, home.draft_id)).material(home.material)
    return found.name.zh if found else home.material
