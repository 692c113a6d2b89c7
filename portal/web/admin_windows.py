"""Administration of windows: which items each serves, who works there and who leads it, and its slots by season."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from wtforms.fields.choices import SelectChoice

from portal import clock
from portal.auth import audience, current_actor
from portal.clock import business_day
from portal.formats import business_today, sentences, zh
from portal.forms.admin import WindowForm
from portal.forms.appointment import SlotsForm
from portal.i18n import language
from portal.services import first_contact, law, rating_device, service_windows, slot_rules
from portal.services.service_windows import WindowFacts
from portal.services.wrong_input import WrongInput
from portal.web.admin import bp
from portal.web.refusals import words_of
from workflows.refusal import Refusal


@bp.get("/windows", endpoint="windows")
@audience("administrator")
def windows_page() -> Any:
    """All windows with their people and slots."""
    return render_template("admin/windows.html", rows=service_windows.every())


@bp.route("/windows/new", methods=["GET", "POST"])
@audience("administrator")
def new_window() -> Any:
    """A new window."""
    form = _form(None)
    if request.method == "GET":
        return render_template("admin/window.html", fields=form, form=None, row=None)
    if form.validate():
        try:
            made = service_windows.create(form.facts(), by=current_actor())
            flash(_("已保存，接着设时段。"))
            return redirect(url_for("admin.window", window=made), 303)
        except WrongInput as wrong:
            form.take(wrong)
    return render_template("admin/window.html", fields=form, form=form, row=None), 422


@bp.route("/windows/<int:window>", methods=["GET", "POST"])
@audience("administrator")
def window(window: int) -> Any:
    """One window."""
    form = _form(service_windows.window(window).facts)
    if request.method == "GET":
        return _page(window, form)
    if form.validate():
        try:
            service_windows.change(window, form.facts(), by=current_actor())
            flash(_("已保存。"))
            return redirect(url_for("admin.window", window=window), 303)
        except WrongInput as wrong:
            form.take(wrong)
    return _page(window, form, status=422)


@bp.post("/windows/<int:window>/slots")
@audience("administrator")
def add_slots(window: int) -> Any:
    """Add the slots of a season."""
    form = SlotsForm()
    kept = _form(service_windows.window(window).facts, posted=False)
    if not form.validate():
        return _page(window, kept, slots=form, status=422)
    try:
        slot_rules.add(window, form.facts(), by=current_actor())
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
    kept = slot_rules.remove(rule, on=business_day(clock.now()), by=current_actor())
    words = ngettext("已经约好的 %(num)s 个照常办。", "已经约好的 %(num)s 个照常办。", kept) if kept else ""
    flash(sentences(_("时段已经删掉。"), words))
    return redirect(url_for("admin.window", window=window, _anchor="slots"), 303)


@bp.post("/windows/<int:window>/rating-device")
@audience("administrator")
def install_rating_device(window: int) -> Any:
    """Make a key for the rating device of a window; it is shown once."""
    key = rating_device.install(window, by=current_actor(), at=clock.now())
    return render_template("admin/rating_device.html", row=service_windows.window(window), key=key)


def _page(window: int, form: WindowForm, *, slots: SlotsForm | None = None, said: Any = None, status: int = 200) -> Any:
    first = business_day(clock.now()).isoformat()
    shown = render_template(
        "admin/window.html",
        row=service_windows.window(window),
        device=rating_device.installed(window),
        fields=form,
        slots=slots or SlotsForm(formdata=None, data={"first": first}),
        form=[one for one in (form, slots) if one is not None and one.errors] or None,
        said=said,
        failed=status != 200,
    )
    return shown, status


def _form(facts: WindowFacts | None, *, posted: bool = True) -> WindowForm:
    """The form of a window, with the items of today and those that it has already, and the officers of the window."""
    form = WindowForm(obj=facts) if posted else WindowForm(formdata=None, obj=facts)
    if facts is None and request.method == "GET":
        form.comprehensive.data = True
    people = [SelectChoice(one.id, zh(one.name)) for one in first_contact.colleagues()]
    known = {one.item: one.name.get(language().code) for one in law.catalogue().listings(business_today())}
    known |= {item: item for item in (facts.items if facts else ()) if item not in known}
    form.items.choices = [SelectChoice(item, name) for item, name in known.items()]
    form.officers.choices, form.heads.choices = list(people), list(people)
    return form
