"""Bringing what was promised for later: every material beside what the window said of it, and one button at the end."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.auth import audience, current_actor
from portal.rendering import ErrorLine
from portal.services import mending, partial_uploads, precheck, supplement, tracking
from portal.services.submission import SubmissionIncomplete
from portal.services.supplement import PURPOSE
from portal.services.tracking import Deferred, Tracking
from portal.services.uploads import Goal
from portal.web import beside, precheck_words
from portal.web.beside import Stale
from portal.web.enterprise import bp
from portal.web.enterprise_materials import upload_limits
from portal.web.requirement_words import requirement_name


@bp.get("/my/cases/<case_id>/supplement")
@audience("handler")
def supplement_page(case_id: str) -> Any:
    """What is owed and until when, and the files for each."""
    return _page(case_id)


@bp.post("/my/cases/<case_id>/supplement/files")
@audience("handler")
def supplement_files(case_id: str) -> Any:
    """Take files for one promised material."""
    return beside.bring(case_id, PURPOSE, _page, "enterprise.supplement_page")


@bp.post("/my/cases/<case_id>/supplement")
@audience("handler")
def hand_in_supplement(case_id: str) -> Any:
    """Keep the words of the page; then hand in everything of which files wait, unless it was only to be saved."""
    by, seq = current_actor(), request.form.get("expected_seq", type=int)
    if answered := beside.keep(case_id, PURPOSE, _page, "enterprise.supplement_page"):
        return answered
    try:
        supplement.hand_in(case_id, by=by, at=clock.now(), expected_seq=seq)
    except SubmissionIncomplete as incomplete:
        return _page(case_id, _nothing(case_id, incomplete)), 422
    flash(_("已补交，窗口会核对。"))
    return redirect(url_for("enterprise.case", case_id=case_id), 303)


def page_with(case_id: str, wrong: dict[str, list[str]]) -> str:
    """The page again, with sentences beside what could not be taken."""
    return _page(case_id, wrong)


def _nothing(case_id: str, incomplete: SubmissionIncomplete) -> dict[str, list[str]]:
    found = tracking.tracking(case_id, by=current_actor(), at=clock.now())
    owed = [one for one in found.deferred if one.key in incomplete.missing]
    return {one.key: [_("“%(name)s”还没有上传文件。", name=requirement_name(one.requirement))] for one in owed}


def _said(found: Tracking, one: Deferred) -> tuple[str, ...]:
    """What the window said of a promised material: why what came was not in order, or what it told at acceptance."""
    if one.promise.rejected:
        return (one.promise.rejected,)
    return tuple(mark.reason for mark in found.file.case.marks if mark.material == one.key and mark.reason)


def _page(
    case_id: str,
    wrong: dict[str, list[str]] | None = None,
    *,
    stale: Stale | None = None,
    lines: list[ErrorLine] | None = None,
) -> str:
    by = current_actor()
    found = tracking.tracking(case_id, by=by, at=clock.now())
    case = found.file.case
    items = [one for one in found.deferred if one.owed and not (case.ended or case.decided_on)]
    return render_template(
        "enterprise/supplement.html",
        found=found,
        items=items,
        said={one.key: _said(found, one) for one in items},
        things=[(f"#m-{one.key}", requirement_name(one.requirement), *_how_far(one)) for one in items],
        mending=mending.written(case_id, PURPOSE, by=by),
        wrong=wrong or {},
        stale=stale,
        lines=lines or [],
        failed=bool(wrong or stale or lines),
        parts=partial_uploads.waiting(Goal(PURPOSE, case_id), by=by) if items else (),
        doubts=precheck_words.of_files(precheck.of_files((one.requirement, one.waiting) for one in items)),
        **upload_limits(),
    )


def _how_far(one: Deferred) -> tuple[str, bool]:
    return (_("已上传，还没有交"), True) if one.waiting else (_("还没有上传"), False)
