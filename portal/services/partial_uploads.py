"""Uploads in parts: what has arrived of a file is kept for its sender, and a line that was cut goes on where it was."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.access import require
from portal.actors import Actor
from portal.db import reading, transaction
from portal.models import Draft, PartialUpload, Upload
from portal.services import draftfiles, drafts, storage, uploads
from portal.services.inspection import UploadError
from workflows.refusal import Refusal

KEPT = timedelta(days=3)
"""How long a part of a file waits for the rest, from the last part that came."""

MOST = 20
"""Files of one draft that may be on their way at once."""

LARGEST_PART = 4 << 20
"""Bytes of one part: what a slow telephone line carries in a minute or two."""


class Gap(Exception):
    """A part that does not begin where the last one ended. `received` says where it has to begin, in bytes."""

    def __init__(self, received: int) -> None:
        super().__init__(received)
        self.received = received


@dataclass(frozen=True, slots=True)
class Partial:
    """A file on its way: its opaque name, the material, and how many of its bytes have arrived."""

    public_id: str
    draft_id: str
    material: str
    filename: str
    size: int
    received: int
    changed_at: datetime


def begin(draft_id: str, material: str, key: str, filename: str, size: int, *, by: Actor, at: datetime) -> Partial:
    """Announce a file of `size` bytes, known to its sender by `key`; the same file again is the one that was begun before.

    Raises UploadError when it cannot be taken, Refusal or Denied when the draft cannot.
    """
    limit, digest = current_app.config["SETTINGS"].upload_megabytes, hashlib.sha256(key.encode()).hexdigest()
    with transaction() as session:
        draft = drafts.locked(session, draft_id, by=by)
        if not 0 < size <= limit << 20:
            raise UploadError("too_large" if size > 0 else "empty", limit=limit)
        uploads.check_asked(draft, material, at=at)
        own = (PartialUpload.draft_id == draft.id, PartialUpload.uploaded_by == by.reference)
        same = (PartialUpload.material == material, PartialUpload.key == digest, PartialUpload.size == size)
        row = session.scalars(select(PartialUpload).where(*own, *same)).first()
        if row is None:
            _leave_room(session, draft.id)
            name = uploads.safe_name(filename)
            row = _row(draft.id, material, digest, name, size, by=by, at=at)
            session.add(row)
        return _partial(row, draft)


def append(part_id: str, offset: int, stream: IO[bytes], *, by: Actor, at: datetime) -> Partial:
    """Add the part that begins at byte `offset`. Raises Gap when the last one ended elsewhere, UploadError when it is too much."""
    try:
        with storage.incoming(stream, limit=LARGEST_PART) as part, _held(part_id, by) as (_session, row, draft):
            if offset != row.received:
                raise Gap(row.received)
            if offset + part.size > row.size:
                raise UploadError("cut_off")
            _write(storage.path_of(row.storage_key), offset, part.path)
            row.received, row.changed_at = offset + part.size, at
            return _partial(row, draft)
    except storage.TooLarge:
        raise UploadError("too_large", limit=LARGEST_PART >> 20) from None


def finish(part_id: str, sha256: str = "", *, by: Actor, at: datetime) -> str:
    """Hand the whole file in, checked as any other, and return its opaque name. `sha256` is what the sender says it is.

    Raises UploadError for what cannot be taken; what had arrived is then gone too, unless only bytes were missing.
    """
    with _held(part_id, by) as (_session, row, draft):
        known, whole = _partial(row, draft), storage.path_of(row.storage_key)
    if known.received != known.size or not whole.is_file():
        raise UploadError("cut_off")

    def settle(session: Session, upload: Upload) -> None:
        if sha256 and upload.sha256 != sha256:
            raise UploadError("cut_off")
        row = session.scalars(select(PartialUpload).where(PartialUpload.public_id == part_id)).one_or_none()
        if row is None:  # it was handed in a moment ago, from another page
            raise Refusal("no_such_file")
        _let_go(session, row)

    given = {"by": by, "at": at, "size": known.size, "then": settle}
    try:
        with whole.open("rb") as stream:
            return uploads.attach(known.draft_id, known.material, known.filename, stream, **given)  # type: ignore[arg-type]
    except UploadError:
        discard(part_id, by=by)
        raise


def waiting(draft_id: str, *, by: Actor) -> tuple[Partial, ...]:
    """The files of a draft of which the person has sent a part only, oldest first."""
    with reading() as session:
        draft = drafts.row_of(session, draft_id)
        drafts.check_access(draft, by)
        own = (PartialUpload.draft_id == draft.id, PartialUpload.uploaded_by == by.reference)
        rows = session.scalars(select(PartialUpload).where(*own, PartialUpload.received > 0).order_by(PartialUpload.id))
        return tuple(_partial(row, draft) for row in rows)


def discard(part_id: str, *, by: Actor) -> str:
    """Throw away what has arrived of a file; returns the opaque name of its draft."""
    with _held(part_id, by) as (session, row, draft):
        _let_go(session, row)
        return draft.public_id


def expire(*, at: datetime) -> int:
    """Throw away what nobody went on with; returns how many that were."""
    with transaction() as session:
        old = list(session.scalars(select(PartialUpload).where(PartialUpload.changed_at < at - KEPT).limit(200)))
        for row in old:
            _let_go(session, row)
        return len(old)


@contextmanager
def _held(part_id: str, by: Actor) -> Iterator[tuple[Session, PartialUpload, Draft]]:
    """The row of a file on its way, for its own sender, while nobody else adds to it. Raises Refusal, Denied."""
    with transaction() as session:
        found = select(PartialUpload).where(PartialUpload.public_id == part_id).with_for_update()
        row = session.scalars(found.execution_options(populate_existing=True)).one_or_none()
        if row is None:
            raise Refusal("no_such_file")
        draft = session.get_one(Draft, row.draft_id)
        drafts.check_access(draft, by)
        require(row.uploaded_by == by.reference, "enterprise")
        yield session, row, draft


def _row(draft_id: int, material: str, key: str, name: str, size: int, *, by: Actor, at: datetime) -> PartialUpload:
    return PartialUpload(
        public_id=secrets.token_urlsafe(16),
        draft_id=draft_id,
        material=material,
        key=key,
        filename=name,
        size=size,
        received=0,
        storage_key=secrets.token_urlsafe(24),
        uploaded_by=by.reference,
        changed_at=at,
    )


def _leave_room(session: Session, draft_id: int) -> None:
    counted = select(func.count()).select_from(PartialUpload).where(PartialUpload.draft_id == draft_id)
    if (session.scalar(counted) or 0) >= MOST:
        raise UploadError("too_many", limit=MOST)


def _write(home: Path, offset: int, part: Path) -> None:
    """Put a part where it belongs. What a crash left behind the last part that was counted is written over."""
    home.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with home.open("r+b" if offset else "wb") as file:
        file.seek(offset)
        file.truncate()
        file.write(part.read_bytes())
        file.flush()
        os.fsync(file.fileno())


def _let_go(session: Session, row: PartialUpload) -> None:
    session.delete(row)
    draftfiles.erase_after_commit(session, [row.storage_key])


def _partial(row: PartialUpload, draft: Draft) -> Partial:
    names = (row.public_id, draft.public_id, row.material, row.filename)
    return Partial(*names, row.size, row.received, row.changed_at)
