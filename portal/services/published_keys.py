"""The public keys and certificates that signed for this portal, each with its days: a former one stays published."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import date

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.db import reading
from portal.models import Licence, PublishedKey
from portal.services import evidence_key, licence_payload

LICENCE, SEAL = "licence", "seal"
CERTAIN = 42
"""So many characters of a code come from the key alone: 32 bytes make 42 characters and two bits."""


@dataclass(frozen=True, slots=True)
class Published:
    """One key or certificate: its fingerprint, the text for a file, the first day, and the last where another followed."""

    fingerprint: str
    pem: str
    since: date
    until: date | None


def note(session: Session, purpose: str, fingerprint: str, pem: str, *, on: date) -> None:
    """Write down which one signs from now on; the one before is a former one from that day. Repeated calls change nothing."""
    now = session.get(PublishedKey, (purpose, fingerprint))
    if now is not None and now.until is None:
        return
    if now is None:
        dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
        row = {"purpose": purpose, "fingerprint": fingerprint, "pem": pem, "since": _since(session, purpose, pem, on)}
        session.execute(dialect.insert(PublishedKey).values(row).on_conflict_do_nothing())
    else:
        now.until = None
    others = (PublishedKey.purpose == purpose, PublishedKey.until.is_(None), PublishedKey.fingerprint != fingerprint)
    session.execute(update(PublishedKey).where(*others).values(until=on))


def _since(session: Session, purpose: str, pem: str, on: date) -> date:
    """The first day of a key that is written down now: of codes, the first licence that it signed."""
    if purpose != LICENCE:
        return on
    begins = licence_code_begins(evidence_key.public_of(pem.encode()))
    first = session.scalar(
        select(func.min(Licence.issued_on)).where(Licence.payload.startswith(begins, autoescape=True))
    )
    return min(first or on, on)


def licence_code_begins(key: Ed25519PublicKey) -> str:
    """How the text of every code of before begins that this key signed; a key that signs a newer one is written down by then."""
    raw = key.public_bytes(Encoding.Raw, PublicFormat.Raw)
    return licence_payload.FORMER + base64.urlsafe_b64encode(raw).decode()[:CERTAIN]


def listed(purpose: str) -> tuple[Published, ...]:
    """All of them: the one in use first, then the former ones, the latest first."""
    order = (PublishedKey.until.is_not(None), PublishedKey.until.desc(), PublishedKey.since.desc())
    with reading() as session:
        rows = session.scalars(select(PublishedKey).where(PublishedKey.purpose == purpose).order_by(*order))
        return tuple(Published(row.fingerprint, row.pem, row.since, row.until) for row in rows)


def pem_of(purpose: str, fingerprint: str) -> str | None:
    """The text of one key or certificate; None where it never signed here."""
    with reading() as session:
        row = session.get(PublishedKey, (purpose, fingerprint))
        return row.pem if row else None
