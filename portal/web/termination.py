"""The termination of the proceedings of a case: proposed by one officer, confirmed by the head, on one page for both."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from portal import clock, recovery
from portal.auth import audience, current_actor
from portal.forms.termination import ConfirmForm, DropForm, ProposeForm, propose_form
from portal.services import termination
from portal.services.inspection import UploadError
from portal.services.termination import TerminationView
from portal.services.wrong_input import WrongInput
from portal.web import termination_words, upload_words, window_refusals
from portal.web.downloads import send
from portal.web.navigation import case_page_of
from workflows.refusal import Refusal
from workflows.termination import policy

bp = Blueprint("termination", __name__, url_prefix="/terminations")


@bp.get("/<case_id>", endpoint="case")
@audience("window", "reviewer", "decider", "supervisor")
def page_of(case_id: str) -> Any:
    """What stands, what it takes, and what the person may do."""
    return _page(termination.view(case_id, by=current_actor()), {})


@bp.get("/<case_id>/file")
@audience("window", "reviewer", "decider", "supervisor")
def paper(case_id: str) -> Any:
    """The paper that proves the ground, as a download."""
    seen = termination.view(case_id, by=current_actor())
    return send(seen.paper.public_id, by=current_actor()) if seen.paper else abort(404)


@bp.post("/<case_id>")
@audience("window", "reviewer", "decider")
def propose(case_id: str) -> Any:
    """Propose to end the proceedings."""
    seen, given = termination.view(case_id, by=current_actor()), request.files.get("scan")
    form = propose_form(seen.grounds)
    if "propose" in seen.may and not (form.validate() and form.complete(given)):
        return _page(seen, {"propose": form}, status=422)
    scan = (str(given.filename), given.stream) if given and given.filename else None
    try:
        _propose(case_id, form, scan)
    except WrongInput as wrong:
        form.take(wrong)
        return _page(seen, {"propose": form}, status=422)
    except UploadError as error:
        form.scan.errors = [upload_words.words_of(error, scan[0] if scan else "")]
        return _page(seen, {"propose": form}, status=422)
    except Refusal as refusal:
        return _refused(case_id, {"propose": form}, refusal)
    flash(_("已经提出，等负责人确认；确认以前办件照常计时。"))
    return redirect(url_for("termination.case", case_id=case_id), 303)


@bp.post("/<case_id>/confirmation")
@audience("decider")
def confirm(case_id: str) -> Any:
    """End the proceedings; the letter is written in the same act."""
    form, by = ConfirmForm(prefix="confirm-"), current_actor()
    if not form.validate():
        return _page(termination.view(case_id, by=by), {"confirm": form}, status=422)
    try:
        termination.confirm(case_id, form.opinion.data or "", by=by, at=clock.now(), expected_seq=form.seq)
    except Refusal as refusal:
        return _refused(case_id, {"confirm": form}, refusal)
    flash(_("办理程序已经终止，决定书已经生成。"))
    return redirect(url_for("termination.case", case_id=case_id), 303)


@bp.post("/<case_id>/drop")
@audience("window", "reviewer", "decider")
def drop(case_id: str) -> Any:
    """Give the proposal up: the case goes on."""
    form, by = DropForm(prefix="drop-"), current_actor()
    if not form.validate():
        return _page(termination.view(case_id, by=by), {"drop": form}, status=422)
    try:
        termination.drop(case_id, form.reason.data or "", by=by, at=clock.now(), expected_seq=form.seq)
    except Refusal as refusal:
        return _refused(case_id, {"drop": form}, refusal)
    flash(_("不再终止，办件照常办理。"))
    return redirect(url_for("termination.case", case_id=case_id), 303)


def _propose(case_id: str, form: ProposeForm, scan: Any) -> None:
    termination.propose(
        case_id,
        form.ground.data or "",
        form.said,
        proof=form.proof.data or "",
        scan=scan,
        by=current_actor(),
        at=clock.now(),
        expected_seq=form.seq,
    )


def _refused(case_id: str, bound: dict[str, FlaskForm], refusal: Refusal) -> Any:
    """The page as it stands now, why the act was not done, and what was typed."""
    return _page(termination.view(case_id, by=current_actor()), bound, refusal=refusal, status=409)


def _page(seen: TerminationView, bound: dict[str, Any], *, refusal: Refusal | None = None, status: int = 200) -> Any:
    by, seq = current_actor(), seen.case.seq
    fresh = {
        "propose": lambda: propose_form(seen.grounds, blank=True),
        "confirm": lambda: ConfirmForm(prefix="confirm-", formdata=None),
        "drop": lambda: DropForm(prefix="drop-", formdata=None),
    }
    forms = {name: (bound.get(name) or make()).fresh(seq) for name, make in fresh.items() if name in seen.may}
    page = render_template(
        "termination/case.html",
        seen=seen,
        case=seen.case,
        at=seen.case.termination,
        letter=next((one for one in seen.file.letters if one.kind == "termination"), None),
        forms=forms,
        wrong=[form for form in bound.values() if form.errors],
        policy=policy(),
        home=case_page_of(seen.file.public_id, by),
        said=window_refusals.said(refusal) if refusal else None,
        failed=refusal is not None or any(form.errors for form in bound.values()),
        kept=recovery.typed().shown if refusal else [],
        w=termination_words,
    )
    return page, status
