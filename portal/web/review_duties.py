"""After the licence at the office that checks: what is owed by which day, a check with its result, lists and results as files."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal import clock
from portal.auth import audience, current_actor
from portal.formats import business_today
from portal.forms.duties import CheckForm, ResultsForm, check_form
from portal.services import colleagues, duties, duty_import, handover, offices
from portal.services.duties import DutyView
from portal.services.duty_import import FileUnreadable
from portal.services.inspection import UploadError
from portal.services.wrong_input import WrongInput
from portal.web import csv_file, review_words, upload_words
from portal.web.duty_words import why
from portal.web.refusals import words_of
from portal.web.review import bp
from workflows.refusal import Refusal

BIGGEST = 4 << 20
"""Bytes of a file with results."""


@bp.get("/duties", endpoint="duties")
@audience("reviewer", "decider")
def duties_page() -> Any:
    """What the office owes after licences, by its day."""
    return render_duties("review", ResultsForm())


@bp.post("/duties")
@audience("reviewer")
def bring_in_results() -> Any:
    """Take a file with results in; lines that are wrong are named, the others are recorded."""
    form, given = ResultsForm(), request.files.get("file")
    if not form.validate() or not (given and given.filename):
        form.file.errors = [_("还没有选文件。")]
        return render_duties("review", form, status=422)
    try:
        text = given.stream.read(BIGGEST).decode("utf-8-sig")
        done = duty_import.bring_in(text, filename=given.filename, by=current_actor(), at=clock.now())
    except (FileUnreadable, UnicodeDecodeError):
        form.file.errors = [_("文件读不出来：要有 case、duty、checked_on、result 四列，UTF-8 编码，最多 2,000 行。")]
        return render_duties("review", form, status=422)
    flash(_("记录 %(new)s 条，%(known)s 条以前已经记录。", new=done.recorded, known=done.known))
    if done.wrong:
        form.file.errors = [why(one) for one in done.wrong[:20]]
        return render_duties("review", form, status=422)
    return redirect(url_for("review.duties"), 303)


@bp.get("/duties.csv")
@audience("reviewer", "decider")
def duties_csv() -> Any:
    """Every check that was handed over, as a table for the inspection system."""
    rows = [list(handover.plain(line).values()) for line in handover.handed(by=current_actor())]
    response = csv_file.download(list(handover.COLUMNS), [[_plain(cell) for cell in row] for row in rows], "checks.csv")
    del response.headers["Access-Control-Allow-Origin"]
    return response


@bp.get("/duties.json")
@audience("reviewer", "decider")
def duties_json() -> Any:
    """The same as a list of records."""
    checks = [handover.plain(line) for line in handover.handed(by=current_actor())]
    text = json.dumps({"checks": checks}, ensure_ascii=False, indent=1)
    return Response(text, content_type="application/json; charset=utf-8")


@bp.route("/cases/<case_id>/duties/<duty>", methods=["GET", "POST"])
@audience("reviewer", "decider")
def duty(case_id: str, duty: str) -> Any:
    """One check: its clock, what was found so far, and the form for the next."""
    by = current_actor()
    view = duties.view(case_id, duty, by=by, on=business_today())
    form = _form(view, blank=request.method == "GET")
    if request.method == "GET":
        return _page(view, form)
    given = request.files.get("scan")
    if not (form.validate() and form.complete(given)) and view.mine:
        return _page(view, form, status=422)
    try:
        _record(view, form, given)
    except UploadError as error:
        form.scan.errors = [upload_words.words_of(error, str(given.filename) if given else "")]
        return _page(view, form, status=422)
    except WrongInput as wrong:
        form.take(wrong)
        return _page(view, form, status=422)
    except Refusal as refusal:
        return _page(duties.view(case_id, duty, by=by, on=business_today()), form, refusal=refusal, status=409)
    flash(_("检查结果已记录。"))
    return redirect(url_for("review.duties"), 303)


def _record(view: DutyView, form: CheckForm, given: Any) -> None:
    duties.record_check(
        view.file.public_id,
        view.duty.name,
        checked_on=date.fromisoformat(form.checked_on.data or ""),
        result=form.result.data or "",
        words=form.words.data or "",
        correct_by=date.fromisoformat(form.correct_by.data) if form.correct_by.data else None,
        officers=tuple(form.officers.data or ()),
        scan=(given.filename, given.stream),
        by=current_actor(),
        at=clock.now(),
        expected_seq=form.seq,
    )


def _form(view: DutyView, *, blank: bool) -> CheckForm:
    return check_form(colleagues.colleagues(by=current_actor()), commitment=view.duty.kind == "commitment", blank=blank)


def _page(view: DutyView, form: CheckForm, *, refusal: Refusal | None = None, status: int = 200) -> Any:
    page = render_template(
        "review/duty.html",
        view=view,
        seen=view,
        form=form.fresh(view.file.case.seq),
        offices=offices.names_in(view.file.guide),
        said=words_of(refusal) if refusal else None,
        failed=refusal is not None,
        w=review_words,
    )
    return page, status


def render_duties(desk: str, form: ResultsForm | None, *, status: int = 200) -> Any:
    """The list of what is owed, for an office or for supervision."""
    by, on = current_actor(), business_today()
    asked = {name: request.args.get(name, "").strip()[:40] for name in ("kind", "office", "late")}
    page = request.args.get("page", 1, type=int)
    found = duties.listed(by=by, on=on, kind=asked["kind"], late=bool(asked["late"]), office=asked["office"], page=page)
    shown = render_template(
        "review/duties.html",
        desk=desk,
        found=found,
        late=duties.late_count(by=by, on=on),
        asked=asked,
        form=form,
        offices=offices.names(),
        w=review_words,
        counted=ngettext("证后事项 %(num)s 项", "证后事项 %(num)s 项", found.total),
    )
    return shown, status


def _plain(cell: Any) -> Any:
    return "" if cell is None else cell
