"""Everything that an evidence package holds of one case, read in one look at the database; the files themselves come later."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access import may_export, may_see_ballots, require
from portal.actors import Actor
from portal.db import reading, table_of
from portal.models import Case as CaseRow
from portal.models import CaseTrack, Document, JournalEntry, LetterService, Snapshot, Upload
from portal.services import casefile, columns, evidence_grounds, guide_store, law, people, storage
from portal.services.caseclocks import Grounds
from portal.services.casefile import CaseFile
from portal.services.evidence_calendar import PackedYear, calendar_of, packed_years
from portal.services.evidence_clocks import plain
from portal.services.evidence_package import ATTACHMENTS, LETTERS
from portal.services.people import Name
from workflows.events import LetterServed
from workflows.procedure import FOLDER as PROCEDURES
from workflows.refusal import Refusal
from workflows.rules import Moment

_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069]')
_LONGEST = 80
_OF_A_TRACK = tuple(one.key for one in table_of(CaseTrack).columns if one.key != "case_id")
_OF_A_FILE = ("public_id", "material", "filename", "media_type", "size", "sha256", "purpose", "uploaded_by")


@dataclass(frozen=True, slots=True)
class PackedFile:
    """A file that was handed in: its place in the package, what lists know of it, and where it is stored."""

    path: str
    listed: dict[str, Any]
    source: Path


@dataclass(frozen=True, slots=True)
class PackedLetter:
    """A letter that went out: its opaque name, its place in the package without ending, and what lists know of it."""

    public_id: str
    path: str
    listed: dict[str, Any]


@dataclass(frozen=True)
class Contents:
    """One case, whole, as it stood at one moment. `state` are the copied columns as the database has them."""

    file: CaseFile
    row_id: int
    seq: int
    head: str
    entries: tuple[dict[str, Any], ...]
    snapshots: tuple[dict[str, Any], ...]
    acts: tuple[dict[str, Any], ...]
    looks: list[dict[str, Any]]
    letters: tuple[PackedLetter, ...]
    attachments: tuple[PackedFile, ...]
    years: tuple[PackedYear, ...]
    guide_text: str
    names: dict[str, Name]
    office: str
    state: dict[str, Any]

    @cached_property
    def grounds(self) -> Grounds:
        """What the clocks of the package are counted by: its own calendar and guide, and nothing else."""
        listed = [year.listed() for year in self.years]
        return Grounds(calendar_of(listed, {year.path: year.text for year in self.years}), self.file.guide)

    @property
    def procedure_text(self) -> str:
        """The procedure that the case pins, as its file says it."""
        return (PROCEDURES / f"{self.file.case.procedure}.yaml").read_text("utf-8")


def contents(case_id: str, *, by: Actor) -> Contents:
    """The case with all that belongs to it, for somebody who may take the whole file out. Raises Refusal, Denied."""
    with reading() as session:
        row = casefile.row_of(session, case_id)
        file = casefile.gather(session, row, by=by)
        require(may_export(by, row, {track.office for track in file.case.terms.tracks}))
        voted = any(one.ballots for one in file.case.panel.all)
        require(not voted or may_see_ballots(by, row), "ballots")
        handed_in = _snapshots(session, row.id)
        acts = evidence_grounds.act_contents(session, file, handed_in)
        if law.unfinished_calendar() or file.case.seq != row.seq:
            raise Refusal("evidence_moved")
        return Contents(
            file=file,
            row_id=row.id,
            seq=row.seq,
            head=row.head,
            entries=_entries(session, row),
            snapshots=handed_in,
            acts=acts,
            looks=evidence_grounds.credit_looks(session, file, handed_in, acts),
            letters=_letters(session, row.id),
            attachments=_attachments(session, file),
            years=packed_years(session, [row.lead_office]),
            guide_text=guide_store.source_of(session, file.guide),
            names=people.names_of(session, {entry.by for entry in file.recorded} | {by.reference}),
            office=by.office_code,
            state=_state(session, row, file),
        )


def _entries(session: Session, row: CaseRow) -> tuple[dict[str, Any], ...]:
    j = JournalEntry
    found = session.scalars(select(j).where(j.case_id == row.id, j.seq <= row.seq).order_by(j.seq))
    return tuple(
        {
            "seq": one.seq,
            "at": one.at.isoformat(timespec="microseconds"),
            "by": one.by,
            "kind": one.kind,
            "payload": one.payload,
            "previous": one.previous,
            "digest": one.digest,
        }
        for one in found
    )


def _snapshots(session: Session, case_id: int) -> tuple[dict[str, Any], ...]:
    found = session.scalars(select(Snapshot).where(Snapshot.case_id == case_id).order_by(Snapshot.round))
    return tuple(
        {"round": one.round, "at": one.at.isoformat(), "digest": one.digest, "content": one.content} for one in found
    )


def _letters(session: Session, case_id: int) -> tuple[PackedLetter, ...]:
    d = Document
    found = session.scalars(select(d).where(d.case_id == case_id).order_by(d.seq, d.id))
    return tuple(_letter(number, one) for number, one in enumerate(found, 1))


def _letter(number: int, one: Document) -> PackedLetter:
    path = f"{LETTERS}{number:03d}-{one.kind}"
    listed = {"seq": one.seq, "kind": one.kind, "number": one.number, "dated": one.dated, "rendered": one.digest}
    more = {"html": f"{path}.html", "pdf": f"{path}.pdf", "signer": one.signer, "recipient": one.recipient}
    return PackedLetter(one.public_id, path, {**listed, **more})


def _attachments(session: Session, file: CaseFile) -> tuple[PackedFile, ...]:
    """The files that were handed in or scanned, then the signed proofs that letters arrived."""
    found = session.scalars(select(Upload).where(Upload.case_id == file.id).order_by(Upload.id))
    handed_in = [
        ({name: getattr(one, name) for name in _OF_A_FILE} | {"uploaded_at": one.uploaded_at}, one.storage_key)
        for one in found
    ]
    both = [*handed_in, *_proofs(session, file)]
    return tuple(_attachment(number, listed, key) for number, (listed, key) in enumerate(both, 1))


def _proofs(session: Session, file: CaseFile) -> Iterator[tuple[dict[str, Any], str]]:
    s = LetterService
    rows = session.scalars(select(s).where(s.case_id == file.id, s.sheet_key != "").order_by(s.seq, s.document))
    kept = {(one.seq, one.document): one for one in rows}
    for entry in file.recorded:
        event = entry.event
        if isinstance(event, LetterServed) and event.sheet and (event.letter, event.document) in kept:
            row = kept.pop((event.letter, event.document))
            more = {"sha256": event.sheet, "uploaded_at": entry.at, "uploaded_by": entry.by}
            yield {"filename": row.sheet_name, "purpose": "proof_of_service", **more}, row.sheet_key


def _attachment(number: int, listed: dict[str, Any], key: str) -> PackedFile:
    path, source = f"{ATTACHMENTS}{number:03d}-{safe_name(listed['filename'])}", storage.path_of(key)
    if not source.is_file():
        raise Refusal("file_lost", filename=listed["filename"])
    return PackedFile(path, listed | {"path": path}, source)


def safe_name(filename: str) -> str:
    """A file name that every system can write and none takes for a path; long ones keep their ending."""
    tidy = _UNSAFE.sub("_", filename).strip(" .") or "file"
    if len(tidy) <= _LONGEST:
        return tidy
    stem, dot, ending = tidy.rpartition(".")
    return (f"{stem[: _LONGEST - 10]}.{ending[:9]}" if dot else tidy[:_LONGEST]).rstrip(" .")


def _state(session: Session, row: CaseRow, file: CaseFile) -> dict[str, Any]:
    """The copies as they stand in the database, to be compared with the fold of the packed journal."""
    last = file.recorded[-1]
    now = Moment(last.at, last.by, law.calendar())
    found = session.scalars(select(CaseTrack).where(CaseTrack.case_id == row.id).order_by(CaseTrack.track))
    tracks = [{name: getattr(one, name) for name in _OF_A_TRACK} for one in found]
    return plain({**{name: getattr(row, name) for name in columns.of_case(file.case, now)}, "tracks": tracks})
