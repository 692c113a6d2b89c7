"""Files that were handed over to another office of the portal: the list, and an agreement that was signed at the window."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal import clock
from portal.auth import audience, current_actor
from portal.clock import business_day
from portal.services import hand_over, law, offices
from portal.web import review_words, window_refusals
from portal.web.refusals import Words, register
from portal.web.window import bp, case_page
from workflows.refusal import Refusal

STATES = {
    "offered": _l("等申请人同意"),
    "agreed": _l("申请人已同意，正在核对后提交"),
    "declined": _l("申请人不移送"),
    "submitted": _l("已在主管机关提交"),
}
register(
    {
        "no_such_office": Words(
            _l("没有这个移送去向"), _l("选的机关或者事项现在不在本平台办理。"), _l("重新选择，或者写明主管机关的名称。")
        ),
        "no_hand_over": Words(
            _l("这件办件没有移送"), _l("决定书没有写明可以在本平台移送。"), _l("请直接向主管机关提出申请。")
        ),
        "hand_over_answered": Words(
            _l("已经答复过是否移送"), _l("同意或者不同意都已经记下，不能再改。"), _l("需要的，可以在主管机关重新申请。")
        ),
    }
)


@bp.get("/hand-overs", endpoint="hand_overs")
@audience("window", "reviewer", "decider")
def hand_overs_page() -> Any:
    """What was handed over inside the portal, with what became of it."""
    found, on = hand_over.received(by=current_actor()), business_day(clock.now())
    items = {one.item: law.catalogue().in_force(one.item, on) for one in found}
    return render_template(
        "window/hand_overs.html", found=found, items=items, offices=offices.names(), states=STATES, w=review_words
    )


@bp.post("/cases/<case_id>/paper-agreement")
@audience("window")
def agree_on_paper(case_id: str) -> Any:
    """Record what the applicant signed at the window, and go to the application that the file became."""
    agreed, seq = request.form.get("agreed") == "yes", request.form.get("expected_seq", type=int)
    try:
        draft = hand_over.answer(case_id, agreed, by=current_actor(), at=clock.now(), expected_seq=seq)
    except Refusal as refusal:
        return case_page(case_id, said=window_refusals.said(refusal), status=409)
    flash(_("已记下申请人同意，内容已带到新申请。") if agreed else _("已记下申请人不移送。"))
    if draft:
        return redirect(url_for("window.draft", draft_id=draft), 303)
    return redirect(url_for("window.case", case_id=case_id), 303)
