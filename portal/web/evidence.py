"""The evidence package of a case, for the staff who may take the whole file out; and the public key that proves one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, render_template, send_file

from portal import clock
from portal.auth import audience, current_actor
from portal.security import limit_lookup
from portal.services import evidence, evidence_key
from portal.web import evidence_pages
from portal.web.navigation import case_page_of

bp = Blueprint("evidence", __name__)


@bp.get("/cases/<case_id>/evidence")
@audience("window", "reviewer", "decider", "supervisor")
def package(case_id: str) -> Any:
    """What a package holds, who took one out before, and the button that makes one."""
    by = current_actor()
    file, made = evidence.exports(case_id, by=by)
    return render_template("evidence/evidence.html", file=file, made=made, back=case_page_of(case_id, by))


@bp.post("/cases/<case_id>/evidence")
@audience("window", "reviewer", "decider", "supervisor")
def make(case_id: str) -> Response:
    """Make a package, record who took it out, and send it from the disk piece by piece."""
    made = evidence.export(case_id, pages=evidence_pages, by=current_actor(), at=clock.now(), way="web")
    response = send_file(made.file, "application/zip", as_attachment=True, download_name=made.name)
    response.content_length = made.size
    response.call_on_close(made.file.close)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.get("/verify/key")
@limit_lookup()
@audience("public")
def key() -> Any:
    """The public key that packages are signed with, its fingerprint, and those of earlier years."""
    pem = evidence_key.published()
    now = evidence_key.fingerprint_of(evidence_key.public_of(pem.encode())) if pem else ""
    used = [one for one in evidence.keys_used() if one.fingerprint != now]
    return render_template("evidence/key.html", pem=pem, fingerprint=now, used=used)


@bp.get("/verify/key.pem")
@limit_lookup()
@audience("public")
def key_file() -> Any:
    """The public key as a file."""
    pem = evidence_key.published()
    if pem is None:
        abort(404)
    return Response(pem, content_type="application/x-pem-file", headers={"Content-Disposition": "attachment"})
