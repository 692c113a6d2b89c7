"""Lists that came by themselves: what each would change, bringing it in, or not using it; and the workbook to fill in."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from portal import clock
from portal.auth import audience, current_actor
from portal.forms.credit import DismissForm, ListForm
from portal.services import credit_arrivals, credit_files, credit_import
from portal.services.credit_arrivals import Arrival
from portal.services.credit_file import COLUMNS
from portal.services.credit_import import About, Preview
from portal.services.wrong_input import WrongInput
from portal.web import admin_credit, credit_words, downloads, xlsx_file
from portal.web.admin import bp
from portal.web.refusals import words_of
from workflows.refusal import Refusal

_EXAMPLE = {
    "uscc": "91990101MA2HT5K72T",
    "unit_name": "临江某某化工有限公司",
    "grounds": "未依法取得安全生产相关许可从事经营活动，被依法处罚",
    "decision_document": "临应急失信〔2026〕3号",
    "body": "临江市应急管理局",
    "listed_on": "2026-09-01",
    "until": "2029-08-31",
    "grade": "严重",
}


@bp.get("/credit/arrivals")
@audience("administrator")
def credit_arrivals_page() -> Any:
    """What waits for a person, and what became of the lists that came last."""
    by = current_actor()
    found = (credit_arrivals.waiting(by=by), credit_arrivals.settled(by=by))
    return render_template("admin/credit_arrivals.html", waiting=found[0], settled=found[1], w=credit_words)


@bp.get("/credit/arrivals/<int:arrival_id>")
@audience("administrator")
def credit_arrival(arrival_id: int) -> Any:
    """What a list that came would change, and the form that brings it in."""
    return _arrival_page(credit_arrivals.one(arrival_id, by=current_actor()), DismissForm(formdata=None))


@bp.post("/credit/arrivals/<int:arrival_id>/dismissal")
@audience("administrator")
def dismiss_credit_arrival(arrival_id: int) -> Any:
    """Do not use a list that came."""
    form = DismissForm()
    if not form.validate():
        return _arrival_page(credit_arrivals.one(arrival_id, by=current_actor()), form, status=422)
    try:
        credit_arrivals.dismiss(arrival_id, form.words.data, by=current_actor(), at=clock.now())
    except Refusal as refusal:
        came = credit_arrivals.one(arrival_id, by=current_actor())
        return _arrival_page(came, form, refusal=refusal, status=409)
    flash(_("这份名单不采用，在用的版本没有变。"))
    return redirect(url_for("admin.credit_arrivals_page"), 303)


@bp.get("/credit/arrivals/<int:arrival_id>/file")
@audience("administrator")
def credit_arrival_file(arrival_id: int) -> Response:
    """The file as it came."""
    came = credit_arrivals.one(arrival_id, by=current_actor())
    return downloads.attached(*credit_files.open(came.file, credit_files.LIST))


@bp.get("/credit/template.xlsx")
@audience("administrator")
def credit_template() -> Response:
    """A workbook with the right heads, its columns set to text; the example has a sheet of its own, so that nobody imports it."""
    heads = [names[0] for names in COLUMNS.values()]
    example = [[_EXAMPLE.get(code, "") for code in COLUMNS]]
    sheets = (xlsx_file.Sheet("名单", heads, ()), xlsx_file.Sheet("填写示例", heads, example))
    return xlsx_file.download("credit-list.xlsx", *sheets)


def _arrival_page(came: Arrival, dismissal: DismissForm, *, refusal: Refusal | None = None, status: int = 200) -> Any:
    form = ListForm(formdata=None, **_data(came))
    preview: Preview | None = None
    if came.state == credit_arrivals.WAITING:
        try:
            about = About(came.kind, came.name, came.version, came.rule_version)
            preview = credit_import.preview(about, came.file, by=current_actor())
            form.base.data = str(preview.difference.base)
        except WrongInput as wrong:
            form.take(wrong)
    said = words_of(refusal) if refusal else None
    return admin_credit.page_of(form, preview=preview, refused=said, came=came, dismissal=dismissal, status=status)


def _data(came: Arrival) -> dict[str, str]:
    named = {"kind": came.kind, "name": came.name, "version": came.version, "rule_version": came.rule_version}
    return {**named, "kept": came.file, "arrival": str(came.id)}
