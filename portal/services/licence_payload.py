"""What the code of a licence proves without any network: its facts with the signature of the portal and the key (R117).

The text is `L2.` and a decimal number, whose bytes are: 1, the public key (32 bytes), the signature (64 bytes), and the facts
as UTF-8, a line each: number, holder, code of the holder, name of the document, first day, last day (empty: without end), which
of its documents this is (1, then counted up by 补发), what it allows (许可范围), and its place (地址). Digits take the least room
in a QR code, which has to be read at 25 mm. What it allows and its place stand there in words after `=` where there is room,
and otherwise as a digest after `#` (the first 128 bits of a SHA-256) that whoever reads the paper compares with it.
Of a natural person holder and code are the family name and the ends of the number alone, and the rest are digests (R108). The
signature is that of the words `onewindow licence 2`, a line feed, and the facts. It stands in the code behind the `#` of the
public address, which no browser ever sends to a server. Codes of before are `L1.` and base64url of the same without the leading
1 and the last two lines; they hold as they did.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from portal.masks import mask_name
from portal.services import evidence_key, licence_words, persons
from portal.services.applicant_kinds import is_person

MARK, FORMER = "L2.", "L1."
CONTEXT, FORMER_CONTEXT = b"onewindow licence 2\n", b"onewindow licence 1\n"
KEY, SIGNATURE, LONGEST = 32, 64, 4000
ROOM = 340
"""Bytes of facts with which a code of 25 mm behind an address of 120 characters has modules of 0.28 mm."""
_NOW, _BEFORE = re.compile(r"L2\.([0-9]+)"), re.compile(r"L1\.([A-Za-z0-9_-]+)")


class PayloadError(Exception):
    """A text that is no code of a licence (`unreadable`), or whose signature is not that of its facts (`forged`)."""

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Said:
    """Words that a code proves: the words, or their digest alone; neither where the licence says nothing of the kind."""

    text: str = ""
    digest: str = ""

    def same(self, text: str) -> bool:
        """Whether these are the words, however they are spaced and broken into lines."""
        return licence_words.digest_of(text) == (self.digest or licence_words.digest_of(self.text))


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
    scope: Said = Said()
    place: Said = Said()


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
    """The text that proves these facts: scope and place in words where there is room for them. The same facts and key give
    the same text."""
    body = _body(_fitting(facts))
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return MARK + str(int.from_bytes(b"\x01" + public + key.sign(CONTEXT + body) + body, "big"))


def prove(text: str) -> Proven:
    """What a code proves: its text, or the whole address with it. Raises PayloadError."""
    text = text[:LONGEST]
    if now := _NOW.search(text):
        return _proven(_digits(now[1]), CONTEXT, _facts)
    if before := _BEFORE.search(text):
        return _proven(_base64(before[1]), FORMER_CONTEXT, _former_facts)
    raise PayloadError("unreadable")


def _proven(raw: bytes, context: bytes, read: Callable[[str], Signed]) -> Proven:
    if len(raw) <= KEY + SIGNATURE:
        raise PayloadError("unreadable")
    key, body = Ed25519PublicKey.from_public_bytes(raw[:KEY]), raw[KEY + SIGNATURE :]
    try:
        key.verify(raw[KEY : KEY + SIGNATURE], context + body)
    except InvalidSignature as wrong:
        raise PayloadError("forged") from wrong
    try:
        return Proven(read(body.decode()), evidence_key.fingerprint_of(key))
    except ValueError as wrong:
        raise PayloadError("unreadable") from wrong


def _fitting(facts: Signed) -> Signed:
    """The facts with as many words as there is room for: what it allows before its place; else their digests."""
    shorter = replace(facts, place=_short(facts.place)), replace(facts, scope=_short(facts.scope))
    least = replace(shorter[0], scope=_short(facts.scope))
    return next((one for one in (facts, *shorter) if len(_body(one)) <= ROOM), least)


def _short(said: Said) -> Said:
    return Said(digest=said.digest or licence_words.digest_of(said.text))


def _body(facts: Signed) -> bytes:
    return "\n".join(_lines(facts)).encode()


def _lines(facts: Signed) -> Iterator[str]:
    yield from map(_line, (facts.number, facts.holder, facts.code, facts.document))
    yield from map(_line, (facts.valid_from, facts.valid_to, facts.issue))
    for said in (facts.scope, facts.place):
        yield f"#{said.digest}" if said.digest else f"={_line(said.text)}" if said.text else ""


def _line(value: object) -> str:
    if isinstance(value, date):
        return value.strftime("%Y%m%d")
    return " ".join(str(value or "").split())


def _digits(text: str) -> bytes:
    number = int(text)
    raw = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return raw[1:] if raw[:1] == b"\x01" else b""


def _base64(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError) as wrong:
        raise PayloadError("unreadable") from wrong


def _facts(body: str) -> Signed:
    number, holder, code, document, first, last, issue, scope, place = body.split("\n")
    until = _day(last) if last else None
    return Signed(number, holder, code, document, _day(first), until, int(issue), _said(scope), _said(place))


def _former_facts(body: str) -> Signed:
    number, holder, code, document, first, last, *more = body.split("\n")
    issue = int(*more) if more else 1
    return Signed(number, holder, code, document, _day(first), _day(last) if last else None, issue)


def _said(line: str) -> Said:
    match line[:1]:
        case "":
            return Said()
        case "=":
            return Said(line[1:])
        case "#":
            return Said(digest=line[1:])
    raise ValueError(line)


def _day(text: str) -> date:
    if len(text) != 8 or not text.isascii() or not text.isdigit():
        raise ValueError(text)
    return date(int(text[:4]), int(text[4:6]), int(text[6:]))
