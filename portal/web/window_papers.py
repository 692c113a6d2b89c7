"""What has to be signed at the counter: printed from the application, signed, and scanned back beside the list."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from flask import redirect, render_template, send_file, url_for

from portal import clock
from portal.auth import audience, current_actor
from portal.formats import business_today
from portal.services import drafts, printpack
from portal.services.draft_view import DraftView
from portal.web import steps
from portal.web.enterprise_materials import take_files, upload_limits
from portal.web.window import bp
from portal.web.window_walkin import open_draft


@bp.get("/drafts/<draft_id>/papers")
@audience("window", "intake")
def papers(draft_id: str) -> Any:
    """The papers to print and to sign, and what was scanned of them."""
    view = open_draft(draft_id)
    return _page(view) if isinstance(view, DraftView) else view


@bp.get("/drafts/<draft_id>/papers/<kind>.pdf")
@audience("window", "intake")
def paper(draft_id: str, kind: str) -> Any:
    """One paper, or all of them in one file, to be printed."""
    name, content = printpack.pdf(draft_id, kind, by=current_actor(), at=clock.now())
    return send_file(BytesIO(content), "application/pdf", as_attachment=True, download_name=name)


@bp.post("/drafts/<draft_id>/papers/<kind>")
@audience("window", "intake")
def signed_paper(draft_id: str, kind: str) -> Any:
    """Keep the signed copy of a paper."""
    by = current_actor()
    drafts.view(draft_id, by=by)

    def take(file: Any, size: int | None) -> str:
        return printpack.scan_back(draft_id, kind, file.filename, file.stream, by=by, at=clock.now(), size=size)

    wrong = take_files(take)
    if wrong:
        return _page(drafts.view(draft_id, by=by, on=business_today()), {kind: wrong}), 422
    return redirect(url_for("window.papers", draft_id=draft_id, _anchor=f"paper-{kind}"), 303)


def _page(view: DraftView, wrong: dict[str, list[str]] | None = None) -> str:
    found = printpack.papers(view.public_id, by=current_actor(), at=clock.now())
    return render_template(
        "window/papers.html", view=view, papers=found, wrong=wrong or {}, steps=steps.steps_of(view), **upload_limits()
    )
