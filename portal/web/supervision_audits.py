"""Supervision: the case-file audit (案卷评查): automatic checks, samples drawn by lot, findings, and the last word (R133)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.auth import audience, current_actor
from portal.formats import business_today
from portal.forms.audits import ROWS, DrawForm, FindingsForm, ReplyForm, SettleForm, version_of
from portal.services import audit_draws, audit_lot, case_audits, offices
from portal.services.audit_draws import Review
from portal.services.wrong_input import WrongInput
from portal.web import audit_words, csv_file, review_words
from portal.web.refusals import words_of
from portal.web.supervision import bp
from workflows.audit_policy import CODES
from workflows.refusal import Refusal

DAYS = 30


@bp.get("/audits", endpoint="audits")
@audience("supervisor")
def audits_page() -> Any:
    """The checked files of a period, the draws, and the form of the next."""
    return _page(_draw_form())


@bp.post("/audits/draws")
@audience("supervisor")
def draw() -> Any:
    """Draw a sample by lot."""
    form = _draw_form(request.form)
    if not form.validate():
        return _page(form, status=422)
    try:
        audit_lot.draw(
            first=form.first.data, last=form.last.data, number=form.number.data, office=form.office.data or "",
            by=current_actor(), at=clock.now(),
        )  # fmt: skip
    except WrongInput as wrong:
        form.no_period(str(wrong.fields["last"]))
        return _page(form, status=422)
    flash(_("抽好了，名单在下面。种子和案卷总数一并记下，谁都可以照样再抽一次核对。"))
    return redirect(url_for("supervision.audits", _anchor="draws"), 303)


@bp.get("/audits/draws/<int:draw_id>.csv")
@audience("supervisor")
def audit_pool(draw_id: int) -> Any:
    """The files that a sample was drawn from with their tickets, so that anybody can draw it again."""
    made, numbers = audit_draws.pool_of(draw_id, by=current_actor())
    drawn = {line.number for line in made.files}
    rows = [
        (n, number, audit_lot.ticket(made.seed, number), _("抽中") if number in drawn else "")
        for n, number in enumerate(numbers, 1)
    ]
    head = (_("名次"), _("办件编号"), f"SHA-256({made.seed} + {_('办件编号')})", _("结果"))
    return csv_file.download(head, rows, f"audit-draw-{draw_id}.csv")


@bp.get("/audits/<case_id>")
@audience("supervisor")
def audit_of(case_id: str) -> Any:
    """One drawn file: what the checks found, what people found, the reply, the score."""
    return file_page("supervision", audit_draws.review(case_id, by=current_actor(), on=business_today()))


@bp.post("/audits/<case_id>/findings")
@audience("supervisor")
def find(case_id: str) -> Any:
    """Write down what was found."""
    form = FindingsForm()
    if not form.validate():
        return file_page(
            "supervision", audit_draws.review(case_id, by=current_actor(), on=business_today()), form, status=422
        )
    try:
        audit_draws.find(case_id, form.said(), by=current_actor(), at=clock.now(), version=version_of(form))
    except WrongInput:
        form.too_many_points()
        return file_page(
            "supervision", audit_draws.review(case_id, by=current_actor(), on=business_today()), form, status=422
        )
    except Refusal as refusal:
        return _refused(case_id, refusal, found=form)
    flash(
        _("已记下。办理部门的审批人会收到邮件，可以在期限内说明。") if form.said() else _("没有发现问题，得 100 分。")
    )
    return redirect(url_for("supervision.audit_of", case_id=case_id), 303)


@bp.post("/audits/<case_id>/settled")
@audience("supervisor")
def settle(case_id: str) -> Any:
    """Write the score and the conclusion."""
    form, by = SettleForm(), current_actor()
    if not form.validate():
        return file_page(
            "supervision", audit_draws.review(case_id, by=by, on=business_today()), settled=form, status=422
        )
    said = form.conclusion.data or ""
    try:
        audit_draws.settle(case_id, form.score.data or 0, said, by=by, at=clock.now(), version=version_of(form))
    except Refusal as refusal:
        return _refused(case_id, refusal, settled=form)
    flash(_("已定分。"))
    return redirect(url_for("supervision.audit_of", case_id=case_id), 303)


def file_page(
    room: str,
    seen: Review,
    found: FindingsForm | None = None,
    reply: ReplyForm | None = None,
    settled: SettleForm | None = None,
    *,
    refusal: Refusal | None = None,
    status: int = 200,
) -> Any:
    """The page of one drawn file, in the room of whoever looks at it."""
    given = next((one for one in (found, reply, settled) if one is not None), None)
    page = render_template(
        "supervision/audit.html",
        room=room,
        seen=seen,
        wrong=given,
        said=words_of(refusal) if refusal else None,
        found=(found or FindingsForm(formdata=None)).fresh(seen.version),
        reply=(reply or ReplyForm(formdata=None)).fresh(seen.version),
        settled=(settled or SettleForm(formdata=None, score=seen.line.score)).fresh(seen.version),
        rows=range(1, ROWS + 1),
        words=audit_words,
        w=review_words,
    )
    return page, status


def _refused(case_id: str, refusal: Refusal, **typed: Any) -> Any:
    """The file as it stands now, with what was typed and why it was not kept."""
    if refusal.rule == "not_drawn":
        raise refusal
    view = audit_draws.review(case_id, by=current_actor(), on=business_today())
    return file_page("supervision", view, refusal=refusal, status=409, **typed)


def _draw_form(given: Any = None) -> DrawForm:
    today = business_today()
    form = DrawForm(given, first=today - timedelta(days=DAYS), last=today - timedelta(days=1))
    names = offices.names()
    return form.offer([(code, review_words.office_name(code, names)) for code in sorted(names)])


def _page(form: DrawForm, *, status: int = 200) -> Any:
    by, today = current_actor(), business_today()
    first = _day("first") or today - timedelta(days=DAYS)
    last = _day("last") or today
    failed = request.args.get("failed", "")
    asked = {"failed": failed if failed in CODES else "", "office": request.args.get("office", "")[:32]}
    page = request.args.get("page", 1, type=int)
    shown = render_template(
        "supervision/audits.html",
        seen=case_audits.overview(by=by, first=first, last=last),
        found=case_audits.listed(by=by, first=first, last=last, page=page, **asked),
        draws=audit_draws.draws(by=by),
        form=form,
        asked=asked,
        codes=CODES,
        offices=offices.names(),
        words=audit_words,
        w=review_words,
    )
    return shown, status


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
