"""The query code of a case: with the number it opens the public status page; it is derived, and kept only as a keyed hash."""

from __future__ import annotations

import hashlib
import hmac

from flask import current_app

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without what is read as something else
LENGTH = 8


def code_of(public_id: str) -> str:
    """The code of a case, such as K7QM-2XRD: the same each time, and not to be guessed without the portal's key."""
    number = int.from_bytes(_keyed("query-code", public_id)[:16])
    letters = []
    for _ in range(LENGTH):
        number, at = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[at])
    return f"{''.join(letters[:4])}-{''.join(letters[4:])}"


def hash_of(number: str, code: str) -> str:
    """What the database keeps of a code, bound to the number of its case."""
    return _keyed("query-hash", f"{number}:{_plain(code)}").hex()


def matches(kept: str | None, number: str, code: str) -> bool:
    """Whether the code is right. A case that does not exist takes as long as one that does."""
    right = hmac.compare_digest(kept or "0" * 64, hash_of(number, code))
    return right and kept is not None


def _plain(code: str) -> str:
    return "".join(letter for letter in code.upper() if letter.isalnum())


def _keyed(purpose: str, text: str) -> bytes:
    key = str(current_app.config["SETTINGS"].secret_key).encode()
    return hmac.digest(key, f"{purpose}:{text}".encode(), hashlib.sha256)
