"""The applicant hands in what the departments want put right during the review: the list of files, and one button."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.auth import audience, current_actor
from portal.services import partial_uploads, precheck, review_notice, tracking, uploads
from portal.services.uploads import Goal
from portal.web import precheck_words
from portal.web.enterprise import bp
from portal.web.enterprise_materials import by_script, take_files, told_to_script, upload_limits
from portal.web.refusals import words_of
from portal.web.requirement_words import requirement_name
from workflows.refusal import Refusal


@bp.get("/my/cases/<case_id>/fixes")
@audience("handler")
def fixes(case_id: str) -> Any:
    """What is to be put right, until when, and the files for each."""
    return _page(case_id)


@bp.post("/my/cases/<case_id>/fixes/files")
@audience("handler")
def fix_files(case_id: str) -> Any:
    """Take files for one material; each that cannot be taken is named, and the others are kept."""
    material, key, by = request.form.get("material", ""), request.form.get("key", ""), current_actor()
    tracking.tracking(case_id, by=by, at=clock.now())

    def take(file: Any, size: int | None) -> str:
        goes = (case_id, material, file.filename, file.stream)
        return uploads.attach_to_case(*goes, purpose=review_notice.PURPOSE, by=by, at=clock.now(), size=size)

    wrong = take_files(take)
    if by_script():
        return told_to_script(wrong)
    if wrong:
        return _page(case_id, {key: wrong}), 422
    return redirect(url_for("enterprise.fixes", case_id=case_id, _anchor=f"m-{key}"), 303)


@bp.post("/my/cases/<case_id>/fixes")
@audience("handler")
def hand_in_fixes(case_id: str) -> Any:
    """Hand in the files that wait."""
    by, now, seq = current_actor(), clock.now(), request.form.get("expected_seq", type=int)
    owed = review_notice.missing(case_id, by=by)
    if owed and not any(one.ready for one in owed):
        nothing = {one.key: [_("“%(name)s”还没有上传文件。", name=requirement_name(one.requirement))] for one in owed}
        return _page(case_id, nothing), 422
    try:
        review_notice.hand_in(case_id, by=by, at=now, expected_seq=seq)
    except Refusal as refusal:
        return _page(case_id, refusal=refusal), 409
    flash(_("补正材料已交，各部门能看到。"))
    return redirect(url_for("enterprise.case", case_id=case_id), 303)


def page_with(case_id: str, wrong: dict[str, list[str]]) -> str:
    """The page again, with sentences beside what could not be taken."""
    return _page(case_id, wrong)


def _page(case_id: str, wrong: dict[str, list[str]] | None = None, *, refusal: Refusal | None = None) -> str:
    by = current_actor()
    found = tracking.tracking(case_id, by=by, at=clock.now())
    items = review_notice.missing(case_id, by=by)
    return render_template(
        "enterprise/fixes.html",
        found=found,
        at=found.file.case.fixes,
        items=items,
        wrong=wrong or {},
        said=words_of(refusal) if refusal else None,
        failed=bool(refusal or wrong),
        parts=partial_uploads.waiting(Goal(review_notice.PURPOSE, case_id), by=by) if items else (),
        doubts=precheck_words.of_files(precheck.of_files((one.requirement, one.waiting) for one in items)),
        **upload_limits(),
    )
