"""Refusing to cancel a licence as its holder asked, on the pages of the staff: proposed, signed by another, or given back."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_wtf import FlaskForm

from portal.auth import audience, current_actor
from portal.forms.licences import RefuseCancellationForm
from portal.forms.reissue import IssueAgainForm, ReturnReissueForm
from portal.services import cancellation
from portal.services.licence_view import LicenceView
from portal.web.licences import bp, done, licence_page, seen
from workflows.two_signatures import needs_two


def forms_of(view: LicenceView) -> dict[str, FlaskForm]:
    """The forms of an answer to the application, for whoever may use them; the number of the newest event travels in each."""
    own, found = view.file.case.licence, dict[str, Any]()
    if own is None:
        return {}
    if own.cancellation_refusal is None:
        if view.decides or needs_two(own.cancellation_signatures):
            found["uncancel"] = RefuseCancellationForm(prefix="uncancel-", formdata=None)
    else:
        mine = own.cancellation_refusal.by == current_actor().reference
        if view.decides and not mine:
            found["sign_uncancel"] = IssueAgainForm(prefix="sign-uncancel-", formdata=None)
        if view.decides or mine:
            found["back_uncancel"] = ReturnReissueForm(prefix="back-uncancel-", formdata=None)
    return {name: form.fresh(view.file.case.seq) for name, form in found.items()}


@bp.post("/<case_id>/cancellation/refusal")
@audience("reviewer", "decider")
def refuse_cancellation(case_id: str) -> Any:
    """Propose the refusal with its reason; where one signature is enough, refuse."""
    form = RefuseCancellationForm(prefix="uncancel-")
    if not form.validate():
        return licence_page(seen(case_id), {"uncancel": form}, wrong=form, status=422)
    words, own = (form.reason.data or "", form.basis.data or ""), seen(case_id).file.case.licence
    if own is None or needs_two(own.cancellation_signatures):
        said = _("已经提出不予注销，等待负责人签发。")
        return done(case_id, "uncancel", form, lambda now: cancellation.propose(case_id, *words, **now), said, forms_of)
    said = _("没有同意注销，决定书已经生成。")
    return done(case_id, "uncancel", form, lambda now: cancellation.refuse(case_id, *words, **now), said, forms_of)


@bp.post("/<case_id>/cancellation/signature")
@audience("decider")
def sign_uncancelled(case_id: str) -> Any:
    """Sign the refusal that somebody else proposed."""
    form = IssueAgainForm(prefix="sign-uncancel-")
    if not form.validate():
        return licence_page(seen(case_id), {"sign_uncancel": form}, wrong=form, status=422)
    said = _("没有同意注销，决定书已经生成。")
    return done(case_id, "sign_uncancel", form, lambda now: cancellation.refuse(case_id, **now), said, forms_of)


@bp.post("/<case_id>/cancellation/return")
@audience("reviewer", "decider")
def return_uncancelled(case_id: str) -> Any:
    """Send the proposed refusal back with the reason, or take back what one proposed oneself."""
    form = ReturnReissueForm(prefix="back-uncancel-")
    if not form.validate():
        return licence_page(seen(case_id), {"back_uncancel": form}, wrong=form, status=422)
    reason, said = form.reason.data or "", _("已经退回。")
    return done(
        case_id, "back_uncancel", form, lambda now: cancellation.give_back(case_id, reason, **now), said, forms_of
    )
