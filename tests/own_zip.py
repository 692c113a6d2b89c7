"""One's own data as a ZIP, for tests: written at once, or prepared by the workers as the portal does it."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

from sqlalchemy import select

from portal.actors import Actor
from portal.db import reading
from portal.models import OutboxMessage
from portal.services import outbox, own_package
from portal.web import own_pages


def packed(by: Actor, *, at: datetime) -> dict[str, bytes]:
    """The files of the package by name."""
    file = io.BytesIO()
    own_package.write(file, pages=own_pages, by=by, at=at)
    return unpacked(file.getvalue())


def unpacked(content: bytes) -> dict[str, bytes]:
    """The files of a ZIP by name; each is whole."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def prepare(*, at: datetime, kind: str = "own_data") -> list[str]:
    """Let the workers carry what waits of a kind until nothing more does; returns what became of each message."""
    came: list[str] = []
    waiting = select(OutboxMessage.id).where(OutboxMessage.kind == kind, OutboxMessage.state == "queued")
    while True:
        with reading() as session:
            due = list(session.scalars(waiting.where(OutboxMessage.due_at <= at).order_by(OutboxMessage.id)))
        if not due:
            return came
        came += [outbox.deliver(number, at=at) for number in due]
