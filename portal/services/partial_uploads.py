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
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from portal.access import may_act, require
from portal.actors import Actor, Role
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import Draft, PartialUpload, Upload
from portal.services import casefile, draftfiles, drafts, storage, uploads
from portal.services.inspection import UploadError
from portal.services.uploads import Goal, Place
from workflows.refusal import Refusal
from workflows.retention import load_policy

MOST = 20
"""Files of one draft, of one case or, in forms, of one person that may be on their way at once."""

LARGEST_PART = 4 << 20
"""Bytes of one part: what a slow telephone line carries in a minute or two."""

FORM = Goal("form", "")
"""The goal of a file that goes with a form: it belongs to its sender alone until the form is handed in."""


class Gap(Exception):
    """A part that does not begin where the last one ended. `received` says where it has to begin, in bytes."""

    def __init__(self, received: int) -> None:
        super().__init__(received)
        self.received = received


class Late(Exception):
    """All of a file has arrived, but its case does not ask for it any more; it is kept there, and handed in to nobody."""


@dataclass(frozen=True, slots=True)
class Partial:
    """A file on its way: its opaque name, what it is for, the material, and how many of its bytes have arrived."""

    public_id: str
    goal: Goal
    material: str
    filename: str
    size: int
    received: int
    changed_at: datetime


def begin(goal: Goal, material: str, key: str, filename: str, size: int, *, by: Actor, at: datetime) -> Partial:
    """Announce a file of `size` bytes, known to its sender by `key`; the same file again is the one that was begun before.

    Raises UploadError when it cannot be taken, Refusal or Denied when the draft or the case cannot.
    """
    limit, digest = current_app.config["SETTINGS"].upload_megabytes, hashlib.sha256(key.encode()).hexdigest()
    with transaction() as session:
        place = Place(None, "", goal.purpose) if goal == FORM else _asked(session, goal, material, by=by, at=at)
        if not 0 < size <= limit << 20:
            raise UploadError("too_large" if size > 0 else "empty", limit=limit)
        same = (PartialUpload.material == place.material, PartialUpload.key == digest, PartialUpload.size == size)
        row = session.scalars(select(PartialUpload).where(*_own(place.draft_id, goal.purpose, by), *same)).first()
        if row is None:
            _leave_room(session, place.draft_id, by)
            row = _row(place, digest, uploads.safe_name(filename), size, by=by, at=at)
            session.add(row)
        return _partial(row, goal)


def append(part_id: str, offset: int, stream: IO[bytes], *, by: Actor, at: datetime) -> Partial:
    """Add the part that begins at byte `offset`. Raises Gap when the last one ended elsewhere, UploadError when it is too much."""
    try:
        with storage.incoming(stream, limit=LARGEST_PART) as part, _held(part_id, by) as (_session, row, goal):
            if offset != row.received:
                raise Gap(row.received)
            if offset + part.size > row.size:
                raise UploadError("cut_off")
            _write(storage.path_of(row.storage_key), offset, part.path)
            row.received, row.changed_at = offset + part.size, at
            return _partial(row, goal)
    except storage.TooLarge:
        raise UploadError("too_large", limit=LARGEST_PART >> 20) from None


def finish(part_id: str, sha256: str = "", *, by: Actor, at: datetime) -> str:
    """Hand the whole file in, checked as any other; it keeps its opaque name, so that doing it twice gives one file.

    `sha256` is what the sender says it is. Raises UploadError for what cannot be taken; what had arrived is then gone too,
    unless only bytes were missing. Raises Late for what is kept with a case that does not ask for it any more.
    """
    if _is_in(part_id, by):
        return part_id
    late: list[str] = []
    known, draft_id, whole = _whole(part_id, by)

    def place(session: Session) -> Place:
        try:
            return uploads.place_of(session, known.goal, known.material, by=by, at=at)
        except UploadError as error:
            if error.code != "not_asked" or known.goal.purpose == "draft":
                raise
            late.append(part_id)
            return Place(draft_id, known.material, known.goal.purpose)

    def settle(session: Session, upload: Upload) -> None:
        if sha256 and upload.sha256 != sha256:
            raise UploadError("cut_off")
        row = session.scalars(select(PartialUpload).where(PartialUpload.public_id == part_id)).one_or_none()
        if row is None:  # it was handed in a moment ago, from another page
            raise Refusal("no_such_file")
        upload.public_id = part_id
        _let_go(session, row)

    try:
        with whole.open("rb") as stream:
            uploads.receive(place, known.filename, stream, by=by, at=at, size=known.size, then=settle)
    except UploadError:
        discard(part_id, by=by)
        raise
    if late:
        raise Late(part_id)
    return part_id


def whole(part_id: str, *, by: Actor) -> tuple[str, Path]:
    """The name of a file of a form that has arrived whole, and where it lies. Raises UploadError, Refusal, Denied."""
    known, draft_id, path = _whole(part_id, by)
    require(draft_id is None, "enterprise")
    return known.filename, path


def waiting(goal: Goal, *, by: Actor) -> tuple[Partial, ...]:
    """The files of a draft or a case of which the person has sent a part only, oldest first."""
    with reading() as session:
        return waiting_in(session, _draft_id(session, goal, by), goal, by=by)


def waiting_in(session: Session, draft_id: int, goal: Goal, *, by: Actor) -> tuple[Partial, ...]:
    """The same inside a transaction, for whoever may see the draft."""
    sent = select(PartialUpload).where(*_own(draft_id, goal.purpose, by), PartialUpload.received > 0)
    return tuple(_partial(row, goal) for row in session.scalars(sent.order_by(PartialUpload.id)))


def discard(part_id: str, *, by: Actor) -> Goal:
    """Throw away what has arrived of a file; returns what it was for."""
    with _held(part_id, by) as (session, row, goal):
        _let_go(session, row)
        return goal


def expire(*, at: datetime) -> int:
    """Throw away what nobody went on with; returns how many that were."""
    last = at - timedelta(days=load_policy()["upload_part"].days)
    with transaction() as session:
        old = list(session.scalars(select(PartialUpload).where(PartialUpload.changed_at < last).limit(200)))
        for row in old:
            _let_go(session, row)
        return len(old)


def _asked(session: Session, goal: Goal, material: str, *, by: Actor, at: datetime) -> Place:
    """The place of a file that is asked for now, for those who apply: the window has its own ways."""
    require(goal.purpose == "draft" or goal.purpose in uploads.FROM_APPLICANT, "enterprise")
    place = uploads.place_of(session, goal, material, by=by, at=at)
    _draft_id(session, goal, by)
    return place


def _draft_id(session: Session, goal: Goal, by: Actor) -> int:
    """The draft in which files for that goal wait. Raises Denied when it is not the person's, Refusal when there is none."""
    if goal.purpose == "draft":
        draft = drafts.row_of(session, goal.public_id)
        drafts.check_access(draft, by)
        return draft.id
    row = casefile.row_of(session, goal.public_id)
    require(may_act(by, row, Role.HANDLER), "enterprise")
    return uploads.draft_of(session, row).id


def _is_in(part_id: str, by: Actor) -> bool:
    """Whether that file of the person has become an upload already: the answer that said so was lost on the way."""
    with reading() as session:
        mine = select(Upload.id).where(Upload.public_id == part_id, Upload.uploaded_by == by.reference)
        return session.scalar(mine.where(Upload.removed_at.is_(None))) is not None


def _whole(part_id: str, by: Actor) -> tuple[Partial, int | None, Path]:
    with _held(part_id, by) as (_session, row, goal):
        known, draft_id, path = _partial(row, goal), row.draft_id, storage.path_of(row.storage_key)
    if known.received != known.size or not path.is_file():
        raise UploadError("cut_off")
    return known, draft_id, path


def _own(draft_id: int | None, purpose: str, by: Actor) -> tuple[ColumnElement[bool], ...]:
    p = PartialUpload
    return p.draft_id == draft_id, p.purpose == purpose, p.uploaded_by == by.reference


@contextmanager
def _held(part_id: str, by: Actor) -> Iterator[tuple[Session, PartialUpload, Goal]]:
    """The row of a file on its way, for its own sender, while nobody else adds to it. Raises Refusal, Denied."""
    with transaction() as session:
        found = select(PartialUpload).where(PartialUpload.public_id == part_id).with_for_update()
        row = session.scalars(found.execution_options(populate_existing=True)).one_or_none()
        if row is None:
            raise Refusal("no_such_file")
        goal = FORM if row.draft_id is None else _goal(session, row.draft_id, row.purpose)
        if goal != FORM:
            _draft_id(session, goal, by)
        require(row.uploaded_by == by.reference, "enterprise")
        yield session, row, goal


def _goal(session: Session, draft_id: int, purpose: str) -> Goal:
    draft = session.get_one(Draft, draft_id)
    owner = draft if purpose == "draft" or draft.case_id is None else session.get_one(CaseRow, draft.case_id)
    return Goal(purpose, owner.public_id)


def _row(place: Place, key: str, name: str, size: int, *, by: Actor, at: datetime) -> PartialUpload:
    return PartialUpload(
        public_id=secrets.token_urlsafe(16),
        draft_id=place.draft_id,
        purpose=place.purpose,
        material=place.material,
        key=key,
        filename=name,
        size=size,
        received=0,
        storage_key=secrets.token_urlsafe(24),
        uploaded_by=by.reference,
        changed_at=at,
    )


def _leave_room(session: Session, draft_id: int | None, by: Actor) -> None:
    p = PartialUpload
    together = select(func.count()).select_from(p).where(p.draft_id == draft_id)
    if (session.scalar(together if draft_id else together.where(p.uploaded_by == by.reference)) or 0) >= MOST:
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


def _partial(row: PartialUpload, goal: Goal) -> Partial:
    return Partial(row.public_id, goal, row.material, row.filename, row.size, row.received, row.changed_at)
