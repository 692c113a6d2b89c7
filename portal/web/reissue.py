"""A lost or damaged licence on the pages of the staff: applied for at the window, proposed and signed in the issuing office."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from portal.actors import Role
from portal.auth import audience, current_actor
from portal.forms.reissue import IssueAgainForm, RefuseReissueForm, ReturnReissueForm, WindowReissueForm
from portal.services import reissue
from portal.services.inspection import UploadError
from portal.services.licence_view import LicenceView
from portal.web import upload_words
from portal.web.licences import bp, done, licence_page, seen
from workflows.reissue import ISSUE, Reissue
from workflows.two_signatures import REFUSE


def forms_of(view: LicenceView) -> dict[str, FlaskForm]:
    """The forms of a new document, for whoever may use them; the number of the newest event travels in each."""
    found: dict[str, Any] = {}
    if view.reissue and view.leads:
        found = _answering(view, view.reissue)
    elif view.reissue_open and current_actor().holds(Role.WINDOW):
        found = {"ask": WindowReissueForm(prefix="ask-", formdata=None)}
    return {name: form.fresh(view.file.case.seq) for name, form in found.items()}


def _answering(view: LicenceView, asked: Reissue) -> dict[str, Any]:
    """To propose or, where one signature is enough, to answer; then to sign what another one proposed, or to give it back."""
    if asked.proposed is None:
        again, unagain = (
            IssueAgainForm(prefix="again-", formdata=None),
            RefuseReissueForm(prefix="unagain-", formdata=None),
        )
        return {"again": again, "unagain": unagain}
    own = asked.proposed.by == current_actor().reference
    back = {"back": ReturnReissueForm(prefix="back-", formdata=None)} if own or view.decides else {}
    sign = {"sign": IssueAgainForm(prefix="sign-", formdata=None)} if view.decides and not own else {}
    return {**sign, **back}


@bp.post("/<case_id>/reissue/application")
@audience("window")
def ask_again(case_id: str) -> Any:
    """Take the application of the holder at the counter, with the statement that he signed."""
    form, given = WindowReissueForm(prefix="ask-"), request.files.get("ask-scan")
    if not (form.validate() and form.complete(given)) or given is None:
        return licence_page(seen(case_id), {"ask": form}, wrong=form, status=422)
    ground, words, scan = form.ground.data, form.words.data or "", (str(given.filename), given.stream)
    try:
        return done(
            case_id, "ask", form, lambda now: reissue.ask_at_window(case_id, ground, words, scan=scan, **now),
            _("已经申请补发。"), forms_of,
        )  # fmt: skip
    except UploadError as error:
        form.scan.errors = [upload_words.words_of(error, scan[0])]
        return licence_page(seen(case_id), {"ask": form}, wrong=form, status=422)


@bp.post("/<case_id>/reissue")
@audience("reviewer", "decider")
def issue_again(case_id: str) -> Any:
    """Propose the new document; where one signature is enough, make it out."""
    form = IssueAgainForm(prefix="again-")
    if not form.validate():
        return licence_page(seen(case_id), {"again": form}, wrong=form, status=422)
    if _two(case_id):
        said = _("已经提出补发，等待负责人签发。")
        return done(case_id, "again", form, lambda now: reissue.propose(case_id, ISSUE, **now), said, forms_of)
    said = _("已经补发，原来的证照作废。")
    return done(case_id, "again", form, lambda now: reissue.issue(case_id, **now), said, forms_of)


@bp.post("/<case_id>/reissue/refusal")
@audience("reviewer", "decider")
def refuse_again(case_id: str) -> Any:
    """Propose the refusal with its reason; where one signature is enough, refuse."""
    form = RefuseReissueForm(prefix="unagain-")
    if not form.validate():
        return licence_page(seen(case_id), {"unagain": form}, wrong=form, status=422)
    words = (form.reason.data or "", form.basis.data or "")
    if _two(case_id):
        said = _("已经提出不予补发，等待负责人签发。")
        return done(
            case_id, "unagain", form, lambda now: reissue.propose(case_id, REFUSE, *words, **now), said, forms_of
        )
    said = _("没有同意补发，决定书已经生成。")
    return done(case_id, "unagain", form, lambda now: reissue.refuse(case_id, *words, **now), said, forms_of)


@bp.post("/<case_id>/reissue/signature")
@audience("decider")
def sign_again(case_id: str) -> Any:
    """Sign what somebody else proposed: the new document is made out, or the refusal goes out."""
    form = IssueAgainForm(prefix="sign-")
    if not form.validate():
        return licence_page(seen(case_id), {"sign": form}, wrong=form, status=422)
    said = _("已经签发，文书送达持证人。")
    return done(case_id, "sign", form, lambda now: reissue.sign(case_id, **now), said, forms_of)


@bp.post("/<case_id>/reissue/return")
@audience("reviewer", "decider")
def return_again(case_id: str) -> Any:
    """Send what was proposed back with the reason, or take back what one proposed oneself."""
    form = ReturnReissueForm(prefix="back-")
    if not form.validate():
        return licence_page(seen(case_id), {"back": form}, wrong=form, status=422)
    reason, said = form.reason.data or "", _("已经退回。")
    return done(case_id, "back", form, lambda now: reissue.give_back(case_id, reason, **now), said, forms_of)


def _two(case_id: str) -> bool:
    """Whether one proposes and another one signs what is asked for here."""
    asked = seen(case_id).reissue
    return asked is None or asked.two
