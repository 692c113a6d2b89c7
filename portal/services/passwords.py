"""Passwords: argon2 hashes, what a password must be, and one-time passwords that can be read aloud."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 10
LONGEST = 200
_READABLE = "abcdefghjkmnpqrstuvwxyz23456789"
# argon2id at OWASP's parameters for servers: 19 MiB and one lane, so that eight people signing in at once leave room.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_NOBODY = _hasher.hash(secrets.token_urlsafe(16))


def hashed(password: str) -> str:
    """The argon2id hash of a password."""
    return _hasher.hash(password)


def matches(password_hash: str | None, password: str) -> bool:
    """True when the password is the one that was hashed; takes as long when there is no account, or one without password."""
    try:
        return _hasher.verify(password_hash or _NOBODY, password[:LONGEST]) and bool(password_hash)
    except (VerificationError, InvalidHashError):
        return False


def outdated(password_hash: str) -> bool:
    """True when the hash was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(password_hash)


def fault(password: str, known: Iterable[str] = ()) -> str | None:
    """The code of what is wrong with a new password: short, long, plain (one character only), or known (a name or number
    of the person or enterprise). None when it may be used."""
    if len(password) < SHORTEST:
        return "short"
    if len(password) > LONGEST:
        return "long"
    if len(set(password)) < 4:
        return "plain"
    told = {word.strip().lower() for word in known if word and word.strip()}
    return "known" if password.strip().lower() in told else None


def one_time() -> str:
    """A password to be told once and changed at the first sign-in: four groups of four, no characters that look alike."""
    return "-".join("".join(secrets.choice(_READABLE) for _ in range(4)) for _ in range(4))
