"""The working calendar: which years are in force, what a new notice would move, and bringing it in."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from wtforms.fields.choices import SelectChoice

from portal import clock
from portal.auth import audience, current_actor
from portal.forms.calendar import CalendarForm
from portal.i18n import language
from portal.services import calendar_import, offices
from portal.services.calendar_import import Preview
from portal.web.admin import bp
from portal.web.refusals import Words, words_of
from workflows.refusal import Refusal

SHOWN = 200
"""How many cases a preview lists; the counts are of all."""


@bp.get("/calendar", endpoint="calendar")
@audience("administrator")
def calendar_page() -> Any:
    """The years in force, and the form for a new notice."""
    return _page(_form())


@bp.post("/calendar")
@audience("administrator")
def bring_in_calendar() -> Any:
    """What a notice would move; and with the button of the preview, the import itself."""
    form = _form()
    if not form.validate():
        return _page(form, status=422)
    told = {"file": form.name.data or _("文件"), "scope": form.scope.data, "force": form.force.data}
    by, at = current_actor(), clock.now()
    try:
        if request.form.get("act") != "import":
            return _page(form, preview=calendar_import.preview(form.text.data, by=by, at=at, **told))
        done = calendar_import.bring_in(form.text.data, by=by, at=at, **told)
    except Refusal as refusal:
        return _page(form, refused=words_of(refusal), status=409)
    words = _("%(year)s 年的安排已经生效。", year=done.year) if done.new else _("这份安排已经在用，没有变化。")
    moved = ngettext("%(num)s 个期限按新的安排确定。", "%(num)s 个期限按新的安排确定。", done.clocks)
    flash(words + (moved if done.clocks else ""))
    return redirect(url_for("admin.calendar"), 303)


def _form() -> CalendarForm:
    form, speak = CalendarForm(), language().code
    named = {row.facts.code: row.facts.name(speak) for row in offices.every()}
    fixed = {"national": _("全国"), "region": _("本地区（地方法定节日）"), "centre": _("本中心")}
    form.scope.choices = [SelectChoice(code, fixed.get(code) or named[code]) for code in calendar_import.scopes()]
    return form


def _page(
    form: CalendarForm, *, preview: Preview | None = None, refused: Words | None = None, status: int = 200
) -> Any:
    found = {"years": calendar_import.in_force(), "preview": preview, "refused": refused, "shown": SHOWN}
    names = {choice.value: choice.label for choice in form.scope.choices}
    return render_template("admin/calendar.html", form=form, scope_names=names, **found), status
