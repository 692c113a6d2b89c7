"""Supervision: demands outside a first notice, each with what was asked, why, and the supervisor's answer (R6)."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal import clock
from portal.auth import audience, current_actor
from portal.clock import business_day
from portal.forms.demands import DemandAnswerForm
from portal.services import demands
from portal.web import review_words, window_refusals, window_words
from portal.web.supervision import bp
from workflows.refusal import Refusal

STATES = {
    "asked": _l("等待决定"),
    "permitted": _l("已批准"),
    "refused": _l("没有批准"),
    "void": _l("没有答复，办件已往下走"),
}


@bp.get("/demands", endpoint="demands")
@audience("supervisor")
def demands_page() -> Any:
    """All of the last year, those that wait first."""
    return _page()


@bp.post("/cases/<case_id>/demands")
@audience("supervisor")
def answer_demand(case_id: str) -> Any:
    """Permit a demand or not, with a reason."""
    form, key = DemandAnswerForm(), request.form.get("key", "")
    if not form.validate():
        return _page(form, f"{case_id}/{key}", status=422)
    permitted = form.verdict.data == "yes"
    try:
        demands.answer(case_id, key, permitted, form.reason.data or "", by=current_actor(), at=clock.now())
    except Refusal as refusal:
        return _page(form, f"{case_id}/{key}", said=window_refusals.said(refusal), status=409)
    flash(_("已批准增加告知，窗口可以再次告知。") if permitted else _("没有批准，这一项仍按合格办理。"))
    return redirect(url_for("supervision.demands"), 303)


def _page(form: DemandAnswerForm | None = None, open_: str = "", *, said: Any = None, status: int = 200) -> Any:
    by, on = current_actor(), business_day(clock.now())
    page = render_template(
        "supervision/demands.html",
        found=demands.asked(by=by, on=on),
        form=form if form and form.errors else None,
        fields=form or DemandAnswerForm(),
        open=open_,
        said=said,
        failed=bool(said),
        kept=[],
        states=STATES,
        w=review_words,
        words=window_words,
    )
    return page, status
