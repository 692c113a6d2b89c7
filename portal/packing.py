"""Style sheets and scripts travel packed: a page on a slow telephone line waits for a fifth of the bytes.

Pages themselves are not packed: they hold secrets (the token of a form) beside words that somebody else may have put into the
address, and the length of a packed page gives such secrets away byte by byte (BREACH).
"""

from __future__ import annotations

import gzip

from flask import Flask, Response, request

TYPES = frozenset({"text/css", "text/javascript", "application/javascript", "image/svg+xml"})
LEAST = 1024
"""Bytes below which packing gains nothing."""

FILES = frozenset({"static", "bootstrap.static"})
_kept: dict[tuple[str, str], bytes] = {}


def init_app(app: Flask) -> None:
    """Pack the files of the program for browsers that take them so, which is every browser."""
    app.after_request(_packed)


def _packed(response: Response) -> Response:
    if request.endpoint not in FILES or response.status_code != 200 or response.mimetype not in TYPES:
        return response
    response.vary.add("Accept-Encoding")
    if not request.accept_encodings["gzip"]:
        return response
    response.direct_passthrough = False
    content = response.get_data()
    if len(content) < LEAST:
        return response
    name = (request.path, response.get_etag()[0] or "")
    if name not in _kept:
        _kept[name] = gzip.compress(content, mtime=0)
    response.set_data(_kept[name])
    response.set_etag(f"{name[1]}-gzip")
    response.content_encoding = "gzip"
    return response
