"""Natural persons as applicants: known by their identity number, which stands in the record alone and is shown nowhere whole.

Wherever an enterprise shows its code, a person shows a sign made of the number: its first and last four characters with letters
between them that only the portal's key can give. So addresses, journals and lists never hold the number, and one person is one
record however often he comes (R108).
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata

from flask import current_app

from guides.identifiers import id_number_fault, uscc_fault

NATURAL_PERSON = "natural_person"
_NUMBER = re.compile(r"(?<![0-9A-Za-z])[0-9](?:[ -]?[0-9]){13,16}(?:[ -]?[0-9Xx])?(?![0-9A-Za-z])")
"""From fourteen characters on a number has region and day of birth in it; the number of a case is shorter or longer."""
_SIGN = re.compile(r"[1-9][0-9]{3}[a-p]{10}[0-9]{3}[0-9X]")


def read_number(text: str) -> str:
    """An identity number as it was typed, without blanks and hyphens; the last character may be a small x."""
    return re.sub(r"[\s\-]", "", text).upper()


def fault(number: str) -> str | None:
    """Why this is no identity number: length, alphabet, birth or check; None for one that can be."""
    return id_number_fault(number)


def sign_of(number: str) -> str:
    """The sign of an identity number, eighteen characters like a code; no enterprise's code looks like it."""
    key = str(current_app.config["SETTINGS"].secret_key).encode()
    keyed = hmac.new(key, f"person:{number}".encode(), hashlib.sha256).hexdigest()[:10]
    letters = "".join(chr(ord("a") + int(one, 16)) for one in keyed)
    return f"{number[:4]}{letters}{number[-4:]}"


def signed(words: str) -> str | None:
    """The words of a search with the sign in place of an identity number, so that they may stand in an address; None when a
    number is in them that nobody can have: it would find nothing, and it is still somebody's."""
    plain = unicodedata.normalize("NFKC", words)
    found = _NUMBER.search(plain)
    if found is None:
        return words
    number = read_number(found[0])
    if uscc_fault(number) is None:  # some enterprises have a code of digits alone
        return words
    if fault(number):
        return None
    return f"{plain[: found.start()]}{sign_of(number)}{plain[found.end() :]}"


def is_sign(code: str) -> bool:
    """Whether a code is the sign of a person."""
    return bool(_SIGN.fullmatch(code))


def shown(code: str) -> str:
    """A code as people read it: that of an enterprise as it is, a person's number with its middle hidden."""
    return f"{code[:4]}{'*' * 10}{code[-4:]}" if is_sign(code) else code
