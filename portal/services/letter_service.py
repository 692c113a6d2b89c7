"""Service of letters at the window: what is to be served, what came back, and every act on it with its proof (R146)."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO

from flask import current_app
from sqlalchemy import ColumnElement, and_, case, func, select, update
from sqlalchemy.orm import Session

from portal.access import WHOLE_FILE, may_act, require
from portal.actors import Actor, Role
from portal.db import reading, transaction
from portal.documents.letter import INTERNAL
from portal.models import Case as CaseRow
from portal.models import Document, Enterprise, LetterService, User
from portal.services import casefile, first_contact, journal, numbering, signed_scans, standing, storage
from portal.services.inspection import UploadError, called, inspect
from portal.services.paging import ROWS, Page, offset
from portal.services.persons import NATURAL_PERSON
from portal.services.uploads import safe_name
from workflows import commands as c
from workflows.case import Case
from workflows.refusal import Refusal
from workflows.service import ELECTRONIC, UNKNOWN, policy

SIGNED, TWO = "signed", "two"  # what the journal keeps of names: that somebody signed, that there were witnesses


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """One letter on the list: the case, the letter, how far its service is, and who answers for it."""

    case_id: str
    case_number: str
    applicant_name: str
    item_zh: str
    item_en: str
    letter_id: str
    seq: int
    document: str
    number: str
    dated: date
    state: str
    way: str
    due_on: date | None
    sent_on: date | None
    served_on: date | None
    failed_on: date | None
    reason: str
    opened_at: datetime | None
    sheet_name: str
    owner: str


@dataclass(frozen=True, slots=True)
class ServicePage(Page[ServiceRow]):
    """One page of the list; `failed` are all that came back, on whatever page."""

    failed: int = 0


def waiting(*, by: Actor, page: int = 1) -> ServicePage:
    """The letters that are still to be served: what came back first, then by the day that the law sets, if any.

    A result that was not served yet stands on the list of results; one that came back stands here too.
    """
    require(by.holds(Role.WINDOW), "role", roles=[str(Role.WINDOW)])
    s = LetterService
    came_back = s.state == "failed"
    open_ = s.state.in_(("planned", "sent", "failed")) & _own(s)
    with reading() as session:
        total = session.scalar(select(func.count()).select_from(s).where(open_)) or 0
        back = session.scalar(select(func.count()).select_from(s).where(came_back)) or 0
        order = (case((came_back, 0), else_=1), s.due_on.is_(None), s.due_on, s.dated, s.case_id, s.seq)
        number, pages, skipped = offset(page, total)
        statement = _rows(open_).order_by(*order).limit(ROWS).offset(skipped)
        rows = tuple(ServiceRow(*row) for row in session.execute(statement))
    return ServicePage(rows, total, number, pages, back)


def of_case(public_id: str, *, by: Actor) -> tuple[ServiceRow, ...]:
    """The service of every letter of a case, for whoever may see it; the newest first."""
    with reading() as session:
        row = casefile.row_of(session, public_id)
        casefile.check_sight(session, row, by)
        own = LetterService.document.not_in(
            () if by.roles & WHOLE_FILE else INTERNAL
        )  # letters to others are not the applicant's
        statement = _rows((LetterService.case_id == row.id) & own).order_by(
            LetterService.seq.desc(), LetterService.document
        )
        return tuple(ServiceRow(*one) for one in session.execute(statement))


def one(letter_id: str, *, by: Actor) -> ServiceRow:
    """The service of one letter. Raises Refusal `no_such_letter`, or Denied."""
    with reading() as session:
        found = session.execute(_rows(Document.public_id == letter_id)).one_or_none()
        if found is None:
            raise Refusal("no_such_letter")
        row = ServiceRow(*found)
        casefile.check_sight(session, casefile.row_of(session, row.case_id), by)
        return row


def send(
    letter_id: str,
    way: str,
    reference: str,
    *,
    why: str = "",
    evidence: tuple[str, IO[bytes]] | None = None,
    by: Actor,
    at: datetime,
    expected_seq: int | None = None,
) -> Case:
    """Hand a letter to the post (`reference` is its number) or to another body, or publish it (where and which number).

    Published before another way was tried, it needs `why` nobody knows where its addressee is and the scanned `evidence`.
    Raises UploadError for a scan that cannot be read, Refusal of the rule that forbids the way.
    """
    with _proof(evidence) as taken, transaction() as session:
        row, document = _locked(session, letter_id, by)
        digest = taken.digest if taken else ""
        command = c.SendLetter(document.seq, document.kind, way, reference, why, digest)
        done = _record(session, row, command, by, at, expected_seq)
        if taken and done.letters[document.seq, document.kind].ground == UNKNOWN:
            signed_scans.keep(session, row, taken, casefile.WHEREABOUTS, by=by, at=at)
        return done


def serve(
    letter_id: str,
    way: str,
    served_on: date,
    *,
    names: str = "",
    reference: str = "",
    sheet: tuple[str, IO[bytes]] | None = None,
    by: Actor,
    at: datetime,
    expected_seq: int | None = None,
) -> Case:
    """Record that a letter arrived: `names` are who signed, or the witnesses where it was left; `sheet` the scanned proof.

    Raises UploadError for a scan that cannot be read, Refusal where the way asks for another proof.
    """
    kept = _keep_sheet(sheet) if sheet else None
    try:
        with transaction() as session:
            row, document = _locked(session, letter_id, by)
            left = way == "left"
            command = c.ServeLetter(
                document.seq,
                document.kind,
                way,
                served_on,
                reference,
                recipient=SIGNED if names.strip() and not left else "",
                witnesses=TWO if names.strip() and left else "",
                sheet=kept.digest if kept else "",
            )
            if names.strip():
                numbering.name_recipient(session, row.id, names.strip())
            done = _record(session, row, command, by, at, expected_seq)
            if kept:
                _note_sheet(session, row, document, kept)
            return done
    except BaseException:
        if kept:
            storage.remove(kept.key)
        raise


def fail(
    letter_id: str, reason: str, note: str = "", *, by: Actor, at: datetime, expected_seq: int | None = None
) -> Case:
    """Record that a letter came back: it stands on the list until somebody tries another way."""
    with transaction() as session:
        row, document = _locked(session, letter_id, by)
        return _record(session, row, c.FailService(document.seq, document.kind, reason, note), by, at, expected_seq)


def choose(case_id: str, service: str, *, by: Actor, at: datetime, expected_seq: int | None = None) -> Case:
    """Agree to electronic service or take it back; the handler does it himself, or the window for him (R146)."""
    with transaction() as session:
        row = casefile.locked(session, case_id, by=by)
        require(may_act(by, row, Role.HANDLER) or may_act(by, row, Role.WINDOW), "enterprise")
        standing.check(session, by, Role.WINDOW)
        if service == ELECTRONIC and session.get_one(Enterprise, row.enterprise_id).kind == NATURAL_PERSON:
            raise Refusal("no_inbox")
        return journal.record(session, row, c.ChooseService(service), by=by, at=at, expected_seq=expected_seq)


def note_opened(letter_id: str, *, by: Actor, at: datetime) -> None:
    """Write down when the applicant opened a letter for the first time; it was served when it came in, not when it was read."""
    if not by.holds(Role.HANDLER):
        return
    with reading() as session:
        found = session.execute(_rows(Document.public_id == letter_id)).one_or_none()
    if found is None or ServiceRow(*found).opened_at is not None:
        return
    with transaction() as session:
        document = session.scalars(select(Document).where(Document.public_id == letter_id)).one()
        place = (*_place(document), LetterService.opened_at.is_(None))
        session.execute(update(LetterService).where(*place).values(opened_at=at))


def sheet(letter_id: str, *, by: Actor) -> tuple[str, Path]:
    """Name and place of the scanned proof of service. Raises Refusal `no_such_file` where there is none."""
    row = one(letter_id, by=by)
    with reading() as session:
        document = session.scalars(select(Document).where(Document.public_id == letter_id)).one()
        key = session.scalars(select(LetterService.sheet_key).where(*_place(document))).one()
    if not key or not storage.path_of(key).is_file():
        raise Refusal("no_such_file")
    return row.sheet_name, storage.path_of(key)


@dataclass(frozen=True, slots=True)
class _Sheet:
    key: str
    name: str
    digest: str


def is_result(document: str) -> bool:
    """Whether a letter is the result, which its own act serves (article 44)."""
    return document in policy().results


def _proof(evidence: tuple[str, IO[bytes]] | None) -> AbstractContextManager[signed_scans.Scan | None]:
    return signed_scans.received(*evidence) if evidence else nullcontext()


def _keep_sheet(sheet: tuple[str, IO[bytes]]) -> _Sheet:
    name = safe_name(sheet[0])
    limit = current_app.config["SETTINGS"].upload_megabytes
    try:
        with storage.incoming(sheet[1], limit=limit << 20) as file:
            name = called(name, inspect(file.path, name).media_type)
            return _Sheet(file.keep(), name, file.sha256)
    except storage.TooLarge:
        raise UploadError("too_large", limit=limit) from None


def _note_sheet(session: Session, row: CaseRow, document: Document, kept: _Sheet) -> None:
    values = {"sheet_key": kept.key, "sheet_name": kept.name}
    session.execute(update(LetterService).where(*_place(document)).values(**values))


def _record(
    session: Session, row: CaseRow, command: c.Command, by: Actor, at: datetime, expected_seq: int | None
) -> Case:
    expected_seq = first_contact.first_act(session, row, by=by, at=at, expected_seq=expected_seq)
    return journal.record(session, row, command, by=by, at=at, expected_seq=expected_seq)


def _locked(session: Session, letter_id: str, by: Actor) -> tuple[CaseRow, Document]:
    document = session.scalars(select(Document).where(Document.public_id == letter_id)).one_or_none()
    if document is None:
        raise Refusal("no_such_letter")
    row = journal.lock(session, document.case_id)
    require(may_act(by, row, Role.WINDOW), "role", roles=[str(Role.WINDOW)])
    standing.check(session, by, Role.WINDOW)
    return row, document


def _place(document: Document) -> tuple[ColumnElement[bool], ...]:
    s = LetterService
    return (s.case_id == document.case_id, s.seq == document.seq, s.document == document.kind)


def _own(s: type[LetterService]) -> ColumnElement[bool]:
    return (s.state == "failed") | s.document.not_in(sorted(policy().results))


def _rows(where: ColumnElement[bool]):  # type: ignore[no-untyped-def]
    s, d, r = LetterService, Document, CaseRow
    owner = select(User.name).where(User.id == r.officer_id).scalar_subquery()
    of_case = (r.public_id, r.number, r.applicant_name, r.item_name_zh, r.item_name_en)
    of_letter = (d.public_id, s.seq, s.document, d.number, s.dated, s.state, s.way, s.due_on, s.sent_on, s.served_on)
    columns = (*of_case, *of_letter, s.failed_on, s.reason, s.opened_at, s.sheet_name, func.coalesce(owner, ""))
    same = and_(d.case_id == s.case_id, d.seq == s.seq, d.kind == s.document)
    return select(*columns).select_from(s).join(d, same).join(r, r.id == s.case_id).where(where)
