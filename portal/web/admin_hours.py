"""The opening hours of the service centre and its offices: what holds, what a file would change, and bringing it in."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from portal import clock
from portal.auth import audience, current_actor
from portal.clock import business_day
from portal.forms.calendar import HoursForm
from portal.i18n import language
from portal.services import offices, opening_hours
from portal.services.opening_hours import Brought
from portal.web.admin import bp
from portal.web.refusals import Words, words_of
from workflows.refusal import Refusal


@bp.get("/calendar/hours", endpoint="hours")
@audience("administrator")
def hours_page() -> Any:
    """The hours of every desk with their versions, and the form for new ones."""
    return _page(_form())


@bp.post("/calendar/hours")
@audience("administrator")
def bring_in_hours() -> Any:
    """What a file says; and with the button of the preview, the import itself."""
    form = _form()
    if not form.validate():
        return _page(form, status=422)
    told = {"file": form.name.data or _("文件"), "scope": form.scope.data, "by": current_actor()}
    try:
        if request.form.get("act") != "import":
            return _page(form, preview=opening_hours.preview(form.text.data, **told))
        done = opening_hours.bring_in(form.text.data, at=clock.now(), **told)
    except Refusal as refusal:
        return _page(form, refused=words_of(refusal), status=409)
    flash(_("对外时间已经导入。") if done.new else _("这份时间已经在用，没有变化。"))
    return redirect(url_for("admin.hours"), 303)


def _form() -> HoursForm:
    form, speak = HoursForm(), language().code
    named = {row.facts.code: row.facts.name(speak) for row in offices.every()}
    form.scope.choices = [
        SelectChoice(code, _("本中心") if code == offices.CENTRE else named[code]) for code in opening_hours.scopes()
    ]
    return form


def _page(form: HoursForm, *, preview: Brought | None = None, refused: Words | None = None, status: int = 200) -> Any:
    found = opening_hours.every(on=business_day(clock.now()))
    names = {choice.value: choice.label for choice in form.scope.choices}
    page = render_template("admin/hours.html", form=form, found=found, names=names, preview=preview, refused=refused)
    return page, status
