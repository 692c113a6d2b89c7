"""Procedures beside the ordinary road: special procedures that stop the clocks, and the one extension."""

from __future__ import annotations

from typing import Any

from flask import render_template
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from portal import clock
from portal.auth import audience, current_actor
from portal.forms import hearing as hearing_forms
from portal.forms.review import (
    ResumeForm,
    SiteCheckForm,
    approvable,
    extend_form,
    pause_form,
)
from portal.forms.special_procedure import LongerForm
from portal.services import hearings, interested, review
from portal.services.decision import DecisionView
from portal.web import party_words, review_case_words
from portal.web.review import bp, seen
from portal.web.review_acts import done
from portal.web.review_answers import answers
from workflows.hearing import PAUSE as HEARING
from workflows.panel import CAUSE as EXPERTS
from workflows.publicity import CAUSE as PUBLICITY
from workflows.refusal import Refusal


@bp.get("/cases/<case_id>/procedures")
@audience("reviewer", "decider")
def procedures(case_id: str) -> Any:
    """Special procedures and extension: what runs, and what may be begun."""
    return procedures_page(seen(case_id))


@bp.post("/cases/<case_id>/pause")
@audience("reviewer", "decider")
def pause(case_id: str) -> Any:
    """Begin a special procedure."""
    view, by = seen(case_id), current_actor()
    form = pause_form(view)
    if not form.validate():
        return procedures_page(view, bound={"pause": form}, status=422)
    told = (form.cause.data, int(form.days.data), form.reason.data)
    more: dict[str, Any] = {"approved": _approved(form), "by": by, "at": clock.now(), "expected_seq": form.seq}
    return done(
        case_id,
        lambda: review.pause(case_id, *told, **more),
        _("特别程序已启动，时钟停止，告知书已生成。"),
        {"pause": form},
        procedures_page,
    )


@bp.post("/cases/<case_id>/pause/<cause>/longer")
@audience("reviewer", "decider")
def tell_anew(case_id: str, cause: str) -> Any:
    """Tell in writing that a special procedure takes longer."""
    view = seen(case_id)
    form = approvable(LongerForm(prefix=f"{cause}-longer-"), view)
    if not form.validate():
        return procedures_page(view, bound={f"longer:{cause}": form}, status=422)
    told = (cause, int(form.days.data), form.reason.data)
    more: dict[str, Any] = {
        "approved": _approved(form),
        "by": current_actor(),
        "at": clock.now(),
        "expected_seq": form.seq,
    }
    return done(
        case_id,
        lambda: review.tell_anew(case_id, *told, **more),
        _("新的所需时间已书面告知，特别程序继续，期间不计入期限。"),
        {f"longer:{cause}": form},
        procedures_page,
    )


def _approved(form: Any) -> bool:
    return bool("approved" in form and form.approved.data)


@bp.post("/cases/<case_id>/resume/<cause>")
@audience("reviewer", "decider")
def resume(case_id: str, cause: str) -> Any:
    """End a special procedure."""
    by, form = current_actor(), ResumeForm(prefix=f"{cause}-")
    if not form.validate():
        return procedures_page(seen(case_id), bound={f"resume:{cause}": form}, status=422)
    return done(
        case_id,
        lambda: review.resume(case_id, cause, form.note.data, by=by, at=clock.now(), expected_seq=form.seq),
        _("特别程序已结束，时钟从下一日起继续走。"),
        {f"resume:{cause}": form},
        procedures_page,
    )


@bp.post("/cases/<case_id>/extend")
@audience("decider")
def extend(case_id: str) -> Any:
    """Extend the limit, once."""
    view, by = seen(case_id), current_actor()
    form = extend_form(view)
    if not form.validate():
        return procedures_page(view, bound={"extend": form}, status=422)
    told = (int(form.days.data), form.reason.data)
    approval = {name: form[name].data for name in ("approver", "document") if name in form}
    return done(
        case_id,
        lambda: review.extend(case_id, *told, **approval, by=by, at=clock.now(), expected_seq=form.seq),
        _("期限已延长，延期通知书已生成。"),
        {"extend": form},
        procedures_page,
    )


@bp.post("/cases/<case_id>/site-check")
@audience("reviewer", "decider")
def site_check(case_id: str) -> Any:
    """Order a site check, on which the limit changes."""
    by, form = current_actor(), SiteCheckForm(prefix="site-")
    if not form.validate():
        return procedures_page(seen(case_id), bound={"site_check": form}, status=422)
    return done(
        case_id,
        lambda: review.order_site_check(case_id, form.reason.data, by=by, at=clock.now(), expected_seq=form.seq),
        _("已决定现场核查，期限已变更，告知书已生成。"),
        {"site_check": form},
        procedures_page,
    )


def procedures_page(
    view: DecisionView, *, bound: dict[str, FlaskForm] | None = None, refusal: Refusal | None = None, status: int = 200
) -> Any:
    """The page of procedures; `bound` and `refusal` as on the page of a case."""
    parties = interested.parties(view.file, by=current_actor(), at=clock.now())
    forms = _forms(view, bound or {}, party_words.choices(view.case.hearing, parties))
    page = render_template(
        "review/procedures.html",
        seen=view,
        forms=forms,
        parties=parties,
        **answers(view, bound, refusal),
        w=review_case_words,
    )
    return page, status


def _forms(view: DecisionView, bound: dict[str, Any], whom: dict[str, Any]) -> dict[str, Any]:
    made = dict[str, Any]()
    if "pause" in view.acts:
        made["pause"] = bound.get("pause") or pause_form(view, formdata=None)
    if "extend" in view.acts:
        made["extend"] = bound.get("extend") or extend_form(view, formdata=None)
    if "site_check" in view.acts:
        made["site_check"] = bound.get("site_check") or SiteCheckForm(prefix="site-", formdata=None)
    steps = [step for step in hearing_forms.HEARING if step in view.acts]
    free = hearings.presiders(view.file.public_id, by=current_actor()) if steps else ()
    for step in steps:
        made[step] = bound.get(step) or hearing_forms.of_step(step, free, whom, blank=True)
    for stop in view.case.open_stops if "resume" in view.acts else ():
        owed = {EXPERTS: view.case.panel.owed, HEARING: view.case.hearing.owed}
        if stop.cause == PUBLICITY:
            continue  # it ends by itself with the window
        longer = f"longer:{stop.cause}"
        made[longer] = bound.get(longer) or approvable(LongerForm(prefix=f"{stop.cause}-longer-", formdata=None), view)
        if owed.get(stop.cause):
            continue  # they end by themselves, with the record
        name = f"resume:{stop.cause}"
        made[name] = bound.get(name) or ResumeForm(prefix=f"{stop.cause}-", formdata=None)
    for form in made.values():
        form.fresh(view.case.seq)
    return made
