"""Uploads: files for the materials of a draft or a case, checked by what they are, stored under opaque names."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from guides.plan import needs
from portal.access import Denied, may_act, may_see_ballots, require
from portal.actors import Actor, Role
from portal.clock import business_day
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import Draft, Upload
from portal.services import answers, casefile, checks, draftfiles, drafts, file_acts, journal, law, snapshots, storage
from portal.services.casefile import INSIDE, FileFacts
from portal.services.draft_view import guide_of
from portal.services.inspection import Kind, UploadError, called, inspect
from workflows.case import AT_WINDOW, Case, State
from workflows.refusal import Refusal

__all__ = ["Goal", "Place", "UploadError", "attach", "attach_to_case", "place_of", "receive", "remove"]

MOST_FILES = 30  # for one material; more is a folder, and folders are read by nobody
FROM_APPLICANT = ("correction", "supplement", "review_fix")
"""The purposes of files that an applicant brings to a case by themselves, before they are handed in."""
SECRET = "ballot"
"""The purpose of files that not everybody sees who sees the case: how an expert voted."""
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Goal:
    """What a file is brought for, and to what: a draft, or a case that asks for it (correction, supplement, desk)."""

    purpose: str
    public_id: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file belongs: the draft it waits in (none for a power of attorney), the material, and what it is for."""

    draft_id: int | None
    material: str
    purpose: str


def attach(
    draft_id: str,
    material: str,
    filename: str,
    stream: IO[bytes],
    *,
    by: Actor,
    at: datetime,
    size: int | None = None,
    then: Callable[[Session, Upload], None] | None = None,
) -> str:
    """Add a file to a draft and return its opaque name. `size` is what the sender says it is, in bytes, if it says so.

    `then` is called with the stored row in the same transaction.

    Raises UploadError when the file cannot be taken, Refusal or Denied when the draft cannot.
    """

    def place(session: Session) -> Place:
        where = place_of(session, Goal("draft", draft_id), material, by=by, at=at)
        drafts.touch(session.get_one(Draft, where.draft_id), at=at)
        return where

    return receive(place, filename, stream, by=by, at=at, size=size, then=then)


def check_asked(draft: Draft, material: str, *, at: datetime) -> None:
    """Raise UploadError unless the draft asks for files of that material as it is filled in now."""
    found = answers.read(guide_of(draft), draft.raw, on=business_day(at)).needs
    if not any(one.id == material and not one.shared for one in found.materials):
        raise UploadError("not_asked", material=material)


def attach_to_case(
    case_id: str,
    material: str,
    filename: str,
    stream: IO[bytes],
    *,
    purpose: str,
    by: Actor,
    at: datetime,
    size: int | None = None,
) -> str:
    """Add a file that waits to be handed in with a correction, a supplement, or (desk) a correction on the spot.

    Raises UploadError for the file, Refusal when the case does not ask for it now.
    """

    def place(session: Session) -> Place:
        return place_of(session, Goal(purpose, case_id), material, by=by, at=at)

    return receive(place, filename, stream, by=by, at=at, size=size)


def place_of(session: Session, goal: Goal, material: str, *, by: Actor, at: datetime) -> Place:
    """Where a file for that goal belongs; draft or case are held until the transaction ends.

    Raises Denied or Refusal when it is not the person's to bring, and only then UploadError unless it is asked for now.
    """
    if goal.purpose == "draft":
        draft = drafts.locked(session, goal.public_id, by=by)
        check_asked(draft, material, at=at)
        return Place(draft.id, material, "draft")
    row = casefile.locked(session, goal.public_id, by=by)
    role = Role.HANDLER if goal.purpose in FROM_APPLICANT else Role.WINDOW
    require(may_act(by, row, role) or may_act(by, row, Role.WINDOW), "enterprise")
    case = journal.state_of(session, row.id)
    paper = goal.purpose == "commitment" and material == "commitment" and case.state in AT_WINDOW
    if not paper and not {requirement_of(session, row, material) or "", material} & asked(case, goal.purpose):
        raise UploadError("not_asked", material=material)
    return Place(draft_of(session, row).id, material, goal.purpose)


def remove(public_id: str, *, by: Actor, at: datetime) -> None:
    """Take back a file that was not handed in yet. Raises Refusal `file_handed_in` for one that was."""
    with transaction() as session:
        upload = _row(session, public_id)
        # The draft is held first: whoever hands its files in at this very moment comes before or after, never between.
        draft = session.get(Draft, upload.draft_id, with_for_update=True) if upload.draft_id else None
        session.refresh(upload)
        if draft is None or upload.case_id is not None:
            _check_sight(session, upload, by)
            raise Refusal("file_handed_in")
        _check_change(session, draft, by)
        draft.version += 1
        file_acts.removed(session, upload, by=by, at=at)
        draftfiles.let_go(session, upload)


def open(public_id: str, *, by: Actor) -> tuple[FileFacts, Path]:
    """The facts of a file and where it is stored, for somebody whose business it is. Raises Refusal, Denied."""
    with reading() as session:
        upload = _row(session, public_id)
        _check_sight(session, upload, by)
        if upload.scan == checks.INFECTED:
            raise Refusal("file_infected", filename=upload.filename)
        path = storage.path_of(upload.storage_key)
        if not path.is_file():
            raise Refusal("file_lost", filename=upload.filename)
        return draftfiles.facts_of(upload), path


def hand_in(session: Session, row: CaseRow, uploads: list[Upload], *, at: datetime) -> None:
    """Tie files to the case they are handed in to, in the caller's transaction; scans that are still owed stand in the case."""
    checks.owe_files(session, row, uploads, at=at)
    for upload in uploads:
        upload.case_id = row.id


def draft_of(session: Session, row: CaseRow, *, held: bool = False) -> Draft:
    """The draft from which a case was submitted: the applicant's working paper for corrections too.

    With `held` nobody adds or takes back a file until the transaction ends.
    """
    statement = select(Draft).where(Draft.case_id == row.id)
    return session.scalars(statement.with_for_update() if held else statement).one()


def requirement_of(session: Session, row: CaseRow, material: str) -> str | None:
    """The requirement that a material serves in a case, or None when the case does not ask for it."""
    guide = law.guide_of(row.item, row.guide_version)
    content = snapshots.latest(session, row.id)
    found = needs(guide, content["answers"], row.received_on or business_day(row.created_at))
    return next((one.key for one in found.requirements if one.satisfied({material})), None)


def asked(case: Case, purpose: str) -> set[str]:
    """The requirements for which a case takes files of that purpose now."""
    if purpose == "correction" and case.state is State.CORRECTION:
        return {mark.material for mark in case.noticed}
    if purpose == "supplement" and case.state is State.IN_REVIEW:
        return {promise.material for promise in case.promises.values() if promise.open and promise.arrived_on is None}
    if purpose == "review_fix" and case.state is State.IN_REVIEW:
        return set(case.fixes.missing)
    return {term.id for term in case.terms.materials} if purpose == "desk" and case.state in AT_WINDOW else set()


def receive(
    place: Callable[[Session], Place],
    filename: str,
    stream: IO[bytes],
    *,
    by: Actor,
    at: datetime,
    size: int | None,
    then: Callable[[Session, Upload], None] | None = None,
) -> str:
    """Take the file in before the database is asked to wait: a slow line never holds a lock.

    `then` is called with the stored row in the same transaction. Returns the file's opaque name; raises UploadError.
    """
    limit = current_app.config["SETTINGS"].upload_megabytes
    try:
        with storage.incoming(stream, limit=limit << 20) as file:
            if size is not None and file.size != size:
                raise UploadError("cut_off")
            name = safe_name(filename)
            kind = inspect(file.path, name)
            with transaction() as session:
                where = place(session)
                _leave_room(session, where)
                upload = row_of(file, name, kind, purpose=where.purpose, material=where.material, by=by, at=at)
                upload.draft_id = where.draft_id
                session.add(upload)
                checks.owe_scan(session, upload, at=at)
                file_acts.brought(session, upload, by=by, at=at)
                if then is not None:
                    session.flush()
                    then(session, upload)
                return upload.public_id
    except storage.TooLarge:
        raise UploadError("too_large", limit=limit) from None


def row_of(
    file: storage.Incoming, name: str, kind: Kind, *, purpose: str, material: str, by: Actor, at: datetime
) -> Upload:
    """The row of a file that has arrived and is kept; whose it is, its caller says."""
    return Upload(
        public_id=secrets.token_urlsafe(16),
        purpose=purpose,
        material=material,
        filename=called(name, kind.media_type),
        media_type=kind.media_type,
        size=file.size,
        sha256=file.sha256,
        storage_key=file.keep(),
        pages=kind.pages,
        doubts=list(kind.doubts),
        uploaded_by=by.reference,
        uploaded_at=at,
    )


def safe_name(filename: str) -> str:
    """The last part of a file's name without control characters, at most 200 characters, its extension kept."""
    name = _UNSAFE.sub("", filename.replace("\\", "/").rpartition("/")[2]).strip(" .") or "file"
    stem, dot, extension = name.rpartition(".")
    return f"{stem[: 199 - len(extension)]}{dot}{extension}" if dot and len(extension) < 12 else name[:200]


def _leave_room(session: Session, where: Place) -> None:
    if where.draft_id is None:
        return
    u = Upload
    waiting = select(u.id).where(u.draft_id == where.draft_id, u.material == where.material, u.purpose == where.purpose)
    if len(session.scalars(waiting.where(u.case_id.is_(None))).all()) >= MOST_FILES:
        raise UploadError("too_many", limit=MOST_FILES)


def _row(session: Session, public_id: str) -> Upload:
    statement = select(Upload).where(Upload.public_id == public_id, Upload.removed_at.is_(None))
    upload = session.scalars(statement).one_or_none()
    if upload is None:
        raise Refusal("no_such_file")
    return upload


def _check_sight(session: Session, upload: Upload, by: Actor) -> None:
    """A file that was handed in is seen by whoever sees the case; one that waits, by those who write the draft."""
    if upload.case_id is not None:
        row = session.get_one(CaseRow, upload.case_id)
        casefile.check_sight(session, row, by)
        require(upload.purpose != SECRET or may_see_ballots(by, row), "ballots")
        require(upload.purpose not in INSIDE or casefile.sees_inside(session, row, by))
    elif upload.draft_id is None:
        from portal.services import mandates  # they take their files in here

        mandates.check_sight(session, upload, by)
    else:
        require(upload.draft_id is not None)  # the files of credit lists and objections: services/credit_files
        _check_change(session, session.get_one(Draft, upload.draft_id), by)


def _check_change(session: Session, draft: Draft, by: Actor) -> None:
    """Files of a case in correction are also mended at the window, whoever wrote the draft."""
    try:
        drafts.check_access(draft, by)
    except Denied:
        if draft.case_id is None or not by.roles & {Role.WINDOW, Role.HANDLER}:
            raise
        casefile.check_sight(session, session.get_one(CaseRow, draft.case_id), by)
