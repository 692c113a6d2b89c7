"""Asking an applicant to come: first the count beside the promise and the ways that spare the journey, then the request."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from portal import clock, recovery
from portal.actors import Actor, Role
from portal.auth import audience, current_actor
from portal.forms.visit import NONE, AskForm, WithdrawForm
from portal.services import visits
from portal.services.visits import Standing
from portal.web import window_refusals, window_words
from workflows.refusal import Refusal

bp = Blueprint("visits", __name__, url_prefix="/visits")


@bp.get("/<case_id>", endpoint="ask")
@audience("window", "reviewer", "decider")
def ask_page(case_id: str) -> Any:
    """The count, the promise, what else is possible, and the requests that were made."""
    return _page(case_id, AskForm())


@bp.post("/<case_id>")
@audience("window", "reviewer", "decider")
def request_visit(case_id: str) -> Any:
    """Choose a way without a journey, or ask the applicant to come."""
    form, by = AskForm(), current_actor()
    if not form.validate():
        return _page(case_id, form, status=422)
    if form.way.data != NONE:
        seen = visits.standing(case_id, by=by)
        flash(_("不用请申请人来。请照这个办法办。"))
        return redirect(_way(seen, form.way.data, by), 303)
    said = {"place": form.place.data, "purpose": form.purpose.data, "code": form.code.data or ""}
    said |= {"reason": form.reason.data, "instead": form.instead.data}
    try:
        visits.ask(case_id, **said, plan_on=form.day, by=by, at=clock.now(), expected_seq=form.seq)
    except Refusal as refusal:
        return _refused(case_id, form, refusal, by)
    flash(_("已经请申请人来，他会收到通知，写明原因和替代办法。"))
    return redirect(url_for("visits.ask", case_id=case_id), 303)


@bp.post("/<case_id>/withdrawal")
@audience("window", "reviewer", "decider")
def withdraw(case_id: str) -> Any:
    """Take a request back."""
    form, by = WithdrawForm(), current_actor()
    if not form.validate():
        return _page(case_id, AskForm(formdata=None), back=form, status=422)
    asked = int(form.asked.data) if (form.asked.data or "").isdigit() else 0
    try:
        visits.withdraw(case_id, asked, form.reason.data or "", by=by, at=clock.now())
    except Refusal as refusal:
        said = window_refusals.said(refusal)
        return _page(case_id, AskForm(formdata=None), back=form, said=said, status=409)
    flash(_("已经取消，申请人会收到通知，不用来了。"))
    return redirect(url_for("visits.ask", case_id=case_id), 303)


def _refused(case_id: str, form: AskForm, refusal: Refusal, by: Actor) -> Any:
    """A second click finds its own request made; anything else is said, with what was typed."""
    facts = refusal.facts
    if (refusal.rule, facts.get("by"), facts.get("kind")) == ("stale", by.reference, "VisitAsked"):
        flash(_("刚才已经办好，没有重复办理。"))
        return redirect(url_for("visits.ask", case_id=case_id), 303)
    return _page(case_id, form, said=window_refusals.said(refusal), status=409)


def _way(seen: Standing, way: str, by: Actor) -> str:
    """Where the chosen way goes on: serving the result, or the case with its notices and uploads."""
    case_id, window = seen.file.public_id, by.holds(Role.WINDOW)
    if window and seen.file.case.state in ("granted", "issued", "refused"):
        return url_for("window.delivery", case_id=case_id)
    return url_for("window.case" if window else "review.case", case_id=case_id)


def _page(case_id: str, form: AskForm, *, back: WithdrawForm | None = None, said: Any = None, status: int = 200) -> Any:
    by = current_actor()
    seen, back = visits.standing(case_id, by=by), back or WithdrawForm(formdata=None)
    shown = render_template(
        "visits/ask.html",
        seen=seen,
        case=seen.file.case,
        fields=form.fresh(seen.file.case.seq),
        back=back,
        form=[form, back] if form.errors or back.errors else None,
        home=url_for("window.case" if by.holds(Role.WINDOW) else "review.case", case_id=case_id),
        said=said,
        failed=bool(said or form.errors or back.errors),
        kept=recovery.typed().shown if said else [],
        w=window_words,
    )
    return shown, status
