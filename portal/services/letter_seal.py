"""The signature on letters that leave: put once on the finished file, kept with its digest, owed while the seal is away.

A letter is written again from the journal, the same to the byte; its signature is not, so the signed file is kept. It begins
with the bytes of the letter, and what stands behind them is the signature alone (docs/decisions/0009-signatures.md).
"""

from __future__ import annotations

import hashlib
import time
from datetime import datetime

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.clock import business_day
from portal.connectors.port import PortDown
from portal.db import reading, transaction
from portal.documents import pdf_signature
from portal.documents.letter import Letter
from portal.models import Document
from portal.services import outbox, ports, published_keys, seal_key, storage
from portal.services.leases import lease
from workflows.refusal import Refusal

WAIT, TURNS = 0.05, 60
"""A download waits so many seconds, and so often, for another one that is having the same letter sealed."""

MINUTES = 1
"""A worker that died while it had a letter sealed holds the others up no longer."""


def wanted(letter: Letter) -> bool:
    """Whether a letter leaves with a signature: whatever shows the seal of an authority, where this portal has a seal."""
    return letter.signature.sealed and seal_key.configured(current_app.config["SETTINGS"])


def owe(session: Session, document: Document, *, at: datetime) -> None:
    """Promise the signature of a letter that was rendered; the outbox carries it until it is there."""
    payload = {"letter": document.public_id}
    outbox.post(session, f"seal-{document.public_id}", "seal", case_id=document.case_id, payload=payload, at=at)


def kept(document: Document) -> bytes | None:
    """The signed file, if it is there and still the one that was signed."""
    if not document.sealed_digest:
        return None
    place = storage.path_of(_key(document.public_id))
    content = place.read_bytes() if place.is_file() else b""
    return content if hashlib.sha256(content).hexdigest() == document.sealed_digest else None


def sealed(document_id: int, pdf: bytes, *, at: datetime) -> bytes:
    """The signed file of a letter that reads `pdf`: the kept one, else signed now, once however many ask at the same time.

    Raises PortDown where the seal does not answer, and Refusal `seal_pending` while another process waits for it.
    """
    with lease(f"seal-{document_id}", at=at, minutes=MINUTES) as held:
        if not held:
            return _by_another(document_id)
        with reading() as session:
            document = session.get_one(Document, document_id)
        found = kept(document)
        if found is None:
            found = _sign(document, pdf, at)
        return found


def _sign(document: Document, pdf: bytes, at: datetime) -> bytes:
    key = f"letter-{document.public_id}-{hashlib.sha256(pdf).hexdigest()[:16]}"
    with ports.asking("seal", at=at):
        content = seal_key.port(at=at).seal(pdf, key)
        certificate = _checked(content)
    storage.keep(_key(document.public_id), content)
    with transaction() as session:
        row = session.get_one(Document, document.id, with_for_update=True)
        row.sealed_digest, row.sealed_at = hashlib.sha256(content).hexdigest(), at
        row.sealed_by = certificate[0] if certificate else ""
        if certificate:
            published_keys.note(session, published_keys.SEAL, *certificate, on=business_day(at))
    storage.remove(plain_key(document.public_id))  # the signed file begins with the same bytes
    return content


def _checked(content: bytes) -> tuple[str, str] | None:
    """Fingerprint and PEM of the certificate; None for a format of its own. Raises PortDown for a broken signature."""
    try:
        found = pdf_signature.found(content)
    except pdf_signature.NoSignature as unread:
        if str(unread) == pdf_signature.FOREIGN:
            return None
        raise PortDown("no signature came back that can be read") from unread
    if found.readable and not found.whole:
        raise PortDown("the signature that came back does not hold")
    return found.fingerprint, found.pem


def _by_another(document_id: int) -> bytes:
    for _turn in range(TURNS):
        with reading() as session:
            content = kept(session.get_one(Document, document_id))
        if content is not None:
            return content
        time.sleep(WAIT)
    raise Refusal("seal_pending")


def sealed_at(public_id: str) -> datetime | None:
    """When a letter was signed; None as long as it was not."""
    with reading() as session:
        return session.scalar(select(Document.sealed_at).where(Document.public_id == public_id))


def original(public_id: str) -> dict[str, str]:
    """What is known of a letter's file: SHA-256 as rendered and as signed, and the fingerprint of the certificate."""
    with reading() as session:
        row = session.scalars(select(Document).where(Document.public_id == public_id)).one()
    return {"rendered": row.digest, "sealed": row.sealed_digest, "certificate": row.sealed_by}


def issued_as(digest: str) -> bool:
    """Whether a file with that SHA-256 is, to the byte, one that this portal signed."""
    with reading() as session:
        statement = select(Document.id).where(Document.sealed_digest == digest).limit(1)
        return len(digest) == 64 and session.scalar(statement) is not None


def plain_key(public_id: str) -> str:
    """Where the letter without a signature lies until it has one."""
    return f"letter-{public_id}.pdf"


def _key(public_id: str) -> str:
    return f"sealed-{public_id}.pdf"
