"""What was to be put right during the review and is brought to the window: scanned, and handed in for the applicant."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.auth import audience, current_actor
from portal.services import casefile, review_notice, uploads
from portal.web.enterprise_materials import take_files
from portal.web.refusals import words_of
from portal.web.requirement_words import requirement_name
from portal.web.window import bp
from workflows.refusal import Refusal


@bp.get("/cases/<case_id>/fixes", endpoint="fixes")
@audience("window")
def fixes_page(case_id: str) -> Any:
    """What the applicant was told to put right, and the scans that wait to be handed in."""
    return _page(case_id)


@bp.post("/cases/<case_id>/fixes/files", endpoint="fix_files")
@audience("window")
def scan(case_id: str) -> Any:
    """Take in the scans of one material; each that cannot be taken is named, and the others are kept."""
    material, key, by = request.form.get("material", ""), request.form.get("key", ""), current_actor()

    def take(file: Any, size: int | None) -> str:
        goes = (case_id, material, file.filename, file.stream)
        return uploads.attach_to_case(*goes, purpose=review_notice.PURPOSE, by=by, at=clock.now(), size=size)

    if wrong := take_files(take):
        return _page(case_id, {key: wrong}), 422
    return redirect(url_for("window.fixes", case_id=case_id, _anchor=f"m-{key}"), 303)


@bp.post("/cases/<case_id>/fixes", endpoint="hand_in_fixes")
@audience("window")
def hand_in(case_id: str) -> Any:
    """Hand in the scans that wait; the departments see them at once."""
    by, seq = current_actor(), request.form.get("expected_seq", -1, type=int)
    owed = review_notice.missing(case_id, by=by)
    if owed and not any(one.ready for one in owed):
        nothing = {one.key: [_("“%(name)s”还没有扫描件。", name=requirement_name(one.requirement))] for one in owed}
        return _page(case_id, nothing), 422
    try:
        review_notice.hand_in(case_id, by=by, at=clock.now(), expected_seq=seq)
    except Refusal as refusal:
        return _page(case_id, refusal=refusal), 409
    flash(_("已替申请人交了补正材料，各部门能看到。"))
    return redirect(url_for("window.case", case_id=case_id), 303)


def _page(case_id: str, wrong: dict[str, list[str]] | None = None, *, refusal: Refusal | None = None) -> str:
    by = current_actor()
    file = casefile.casefile(case_id, by=by)
    return render_template(
        "window/fixes.html",
        file=file,
        at=file.case.fixes,
        items=review_notice.missing(case_id, by=by),
        wrong=wrong or {},
        said=words_of(refusal) if refusal else None,
        failed=bool(refusal or wrong),
    )
