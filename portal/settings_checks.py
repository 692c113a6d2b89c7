"""How the text of one setting becomes a value; a ValueError says what is wrong and what to write instead."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from limits import parse_many


def words(text: str) -> str:
    """Return the text as it is."""
    return text


def folder(text: str) -> Path:
    """Return the text as a path."""
    return Path(text)


def whole(least: int, most: int) -> Callable[[str], int]:
    """Return a check for a whole number from `least` to `most`."""

    def read(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
            raise ValueError(f"is {text!r}. Write a whole number from {least} to {most}.")
        return int(text)

    return read


def one_of(*names: str) -> Callable[[str], str]:
    """Return a check for one of a few names."""

    def read(text: str) -> str:
        if text not in names:
            raise ValueError(f"is {text!r}. Write one of {', '.join(names)}.")
        return text

    return read


def some_of(*names: str) -> Callable[[str], str]:
    """Return a check for a list of a few names, written with commas; empty means none of them."""

    def read(text: str) -> str:
        listed = [one.strip() for one in text.split(",") if one.strip()]
        if not set(listed) <= set(names):
            raise ValueError(f"is {text!r}. Write some of {', '.join(names)}, with commas between them.")
        return ",".join(listed)

    return read


def switch(text: str) -> bool:
    """Return True for on, yes, true and 1, and False for off, no, false and 0."""
    known = {"on": True, "yes": True, "true": True, "1": True, "off": False, "no": False, "false": False, "0": False}
    if text.lower() not in known:
        raise ValueError(f"is {text!r}. Write on or off.")
    return known[text.lower()]


def url(*schemes: str) -> Callable[[str], str]:
    """Return a check for an address that begins with one of the schemes."""

    def read(text: str) -> str:
        if urlsplit(text).scheme not in schemes or "://" not in text:
            wanted = " or ".join(f"{scheme}://" for scheme in schemes)
            raise ValueError(f"is {_masked(text)!r}. Write an address that begins with {wanted}.")
        return text

    return read


def issuer(text: str) -> str:
    """Return the address of an OpenID provider: https, or http on this very machine, without query and fragment."""
    parts = urlsplit(text)
    near = parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1", "::1")
    if (
        not (parts.scheme == "https" or near)
        or not parts.hostname
        or parts.query
        or parts.fragment
        or "@" in parts.netloc
    ):
        raise ValueError(
            f"is {_masked(text)!r}. Write the provider's address as it writes it itself, beginning with https://."
        )
    return text


def scope(text: str) -> str:
    """Return the scopes of a sign-in, with openid among them."""
    named = text.split()
    return " ".join(named if "openid" in named else ["openid", *named])


def database(text: str) -> str:
    """Return the address of a PostgreSQL or SQLite database, spelled so that psycopg 3 is the driver."""
    scheme, found, rest = text.partition("://")
    if scheme in ("postgres", "postgresql", "postgresql+psycopg") and found:
        return f"postgresql+psycopg://{rest}"
    if scheme == "sqlite" and found:
        return text
    raise ValueError(f"is {_masked(text)!r}. Write an address like postgresql://user:password@host/name.")


def secret(text: str) -> str:
    """Return a secret that is long enough to sign with."""
    if len(text) < 32:
        raise ValueError("is too short. Write at least 32 random characters.")
    return text


def signing_key(text: str) -> str:
    """Return an Ed25519 private key as the base64 text of its 32 bytes."""
    try:
        right = len(b64decode(text, validate=True)) == 32
    except ValueError:
        right = False
    if not right:
        raise ValueError("is no signing key. Make one with: onewindow journal key --new")
    return text


def rate(text: str) -> str:
    """Return a rate limit such as `10 per minute`."""
    try:
        parse_many(text)
    except ValueError:
        raise ValueError(f"is {text!r}. Write a rate such as '10 per minute' or '100 per hour'.") from None
    return text


def quiet_hours(text: str) -> str:
    """Return hours such as `22:00-07:00`, or `none`."""
    if text != "none" and not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]", text):
        raise ValueError(f"is {text!r}. Write hours such as 22:00-07:00, or none.")
    return text


def _masked(text: str) -> str:
    """Return an address without the password that may stand in it."""
    _, found, after = text.rpartition("@")
    return f"...@{after}" if found else text
