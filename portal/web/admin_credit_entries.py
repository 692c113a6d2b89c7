"""Entries of credit lists one by one: found, listed by hand, removed early, repaired, restored, and marked as objected to."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from portal import clock
from portal.auth import audience, current_actor
from portal.formats import business_today
from portal.forms.credit import ActForm, EntryForm, MarkForm
from portal.services import credit_acts, credit_entries, credit_lists, credit_objections
from portal.services.credit_lists import Entry
from portal.services.wrong_input import WrongInput
from portal.web import credit_words
from portal.web.admin import bp
from portal.web.refusals import words_of
from workflows.refusal import Refusal


@bp.route("/credit/entries", methods=["GET", "POST"])
@audience("administrator")
def credit_entries_page() -> Any:
    """The entries in use; whom somebody looks for is posted, so that no name stands in an address."""
    asked = request.form.get("q", "").strip()[:200]
    page = request.args.get("page", 1, type=int)
    found = credit_entries.find(asked, page=page, by=current_actor(), on=business_today())
    return render_template("admin/credit_entries.html", found=found, asked=asked, w=credit_words)


@bp.route("/credit/entries/new", methods=["GET", "POST"])
@audience("administrator")
def new_credit_entry() -> Any:
    """List one unit or person by hand."""
    form = EntryForm()
    if request.method == "GET":
        return _new(form)
    if not form.validate():
        return _new(form, status=422)
    said = form.values()
    kind, rule = said.pop("kind"), said.pop("rule_version")
    try:
        number = credit_lists.add_by_hand(kind, _entry(said), rule_version=rule, by=current_actor(), at=clock.now())
    except WrongInput as wrong:
        form.take(wrong)
        return _new(form, status=422)
    except Refusal as refusal:
        return _new(form, refusal=refusal, status=409)
    flash(_("已列入名单，从列入日期起使用。"))
    return redirect(url_for("admin.credit_entry", entry_id=number), 303)


@bp.get("/credit/entries/<int:entry_id>")
@audience("administrator")
def credit_entry(entry_id: int) -> Any:
    """One entry with its history, and what can be done."""
    return _page(entry_id)


@bp.post("/credit/entries/<int:entry_id>/act")
@audience("administrator")
def act_on_credit_entry(entry_id: int) -> Any:
    """Remove it early, record its repair, or restore it."""
    form = ActForm(prefix="act-")
    form.act.choices = _choices(ended=None)
    if not form.validate():
        return _page(entry_id, act=form, status=422)
    said = (form.act.data, form.day.data, form.reason.data, form.document.data)
    try:
        credit_acts.act_on(entry_id, *said, by=current_actor(), at=clock.now())
    except WrongInput as wrong:
        form.take(wrong)
        return _page(entry_id, act=form, status=422)
    except Refusal as refusal:
        return _page(entry_id, act=form, refusal=refusal, status=409)
    flash(_("已记入这条记录的经过。以前的查询保留当时看到的内容。"))
    return redirect(url_for("admin.credit_entry", entry_id=entry_id), 303)


@bp.post("/credit/entries/<int:entry_id>/objection")
@audience("administrator")
def mark_credit_entry(entry_id: int) -> Any:
    """Mark it as objected to, by a paper that came in."""
    form = MarkForm(prefix="mark-")
    if not form.validate():
        return _page(entry_id, mark=form, status=422)
    try:
        credit_objections.mark(entry_id, form.words.data, form.document.data, by=current_actor(), at=clock.now())
    except Refusal as refusal:
        return _page(entry_id, mark=form, refusal=refusal, status=409)
    flash(_("已标注“异议处理中”，等有关部门答复。"))
    return redirect(url_for("admin.credit_entry", entry_id=entry_id), 303)


def _entry(said: dict[str, Any]) -> Entry:
    numbers = {name: (said[name] or "").upper().replace(" ", "") for name in ("uscc", "person_id")}
    return Entry(**{**said, **numbers, "grade": said["grade"] or ""})


def _choices(*, ended: bool | None, red: bool = False) -> list[SelectChoice]:
    """What may be done; what honours nobody repairs."""
    words = {
        credit_acts.REPAIRED: _("信用修复：停止公示，不再使用"),
        credit_acts.REMOVED: _("提前移出：列入满期限后，列入机关依申请决定移出"),
        credit_acts.ANNULLED: _("撤销列入：列入决定被撤销，或者列错了"),
        credit_acts.RESTORED: _("恢复：骗取移出、修复的，撤销后恢复列入"),
    }
    if red:
        del words[credit_acts.REPAIRED]
    fitting = words if ended is None else [act for act in words if (act == credit_acts.RESTORED) == ended]
    return [SelectChoice(act, words[act]) for act in fitting]


def _new(form: EntryForm, *, refusal: Refusal | None = None, status: int = 200) -> Any:
    said = words_of(refusal) if refusal else None
    return render_template("admin/credit_entry_new.html", form=form, refused=said, w=credit_words), status


def _page(
    entry_id: int,
    *,
    act: ActForm | None = None,
    mark: MarkForm | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> Any:
    found = credit_entries.one(entry_id, by=current_actor(), on=business_today())
    act, mark = act or ActForm(prefix="act-", formdata=None), mark or MarkForm(prefix="mark-", formdata=None)
    act.act.choices = _choices(ended=found.ended, red=found.line.kind == "red")
    page = render_template(
        "admin/credit_entry.html",
        found=found,
        act_form=act,
        mark_form=mark,
        refused=words_of(refusal) if refusal else None,
        w=credit_words,
    )
    return page, status
