"""The files that credit keeps: a list as it was imported, and what is handed in with an objection."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import IO

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.actors import Actor
from portal.db import reading, transaction
from portal.models import Upload
from portal.services import checks, draftfiles, storage
from portal.services.casefile import FileFacts
from portal.services.inspection import Kind, UploadError, inspect
from portal.services.uploads import row_of, safe_name
from workflows.refusal import Refusal

LIST, OBJECTION = "credit_list", "credit_objection"


def keep_list(filename: str, stream: IO[bytes], *, by: Actor, at: datetime) -> str:
    """Keep a list as it came, whatever is in it, and return its opaque name. Raises UploadError when it is too large."""
    return _kept(filename, stream, LIST, lambda path, name: Kind("application/octet-stream", 0), by=by, at=at)


def keep_objection(filename: str, stream: IO[bytes], *, by: Actor, at: datetime) -> str:
    """Keep a document that proves an objection. Raises UploadError when it is no PDF or picture."""
    return _kept(filename, stream, OBJECTION, inspect, by=by, at=at)


def content(public_id: str) -> bytes:
    """What a kept list says. Raises Refusal where there is none of that name."""
    with reading() as session:
        path = storage.path_of(row(session, public_id, LIST).storage_key)
    if not path.is_file():
        raise Refusal("no_such_file")
    return path.read_bytes()


def open(public_id: str, purpose: str) -> tuple[FileFacts, Path]:
    """The facts of a file and where it lies; whose business it is, the caller has asked. Raises Refusal."""
    with reading() as session:
        upload = row(session, public_id, purpose)
        if upload.scan == checks.INFECTED:
            raise Refusal("file_infected", filename=upload.filename)
        path = storage.path_of(upload.storage_key)
        if not path.is_file():
            raise Refusal("file_lost", filename=upload.filename)
        return draftfiles.facts_of(upload), path


def row(session: Session, public_id: str, purpose: str) -> Upload:
    """The row of a kept file of that purpose. Raises Refusal where there is none."""
    wanted = select(Upload).where(Upload.public_id == public_id, Upload.purpose == purpose)
    upload = session.scalars(wanted).one_or_none()
    if upload is None:
        raise Refusal("no_such_file")
    return upload


def _kept(
    filename: str, stream: IO[bytes], purpose: str, look: Callable[[Path, str], Kind], *, by: Actor, at: datetime
) -> str:
    limit = current_app.config["SETTINGS"].upload_megabytes
    try:
        with storage.incoming(stream, limit=limit << 20) as file:
            name = safe_name(filename)
            kind = look(file.path, name)
            with transaction() as session:
                upload = row_of(file, name, kind, purpose=purpose, material="", by=by, at=at)
                session.add(upload)
                checks.owe_scan(session, upload, at=at)
                return upload.public_id
    except storage.TooLarge:
        raise UploadError("too_large", limit=limit) from None
