"""Publicity before the decision, at the office that leads: the text, the window, objections and their answers."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from portal import clock
from portal.auth import audience, current_actor
from portal.forms import publicity as forms
from portal.forms.publicity import AgainForm, AnswerForm, DeskForm, OpenForm, ToldForm
from portal.services import publicity, publicity_mail
from portal.services.decision import DecisionView
from portal.services.publicity import ObjectionView
from portal.web import publicity_words, review_case_words
from portal.web.review import bp, seen
from portal.web.review_acts import done
from portal.web.review_answers import answers
from workflows.refusal import Refusal


@bp.get("/cases/<case_id>/publicity", endpoint="publicity")
@audience("reviewer", "decider")
def publicity_of(case_id: str) -> Any:
    """What stands before the public, until when, and what came in."""
    return publicity_page(seen(case_id))


@bp.post("/cases/<case_id>/publicity/open")
@audience("reviewer", "decider")
def publicity_open(case_id: str) -> Any:
    """Put it before the public from today on."""
    by, form = current_actor(), OpenForm(prefix="open-")
    if not form.validate():
        return publicity_page(seen(case_id), bound={"open": form}, status=422)
    return done(
        case_id,
        lambda: publicity.open_window(case_id, form.text.data or "", by=by, at=clock.now(), expected_seq=form.seq),
        _("已开始公示，公示书已生成。"),
        {"open": form},
        publicity_page,
    )


@bp.post("/cases/<case_id>/publicity/again")
@audience("reviewer", "decider")
def publicity_again(case_id: str) -> Any:
    """Put it before the public once more, whole, from today on."""
    by, form = current_actor(), AgainForm(prefix="again-")
    if not form.validate():
        return publicity_page(seen(case_id), bound={"again": form}, status=422)
    text, why = form.text.data or "", form.reason.data or ""
    return done(
        case_id,
        lambda: publicity.open_window(case_id, text, reason=why, by=by, at=clock.now(), expected_seq=form.seq),
        _("已重新公示，公示书已生成。"),
        {"again": form},
        publicity_page,
    )


@bp.post("/cases/<case_id>/publicity/objection")
@audience("reviewer", "decider")
def publicity_objection(case_id: str) -> Any:
    """Enter what came by phone, by letter or in person."""
    by, form = current_actor(), DeskForm(prefix="desk-")
    if not form.validate():
        return publicity_page(seen(case_id), bound={"desk": form}, status=422)
    return done(
        case_id,
        lambda: publicity.record_objection(case_id, **told(form), by=by, at=clock.now(), expected_seq=form.seq),
        _("意见已登记，要书面答复。"),
        {"desk": form},
        publicity_page,
    )


def told(form: DeskForm) -> dict[str, Any]:
    """What was written about somebody else's objection."""
    said = {name: form[name].data or "" for name in ("words", "name", "contact", "way")}
    return said | {"received_on": date.fromisoformat(form.received_on.data or "")}


@bp.post("/cases/<case_id>/publicity/<number>/answer")
@audience("reviewer", "decider")
def publicity_answer(case_id: str, number: str) -> Any:
    """Settle an objection in writing."""
    by, form = current_actor(), AnswerForm(prefix=f"answer-{number}-")
    name = f"answer:{number}"
    if not form.validate():
        return publicity_page(seen(case_id), bound={name: form}, status=422)
    settled = (form.outcome.data or "", form["words"].data or "")
    return done(
        case_id,
        lambda: publicity.answer(case_id, number, *settled, by=by, at=clock.now(), expected_seq=form.seq),
        _("意见已答复。"),
        {name: form},
        publicity_page,
    )


@bp.post("/cases/<case_id>/publicity/<number>/told")
@audience("reviewer", "decider")
def publicity_told(case_id: str, number: str) -> Any:
    """Write down how an objector was told whom the mail did not reach, or send it once more."""
    by, form = current_actor(), ToldForm(prefix=f"told-{number}-")
    name = f"told:{number}"
    if not form.validate():
        return publicity_page(seen(case_id), bound={name: form}, status=422)
    way, note = form.way.data or "", form.note.data or ""
    return done(
        case_id,
        lambda: publicity_mail.handle(case_id, number, way, note, by=by, at=clock.now()),
        _("已记下。") if way != "again" else _("邮件会再发一次。"),
        {name: form},
        publicity_page,
    )


def publicity_page(
    view: DecisionView, *, bound: dict[str, FlaskForm] | None = None, refusal: Refusal | None = None, status: int = 200
) -> Any:
    """The page of the window; `bound` and `refusal` as on the page of a case."""
    by, case_id = current_actor(), view.file.public_id
    found = publicity.objections(case_id, by=by)
    page = render_template(
        "review/publicity.html",
        seen=view,
        text=publicity.text_of(case_id, by=by),
        found=found,
        forms=_forms(view, found, bound or {}),
        shown=url_for("public.publicity"),
        **answers(view, bound, refusal),
        w=review_case_words,
        p=publicity_words,
        f=forms,
    )
    return page, status


def _forms(view: DecisionView, found: tuple[ObjectionView, ...], bound: dict[str, Any]) -> dict[str, Any]:
    told = {}
    for one in found:
        if one.told and one.told.state == "failed":
            number = one.fact.number
            form = bound.get(f"told:{number}") or ToldForm(prefix=f"told-{number}-", formdata=None)
            told[f"told:{number}"] = form.without_mail() if one.told.reason == "address" else form
    return told | _acts(view, bound)


def _acts(view: DecisionView, bound: dict[str, Any]) -> dict[str, Any]:
    made, at = dict[str, Any](), view.case.publicity
    if "publicity" not in view.acts:
        return made
    if at.opened_on is None:
        made["open"] = bound.get("open") or OpenForm(prefix="open-", formdata=None)
    else:
        made["again"] = bound.get("again") or AgainForm(prefix="again-", formdata=None)
        made["desk"] = bound.get("desk") or DeskForm(prefix="desk-", formdata=None)
    for one in at.unanswered:
        name = f"answer:{one.number}"
        made[name] = bound.get(name) or AnswerForm(prefix=f"answer-{one.number}-", formdata=None)
    for form in made.values():
        form.fresh(view.case.seq)
    return made
