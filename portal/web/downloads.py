"""Uploaded files leave as attachments only: no browser ever opens one inside the portal."""

from __future__ import annotations

from pathlib import Path

from flask import Response, send_file

from portal import clock
from portal.actors import Actor
from portal.services import file_acts, uploads
from portal.services.casefile import FileFacts


def send(public_id: str, *, by: Actor) -> Response:
    """The file as a download, for somebody whose business it is. Raises Refusal, Denied."""
    facts, path = uploads.open(public_id, by=by)
    file_acts.taken(public_id, by=by, at=clock.now())
    return attached(facts, path)


def attached(facts: FileFacts, path: Path) -> Response:
    """A file as a download; who may have it, the caller has asked."""
    response = send_file(
        path, mimetype=facts.media_type, as_attachment=True, download_name=facts.filename, etag=facts.sha256
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, no-store"
    return response
