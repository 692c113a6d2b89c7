"""The applicant hands in what the departments want put right during the review, all of it on one page."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.auth import audience, current_actor
from portal.forms.review import StaffForm
from portal.services import review_notice, tracking
from portal.services.inspection import UploadError
from portal.web import upload_words
from portal.web.ahead import files_ahead
from portal.web.enterprise import bp
from portal.web.refusals import words_of
from portal.web.requirement_words import names_of
from workflows.case_facts import Fixes
from workflows.refusal import Refusal


@bp.get("/my/cases/<case_id>/fixes")
@audience("handler")
def fixes(case_id: str) -> Any:
    """What is to be put right, until when, and a file for each."""
    return _page(case_id)


@bp.post("/my/cases/<case_id>/fixes")
@audience("handler")
@files_ahead
def hand_in_fixes(case_id: str) -> Any:
    """Hand the files in."""
    form = StaffForm()
    given = {name.removeprefix("file-"): one for name, one in request.files.items() if one.filename}
    if not given:
        return _page(case_id, wrong=[_("还没有选文件。")], status=422)
    files = {name: (one.filename or "", one.stream) for name, one in given.items()}
    by, now = current_actor(), clock.now()
    try:
        review_notice.hand_in(case_id, files, by=by, at=now, expected_seq=form.seq)
    except UploadError as error:
        return _page(case_id, wrong=[upload_words.words_of(error, "")], status=422)
    except Refusal as refusal:
        return _page(case_id, refusal=refusal, status=409)
    flash(_("补正材料已交，各部门能看到。"))
    return redirect(url_for("enterprise.case", case_id=case_id), 303)


def _asked(at: Fixes, material: str) -> list[str]:
    """What the departments say of a material, one after the other."""
    return [words for _track, asked, words in at.wished if asked == material]


def _page(case_id: str, *, wrong: list[str] | None = None, refusal: Refusal | None = None, status: int = 200) -> Any:
    found = tracking.tracking(case_id, by=current_actor(), at=clock.now())
    at = found.file.case.fixes
    page = render_template(
        "enterprise/fixes.html",
        found=found,
        at=at,
        lines=[(key, (names_of(found.file, [key]) or [key])[0], _asked(at, key)) for key in at.missing],
        form=StaffForm(formdata=None).fresh(found.file.case.seq),
        wrong=wrong or [],
        said=words_of(refusal) if refusal else None,
        failed=bool(refusal),
    )
    return page, status
