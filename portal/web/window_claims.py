"""Accounts that wait for the window: what is public proves nobody, so papers must."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal import clock
from portal.auth import audience, current_actor
from portal.forms.claims import ClaimForm
from portal.services import enterprise_claims
from portal.services.enterprise_claims import Claim
from portal.services.wrong_input import WrongInput
from portal.web.refusals import Words, register, words_of
from portal.web.window import bp
from workflows.refusal import Refusal

WHY = {
    "person": _l("可以先填写和提交申请；还没有核对来人的身份和授权"),
    "differs": _l("填写的和登记信息不一致"),
    "ended": _l("登记信息里不是正常经营的企业"),
    "unknown": _l("登记信息里查不到，或者没有法定代表人可以核对"),
    "down": _l("登记系统当时查不了"),
    "unproven": _l("没有接登记信息，先看证件再开通"),
    "unowned": _l("窗口办过件的单位，还没有负责人"),
}
register(
    {
        "claim_owned": Words(
            _l("这个单位已经有负责人"),
            _l("刚刚有人开通了这个单位的账户。这一个要由负责人确认。"),
            _l("请告诉来人：由单位的负责人登录后在“经办人”里确认；负责人不对的，由系统管理员核对后更换。"),
        )
    }
)


@bp.get("/accounts")
@audience("window", "administrator")
def claims() -> Any:
    """The accounts that wait for papers, the oldest first."""
    return _page()


@bp.post("/accounts/<int:request_id>")
@audience("window", "administrator")
def answer_claim(request_id: int) -> Any:
    """Open the account, or close it."""
    by, at, granted = current_actor(), clock.now(), request.form.get("answer") == "grant"
    one = next((one for one in enterprise_claims.waiting(by=by) if one.id == request_id), None)
    form = _form(one, request.form) if one else ClaimForm(formdata=None)
    if one and granted and not form.validate():
        return _page({request_id: form}, status=422)
    try:
        if granted:
            said = {name.rpartition("-")[2]: value or "" for name, value in form.values().items()}
            enterprise_claims.confirm(request_id, **said, by=by, at=at)
        else:
            enterprise_claims.refuse(request_id, by=by, at=at)
    except WrongInput as wrong:
        form.take(wrong)
        return _page({request_id: form}, status=422)
    except Refusal as refusal:
        return _page(refusal=refusal, status=409)
    flash(
        _("已核验开通，他现在可以代表单位办理。")
        if granted
        else _("已拒绝，这个账户不能登录；邮箱和手机号可以重新登记。")
    )
    return redirect(url_for("window.claims"), 303)


def _page(bound: dict[int, ClaimForm] | None = None, *, refusal: Refusal | None = None, status: int = 200) -> Any:
    found, known = enterprise_claims.waiting(by=current_actor()), bound or {}
    page = render_template(
        "window/claims.html",
        found=found,
        forms={one.id: known.get(one.id) or _form(one) for one in found},
        wrong=[form for form in known.values() if form.errors],
        refused=words_of(refusal) if refusal else None,
        why=WHY,
    )
    return page, status


def _form(one: Claim, sent: Any = None) -> ClaimForm:
    """Filled in as the register says, else as it was typed: the officer compares it with the licence.

    An enterprise that the window knows already keeps what stands in its record.
    """
    listed = one.registered
    facts = {"name": listed.get("name") or one.name}
    facts["legal_representative"] = listed.get("legal_representative") or one.legal_representative
    form = ClaimForm(prefix=f"c{one.id}-", formdata=sent, data=facts)
    if one.why == "unowned":
        del form.name, form.legal_representative
    return form
