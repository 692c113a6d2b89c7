"""Asking the supervisor for a demand outside the last notice: what, and why it was not said then (R6)."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal import clock, recovery
from portal.auth import audience, current_actor
from portal.forms.demands import DemandForm
from portal.services import demands, form_fields
from portal.services.desk import Desk
from portal.web import window_refusals, window_words
from portal.web.refusals import Words, register
from portal.web.window import bp, case_page
from portal.web.window_desk import looked_at, names_of
from workflows.refusal import Refusal

register(
    {
        "demand_not_needed": Words(
            _l("不用请求增加告知"),
            _l("只有上次告知时已经合格的材料和内容，才要请监督人员批准增加告知。"),
            _l("回到受理台，直接标“需补正”。"),
        ),
        "demand_asked_already": Words(
            _l("已经请求过增加告知"),
            _l("同一项内容在一次告知以后只能请求一次，已经请求的等答复，没有批准的不能再要求补正。"),
            _l("回到受理台看监督人员的答复。"),
        ),
        "demand_missing": Words(_l("要补正什么没有写"), _l("增加告知要写明哪里不对、怎样改。"), _l("写好再提交。")),
        "demand_reason_missing": Words(
            _l("首次没有告知的原因没有写"), _l("监督人员据此决定，批准后写入告知书。"), _l("写好再提交。")
        ),
        "no_demand_asked": Words(
            _l("没有等待答复的增加告知"), _l("这一项没有请求，或者已经答复过。"), _l("刷新列表看最新状态。")
        ),
        "own_demand": Words(
            _l("不能批准自己的请求"), _l("增加告知由提出人以外的监督人员决定。"), _l("请另一位监督人员答复。")
        ),
    }
)


@bp.get("/queue/<case_id>/demand")
@audience("window")
def demand(case_id: str) -> Any:
    """The form for one material or answer that was in order when the last notice went out."""
    return _page(looked_at(case_id), DemandForm())


@bp.post("/queue/<case_id>/demand")
@audience("window")
def ask_demand(case_id: str) -> Any:
    """Ask, and go back to the desk where the answer will stand."""
    form, key, by = DemandForm(), _key(), current_actor()
    seen = looked_at(case_id)
    if not form.validate():
        return _page(seen, form, status=422)
    words = (form.demand.data or "", form.reason.data or "")
    try:
        demands.ask(case_id, key, *words, by=by, at=clock.now(), expected_seq=form.seq)
    except Refusal as refusal:
        fresh = looked_at(case_id)
        return _page(fresh, form, said=window_refusals.said(refusal, names_of(fresh)), status=409)
    flash(_("已请监督人员决定。批准以前不能标“需补正”，其余照常办理。"))
    return redirect(_back(looked_at(case_id), key), 303)


def _key() -> str:
    return request.values.get("key", "")


def _back(seen: Desk, key: str) -> str:
    """The place of the desk where the material or the answer stands."""
    section = next((one.key for one in seen.sections if any(field.key == key for field in one.fields)), key)
    anchor = f"f-{form_fields.field_of(key)}" if section != key else None
    return url_for("window.desk", case_id=seen.file.public_id, m=section, _anchor=anchor)


def _page(seen: Desk, form: DemandForm, *, said: Any = None, status: int = 200) -> Any:
    names, key = names_of(seen), _key()
    if key not in names:
        raise Refusal("outside_guide", materials=(key,))
    if seen.mode != "intake":
        return case_page(seen.file.public_id, said=said, status=409 if said else 200)
    page = render_template(
        "window/demand.html",
        desk=seen,
        file=seen.file,
        key=key,
        name=names[key],
        in_form=bool(form_fields.field_of(key)),
        back=_back(seen, key),
        fields=form.fresh(seen.seq),
        form=form if form.errors else None,
        said=said,
        failed=bool(said),
        kept=recovery.typed().shown if said else [],
        w=window_words,
    )
    return page, status
