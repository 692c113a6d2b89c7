"""What the code of a licence proves without any network: its facts with the signature of the portal and the key (R117).

The text is `L1.` and base64url (without padding) of: the public key (32 bytes), the signature (64 bytes), and the facts as
UTF-8, a line each: number, holder, code of the holder, name of the document, first day, last day (empty: without end).
A document that was issued anew (补发) adds which one it is, from 2 on.
Of a natural person holder and code are the family name and the ends of the number alone (R108). The
signature is that of the words `onewindow licence 1`, a line feed, and the facts. It stands in the code behind the `#` of the
public address, which no browser ever sends to a server.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from datetime import date
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from portal.masks import mask_name
from portal.services import evidence_key, persons
from portal.services.applicant_kinds import is_person

MARK = "L1."
CONTEXT = b"onewindow licence 1\n"
KEY, SIGNATURE, LONGEST = 32, 64, 4000
_BODY = re.compile(r"L1\.([A-Za-z0-9_-]+)")


class PayloadError(Exception):
    """A text that is no code of a licence (`unreadable`), or whose signature is not that of its facts (`forged`)."""

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Signed:
    """The facts of a licence that its code proves, as of the day on which it was issued."""

    number: str
    holder: str
    code: str
    document: str
    valid_from: date
    valid_to: date | None = None
    issue: int = 1


@dataclass(frozen=True, slots=True)
class Proven:
    """The facts, and the fingerprint of the key that signed them."""

    facts: Signed
    fingerprint: str


def told_of(holder: Mapping[str, Any]) -> tuple[str, str]:
    """Name and code of a licensee as the code of his licence may tell them to whoever scans it: a natural person masked (R108)."""
    kind = holder.get("kind", "legal_person")
    person = is_person(kind, holder["name"], holder["legal_representative"])
    return mask_name(holder["name"]) if person else holder["name"], persons.shown(holder["uscc"])


def sign(facts: Signed, key: Ed25519PrivateKey) -> str:
    """The text that proves these facts. The same facts and key give the same text."""
    body = _body(facts)
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return MARK + base64.urlsafe_b64encode(public + key.sign(CONTEXT + body) + body).decode().rstrip("=")


def prove(text: str) -> Proven:
    """What a code proves: its text, or the whole address with it. Raises PayloadError."""
    found = _BODY.search(text[:LONGEST])
    if found is None:
        raise PayloadError("unreadable")
    raw = _decoded(found[1])
    key = Ed25519PublicKey.from_public_bytes(raw[:KEY])
    try:
        key.verify(raw[KEY : KEY + SIGNATURE], CONTEXT + raw[KEY + SIGNATURE :])
    except InvalidSignature as wrong:
        raise PayloadError("forged") from wrong
    return Proven(_facts(raw[KEY + SIGNATURE :]), evidence_key.fingerprint_of(key))


def _body(facts: Signed) -> bytes:
    *told, issue = astuple(facts)
    lines = [_line(value) for value in (*told, *([issue] if issue > 1 else []))]
    return "\n".join(lines).encode()


def _line(value: object) -> str:
    if isinstance(value, date):
        return value.strftime("%Y%m%d")
    return " ".join(str(value or "").split())


def _decoded(text: str) -> bytes:
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError) as wrong:
        raise PayloadError("unreadable") from wrong
    if len(raw) <= KEY + SIGNATURE:
        raise PayloadError("unreadable")
    return raw


def _facts(body: bytes) -> Signed:
    try:
        number, holder, code, document, first, last, *more = body.decode().split("\n")
        issue = int(*more) if more else 1
        return Signed(number, holder, code, document, _day(first), _day(last) if last else None, issue)
    except ValueError as wrong:
        raise PayloadError("unreadable") from wrong


def _day(text: str) -> date:
    if len(text) != 8 or not text.isascii() or not text.isdigit():
        raise ValueError(text)
    return date(int(text[:4]), int(text[4:6]), int(text[6:]))
