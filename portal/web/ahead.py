"""Files that went ahead of their form, in parts: the view finds them among the files that were sent with it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from functools import wraps
from typing import Any

from flask import Blueprint, current_app, make_response, request
from werkzeug.datastructures import FileStorage, MultiDict

from portal.auth import current_actor
from portal.services import partial_uploads
from portal.services.inspection import UploadError
from workflows.refusal import Refusal

bp = Blueprint("ahead", __name__)

PREFIX = "part-"
"""Before the name of a field of files: the field that names what went ahead of it."""


def files_ahead(view: Callable[..., Any]) -> Callable[..., Any]:
    """Let a view, whose audience was asked before, see what went ahead of its form; let go of it once the form is handed in.

    A form that comes back with a mistake names the file again, so that nobody has to send it twice.
    """

    @wraps(view)
    def with_files(*args: Any, **kwargs: Any) -> Any:
        sent = {name: value for name, value in request.form.items() if name.startswith(PREFIX) and value}
        if not sent:
            return view(*args, **kwargs)
        with ExitStack() as opened:
            files = MultiDict(request.files)
            for name, part_id in sent.items():
                field, found = name.removeprefix(PREFIX), _whole(part_id)
                if found and not any(one.filename for one in files.getlist(field)):
                    filename, path = found
                    files.setlist(field, [FileStorage(opened.enter_context(path.open("rb")), filename=filename)])
            request.files = files  # type: ignore[assignment]
            answer = make_response(view(*args, **kwargs))
        if answer.status_code == 303:
            for part_id in sent.values():
                _let_go(part_id)
        return answer

    return with_files


@bp.app_template_global("gone_ahead")
def gone_ahead(field: str) -> tuple[str, str] | None:
    """The opaque name and the name of the file that went ahead for a field, where the form comes back with a mistake."""
    part_id = request.form.get(f"{PREFIX}{field}", "")
    found = _whole(part_id) if part_id else None
    return (part_id, found[0]) if found else None


@bp.app_template_global("upload_limit")
def upload_limit() -> int:
    """How large one file may be, in megabytes."""
    limit: int = current_app.config["SETTINGS"].upload_megabytes
    return limit


def _whole(part_id: str) -> Any:
    """Name and place of what has arrived whole; None where it has gone, and the form asks for the file as ever."""
    try:
        return partial_uploads.whole(part_id, by=current_actor())
    except (UploadError, Refusal):
        return None


def _let_go(part_id: str) -> None:
    try:
        partial_uploads.discard(part_id, by=current_actor())
    except Refusal:
        return  # gone already
