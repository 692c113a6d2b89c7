"""Guides as their authors work on them: what is in hand, the catalogue, and the versions of one item."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal import clock
from portal.auth import audience, current_actor
from portal.formats import business_today
from portal.services import guide_rows, guide_versions, offices
from workflows.refusal import Refusal

bp = Blueprint("authoring", __name__, url_prefix="/guides-admin")

STATES: dict[str, Any] = {
    "draft": _l("草稿"),
    "proposed": _l("等待核对发布"),
    "published": _l("已发布"),
    "rejected": _l("没有发布"),
    "withdrawn": _l("已撤下"),
    "current": _l("现行"),
    "past": _l("已被新版代替"),
    "future": _l("将施行"),
    "stopped": _l("已停止使用"),
}
ACTS: dict[str, Any] = {
    "uploaded": _l("写成草稿"),
    "revised": _l("改了内容"),
    "proposed": _l("提交了发布"),
    "published": _l("核对并发布"),
    "rejected": _l("退回，没有发布"),
    "withdrawn": _l("撤下了"),
}


@bp.app_template_filter("version_state")
def version_state(code: str) -> str:
    """How far a version is, in words."""
    return str(STATES.get(code, code))


@bp.get("")
@audience("author", "administrator")
def guides() -> Any:
    """What is in hand, and the catalogue."""
    by, words = current_actor(), request.args.get("q", "").strip()[:100]
    page = request.args.get("page", 1, type=int)
    return render_template(
        "authoring/guides.html",
        in_hand=guide_rows.in_hand(by=by),
        found=guide_rows.items(words, by=by, on=business_today(), page=page),
        wrong=guide_rows.conflicts(),
        words=words,
        offices=offices.names(),
    )


@bp.get("/items/<item>")
@audience("author", "administrator")
def item(item: str) -> Any:
    """The versions of one item, and the record of everything that was done with them."""
    by, on = current_actor(), business_today()
    versions = guide_rows.versions(item, by=by, on=on)
    return render_template(
        "authoring/item.html",
        item=item,
        versions=versions,
        line=guide_rows.item_line(item, by=by, on=on),
        rows=guide_rows.of_item(item, by=by),
        record=guide_rows.history(item),
        acts=ACTS,
        offices=offices.names(),
    )


@bp.post("/items/<item>/<version>/withdraw")
@audience("author", "administrator")
def withdraw(item: str, version: str) -> Any:
    """Stop a version: nothing new begins with it, its page stays with a banner."""
    guide_versions.withdraw(item, day_of(version), request.form.get("reason", ""), by=current_actor(), at=clock.now())
    flash(_("已撤下。公开页面保留并注明停止使用，已经提交的办件照常办理。"))
    return redirect(url_for("authoring.guides"), 303)


def day_of(version: str) -> date:
    """The day that names a version in an address. Raises Refusal for what is none."""
    try:
        return date.fromisoformat(version)
    except ValueError:
        raise Refusal("no_such_version") from None
