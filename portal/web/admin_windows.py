"""Administration: the counters of the centre and their slots by season."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal import clock
from portal.auth import audience, current_actor
from portal.clock import business_day
from portal.forms.appointment import SlotsForm, WindowForm
from portal.i18n import language
from portal.services import windows
from portal.services.wrong_input import WrongInput
from portal.web import appointment_words
from portal.web.admin import bp
from portal.web.refusals import words_of
from workflows.refusal import Refusal


@bp.get("/windows", endpoint="windows")
@audience("administrator")
def windows_page() -> Any:
    """All counters with their slots."""
    return render_template("admin/windows.html", rows=windows.every())


@bp.route("/windows/new", methods=["GET", "POST"])
@audience("administrator")
def new_window() -> Any:
    """A new counter."""
    form = WindowForm().offer(appointment_words.items(), language().code)
    if request.method == "GET":
        return render_template("admin/window.html", fields=form, form=None, row=None)
    if form.validate():
        try:
            made = windows.create(form.facts(), by=current_actor())
            flash(_("已保存，接着设时段。"))
            return redirect(url_for("admin.window", window=made), 303)
        except WrongInput:
            form.code.errors = [_("这个窗口号已经有了，请换一个。")]
    return render_template("admin/window.html", fields=form, form=form, row=None), 422


@bp.route("/windows/<int:window>", methods=["GET", "POST"])
@audience("administrator")
def window(window: int) -> Any:
    """One counter."""
    row = windows.window(window)
    form = WindowForm(obj=row.facts).offer(appointment_words.items(), language().code)
    if request.method == "GET":
        return _page(window, form)
    if form.validate():
        try:
            windows.change(window, form.facts(), by=current_actor())
            flash(_("已保存。"))
            return redirect(url_for("admin.window", window=window), 303)
        except WrongInput:
            form.code.errors = [_("这个窗口号已经有了，请换一个。")]
    return _page(window, form, status=422)


@bp.post("/windows/<int:window>/slots")
@audience("administrator")
def add_slots(window: int) -> Any:
    """Add the slots of a season."""
    form, row = SlotsForm(), windows.window(window)
    kept = WindowForm(formdata=None, obj=row.facts).offer(appointment_words.items(), language().code)
    if not form.validate():
        return _page(window, kept, slots=form, status=422)
    try:
        windows.add_slots(window, form.facts(), by=current_actor())
    except WrongInput as wrong:
        form.early(wrong.fields)
        return _page(window, kept, slots=form, status=422)
    except Refusal as refusal:
        return _page(window, kept, slots=form, said=words_of(refusal), status=409)
    flash(_("时段已经增加，按工作日历放号。"))
    return redirect(url_for("admin.window", window=window, _anchor="slots"), 303)


@bp.post("/windows/<int:window>/slots/<int:rule>/remove")
@audience("administrator")
def remove_slots(window: int, rule: int) -> Any:
    """Remove the slots of a season; booked appointments stay."""
    kept = windows.remove_slots(rule, on=business_day(clock.now()), by=current_actor())
    words = ngettext("已经约好的 %(num)s 个照常办。", "已经约好的 %(num)s 个照常办。", kept) if kept else ""
    flash(_("时段已经删掉。") + words)
    return redirect(url_for("admin.window", window=window, _anchor="slots"), 303)


def _page(window: int, form: WindowForm, *, slots: SlotsForm | None = None, said: Any = None, status: int = 200) -> Any:
    first = business_day(clock.now()).isoformat()
    shown = render_template(
        "admin/window.html",
        row=windows.window(window),
        fields=form,
        slots=slots or SlotsForm(formdata=None, data={"first": first}),
        form=[one for one in (form, slots) if one is not None and one.errors] or None,
        said=said,
        failed=status != 200,
    )
    return shown, status
