"""What the database must not give away by itself: texts sealed, and digests keyed, with keys derived from the portal's secret."""

from __future__ import annotations

import base64
import hashlib
import hmac
import unicodedata

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app


class Unreadable(Exception):
    """The text was sealed for something else, too long ago, or under another secret."""


def seal(text: str, purpose: str) -> str:
    """The text, encrypted and authenticated, to be opened for the same purpose only."""
    return Fernet(base64.urlsafe_b64encode(_key(purpose))).encrypt(text.encode()).decode()


def unseal(sealed: str, purpose: str, *, seconds: int | None = None) -> str:
    """The text again, where it was sealed at most so many seconds ago. Raises Unreadable."""
    try:
        return Fernet(base64.urlsafe_b64encode(_key(purpose))).decrypt(sealed.encode(), ttl=seconds).decode()
    except (InvalidToken, ValueError) as wrong:
        raise Unreadable from wrong


def keyed(text: str, purpose: str) -> str:
    """A digest of a short secret that nobody can try out who has the database alone: 64 hexadecimal digits."""
    return hmac.new(_key(purpose), text.encode(), hashlib.sha256).hexdigest()


def digest(token: str) -> str:
    """The digest of a token that is long enough never to be guessed: 64 hexadecimal digits."""
    return hashlib.sha256(token.encode()).hexdigest()


def plain(code: str) -> str:
    """A code as it was meant: without blanks and dashes, in lower case, full-width characters narrow."""
    return "".join(one for one in unicodedata.normalize("NFKC", code).lower() if one.isalnum())


def _key(purpose: str) -> bytes:
    secret: str = current_app.config["SETTINGS"].secret_key
    return HKDF(SHA256(), 32, salt=None, info=f"onewindow {purpose}".encode()).derive(secret.encode())
