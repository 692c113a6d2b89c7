"""Saved views of the queue: filters under a name, the one that the queue opens with, and who is at a desk just now."""

from __future__ import annotations

from typing import Any

from flask import flash, jsonify, redirect, request
from flask_babel import gettext as _

from portal import clock
from portal.auth import audience, current_actor
from portal.forms.window import ViewForm
from portal.services import presence, queue_filters
from portal.services.wrong_input import WrongInput
from portal.web import window_words
from portal.web.window import bp, queue_address, queue_page


@bp.post("/views")
@audience("window")
def save_view() -> Any:
    """Keep the filters that the page shows under a name."""
    by, form, filters = current_actor(), ViewForm(), queue_filters.read(request.form)
    if form.validate():
        try:
            queue_filters.save(form.name.data or "", filters, first=bool(form.first.data), by=by)
            flash(_("视图已保存。地址栏里的地址也可以发给同事。"))
            return redirect(queue_address(filters), 303)
        except WrongInput as wrong:
            form.take(wrong)
    return queue_page(views=queue_filters.views(by=by), form=form, status=422)


@bp.post("/views/<int:view_id>/first")
@audience("window")
def first_view(view_id: int) -> Any:
    """Open the queue with this view, or with everything again."""
    queue_filters.begin_with(view_id, by=current_actor())
    flash(_("已改好，下次打开“收件”时生效。"))
    return redirect(queue_address(queue_filters.EVERYTHING), 303)


@bp.post("/views/<int:view_id>/drop")
@audience("window")
def drop_view(view_id: int) -> Any:
    """Forget a view."""
    queue_filters.drop(view_id, by=current_actor())
    flash(_("视图已删除。"))
    return redirect(queue_address(queue_filters.EVERYTHING), 303)


@bp.post("/queue/<case_id>/presence")
@audience("window")
def present(case_id: str) -> Any:
    """A sign of life from an open desk; answers in sentences who else has it open."""
    by, at = current_actor(), clock.now()
    if request.form.get("closed"):
        presence.left(case_id, by=by)
        return jsonify(others=[])
    found = presence.opened(case_id, by=by, at=at, beats=True)
    return jsonify(others=[window_words.present_words(one).striptags() for one in found])
