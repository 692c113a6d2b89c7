"""Checks by outside systems: owed with the work that goes on, carried by the outbox until they come back, then recorded."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.actors import SYSTEM
from portal.connectors.antivirus import Clamd, Scanned
from portal.connectors.port import PortDown
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import Upload
from portal.services import credit, journal, outbox, ports, storage
from portal.services.outbox import Parcel
from workflows.case import AT_WINDOW, State
from workflows.commands import FinishCheck, OweCheck

OWED, CLEAN, INFECTED = "owed", "clean", "infected"


class StillOwed(Exception):
    """The case changed while its check was made: it is made again."""


def owe_scan(session: Session, upload: Upload, *, at: datetime) -> None:
    """A new file is to be scanned, where there is a scanner; nobody waits for it."""
    if ports.configured("antivirus"):
        upload.scan = OWED
        payload = {"upload": upload.public_id}
        outbox.post(session, f"scan-{upload.public_id}", "check_antivirus", case_id=None, payload=payload, at=at)


def owe_files(session: Session, row: CaseRow, uploads: Iterable[Upload], *, at: datetime) -> None:
    """What is handed in before it was scanned stands in the case as missing."""
    owed = [upload for upload in uploads if upload.scan == OWED]
    for upload in owed:
        session.refresh(upload, ["scan"], with_for_update=True)
    refs = tuple(upload.public_id for upload in owed if upload.scan == OWED)
    if refs:
        journal.record(session, row, OweCheck("antivirus", refs), by=SYSTEM, at=at)


def carry_scan(parcel: Parcel, at: datetime) -> None:
    """Carry a scan: ask the scanner, write the verdict beside the file, and tell the case that waited for it."""
    public_id = parcel.payload["upload"]
    with reading() as session:
        upload = _upload(session, public_id)
        if upload is None or upload.scan != OWED:
            return
        path, case_id = storage.path_of(upload.storage_key), upload.case_id
    if not path.is_file():
        return
    with ports.asking("antivirus", at=at):
        scanned = Clamd(current_app.config["SETTINGS"].antivirus_url).scan(path)
    with transaction() as session:
        _settle_scan(session, public_id, case_id, scanned, at)


def _settle_scan(session: Session, public_id: str, case_id: int | None, scanned: Scanned, at: datetime) -> None:
    row = journal.lock(session, case_id) if case_id is not None else None
    upload = session.scalars(select(Upload).where(Upload.public_id == public_id).with_for_update()).one_or_none()
    if upload is None or upload.scan != OWED:
        return
    if upload.case_id != case_id:
        raise StillOwed(public_id)
    upload.scan = INFECTED if scanned.found else CLEAN
    if row is None:
        return
    if scanned.found:
        finish(session, row, FinishCheck("antivirus", INFECTED, (public_id,)), at)
    owed = journal.state_of(session, row.id).owed.get("antivirus")
    if owed is None:
        return
    session.flush()
    waiting = select(Upload.id).where(Upload.public_id.in_(owed.refs), Upload.scan == OWED, Upload.removed_at.is_(None))
    if session.scalar(waiting.limit(1)) is None:
        finish(session, row, FinishCheck("antivirus", CLEAN, owed.refs), at)


def finish(session: Session, row: CaseRow, command: FinishCheck, at: datetime) -> None:
    """Record what a check showed, where the case still owes it."""
    if command.check in journal.state_of(session, row.id).owed:
        journal.record(session, row, command, by=SYSTEM, at=at)


def carry_credit(parcel: Parcel, at: datetime) -> None:
    """Carry a look at the credit lists that came to no end before; one that a person made meanwhile is enough."""
    with transaction() as session:
        row = journal.lock(session, parcel.case_id or 0)
        case = journal.state_of(session, row.id)
        looks = case.state in AT_WINDOW or case.state is State.IN_REVIEW
        if not looks or not case.credit or case.credit[-1].result != "unavailable":
            return
        stage = "review" if case.state is State.IN_REVIEW else "intake"
        if not credit.look_again(session, row, stage=stage, by=SYSTEM, at=at):
            raise PortDown("the credit lists cannot be read")


def _upload(session: Session, public_id: str) -> Upload | None:
    statement = select(Upload).where(Upload.public_id == public_id, Upload.removed_at.is_(None))
    return session.scalars(statement).one_or_none()
