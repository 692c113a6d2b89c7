"""A lost or damaged licence on the pages of the staff: applied for at the window, made out or refused by the issuing office."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from portal import clock
from portal.actors import Role
from portal.auth import audience, current_actor
from portal.forms.reissue import IssueAgainForm, RefuseReissueForm, WindowReissueForm
from portal.services import reissue
from portal.services.inspection import UploadError
from portal.services.licence_view import LicenceView
from portal.web import upload_words
from portal.web.licences import bp, licence_page, seen
from workflows.refusal import Refusal


def forms_of(view: LicenceView) -> dict[str, FlaskForm]:
    """The forms of a new document, for whoever may use them; the number of the newest event travels in each."""
    found: dict[str, Any] = {}
    if view.reissue and view.leads:
        found = {
            "again": IssueAgainForm(prefix="again-", formdata=None),
            "unagain": RefuseReissueForm(prefix="unagain-", formdata=None),
        }
    elif view.reissue_open and current_actor().holds(Role.WINDOW):
        found = {"ask": WindowReissueForm(prefix="ask-", formdata=None)}
    return {name: form.fresh(view.file.case.seq) for name, form in found.items()}


@bp.post("/<case_id>/reissue/application")
@audience("window")
def ask_again(case_id: str) -> Any:
    """Take the application of the holder at the counter, with the statement that he signed."""
    form, given = WindowReissueForm(prefix="ask-"), request.files.get("ask-scan")
    if not (form.validate() and form.complete(given)) or given is None:
        return licence_page(seen(case_id), {"ask": form}, wrong=form, status=422)
    ground, words, scan = form.ground.data, form.words.data or "", (str(given.filename), given.stream)
    try:
        return _done(
            case_id, "ask", form, lambda now: reissue.ask_at_window(case_id, ground, words, scan=scan, **now),
            _("已经申请补发。"),
        )  # fmt: skip
    except UploadError as error:
        form.scan.errors = [upload_words.words_of(error, scan[0])]
        return licence_page(seen(case_id), {"ask": form}, wrong=form, status=422)


@bp.post("/<case_id>/reissue")
@audience("reviewer", "decider")
def issue_again(case_id: str) -> Any:
    """Make the new document out; the code of the old one says from now on that it was replaced."""
    form = IssueAgainForm(prefix="again-")
    if not form.validate():
        return licence_page(seen(case_id), {"again": form}, wrong=form, status=422)
    return _done(case_id, "again", form, lambda now: reissue.issue(case_id, **now), _("已经补发，原来的证照作废。"))


@bp.post("/<case_id>/reissue/refusal")
@audience("reviewer", "decider")
def refuse_again(case_id: str) -> Any:
    """Refuse the new document, with the reason."""
    form = RefuseReissueForm(prefix="unagain-")
    if not form.validate():
        return licence_page(seen(case_id), {"unagain": form}, wrong=form, status=422)
    reason, basis = form.reason.data or "", form.basis.data or ""
    said = _("没有同意补发，决定书已经生成。")
    return _done(case_id, "unagain", form, lambda now: reissue.refuse(case_id, reason, basis, **now), said)


def _done(case_id: str, name: str, form: Any, do: Callable[[dict[str, Any]], object], said: str) -> Any:
    try:
        do({"by": current_actor(), "at": clock.now(), "expected_seq": form.seq})
    except Refusal as refusal:
        view = seen(case_id)
        return licence_page(view, {name: form.fresh(view.file.case.seq)}, refusal=refusal, status=409)
    flash(said)
    return redirect(url_for("licences.licence", case_id=case_id), 303)
