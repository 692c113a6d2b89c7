"""Acts on a licence: proposed on a page of their own, then heard, decided or given up on the page of the licence."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from portal import clock
from portal.auth import audience, current_actor
from portal.forms.legal_review import LegalForm
from portal.forms.licences import ActForm, DropForm, NoteForm, act_form, decide_form
from portal.services import licence_acts
from portal.services.inspection import UploadError
from portal.services.licence_view import LicenceView
from portal.web import cancellation, major_act_words, upload_words
from portal.web.licences import bp, done, licence_page, seen
from portal.web.refusals import words_of
from workflows.licence import Act, policy
from workflows.major_acts import asks
from workflows.refusal import Refusal


def forms_of(view: LicenceView) -> dict[str, FlaskForm]:
    """The forms of what is proposed, for whoever may use them; the number of the newest event travels in each."""
    seq = view.file.case.seq
    if view.proposal is None and view.leads and view.file.case.cancellation_asked_on:
        return cancellation.forms_of(view)
    if view.proposal is None or not view.leads:
        return {}
    found: dict[str, Any] = {"drop": DropForm(prefix="drop-", formdata=None)}
    if view.proposal.notice:
        found["note"] = NoteForm(prefix="note-", formdata=None)
    if view.before and "review" in view.before.may:
        found["legal"] = LegalForm(prefix="legal-", formdata=None)
    if view.decides and view.proposal.by != current_actor().reference:
        found["decide"] = decide_form(view.proposal, blank=True)
    return {name: form.fresh(seq) for name, form in found.items()}


@bp.route("/<case_id>/acts/<act>", methods=["GET", "POST"])
@audience("reviewer", "decider")
def act(case_id: str, act: str) -> Any:
    """Propose an act on the licence: its ground, the facts, the reason, and from when it holds."""
    rule, view = policy().acts.get(act) or abort(404), seen(case_id)
    form = act_form(rule, view.standing, blank=request.method == "GET")
    if request.method == "GET":
        return _act_page(view, rule, form)
    if view.leads and not (form.validate() and form.complete(rule)):
        return _act_page(view, rule, form, status=422)
    try:
        _propose(case_id, rule, form)
    except Refusal as refusal:
        return _act_page(seen(case_id), rule, form, refusal=refusal, status=409)
    flash(_("已经提出，等待另一名负责人决定。"))
    return redirect(url_for("licences.licence", case_id=case_id), 303)


@bp.post("/<case_id>/defence")
@audience("reviewer", "decider")
def note(case_id: str) -> Any:
    """Record what the holder said in person or on paper, or that the hearing was held."""
    form, given = NoteForm(prefix="note-"), request.files.get("note-scan")
    if not (form.validate() and form.complete(given)):
        return licence_page(seen(case_id), {"note": form}, wrong=form, status=422)
    scan = (str(given.filename), given.stream) if given and given.filename else None
    try:
        licence_acts.note_defence(
            case_id, form.defence.data, form.words.data or "", scan=scan, by=current_actor(), at=clock.now(),
            expected_seq=form.seq,
        )  # fmt: skip
    except UploadError as error:
        form.scan.errors = [upload_words.words_of(error, scan[0] if scan else "")]
        return licence_page(seen(case_id), {"note": form}, wrong=form, status=422)
    except Refusal as refusal:
        return licence_page(seen(case_id), {"note": _again(form, case_id)}, refusal=refusal, status=409)
    flash(_("已经记录。"))
    return redirect(url_for("licences.licence", case_id=case_id), 303)


@bp.post("/<case_id>/decide")
@audience("decider")
def decide(case_id: str) -> Any:
    """Decide what another officer proposed; the letter goes out and the register changes in the same act."""
    view = seen(case_id)
    form = decide_form(view.proposal)
    if not form.validate():
        return licence_page(view, {"decide": form}, wrong=form, status=422)
    words = _text(form, "defence")
    return done(
        case_id, "decide", form, lambda more: licence_acts.decide(case_id, defence=words, **more), _("已经决定。")
    )


@bp.post("/<case_id>/drop")
@audience("reviewer", "decider")
def drop(case_id: str) -> Any:
    """Give a proposal up."""
    form = DropForm(prefix="drop-")
    if not form.validate():
        return licence_page(seen(case_id), {"drop": form}, wrong=form, status=422)
    words = form.reason.data or ""
    return done(
        case_id, "drop", form, lambda more: licence_acts.drop(case_id, words, **more), _("不再作出，已经记录。")
    )


def _again(form: Any, case_id: str) -> Any:
    return form.fresh(seen(case_id).file.case.seq)


def _propose(case_id: str, rule: Act, form: ActForm) -> None:
    licence_acts.propose(
        case_id,
        rule.name,
        form.ground.data or "",
        facts=form.facts.data or "",
        reason=form.reason.data or "",
        basis=form.basis.data or "",
        effective_on=_day(form, "effective_on"),
        until=_day(form, "until"),
        document=_text(form, "document"),
        redress=_text(form, "redress"),
        heard=_text(form, "heard"),
        by=current_actor(),
        at=clock.now(),
        expected_seq=form.seq,
    )


def _text(form: Any, name: str) -> str:
    return (form[name].data or "") if name in form else ""


def _day(form: ActForm, name: str) -> date | None:
    text = _text(form, name)
    return date.fromisoformat(text) if text else None


def _act_page(view: LicenceView, rule: Act, form: ActForm, *, refusal: Refusal | None = None, status: int = 200) -> Any:
    page = render_template(
        "licences/act.html",
        view=view,
        rule=rule,
        form=form.fresh(view.file.case.seq),
        possible=rule in view.acts,
        defence_days=policy().defence_days,
        asked=major_act_words.asked_of(rule.name, asks(rule.name, view.file.case.terms)),
        said=words_of(refusal) if refusal else None,
        failed=refusal is not None,
    )
    return page, status
