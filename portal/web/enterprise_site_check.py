"""The applicant and the joint site check: when and where, and asking for another day once."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from portal import clock
from portal.auth import audience, current_actor
from portal.formats import business_today
from portal.forms.site_check import MoveForm
from portal.services import site_checks, site_late, tracking
from portal.web import site_words
from portal.web.enterprise import bp
from portal.web.refusals import words_of
from workflows.refusal import Refusal


@bp.get("/my/cases/<case_id>/site-check")
@audience("handler")
def site_check(case_id: str) -> Any:
    """When and where the departments come, what they look at, and whether another day may still be asked for."""
    return _page(case_id, MoveForm(formdata=None))


@bp.post("/my/cases/<case_id>/site-check/move")
@audience("handler")
def site_check_move(case_id: str) -> Any:
    """Ask for another day."""
    form = MoveForm()
    if not form.validate():
        return _page(case_id, form, status=422)
    wish = date.fromisoformat(form.wish.data) if form.wish.data else None
    by, now = current_actor(), clock.now()
    try:
        site_checks.ask_other_day(case_id, form.reason.data or "", wish, by=by, at=now, expected_seq=form.seq)
    except Refusal as refusal:
        return _page(case_id, form, refusal=refusal, status=409)
    flash(_("改期申请已提出，定了新的日期会书面通知您。"))
    return redirect(url_for("enterprise.case", case_id=case_id), 303)


def _page(case_id: str, form: MoveForm, *, refusal: Refusal | None = None, status: int = 200) -> Any:
    found = tracking.tracking(case_id, by=current_actor(), at=clock.now())
    site, today = found.file.case.site, business_today()
    plans = [plan for name in site.tracks if (plan := found.file.guide.track(name))]
    page = render_template(
        "enterprise/site_check.html",
        found=found,
        at=site,
        points=[point for plan in plans for point in plan.review_points],
        annexes=site_late.annexes(case_id, by=current_actor()) if site.late else (),
        form=form.fresh(found.file.case.seq),
        may=site.held_on is not None and site.asked_on is None and today < site.held_on,
        said=words_of(refusal) if refusal else None,
        failed=bool(refusal),
        s=site_words,
    )
    return page, status
