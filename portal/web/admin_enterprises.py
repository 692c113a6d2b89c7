"""Applicants under two records: those of one name side by side, joined with a reason, and the log of what was joined."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.auth import audience, current_actor
from portal.forms.admin import MergeForm
from portal.services import enterprise_merge
from portal.services.wrong_input import WrongInput
from portal.web.admin import bp


@bp.get("/enterprises")
@audience("administrator")
def enterprises() -> Any:
    """Records of one name, the form that joins two of them, and what was joined before."""
    return _page(MergeForm(request.args))


@bp.post("/enterprises/merge")
@audience("administrator")
def merge_enterprises() -> Any:
    """Join two records."""
    form = MergeForm(request.form)
    if form.validate():
        try:
            codes = (form.from_uscc.data or "", form.into_uscc.data or "")
            moved = enterprise_merge.merge(*codes, form.reason.data or "", by=current_actor(), at=clock.now())
            flash(_("已合并，%(n)s 条办件、草稿、证照和账户转到保留的一条。两个代码都还能找到它。", n=moved))
            return redirect(url_for("admin.enterprises"), 303)
        except WrongInput as wrong:
            form.take(wrong)
    return _page(form, failed=True), 422


def _page(form: MergeForm, *, failed: bool = False) -> str:
    by = current_actor()
    return render_template(
        "admin/enterprises.html",
        fields=form,
        form=form if failed else None,
        doubles=enterprise_merge.doubles(by=by),
        log=enterprise_merge.log(by=by),
    )
