"""Administration of windows: which items each serves, who works there and who leads it."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from portal.auth import audience, current_actor
from portal.formats import business_today, zh
from portal.forms.admin import WindowForm
from portal.i18n import language
from portal.services import first_contact, law, service_windows
from portal.services.service_windows import WindowRow
from portal.services.wrong_input import WrongInput
from portal.web.admin import bp


@bp.get("/windows", endpoint="windows")
@audience("administrator")
def windows_page() -> Any:
    """All windows."""
    names = {one.item: one.name for one in law.catalogue().listings(business_today())}
    return render_template("admin/windows.html", rows=service_windows.every(), names=names)


@bp.route("/windows/new", methods=["GET", "POST"])
@audience("administrator")
def new_window() -> Any:
    """A new window."""
    form = _form(None)
    if request.method == "GET":
        return render_template("admin/window.html", form=form, row=None)
    if form.validate():
        try:
            service_windows.create(form.facts(), by=current_actor())
            flash(_("已保存。"))
            return redirect(url_for("admin.windows"), 303)
        except WrongInput as wrong:
            form.take(wrong)
    return render_template("admin/window.html", form=form, row=None), 422


@bp.route("/windows/<int:window_id>", methods=["GET", "POST"])
@audience("administrator")
def window(window_id: int) -> Any:
    """One window."""
    row = service_windows.window(window_id)
    if row is None:
        abort(404)
    form = _form(row)
    if request.method == "GET":
        return render_template("admin/window.html", form=form, row=row)
    if form.validate():
        try:
            service_windows.change(window_id, form.facts(), by=current_actor())
            flash(_("已保存。"))
            return redirect(url_for("admin.windows"), 303)
        except WrongInput as wrong:
            form.take(wrong)
    return render_template("admin/window.html", form=form, row=row), 422


@bp.post("/windows/<int:window_id>/close")
@audience("administrator")
def close_window(window_id: int) -> Any:
    """Take a window away."""
    service_windows.close(window_id, by=current_actor())
    flash(_("窗口已撤销，窗口人员手上的办件仍由他们负责。"))
    return redirect(url_for("admin.windows"), 303)


def _form(row: WindowRow | None) -> WindowForm:
    form = WindowForm(obj=row.facts if row else None)
    if row is None and request.method == "GET":
        form.comprehensive.data = True
    people = [SelectChoice(one.id, zh(one.name)) for one in first_contact.colleagues()]
    items = law.catalogue().listings(business_today())
    form.items.choices = [SelectChoice(one.item, one.name.get(language().code)) for one in items]
    form.officers.choices, form.heads.choices = list(people), list(people)
    return form
