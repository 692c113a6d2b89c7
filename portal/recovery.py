"""What was typed is never lost: a form that could not be taken (session over, token old) is kept and can be sent again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer

_KEPT_FOR = 24 * 60 * 60
_NEVER_KEPT = ("password", "csrf_token", "one_time", "kept")
_NOT_SHOWN = ("expected_seq", "seq", "seen_at", "shown", "version", "add_row", "remove_row", "key")
_CODE = re.compile(r"[a-z][a-z0-9_]*")
"""What choices and buttons send: the code of an option, which nobody typed."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A form that waits to be sent again: where to, its fields in order, and the names of files that must be chosen again."""

    path: str
    fields: tuple[tuple[str, str], ...]
    files: tuple[str, ...] = ()

    @property
    def shown(self) -> list[str]:
        """The texts worth showing: what a person typed, without choices, switches and counters."""
        typed = (value.strip() for name, value in self.fields if not name.startswith(_NOT_SHOWN))
        return list(dict.fromkeys(value for value in typed if len(value) > 1 and not _CODE.fullmatch(value)))


def typed() -> Kept:
    """What this request brought, without passwords and tokens."""
    fields = [(name, value) for name, values in request.form.lists() for value in values if not _secret(name)]
    files = [file.filename for file in request.files.values() if file.filename]
    return Kept(request.full_path.rstrip("?"), tuple(fields), tuple(files))


def seal(kept: Kept) -> str:
    """The kept form as signed text for a hidden field: nobody else can make the portal send a form of theirs."""
    return _signer().dumps([kept.path, kept.fields, kept.files])


def unseal(text: str) -> Kept | None:
    """The kept form again, or None when it is older than a day or not ours."""
    try:
        path, fields, files = _signer().loads(text, max_age=_KEPT_FOR)
    except BadData:
        return None
    return Kept(path, tuple((name, value) for name, value in fields), tuple(files))


def from_our_page() -> bool:
    """True when the browser says that the form came from a page of this portal; only such a form may be sent again."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    source = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(source).netloc == request.host


def safe_path(target: str | None) -> str | None:
    """The target when it is a path of this portal; None for other sites and for anything that could be read as one."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return None
    parts = urlsplit(target)
    clean = not parts.scheme and not parts.netloc and target.isprintable() and "\\" not in target
    return target if clean else None


def path_before() -> str | None:
    """The page of this portal from which the request came, as far as the browser says so."""
    return safe_path((request.referrer or "").removeprefix(request.host_url.rstrip("/")))


def _secret(name: str) -> bool:
    return any(word in name for word in _NEVER_KEPT)


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="kept-form")
