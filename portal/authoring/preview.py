"""Drafts of guides in a browser: the pages that the public would see, from a file on the author's own machine."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Blueprint, Flask, abort, render_template, request
from werkzeug.serving import WSGIRequestHandler, make_server

import portal
from guides.guide import Guide
from guides.reading import GuideRefused, draft_place, place_of
from portal.auth import audience
from portal.config import read_settings
from portal.formats import business_today
from portal.forms.application import filled_form
from portal.forms.blocks import blocks_of, known_answers
from portal.i18n import language
from portal.services import law

bp = Blueprint("preview", __name__)


@dataclass(frozen=True)
class _Section:
    form: Any
    blocks: Any
    known: str


class _Quiet(WSGIRequestHandler):
    def log_request(self, *_: Any) -> None:
        """An author wants to read the page, not the requests."""


def serve(path: Path, port: int, *, say: Callable[[str], None], language: str) -> None:
    """Serve the drafts of a file or a folder on 127.0.0.1 until Ctrl-C; port 0 takes any that is free."""
    with drafts_app(path) as app:
        server = make_server("127.0.0.1", port, app, threaded=False, request_handler=_Quiet)
        address = f"http://127.0.0.1:{server.server_port}/"
        say(f"Preview: {address} (Ctrl-C ends it)" if language == "en" else f"预览：{address}（按 Ctrl-C 结束）")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            server.server_close()


@contextmanager
def drafts_app(path: Path) -> Iterator[Flask]:
    """Yield a portal on an empty data folder that is thrown away, with the drafts of `path` as its only guides."""
    from portal import schema

    with TemporaryDirectory(prefix="onewindow-preview-") as folder:
        data, catalogue = Path(folder) / "data", Path(folder) / "guides"
        app = portal.create_app(read_settings({}, data=data, guides=str(catalogue)))
        law.keep_guides_in(None)
        app.register_blueprint(bp)
        app.before_request(lambda: _as_written(path, catalogue))
        with app.app_context():
            schema.upgrade()
        yield app


def _as_written(path: Path, catalogue: Path) -> Any:
    """Before every page: take the files as they are now, refuse to change anything, and show what is wrong."""
    if request.method not in ("GET", "HEAD"):
        abort(405)
    if request.path.startswith("/static/"):
        return None
    shutil.rmtree(catalogue, ignore_errors=True)
    _laid_out(path, catalogue)
    law.forget()
    known = law.catalogue()
    item = (request.view_args or {}).get("item")
    if request.path == "/" or (item and known.errors and not known.versions(item)):
        return index()
    return None


def _laid_out(path: Path, catalogue: Path) -> None:
    """Copy the drafts into a catalogue; a single file that has no place yet gets one by what it says of itself."""
    catalogue.mkdir(parents=True)
    for file in [path] if path.is_file() else sorted([*path.rglob("*.yaml"), *path.rglob("*.yml")]):
        place = _place(file, path)
        (catalogue / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, catalogue / place)


def _place(file: Path, path: Path) -> Path:
    for place in (file.relative_to(path) if path.is_dir() else Path(file.name), Path(*file.resolve().parts[-3:])):
        try:
            place_of(place)
        except GuideRefused:
            continue
        return place
    office, item, _day = draft_place(Path(file.name), file.read_bytes())
    name = "".join(sign if sign.isascii() and sign.isalnum() else "_" for sign in file.stem.lower()).strip("_")
    known = name if name[:1].isalpha() else f"{item}_{name}".strip("_")
    return Path(office, known, f"{business_today().isoformat()}.yaml")


def index() -> Any:
    """The drafts that can be read, with their pages, and the errors of those that cannot."""
    known = law.catalogue()
    status = 422 if known.errors else 200
    return render_template("preview/index.html", guides=known.guides, errors=known.errors), status


@bp.get("/preview/<item>/form")
@audience("public")
def form(item: str) -> Any:
    """The whole form of a draft on one page; questions appear and go with the answers, and nothing is sent."""
    guide = _guide(item)
    code = language().code
    forms = [filled_form(guide, section.id, code, {}) for section in guide.form]
    asked = [name for name, field in guide.fields.items() if field.when is None]
    sections = [_Section(one, blocks_of(one, guide, asked), known_answers(one, guide, {})) for one in forms]
    return render_template("preview/form.html", guide=guide, sections=sections)


def _guide(item: str) -> Guide:
    versions = law.catalogue().versions(item)
    wanted = request.args.get("version", "")
    found = next((one for one in versions if one.version == wanted), versions[-1] if versions else None)
    if found is None:
        abort(404)
    return found
