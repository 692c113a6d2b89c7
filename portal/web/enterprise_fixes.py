"""The applicant hands in what the departments want put right during the review: the list of files, and one button."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.auth import audience, current_actor
from portal.rendering import ErrorLine
from portal.services import mending, partial_uploads, precheck, review_notice, tracking
from portal.services.review_notice import PURPOSE, Fix
from portal.services.uploads import Goal
from portal.web import beside, precheck_words
from portal.web.beside import Stale
from portal.web.enterprise import bp
from portal.web.enterprise_materials import upload_limits
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
    """Take files for one material."""
    return beside.bring(case_id, PURPOSE, _page, "enterprise.fixes")


@bp.post("/my/cases/<case_id>/fixes")
@audience("handler")
def hand_in_fixes(case_id: str) -> Any:
    """Keep the words of the page; then hand in the files that wait, unless it was only to be saved."""
    by, seq = current_actor(), request.form.get("expected_seq", type=int)
    if answered := beside.keep(case_id, PURPOSE, _page, "enterprise.fixes"):
        return answered
    owed = review_notice.missing(case_id, by=by)
    if owed and not any(one.ready for one in owed):
        nothing = {one.key: [_("“%(name)s”还没有上传文件。", name=requirement_name(one.requirement))] for one in owed}
        return _page(case_id, nothing), 422
    try:
        review_notice.hand_in(case_id, by=by, at=clock.now(), expected_seq=seq)
    except Refusal as refusal:
        return _page(case_id, refusal=refusal), 409
    flash(_("补正材料已交，各部门能看到。"))
    return redirect(url_for("enterprise.case", case_id=case_id), 303)


def page_with(case_id: str, wrong: dict[str, list[str]]) -> str:
    """The page again, with sentences beside what could not be taken."""
    return _page(case_id, wrong)


def _page(
    case_id: str,
    wrong: dict[str, list[str]] | None = None,
    *,
    refusal: Refusal | None = None,
    stale: Stale | None = None,
    lines: list[ErrorLine] | None = None,
) -> str:
    by = current_actor()
    found = tracking.tracking(case_id, by=by, at=clock.now())
    items = review_notice.missing(case_id, by=by)
    return render_template(
        "enterprise/fixes.html",
        found=found,
        at=found.file.case.fixes,
        items=items,
        things=[(f"#m-{one.key}", requirement_name(one.requirement), *_how_far(one)) for one in items],
        mending=mending.written(case_id, PURPOSE, by=by),
        stale=stale,
        lines=lines or [],
        wrong=wrong or {},
        said=words_of(refusal) if refusal else None,
        failed=bool(refusal or wrong or stale or lines),
        parts=partial_uploads.waiting(Goal(PURPOSE, case_id), by=by) if items else (),
        doubts=precheck_words.of_files(precheck.of_files((one.requirement, one.waiting) for one in items)),
        **upload_limits(),
    )


def _how_far(one: Fix) -> tuple[str, bool]:
    return (_("已上传，还没有交"), True) if one.ready else (_("还没有上传"), False)
