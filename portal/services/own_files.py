"""The original files in one's own data: which ones belong there, under which names, and which ones are left out and why."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from portal.access import Denied
from portal.actors import Actor
from portal.documents.letter import INTERNAL
from portal.models import Case as CaseRow
from portal.models import CreditObjection, Document, Draft, Licence, Mandate, Upload
from portal.services import credit_files, letter_code, letters, uploads
from portal.services.casefile import INSIDE
from portal.services.evidence_package import PackageWriter
from portal.services.letters import LetterChanged
from portal.services.licensee import own_licences
from portal.services.own_rows import own_rows
from workflows.refusal import Refusal

MOST_FILES = 2000
"""So many files are packed; the others are named, and are where they always are."""

UPLOAD, LETTER, OBJECTION = "upload", "letter", "objection"

REASONS = LARGE, MANY, LOST, CHANGED, INFECTED, UNSIGNED, NOT_OPEN = (
    "large", "many", "lost", "changed", "infected", "unsigned", "not_open",
)  # fmt: skip
"""Why a file is left out."""

_REFUSED = {"file_infected": INFECTED, "seal_pending": UNSIGNED}
_ODD = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]')
_STEM, _ENDING = 50, 10


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file that belongs there. `what` is its material or the kind of its letter; of letters the size is not known before."""

    folder: str
    source: str
    public_id: str
    name: str
    what: str = ""
    size: int = 0
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Packed:
    """What came of it: its path in the ZIP, size in bytes and SHA-256; without a path, why it is left out."""

    name: str
    what: str
    source: str
    path: str = ""
    size: int = 0
    sha256: str = ""
    why: str = ""


class _Left(Exception):
    """A file that is left out."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def handed_in(session: Session, case_id: int) -> list[Upload]:
    """The files of a case that its applicant may open."""
    return list(session.scalars(_live().where(Upload.case_id == case_id, Upload.purpose.not_in(_closed()))))


def waiting(session: Session, case_id: int) -> list[Upload]:
    """The files that the applicant brought for a correction or a supplement and has not handed in yet."""
    own = select(Draft.id).where(Draft.case_id == case_id)
    brought = Upload.draft_id.in_(own), Upload.case_id.is_(None), Upload.purpose.in_(uploads.FROM_APPLICANT)
    return list(session.scalars(_live().where(*brought)))


def letters_of(session: Session, case_id: int) -> list[Document]:
    """The letters of a case that its applicant may read."""
    found = select(Document).where(Document.case_id == case_id, Document.kind.not_in(INTERNAL)).order_by(Document.id)
    return list(session.scalars(found))


def of_case(session: Session, row: CaseRow) -> list[Wanted]:
    """What was handed in with a case, what waits to be, and its letters with the licence."""
    folder = f"files/{plain_name(row.number)}"
    brought = [_upload(one, folder) for one in (*handed_in(session, row.id), *waiting(session, row.id))]
    return [*brought, *(_letter(one, folder) for one in letters_of(session, row.id))]


def of_draft(session: Session, draft: Draft) -> list[Wanted]:
    """The files of a draft."""
    found = session.scalars(_live().where(Upload.draft_id == draft.id, Upload.purpose.not_in(_closed())))
    return [_upload(one, f"files/draft-{draft.id}") for one in found]


def of_account(session: Session, by: Actor, *, owner: bool) -> list[Wanted]:
    """Powers of attorney, proofs of objections to credit data, and for an owner the licences that others applied for."""
    mandates = select(Mandate.upload_id).where(
        or_(Mandate.user_id == by.id, Mandate.enterprise_id == by.enterprise_id) if owner else Mandate.user_id == by.id
    )
    found = [_upload(one, "files/authorities") for one in session.scalars(_live().where(Upload.id.in_(mandates)))]
    objections = select(CreditObjection.file).where(
        CreditObjection.enterprise_id == by.enterprise_id if owner else CreditObjection.filed_by == by.reference
    )
    proofs = _live().where(Upload.public_id.in_(objections), Upload.purpose == credit_files.OBJECTION)
    found += [replace(_upload(one, "files/objections"), source=OBJECTION) for one in session.scalars(proofs)]
    return found + (_licences(session, by) if owner else [])


def plain_name(name: str) -> str:
    """A file's name that every system takes, and that leads nowhere: no path, no sign with a meaning, at most 61 characters."""
    name = _ODD.sub("_", name.replace("\\", "/").rpartition("/")[2]).strip(" .") or "file"
    stem, dot, ending = name.rpartition(".")
    if not dot or not ending.isalnum() or len(ending) > _ENDING:
        return name[: _STEM + _ENDING].rstrip(" .")
    return f"{stem[:_STEM].rstrip(' .') or 'file'}.{ending}"


class Packer:
    """Packs files one after the other until there is no more room; each is opened as its person may open it, or named."""

    def __init__(self, writer: PackageWriter, *, by: Actor, at: datetime, most: int) -> None:
        self._writer, self._by, self._at = writer, by, at
        self._room, self._left = most, MOST_FILES
        self._counted: Counter[str] = Counter()
        self.packed: list[Packed] = []

    def pack(self, wanted: Iterable[Wanted]) -> list[Packed]:
        """What came of each; all of them stand in `packed` as well."""
        found = [self._one(one) for one in wanted]
        self.packed += found
        return found

    def _one(self, one: Wanted) -> Packed:
        said = Packed(plain_name(one.name), one.what, one.source)
        try:
            self._check_room(one.size)
            source, said = self._opened(one, said)
            self._counted[one.folder] += 1
            path = f"{one.folder}/{self._counted[one.folder]:03d}-{said.name}"
            digest = self._write(path, source)
        except _Left as left:
            return replace(said, why=left.why)
        part = self._writer.parts[-1]
        self._room, self._left = self._room - part.size, self._left - 1
        return replace(said, path=path, size=part.size, sha256=digest)

    def _write(self, path: str, source: Path | bytes) -> str:
        if isinstance(source, bytes):
            self._writer.add(path, source)
            return self._writer.parts[-1].sha256
        try:
            return self._writer.add_file(path, source)
        except FileNotFoundError:
            raise _Left(LOST) from None

    def _check_room(self, size: int) -> None:
        if self._left <= 0:
            raise _Left(MANY)
        if size > self._room:
            raise _Left(LARGE)

    def _opened(self, one: Wanted, said: Packed) -> tuple[Path | bytes, Packed]:
        try:
            if one.source == LETTER:
                name, content = letters.pdf(one.public_id, by=self._by, at=self._at)
                self._check_room(len(content))
                return content, replace(said, name=plain_name(name))
            return self._file(one), said
        except Refusal as refused:
            raise _Left(_REFUSED.get(refused.rule, LOST)) from None
        except Denied:
            raise _Left(NOT_OPEN) from None
        except LetterChanged:
            raise _Left(CHANGED) from None
        except OSError:
            raise _Left(LOST) from None

    def _file(self, one: Wanted) -> Path:
        if one.source == OBJECTION:
            _facts, path = credit_files.open(one.public_id, credit_files.OBJECTION)
        else:
            _facts, path = uploads.open(one.public_id, by=self._by)
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != one.sha256:
                raise _Left(CHANGED)
        return path


def _live() -> Select[Upload]:
    return select(Upload).where(Upload.removed_at.is_(None)).order_by(Upload.id)


def _closed() -> tuple[str, ...]:
    return (uploads.SECRET, *INSIDE)


def _upload(one: Upload, folder: str) -> Wanted:
    return Wanted(folder, UPLOAD, one.public_id, one.filename, one.material, one.size, one.sha256)


def _letter(one: Document, folder: str) -> Wanted:
    return Wanted(folder, LETTER, one.public_id, f"{one.kind}-{one.dated.isoformat()}.pdf", one.kind)


def _licences(session: Session, by: Actor) -> list[Wanted]:
    """The letters of licences that are given to the enterprise or person, and that somebody else applied for."""
    own = select(CaseRow.id).where(own_rows(CaseRow, by))
    held = select(Licence.case_id).where(own_licences(by), Licence.case_id.not_in(own)).order_by(Licence.id)
    return [_letter(one, "files/licences") for case_id in session.scalars(held) for one in _papers(session, case_id)]


def _papers(session: Session, case_id: int) -> Iterator[Document]:
    yield from (one for one in letters_of(session, case_id) if one.kind in letter_code.SHOWN)
