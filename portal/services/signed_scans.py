"""Scans of signed papers: taken in, looked at, and kept with the case in the very transaction of the act they prove."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from flask import current_app
from sqlalchemy.orm import Session

from portal.actors import Actor
from portal.models import Case as CaseRow
from portal.models import Upload
from portal.services import checks, recordings, storage
from portal.services.inspection import Kind, UploadError, inspect
from portal.services.uploads import row_of, safe_name


@dataclass(frozen=True, slots=True)
class Scan:
    """A file that has arrived and was found to be what its name says; `digest` is its SHA-256."""

    file: storage.Incoming
    name: str
    kind: Kind

    @property
    def digest(self) -> str:
        """The SHA-256 of its bytes, which the event names."""
        return self.file.sha256


@contextmanager
def received(filename: str, stream: IO[bytes], *, recording: bool = False) -> Iterator[Scan]:
    """Take a scan, or a recording, in before the database is asked to wait. Raises UploadError when it cannot be read."""
    settings = current_app.config["SETTINGS"]
    limit = settings.recording_megabytes if recording else settings.upload_megabytes
    look = recordings.inspect if recording else inspect
    try:
        with storage.incoming(stream, limit=limit << 20) as file:
            name = safe_name(filename)
            yield Scan(file, name, look(file.path, name))
    except storage.TooLarge:
        raise UploadError("too_large", limit=limit) from None


def keep(
    session: Session, row: CaseRow, scan: Scan, purpose: str, *, by: Actor, at: datetime, material: str = ""
) -> Upload:
    """Tie a scan to its case, in the caller's transaction; a scanner looks at it like at any file. Returns its row.

    `material` is the material of the guide that it stands for, where it stands for one.
    """
    upload = row_of(scan.file, scan.name, scan.kind, purpose=purpose, material=material or purpose, by=by, at=at)
    upload.case_id = row.id
    session.add(upload)
    checks.owe_scan(session, upload, at=at)
    return upload
