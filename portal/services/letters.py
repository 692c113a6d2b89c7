"""Letters: written from the journal when somebody asks for one, the same to the byte every time (DESIGN §2.9, R134-R148)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import documents
from portal.access import may_export, may_see, require
from portal.actors import Actor
from portal.connectors.port import PortDown
from portal.db import reading, transaction
from portal.documents import Kind, Letter, LetterFont
from portal.documents.letter import INTERNAL
from portal.models import Case as CaseRow
from portal.models import Document, Office
from portal.services import (
    act_contents,
    journal,
    law,
    letter_code,
    letter_seal,
    letter_served,
    licensee,
    numbering,
    snapshots,
    storage,
)
from portal.services.casefile import row_of
from portal.services.letter_facts import write
from portal.services.letter_source import Source
from portal.services.outbox import Parcel
from portal.services.query_codes import code_of
from workflows.case import Case, fold
from workflows.clocks import told
from workflows.commands import Command
from workflows.events import LetterServed, Recorded, kind_of
from workflows.events.telling import with_letters
from workflows.evolve import evolve
from workflows.refusal import Refusal
from workflows.rules import Moment, decide
from workflows.service import serves


@dataclass(frozen=True, slots=True)
class WrittenLetter:
    """A letter of a case, ready to be shown: its content, and what lists know of it."""

    public_id: str
    case_id: str
    kind: str
    number: str
    dated: date
    letter: Letter


class LetterChanged(Exception):
    """A letter no longer comes out as it did when it was first rendered: somebody must look before it is handed out."""


def letter(public_id: str, *, by: Actor) -> WrittenLetter:
    """One letter, for somebody who may see its case. Raises Refusal when there is none, Denied when it is not theirs."""
    with reading() as session:
        document, row = _document(session, public_id, by)
        written = _write(session, row, document)
    return WrittenLetter(document.public_id, row.public_id, document.kind, document.number, document.dated, written)


def pdf(public_id: str, *, by: Actor, at: datetime) -> tuple[str, bytes]:
    """File name and bytes of a letter's PDF: the signed file where letters are sealed, signed now if it was not yet.

    Without a seal it is the kept file, or the letter rendered again, which gives the same bytes. Raises LetterChanged when the
    file is lost and the letter no longer comes out as it first did, and Refusal `seal_pending` while the seal is away.
    """
    with reading() as session:
        document, row = _document(session, public_id, by)
        written = _write(session, row, document)
    name = f"{written.title}-{document.dated.isoformat()}.pdf"
    if letter_seal.wanted(written):
        return name, letter_seal.kept(document) or _sealed(document.id, written, at)
    return name, _plain(document, written)


def _plain(document: Document, written: Letter) -> bytes:
    """The letter without a signature."""
    if not document.digest:
        return documents.render_pdf(written)
    return _kept(document) or _again(document, written)


def _sealed(document_id: int, written: Letter, at: datetime) -> bytes:
    """The letter with the signature that it gets now."""
    render(document_id, at=at)
    with reading() as session:
        document = session.get_one(Document, document_id)
    try:
        return letter_seal.sealed(document_id, _plain(document, written), at=at)
    except PortDown as down:
        raise Refusal("seal_pending") from down


def proof(public_id: str, *, by: Actor) -> WrittenLetter:
    """The proof of service of a letter (R146): the letter of the act that served it, else of its arrival in the agreed inbox.

    Its `public_id` is that of its own letter, or that of the letter that came into the inbox. Raises Refusal `not_served_yet`.
    """
    with reading() as session:
        document, row = _document(session, public_id, by)
        journey = journal.load(session, row.id)
        case = fold(journey)
        one = case.letters.get((document.seq, document.kind)) if case else None
        if one is None or one.state != "served":
            raise Refusal("not_served_yet")
        act = next((entry for entry in reversed(journey) if serves(entry.event, one)), None)
        if act is not None:
            where = (Document.case_id == row.id, Document.seq == act.seq, Document.kind == Kind.SERVICE)
            document = session.scalars(select(Document).where(*where)).one()
            written = _write(session, row, document)
        else:
            past = [entry for entry in journey if entry.seq <= document.seq]
            source = _source(session, row, past, Kind.SERVICE, "", document.signer, document.site)
            written = letter_served.inbox(source, document.kind, document.number)
    return WrittenLetter(document.public_id, row.public_id, Kind.SERVICE, written.number, document.dated, written)


def proof_pdf(public_id: str, *, by: Actor, at: datetime) -> tuple[str, bytes]:
    """File name and bytes of the proof of service of a letter, like `pdf`. Raises Refusal `not_served_yet`."""
    found = proof(public_id, by=by)
    if found.public_id != public_id:
        return pdf(found.public_id, by=by, at=at)
    return f"{found.letter.title}-{found.dated.isoformat()}.pdf", documents.render_pdf(found.letter)


def _kept(document: Document) -> bytes | None:
    """The PDF as it was first rendered, if the file is still there and still the same."""
    place = storage.path_of(letter_seal.plain_key(document.public_id))
    content = place.read_bytes() if place.is_file() else b""
    return content if hashlib.sha256(content).hexdigest() == document.digest else None


def _again(document: Document, written: Letter) -> bytes:
    """The PDF rendered once more; it must come out to the byte as the first time."""
    try:
        content = documents.render_pdf(written, documents.find_font(document.font))
    except documents.FontNotFound as missing:
        raise LetterChanged(document.public_id) from missing
    if hashlib.sha256(content).hexdigest() != document.digest:
        raise LetterChanged(document.public_id)
    return content


def preview(case_id: str, command: Command, *, by: Actor, at: datetime) -> tuple[Letter, ...]:
    """The letters that a command would promise now, unsigned; nothing is written.

    Raises Refusal where the command would be refused, so that nobody previews what cannot be sent.
    """
    with reading() as session:
        row = row_of(session, case_id)
        past = journal.load(session, row.id)
        require(may_see(by, row, {t.office for t in past[0].event.terms.tracks}))  # type: ignore[attr-defined]
        return tuple(_previews(session, row, past, command, Moment(at, by.reference, law.calendar())))


def _previews(session: Session, row: CaseRow, past: list[Recorded], command: Command, now: Moment) -> Iterator[Letter]:
    kinds_of = law.procedure(row.procedure).letters_of
    signer = numbering.name_of(session, now.by)
    for event in decide(fold(past), command, now=now):
        entry = Recorded(past[-1].seq + 1, now.at, now.by, event)
        kinds = kinds_of(kind_of(event))
        if kinds:
            after = evolve(fold(past), entry)
            days = told(after, now.calendar, now.day)
            entry = replace(entry, event=with_letters(event, tuple((kind, "") for kind in kinds), days))
        past = [*past, entry]
        for kind in kinds:
            source = _source(session, row, past, kind, "", signer, _site())
            yield documents.as_preview(write(source))


def render(document_id: int, *, at: datetime) -> None:
    """Render a letter's PDF for the first time, and keep it with its digest and font."""
    with reading() as session:
        document = session.get(Document, document_id)
        if document is None or document.digest:
            return
        row = session.get_one(CaseRow, document.case_id)
        written = _write(session, row, document)
    font = documents.choose_font()
    content = documents.render_pdf(written, font)
    digest = hashlib.sha256(content).hexdigest()
    with transaction() as session:
        fresh = session.get_one(Document, document_id, with_for_update=True)
        if not fresh.digest:
            fresh.digest, fresh.font = digest, font.identity
            storage.keep(letter_seal.plain_key(fresh.public_id), content)
            if letter_seal.wanted(written):
                letter_seal.owe(session, fresh, at=at)


def carry(parcel: Parcel, at: datetime) -> None:
    """Carry a `letter` message of the outbox: render every letter that its event promised."""
    with reading() as session:
        wanted = select(Document.id).where(Document.case_id == parcel.case_id, Document.seq == parcel.payload["seq"])
        ids = list(session.scalars(wanted))
    for document_id in ids:
        render(document_id, at=at)


def carry_seal(parcel: Parcel, at: datetime) -> None:
    """Carry a `seal` message of the outbox: have the letter signed. Raises PortDown until the seal answers."""
    with reading() as session:
        document = session.scalars(select(Document).where(Document.public_id == parcel.payload["letter"])).one()
        written = _write(session, session.get_one(CaseRow, document.case_id), document)
    if letter_seal.wanted(written) and letter_seal.kept(document) is None:
        letter_seal.sealed(document.id, _plain(document, written), at=at)


def _document(session: Session, public_id: str, by: Actor) -> tuple[Document, CaseRow]:
    document = session.scalars(select(Document).where(Document.public_id == public_id)).one_or_none()
    if document is None:
        raise Refusal("no_such_letter")
    row = session.get_one(CaseRow, document.case_id)
    offices = {t.office for t in journal.state_of(session, row.id).terms.tracks}
    seen = may_see(by, row, offices) or licensee.holds(session, row.id, by)
    require(seen and (document.kind not in INTERNAL or may_export(by, row, offices)))
    return document, row


def _write(session: Session, row: CaseRow, document: Document) -> Letter:
    past = [entry for entry in journal.load(session, row.id) if entry.seq <= document.seq]
    source = _source(session, row, past, document.kind, document.number, document.signer, document.site)
    return write(replace(source, recipient=document.recipient, verify=source.verify or document.link or None))


def _source(
    session: Session, row: CaseRow, past: list[Recorded], kind: str, number: str, signer: str, site: str
) -> Source:
    case = fold(past)
    assert case is not None
    return Source(
        kind=kind,
        number=number or _own_number(case, kind),
        case_number=row.number,
        signer=signer,
        entry=past[-1],
        case=case,
        past=tuple(past),
        guide=law.guide_of(row.item, row.guide_version),
        content=snapshots.content_of(session, row.id, case.snapshot),
        site=site,
        verify=letter_code.address(session, row.id, case, kind, site),
        query_code=code_of(row.public_id) if kind == Kind.RECEIPT else "",
        paper=act_contents.content_of(session, row.id, _paper(past)),
        intake_point=_point(session, case.intake_office) if kind == Kind.RECEIPT else "",
    )


def _paper(past: list[Recorded]) -> str:
    """The content that the event names; for a proof of service, that of the letter which was served."""
    event = past[-1].event
    if isinstance(event, LetterServed):
        event = next(one.event for one in past if one.seq == event.letter)
    return str(getattr(event, "paper", ""))


def _own_number(case: Case, kind: str) -> str:
    return case.licence.number if case.licence and kind in letter_code.SHOWN else ""


def _point(session: Session, office: str) -> str:
    """The name of the point that took a case in for its agency; empty for what came to the agency itself."""
    named = select(Office.name_zh).where(Office.code == office)
    return (session.scalars(named).one_or_none() or office) if office else ""


def _site() -> str:
    site: str = current_app.config["SETTINGS"].base_url
    return site


__all__ = [
    "LetterChanged",
    "LetterFont",
    "WrittenLetter",
    "carry",
    "carry_seal",
    "letter",
    "pdf",
    "preview",
    "proof",
    "proof_pdf",
    "render",
]
