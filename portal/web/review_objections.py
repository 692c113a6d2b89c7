"""Objections to credit entries as tasks of the office that answers: the list, one of them, its document, and the answer."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from portal import clock
from portal.auth import audience, current_actor
from portal.formats import business_today, date_full
from portal.forms.credit import AnswerForm, ExtendForm
from portal.services import credit_objections
from portal.services.wrong_input import WrongInput
from portal.web import credit_words, downloads
from portal.web.refusals import words_of
from portal.web.review import bp
from workflows.refusal import Refusal


@bp.get("/objections")
@audience("reviewer", "decider")
def objections() -> Any:
    """The objections that the office answers, those due soonest first."""
    found = credit_objections.tasks(by=current_actor(), on=business_today())
    return render_template("review/objections.html", found=found, w=credit_words)


@bp.route("/objections/<int:objection_id>", methods=["GET", "POST"])
@audience("reviewer", "decider")
def objection(objection_id: int) -> Any:
    """One objection with the entry that it is about, and its answer."""
    by, form = current_actor(), AnswerForm()
    if not form.is_submitted():
        return _page(objection_id, form)
    if not form.validate():
        return _page(objection_id, form, status=422)
    given = (form.answer.data, form.answer_words.data, form.answer_document.data or "")
    try:
        credit_objections.answer(objection_id, *given, by=by, at=clock.now())
    except WrongInput as wrong:
        form.take(wrong)
        return _page(objection_id, form, status=422)
    except Refusal as refusal:
        return _page(objection_id, form, refusal=refusal, status=409)
    flash(_("已答复，申请人在网上看得到。"))
    return redirect(url_for("review.objections"), 303)


@bp.post("/objections/<int:objection_id>/extension")
@audience("reviewer", "decider")
def extend_objection(objection_id: int) -> Any:
    """Extend the period of an objection, once and with reasons."""
    form = ExtendForm(prefix="extend-")
    if not form.validate():
        return _page(objection_id, extension=form, status=422)
    try:
        due = credit_objections.extend(objection_id, form.words.data, by=current_actor(), at=clock.now())
    except Refusal as refusal:
        return _page(objection_id, extension=form, refusal=refusal, status=409)
    flash(Markup(_("答复期限已延长到 %(day)s，已经通知申请人。")) % {"day": date_full(due)})
    return redirect(url_for("review.objection", objection_id=objection_id), 303)


@bp.get("/objections/<int:objection_id>/file")
@audience("window", "reviewer", "decider", "supervisor", "administrator")
def objection_file(objection_id: int) -> Response:
    """The document that came with an objection."""
    return downloads.attached(*credit_objections.open_file(objection_id, by=current_actor()))


def _page(
    objection_id: int,
    form: AnswerForm | None = None,
    *,
    extension: ExtendForm | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> Any:
    by = current_actor()
    one = credit_objections.task(objection_id, by=by, on=business_today())
    page = render_template(
        "review/objection.html",
        one=one,
        form=form or AnswerForm(formdata=None),
        extension=extension or ExtendForm(prefix="extend-", formdata=None),
        may=credit_objections.may_answer(one, by=by),
        said=words_of(refusal) if refusal else None,
        w=credit_words,
    )
    return page, status
