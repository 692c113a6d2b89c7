"""Applications that begin at the window: who applies and for what, the steps, and the receipt to take home."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.actors import Role
from portal.auth import audience, current_actor, current_person
from portal.formats import business_today
from portal.forms.code_words import code_sentence
from portal.forms.walkin import WalkInForm
from portal.i18n import language
from portal.services import (
    applicants,
    casefile,
    draft_carry,
    drafts,
    former_answers,
    law,
    persons,
    printpack,
    receipts,
    scans,
    sittings,
    submission,
)
from portal.services.applicants import Candidate, Found
from portal.services.draft_view import DraftView
from portal.services.persons import NATURAL_PERSON
from portal.services.wrong_input import WrongInput
from portal.web import steps
from portal.web.enterprise import view_in_force
from portal.web.navigation import start_page
from portal.web.receipt_code import receipt_code
from portal.web.window import bp
from workflows.refusal import Refusal


@bp.app_template_filter("code_shown")
def code_shown(code: str) -> str:
    """The code of an applicant: that of an enterprise, or a person's number with its middle hidden."""
    return persons.shown(code)


@bp.route("/walk-in", methods=["GET", "POST"])
@audience("window", "intake")
def walk_in() -> Any:
    """Who stands at the counter, and for what: found by code, name or the licence's QR code, or written down once."""
    form = WalkInForm(request.form if request.method == "POST" else request.args)
    form.offer(law.catalogue().listings(business_today()), language().code)
    if request.method == "GET":
        return _walk_in_page(form, applicants.find(request.args.get("q", ""), by=current_actor()))
    if form.validate():
        try:
            by, at = current_actor(), clock.now()
            sitting = sittings.begin(form.item.data or (), form.applicant(), form.agent(), by=by, at=at)
            return redirect(_first_page(sitting), 303)
        except WrongInput as wrong:
            form.take(wrong, recorded=_recorded(form))
    return _walk_in_page(form, Found(candidates=_doubted(form)), failed=True), 422


@bp.get("/drafts/<draft_id>")
@audience("window", "intake")
def draft(draft_id: str) -> Any:
    """The steps of an application and how far each is, what has to be signed, and the other items of the sitting."""
    view = open_draft(draft_id)
    if not isinstance(view, DraftView):
        return view
    by, at = current_actor(), clock.now()
    return render_template(
        "window/draft.html",
        view=view,
        steps=steps.steps_of(view),
        go_on=steps.unfinished(view),
        papers=printpack.papers(draft_id, by=by, at=at),
        sitting=sittings.of_draft(draft_id, by=by),
        table=scans.waiting(draft_id, by=by),
        known=former_answers.offered(view, by=by, on=business_today()) if by.holds(Role.WINDOW) else {},
        home=start_page(current_person().roles),
    )


@bp.post("/drafts/<draft_id>/discard")
@audience("window", "intake")
def discard(draft_id: str) -> Any:
    """Throw an application away that was never handed in."""
    drafts.discard(draft_id, by=current_actor())
    flash(_("这份登记已经作废，没有提交任何内容。"))
    return redirect(start_page(current_person().roles), 303)


@bp.post("/drafts/<draft_id>/carried")
@audience("window", "intake")
def carried(draft_id: str) -> Any:
    """Note that the changes of a new version were read."""
    draft_carry.seen(draft_id, by=current_actor())
    return redirect(url_for("window.draft", draft_id=draft_id), 303)


@bp.get("/cases/<case_id>/receipt")
@audience("window", "intake")
def receipt(case_id: str) -> Any:
    """What the applicant takes home: number, query code and QR code, and the receipt to print."""
    by = current_actor()
    file = casefile.casefile(case_id, by=by)
    letter = next((one for one in reversed(file.letters) if one.kind == "receipt"), None)
    found = receipts.receipt(case_id, by=by)
    sitting = sittings.of_case(case_id, by=by)
    return render_template(
        "window/receipt.html",
        receipt=found,
        file=file,
        letter=letter,
        **receipt_code(file.number),
        sitting=sitting if sitting and len(sitting.lines) > 1 else None,
        home=start_page(current_person().roles),
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


def _walk_in_page(form: WalkInForm, found: Found, *, failed: bool = False) -> str:
    return render_template(
        "window/walk_in.html",
        fields=form,
        form=form if failed else None,
        found=found,
        fault=code_sentence(found.fault) if found.fault else "",
        asked=request.args.get("q", "").strip()[:200],
        home=start_page(current_person().roles),
        point=not current_actor().holds("window"),  # type: ignore[arg-type]
    )


def _first_page(sitting_id: str) -> str:
    """One item goes straight to its form; several have a page that holds them together."""
    found = sittings.view(sitting_id, by=current_actor())
    if len(found.lines) == 1:
        return url_for("window.draft", draft_id=found.lines[0].draft_id)
    return url_for("window.sitting", sitting_id=sitting_id)


def _recorded(form: WalkInForm) -> str:
    """The name that stands in the record of the code."""
    code = form.uscc.data or ""
    if form.kind.data == NATURAL_PERSON and not persons.is_sign(code):
        code = persons.sign_of(code)
    found = applicants.known(code, by=current_actor())
    return found.name if found else ""


def _doubted(form: WalkInForm) -> tuple[Candidate, ...]:
    """Those that may be meant where a name and a code do not go together."""
    if not form.asks("another") or not form.name.data:
        return ()
    return applicants.namesakes(form.name.data, by=current_actor(), but=form.uscc.data or "")
