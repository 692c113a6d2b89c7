"""Scans of several pages: taken in one by one, put in order, turned, taken out again, and bound into one PDF for a material."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.actors import Actor
from portal.connectors import page_binder
from portal.db import reading, transaction
from portal.models import ScanPage, Upload
from portal.services import draftfiles, drafts, storage, uploads
from portal.services.inspection import UploadError
from portal.services.uploads import Place
from workflows.refusal import Refusal

MOST_PAGES = 200
"""Pages on the table of one material: more are bound in two files."""

_PACKAGE = Path(__file__).resolve().parents[2]
_FAULTS = {page_binder.LOCKED: "encrypted", page_binder.UNREADABLE: "damaged", page_binder.NO_SUCH_PAGE: "damaged"}
_STEPS = {"up": -1, "down": 1}


@dataclass(frozen=True, slots=True)
class Page:
    """One page on the table: its place from 1, where its image is, from which file, and how it is turned."""

    id: int
    position: int
    file_id: str
    filename: str
    page: int
    turn: int


def add(
    draft_id: str, material: str, filename: str, stream: IO[bytes], *, by: Actor, at: datetime, size: int | None = None
) -> str:
    """Put every page of a file on the table of a material; return the file's opaque name.

    Raises UploadError when the file cannot be taken (it is checked as any other), Refusal or Denied when the draft cannot.
    """

    def place(session: Session) -> Place:
        draft = drafts.locked(session, draft_id, by=by)
        uploads.check_asked(draft, material, at=at)
        drafts.touch(draft, at=at)
        return Place(draft.id, material, "scan")

    def lay_out(session: Session, upload: Upload) -> None:
        assert upload.draft_id is not None
        last = _last(session, upload.draft_id, material)
        pages = upload.pages or 1
        if last + pages > MOST_PAGES:
            raise UploadError("pages", limit=MOST_PAGES)
        for number in range(1, pages + 1):
            session.add(
                ScanPage(
                    draft_id=upload.draft_id,
                    material=material,
                    upload_id=upload.id,
                    page=number,
                    position=last + number,
                )
            )

    return uploads.receive(place, filename, stream, by=by, at=at, size=size, then=lay_out)


def pages(draft_id: str, material: str, *, by: Actor) -> tuple[Page, ...]:
    """The pages on the table of a material, in their order."""
    with reading() as session:
        draft = drafts.row_of(session, draft_id)
        drafts.check_access(draft, by)
        return tuple(_page(at, row, upload) for at, (row, upload) in enumerate(_rows(session, draft.id, material), 1))


def waiting(draft_id: str, *, by: Actor) -> dict[str, int]:
    """How many pages lie on the table, by material: they are not handed in before they are bound."""
    with reading() as session:
        draft = drafts.row_of(session, draft_id)
        drafts.check_access(draft, by)
        counted = select(ScanPage.material, func.count()).where(ScanPage.draft_id == draft.id)
        return {row[0]: row[1] for row in session.execute(counted.group_by(ScanPage.material))}


def arrange(draft_id: str, page_id: int, act: str, *, by: Actor, at: datetime) -> None:
    """Do one thing with a page: `up`, `down`, `turn` (90 degrees clockwise) or `drop`. A page that is gone is no error."""
    with transaction() as session:
        draft = drafts.locked(session, draft_id, by=by)
        row = session.get(ScanPage, page_id)
        if row is None or row.draft_id != draft.id:
            return
        if act == "turn":
            row.turn = (row.turn + 90) % 360
        elif act == "drop":
            _drop(session, row)
        elif act in _STEPS:
            _move(session, row, _STEPS[act])
        else:
            raise Refusal("no_such_page_act")
        drafts.touch(draft, at=at)


def bind(draft_id: str, material: str, name: str, *, by: Actor, at: datetime) -> str:
    """Bind the pages of a material into one PDF and put it into the list; return its opaque name. The table is empty then.

    Raises UploadError: no_pages, damaged, encrypted, slow, or what any file may be refused for; the pages stay as they are.
    """
    with reading() as session:
        draft = drafts.row_of(session, draft_id)
        drafts.check_access(draft, by)
        rows = _rows(session, draft.id, material)
        plan = [_leaf(row, upload) for row, upload in rows]
        bound = {row.id: (row.position, row.turn) for row, _upload in rows}
    if not plan:
        raise UploadError("no_pages")
    content = bound_pdf(plan)

    def place(session: Session) -> Place:
        held = drafts.locked(session, draft_id, by=by)
        uploads.check_asked(held, material, at=at)
        now = {row.id: (row.position, row.turn) for row, _upload in _rows(session, held.id, material)}
        if now != bound:  # a colleague moved a page while the file was being made
            raise Refusal("pages_changed")
        drafts.touch(held, at=at)
        return Place(held.id, material, "draft")

    def clear(session: Session, upload: Upload) -> None:
        for row in session.scalars(select(ScanPage).where(ScanPage.id.in_(bound))):
            _drop(session, row)

    stem = uploads.safe_name(name or "").removesuffix(".pdf") if name.strip() else material
    return uploads.receive(place, f"{stem}.pdf", io.BytesIO(content), by=by, at=at, size=len(content), then=clear)


def _rows(session: Session, draft_id: int, material: str) -> list[tuple[ScanPage, Upload]]:
    statement = select(ScanPage, Upload).join(Upload, Upload.id == ScanPage.upload_id)
    own = statement.where(ScanPage.draft_id == draft_id, ScanPage.material == material)
    return [(row, upload) for row, upload in session.execute(own.order_by(ScanPage.position, ScanPage.id))]


def _last(session: Session, draft_id: int, material: str) -> int:
    own = (ScanPage.draft_id == draft_id, ScanPage.material == material)
    return session.scalar(select(func.max(ScanPage.position)).where(*own)) or 0


def _page(at: int, row: ScanPage, upload: Upload) -> Page:
    return Page(row.id, at, upload.public_id, upload.filename, row.page, row.turn)


def _leaf(row: ScanPage, upload: Upload) -> dict[str, object]:
    return leaf(upload, page=row.page, turn=row.turn)


def leaf(upload: Upload, *, page: int = 1, turn: int = 0) -> dict[str, object]:
    """One page of a file as the binder takes it. Raises Refusal when the file is lost."""
    path = storage.path_of(upload.storage_key)
    if not path.is_file():
        raise Refusal("file_lost", filename=upload.filename)
    return {"path": str(path), "media_type": upload.media_type, "page": page, "turn": turn}


def _move(session: Session, row: ScanPage, step: int) -> None:
    rows = [one for one, _upload in _rows(session, row.draft_id, row.material)]
    at = rows.index(row)
    to = min(max(at + step, 0), len(rows) - 1)
    rows.insert(to, rows.pop(at))
    for position, one in enumerate(rows, 1):
        one.position = position


def _drop(session: Session, row: ScanPage) -> None:
    """Take a page off the table; the file goes with its last page."""
    session.delete(row)
    session.flush()
    if session.scalar(select(ScanPage.id).where(ScanPage.upload_id == row.upload_id).limit(1)) is None:
        draftfiles.let_go(session, session.get_one(Upload, row.upload_id))


def bound_pdf(plan: list[dict[str, object]]) -> bytes:
    """One PDF of these pages, bound in a process of its own with bounded time and memory, without the portal's environment."""
    words = [sys.executable, "-m", "portal.connectors.page_binder"]
    quiet = {"PATH": os.defpath, "PYTHONPATH": str(_PACKAGE), "PYTHONDONTWRITEBYTECODE": "1"}
    given, patience = json.dumps(plan).encode(), page_binder.SECONDS * 2.0
    try:
        done = subprocess.run(
            words, input=given, capture_output=True, env=quiet, cwd="/", timeout=patience, check=False
        )
    except subprocess.TimeoutExpired:
        raise UploadError("slow") from None
    if done.returncode or not done.stdout:
        raise UploadError("slow" if done.returncode < 0 else _FAULTS.get(done.returncode, "damaged"))
    return done.stdout
