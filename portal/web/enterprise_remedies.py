"""The rights of an applicant: what can be contested until when, the application filled in, and complaints with their answers."""

from __future__ import annotations

import secrets
from io import BytesIO
from typing import Any

from flask import flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _

from portal import clock
from portal.auth import audience, current_actor
from portal.formats import business_today
from portal.forms.remedies import ComplaintForm, ReconsiderationForm
from portal.services import casefile, complaints, reconsideration
from portal.services.reconsideration import SILENCE, Remedies
from portal.services.wrong_input import WrongInput
from portal.web import remedy_words
from portal.web.enterprise import bp
from portal.web.refusals import words_of
from workflows.refusal import Refusal
from workflows.remedy import ORDER, load_policy


@bp.get("/my/cases/<case_id>/remedies")
@audience("handler")
def remedies(case_id: str) -> Any:
    """Every act of a case that can be contested, until when and where, and how to complain."""
    found = reconsideration.remedies(case_id, by=current_actor(), at=clock.now())
    return render_template(
        "enterprise/remedies.html", found=found, policy=load_policy(), today=business_today(), w=remedy_words
    )


@bp.get("/my/cases/<case_id>/reconsideration/<act>")
@audience("handler")
def reconsider(case_id: str, act: str) -> Any:
    """The application, with everything that the case knows filled in."""
    return _page(case_id, act)


@bp.post("/my/cases/<case_id>/reconsideration/<act>")
@audience("handler")
def file_reconsideration(case_id: str, act: str) -> Any:
    """Hand the application in."""
    by, at = current_actor(), clock.now()
    form = ReconsiderationForm().offer(_claims(act))
    if not form.validate():
        return _page(case_id, act, form, status=422)
    try:
        reconsideration.file(case_id, act, form.values(), by=by, at=at, expected_seq=form.seq)
    except Refusal as refusal:
        return _page(case_id, act, form, refusal=refusal, status=409)
    flash(_("复议申请已提交，我们会转送复议机关，进度在这里看。"))
    return redirect(url_for("enterprise.remedies", case_id=case_id), 303)


@bp.get("/my/cases/<case_id>/reconsideration/<act>/application.pdf")
@audience("handler")
def reconsideration_pdf(case_id: str, act: str) -> Any:
    """The application as PDF: as handed in, or filled in from the case for whoever would rather sign it on paper."""
    name, content = reconsideration.pdf(case_id, act, by=current_actor(), at=clock.now())
    return send_file(BytesIO(content), "application/pdf", as_attachment=True, download_name=name)


@bp.get("/my/complaints", endpoint="complaints")
@audience("handler")
def complaints_page() -> Any:
    """The own complaints and their answers; for the owner also those in the enterprise's name."""
    by = current_actor()
    ours = complaints.in_our_name(by=by, page=request.args.get("page", 1, type=int))
    found = complaints.mine(by=by)
    page = {"found": found, "ours": ours, "today": business_today()}
    return render_template("enterprise/complaints.html", **page, w=remedy_words)


@bp.get("/my/complaints/new")
@audience("handler")
def complain() -> Any:
    """Write a complaint, about a case of one's own or about none."""
    return _complaint(_complaint_form(formdata=None), request.args.get("case", ""))


@bp.post("/my/complaints/new")
@audience("handler")
def file_complaint() -> Any:
    """File it."""
    form, case_id = _complaint_form(), request.form.get("case", "")
    said = {"wish": form.wish.data or "", "case_id": case_id, "once": form.once.data or secrets.token_hex(8)}
    if not form.validate():
        return _complaint(form, case_id, status=422)
    by, at = current_actor(), clock.now()
    try:
        made = complaints.file(form.about.data, form.words.data, in_name=form.in_name, **said, by=by, at=at)
    except WrongInput as wrong:
        form.take(wrong)
        return _complaint(form, case_id, status=422)
    flash(_("投诉已提交，编号 %(number)s。", number=made.number))
    return redirect(url_for("enterprise.complaints"), 303)


def _claims(act: str) -> tuple[str, ...]:
    return (ORDER,) if act == SILENCE else load_policy().claims


def _page(
    case_id: str,
    name: str,
    form: ReconsiderationForm | None = None,
    *,
    refusal: Refusal | None = None,
    status: int = 200,
) -> Any:
    found = reconsideration.remedies(case_id, by=current_actor(), at=clock.now())
    act = found.act(name)
    page = render_template(
        "enterprise/reconsideration.html",
        found=found,
        act=act,
        form=(form or _fresh(found, name)).fresh(found.file.case.seq),
        today=business_today(),
        said=words_of(refusal) if refusal else None,
        failed=bool(refusal),
        w=remedy_words,
    )
    return page, status


def _fresh(found: Remedies, name: str) -> ReconsiderationForm:
    form = ReconsiderationForm(formdata=None).offer(_claims(name))
    form.claim.data = _claims(name)[0]
    form.phone.data = str(found.file.content["handler"].get("mobile") or "")
    return form


def _complaint_form(**more: Any) -> ComplaintForm:
    return ComplaintForm(**more).of(enterprise=current_actor().enterprise_id is not None)


def _complaint(form: ComplaintForm, case_id: str, *, status: int = 200) -> Any:
    file = casefile.casefile(case_id, by=current_actor()) if case_id else None
    form.case.data = case_id
    form.once.data = form.once.data or secrets.token_hex(8)
    page = render_template("enterprise/complaint_new.html", form=form, file=file, policy=load_policy())
    return page, status
