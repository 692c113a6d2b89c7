"""Applications that begin at the window: who applies, the steps, and the receipt to take home."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.auth import audience, current_actor
from portal.formats import business_today
from portal.forms.window import WalkInForm
from portal.i18n import language
from portal.services import casefile, draft_carry, drafts, law, submission, walkin
from portal.services.drafts import DraftView
from portal.services.wrong_input import WrongInput
from portal.web import steps
from portal.web.enterprise import view_in_force
from portal.web.receipt_code import receipt_code
from portal.web.window import bp
from workflows.refusal import Refusal


@bp.route("/walk-in", methods=["GET", "POST"])
@audience("window")
def walk_in() -> Any:
    """Who stands at the counter, and for what."""
    form = WalkInForm(request.form if request.method == "POST" else request.args)
    form.offer(law.catalogue().listings(business_today()), language().code)
    if request.method == "GET":
        return render_template("window/walk_in.html", fields=form)
    if form.validate():
        try:
            draft_id = walkin.start(form.item.data, by=current_actor(), at=clock.now(), **form.applicant())  # type: ignore[arg-type]
            return redirect(url_for("window.draft", draft_id=draft_id), 303)
        except WrongInput as wrong:
            form.take(wrong)
    return render_template("window/walk_in.html", fields=form, form=form), 422


@bp.get("/drafts/<draft_id>")
@audience("window")
def draft(draft_id: str) -> Any:
    """The steps of an application and how far each is."""
    view = open_draft(draft_id)
    if not isinstance(view, DraftView):
        return view
    return render_template("window/draft.html", view=view, steps=steps.steps_of(view), go_on=steps.unfinished(view))


@bp.post("/drafts/<draft_id>/discard")
@audience("window")
def discard(draft_id: str) -> Any:
    """Throw an application away that was never handed in."""
    drafts.discard(draft_id, by=current_actor())
    flash(_("这份登记已经作废，没有提交任何内容。"))
    return redirect(url_for("window.queue"), 303)


@bp.post("/drafts/<draft_id>/carried")
@audience("window")
def carried(draft_id: str) -> Any:
    """Note that the changes of a new version were read."""
    draft_carry.seen(draft_id, by=current_actor())
    return redirect(url_for("window.draft", draft_id=draft_id), 303)


@bp.get("/cases/<case_id>/receipt")
@audience("window")
def receipt(case_id: str) -> Any:
    """What the applicant takes home: number, query code, and the receipt to print."""
    by = current_actor()
    file = casefile.casefile(case_id, by=by)
    letter = next((one for one in reversed(file.letters) if one.kind == "receipt"), None)
    code = receipt_code(file.number)
    return render_template(
        "window/receipt.html", receipt=submission.receipt(case_id, by=by), file=file, letter=letter, **code
    )


def open_draft(draft_id: str) -> Any:
    """The draft for a page that is looked at; where it was handed in already, the way to its receipt."""
    by = current_actor()
    try:
        return view_in_force(draft_id)
    except Refusal as refusal:
        if refusal.rule != "draft_submitted" or request.method != "GET":
            raise
    flash(_("这份申请已经提交。"))
    return redirect(url_for("window.receipt", case_id=submission.case_of(draft_id, by=by)), 303)
