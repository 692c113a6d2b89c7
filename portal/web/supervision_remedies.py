"""Supervision: complaints to be answered, and applications for reconsideration to be handed over and followed (R151)."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

from flask import flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _

from portal import clock
from portal.auth import audience, current_actor
from portal.formats import business_today
from portal.forms.remedies import AnswerForm, EndForm, PassOnForm
from portal.services import complaints, reconsideration, reconsideration_list
from portal.services.wrong_input import WrongInput
from portal.web import remedy_words
from portal.web.refusals import words_of
from portal.web.supervision import bp
from workflows.refusal import Refusal


@bp.get("/remedies", endpoint="remedies")
@audience("supervisor")
def remedies_page() -> Any:
    """What waits: complaints without an answer, and applications that have to go to the body that hears them."""
    by, on = current_actor(), business_today()
    return render_template(
        "supervision/remedies.html",
        found=complaints.listed(by=by, page=request.args.get("page", 1, type=int)),
        filed=reconsideration_list.listed(by=by, on=on),
        on=on,
        w=remedy_words,
    )


@bp.get("/complaints/<complaint_id>")
@audience("supervisor")
def complaint(complaint_id: str) -> Any:
    """One complaint and its answer."""
    return _complaint(complaint_id, AnswerForm(formdata=None))


@bp.post("/complaints/<complaint_id>")
@audience("supervisor")
def answer_complaint(complaint_id: str) -> Any:
    """Answer it."""
    form = AnswerForm()
    if not form.validate():
        return _complaint(complaint_id, form, status=422)
    said = (form.founded.data, form.answer.data or "")
    try:
        complaints.answer(complaint_id, *said, by=current_actor(), at=clock.now())
    except WrongInput as wrong:
        form.take(wrong)
        return _complaint(complaint_id, form, status=422)
    except Refusal as refusal:
        return _complaint(complaint_id, form, refusal=refusal, status=409)
    flash(_("答复已记下，投诉人会收到通知。"))
    return redirect(url_for("supervision.remedies"), 303)


@bp.get("/cases/<case_id>/reconsideration/<act>")
@audience("supervisor")
def reconsider(case_id: str, act: str) -> Any:
    """One application: what was asked, and how far it is."""
    return _page(case_id, act)


@bp.post("/cases/<case_id>/reconsideration/<act>/pass-on")
@audience("supervisor")
def pass_on(case_id: str, act: str) -> Any:
    """Record that it went to the body."""
    form = PassOnForm(prefix="pass-")
    if not form.validate():
        return _page(case_id, act, passing=form, status=422)
    said = (date.fromisoformat(form.passed_on.data), form.way.data, form.reference.data or "")
    by, at = current_actor(), clock.now()
    try:
        reconsideration.pass_on(case_id, act, *said, by=by, at=at, expected_seq=form.seq)
    except Refusal as refusal:
        return _page(case_id, act, passing=form, refusal=refusal, status=409)
    flash(_("已登记转送。"))
    return redirect(url_for("supervision.remedies"), 303)


@bp.post("/cases/<case_id>/reconsideration/<act>/end")
@audience("supervisor")
def end(case_id: str, act: str) -> Any:
    """Record what the body answered."""
    form = EndForm(prefix="end-")
    if not form.validate():
        return _page(case_id, act, ending=form, status=422)
    said = (date.fromisoformat(form.ended_on.data), form.outcome.data, form.reference.data or "", form.words.data or "")
    by, at = current_actor(), clock.now()
    try:
        reconsideration.end(case_id, act, *said, by=by, at=at, expected_seq=form.seq)
    except Refusal as refusal:
        return _page(case_id, act, ending=form, refusal=refusal, status=409)
    flash(_("结果已登记，申请人在办件页面能看到。"))
    return redirect(url_for("supervision.remedies"), 303)


@bp.get("/cases/<case_id>/reconsideration/<act>/application.pdf")
@audience("supervisor")
def reconsideration_pdf(case_id: str, act: str) -> Any:
    """The application as it was handed in."""
    name, content = reconsideration.pdf(case_id, act, by=current_actor(), at=clock.now())
    return send_file(BytesIO(content), "application/pdf", as_attachment=True, download_name=name)


def _complaint(complaint_id: str, form: AnswerForm, *, refusal: Refusal | None = None, status: int = 200) -> Any:
    page = render_template(
        "supervision/complaint.html",
        one=complaints.one(complaint_id, by=current_actor()),
        form=form,
        on=business_today(),
        said=words_of(refusal) if refusal else None,
        w=remedy_words,
    )
    return page, status


def _page(
    case_id: str,
    name: str,
    *,
    passing: PassOnForm | None = None,
    ending: EndForm | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> Any:
    found = reconsideration.remedies(case_id, by=current_actor(), at=clock.now())
    act, seq = found.act(name), found.file.case.seq
    if act.filed is None:
        raise Refusal("no_reconsideration")
    passing, ending = passing or _passing(), ending or _ending()
    page = render_template(
        "supervision/reconsideration.html",
        found=found,
        act=act,
        words=reconsideration.said_of(found, name),
        passing=passing.fresh(seq),
        ending=ending.fresh(seq),
        wrong=[form for form in (passing, ending) if form.errors],
        said=words_of(refusal) if refusal else None,
        on=business_today(),
        w=remedy_words,
    )
    return page, status


def _passing() -> PassOnForm:
    form = PassOnForm(prefix="pass-", formdata=None)
    form.passed_on.data = business_today().isoformat()
    return form


def _ending() -> EndForm:
    form = EndForm(prefix="end-", formdata=None)
    form.ended_on.data = business_today().isoformat()
    return form
