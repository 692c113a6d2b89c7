"""Once only at the window: what the applicant was accepted with before goes into the application that is being written."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for

from portal.auth import audience
from portal.web.enterprise_library import fill_asked, reuse_all_asked, reuse_asked
from portal.web.window import bp


@bp.post("/drafts/<draft_id>/reuse")
@audience("window")
def reuse(draft_id: str) -> Any:
    """Put papers that were accepted before into the draft, with the applicant beside."""
    reuse_asked(draft_id)
    anchor = f"m-{request.form.get('key', '')}"
    return redirect(url_for("window.materials", draft_id=draft_id, _anchor=anchor), 303)


@bp.post("/drafts/<draft_id>/reuse-all")
@audience("window")
def reuse_all(draft_id: str) -> Any:
    """Put every paper that the applicant's library offers into the draft, with the applicant beside."""
    reuse_all_asked(draft_id)
    return redirect(url_for("window.materials", draft_id=draft_id, taken=1, _anchor="from-library"), 303)


@bp.post("/drafts/<draft_id>/fill")
@audience("window")
def fill(draft_id: str) -> Any:
    """Answer the empty questions with what was answered before."""
    fill_asked(draft_id)
    return redirect(url_for("window.draft", draft_id=draft_id), 303)
