"""The enterprise's own licences: how each stands, what to do next, and the answer to a proposed act."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal import clock
from portal.auth import audience, current_actor
from portal.formats import business_today
from portal.forms.licences import CancelForm, DefendForm
from portal.forms.reissue import AskReissueForm
from portal.services import licence_acts, licence_register, licence_view, reissue
from portal.services.licence_view import LicenceView
from portal.web.enterprise import bp
from portal.web.refusals import words_of
from workflows.refusal import Refusal


@bp.get("/my/licences")
@audience("handler")
def licences() -> Any:
    """The licences of the enterprise, each with its state and what to do next."""
    page = request.args.get("page", 1, type=int)
    found = licence_register.own(by=current_actor(), on=business_today(), page=page)
    counted = ngettext("证照 %(num)s 张", "证照 %(num)s 张", found.total)
    return render_template("enterprise/licences.html", found=found, counted=counted, today=business_today())


@bp.get("/my/licences/<case_id>")
@audience("handler")
def licence(case_id: str) -> Any:
    """One licence with its history."""
    return _page(_seen(case_id), {})


@bp.post("/my/licences/<case_id>/defence")
@audience("handler")
def defend_licence(case_id: str) -> Any:
    """State and defend against a proposed act, ask for a hearing, or waive."""
    form = DefendForm(prefix="defend-")
    if not (form.validate() and form.complete()):
        return _page(_seen(case_id), {"defend": form}, wrong=form, status=422)
    wish, words = form.wish.data, form.words.data or ""
    more = {"hearing": wish == "hearing", "waive": wish == "waived"}
    said = _("您的意见已经收到，决定书会写明怎样采纳。")
    return _done(case_id, "defend", form, lambda now: licence_acts.defend(case_id, words, **more, **now), said)


@bp.post("/my/licences/<case_id>/cancellation")
@audience("handler")
def cancel_licence(case_id: str) -> Any:
    """Ask for the licence to be cancelled."""
    form = CancelForm(prefix="cancel-")
    if not form.validate():
        return _page(_seen(case_id), {"cancel": form}, wrong=form, status=422)
    reason, said = form.reason.data or "", _("已经申请注销，发证机关作出决定后书面通知您。")
    return _done(case_id, "cancel", form, lambda now: licence_acts.ask_cancellation(case_id, reason, **now), said)


@bp.post("/my/licences/<case_id>/reissue")
@audience("handler")
def reissue_licence(case_id: str) -> Any:
    """Apply for a new document in place of one that was lost or damaged."""
    form = AskReissueForm(prefix="reissue-")
    if not form.validate():
        return _page(_seen(case_id), {"reissue": form}, wrong=form, status=422)
    ground, words = form.ground.data, form.words.data or ""
    said = _("已经申请补发，发证机关在期限内答复您。")
    return _done(case_id, "reissue", form, lambda now: reissue.ask(case_id, ground, words, stated=True, **now), said)


def _done(case_id: str, name: str, form: Any, do: Callable[[dict[str, Any]], object], said: str) -> Any:
    try:
        do({"by": current_actor(), "at": clock.now(), "expected_seq": form.seq})
    except Refusal as refusal:
        return _page(_seen(case_id), {name: form}, refusal=refusal, status=409)
    flash(said)
    return redirect(url_for("enterprise.licence", case_id=case_id), 303)


def _seen(case_id: str) -> LicenceView:
    return licence_view.view(case_id, by=current_actor(), on=business_today())


def _page(
    view: LicenceView, bound: dict[str, Any], *, wrong: Any = None, refusal: Refusal | None = None, status: int = 200
) -> Any:
    forms = {
        "defend": DefendForm(prefix="defend-", formdata=None),
        "cancel": CancelForm(prefix="cancel-", formdata=None),
        "reissue": AskReissueForm(prefix="reissue-", formdata=None),
    }
    page = render_template(
        "enterprise/licence.html",
        view=view,
        forms={name: form.fresh(view.file.case.seq) for name, form in {**forms, **bound}.items()},
        wrong=wrong,
        said=words_of(refusal) if refusal else None,
        failed=refusal is not None,
        today=view.today,
    )
    return page, status
