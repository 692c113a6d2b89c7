"""The applicant and the hearing: asking for it while its period runs, giving it up, and taking the request back."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from portal import clock
from portal.auth import audience, current_actor
from portal.formats import business_today
from portal.forms.hearing import AskForm, ReasonForm
from portal.forms.review import StaffForm
from portal.services import hearings, tracking
from portal.web.enterprise import bp
from portal.web.refusals import words_of
from workflows.hearing import APPLICANT, wishes
from workflows.refusal import Refusal

FORMS: dict[str, type[StaffForm]] = {"ask": AskForm, "waive": ReasonForm, "withdraw": ReasonForm}


@bp.get("/my/cases/<case_id>/hearing")
@audience("handler")
def hearing(case_id: str) -> Any:
    """What the right is, until when it runs, and what may be done."""
    return _page(case_id)


@bp.post("/my/cases/<case_id>/hearing/<step>")
@audience("handler")
def hearing_step(case_id: str, step: str) -> Any:
    """Ask for the hearing, give it up, or take the request back."""
    if step not in FORMS:
        abort(404)
    form = FORMS[step](prefix=f"{step}-")
    if not form.validate():
        return _page(case_id, {step: form}, status=422)
    said = {
        "ask": _("听证要求已提出，本机关将在二十个工作日内举行，日期另行通知您。"),
        "waive": _("您已放弃听证，本机关依法作出决定。"),
        "withdraw": _("听证要求已撤回。"),
    }
    try:
        _do(case_id, step, form)
    except Refusal as refusal:
        return _page(case_id, {step: form}, refusal=refusal, status=409)
    flash(said[step])
    return redirect(url_for("enterprise.case", case_id=case_id), 303)


def _do(case_id: str, step: str, form: Any) -> None:
    more: dict[str, Any] = {"by": current_actor(), "at": clock.now(), "expected_seq": form.seq}
    if step == "ask":
        hearings.request(case_id, form.words.data or "", **more)
    else:
        act = hearings.waive if step == "waive" else hearings.withdraw_request
        act(case_id, form.reason.data or "", **more)


def _page(
    case_id: str, bound: dict[str, Any] | None = None, *, refusal: Refusal | None = None, status: int = 200
) -> Any:
    found = tracking.tracking(case_id, by=current_actor(), at=clock.now())
    forms = {step: (bound or {}).get(step) or kind(prefix=f"{step}-", formdata=None) for step, kind in FORMS.items()}
    page = render_template(
        "enterprise/hearing.html",
        found=found,
        at=found.file.case.hearing,
        forms={step: form.fresh(found.file.case.seq) for step, form in forms.items()},
        may=wishes(found.file.case, APPLICANT),
        period=found.clocks.get("hearing_request"),
        today=business_today(),
        wrong=[form for form in (bound or {}).values() if form.errors],
        said=words_of(refusal) if refusal else None,
        failed=bool(refusal),
    )
    return page, status
