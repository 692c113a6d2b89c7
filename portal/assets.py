"""Addresses of style sheets and scripts with a version in them, so that browsers keep them until they change."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import Flask, current_app, request, url_for
from flask_bootstrap import Bootstrap5
from werkzeug.exceptions import HTTPException

from portal import recovery
from portal.i18n import other_language

TEXT_COOKIE = "ow_text"


def init_app(app: Flask) -> None:
    """Serve Bootstrap from its wheel, and tell the templates where things are."""
    app.config["BOOTSTRAP_SERVE_LOCAL"] = True
    Bootstrap5(app)
    app.jinja_env.globals.update(
        asset=asset,
        bootstrap_css=bootstrap_css,
        large_text=lambda: request.cookies.get(TEXT_COOKIE) == "large",
        language_href=lambda: url_for("account.language", code=other_language().code, next=_here()),
        text_size_href=lambda: url_for(
            "account.text_size", size="normal" if request.cookies.get(TEXT_COOKIE) == "large" else "large", next=_here()
        ),
        sign_in_href=lambda: url_for(
            "account.sign_in", next=_here() if request.endpoint != "account.sign_in" else None
        ),
    )


def asset(filename: str) -> str:
    """The address of a file of ours."""
    return url_for("static", filename=filename, v=_digest(Path(current_app.static_folder or "") / filename))


def bootstrap_css() -> str:
    """The address of Bootstrap's style sheet, from this very server."""
    folder = Path(current_app.blueprints["bootstrap"].static_folder or "")
    name = "css/bootstrap.min.css"
    return url_for("bootstrap.static", filename=name, v=_digest(folder / name))


def _here() -> str:
    """The page to come back to after a switch. What a form answered is looked at again by its address, where that can be
    looked at, and otherwise by the page that the form stood on."""
    if request.method in ("GET", "HEAD"):
        return request.full_path.rstrip("?")
    try:
        current_app.url_map.bind(request.host).match(request.path, method="GET")
    except HTTPException:
        return recovery.path_before() or url_for("account.start")
    return request.path


@cache
def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()[:12]
