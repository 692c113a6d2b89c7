"""A counter at work: numbers given out, the next one called, called again, served or missed; each with one key."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _

from portal import clock, recovery
from portal.auth import audience, current_actor
from portal.clock import business_day
from portal.forms.appointment import CheckInForm, ServedForm, TicketForm
from portal.i18n import language
from portal.services import case_search, service_windows, tickets, waiting
from portal.web import appointment_words, window_refusals
from portal.web.window import bp
from workflows.refusal import Refusal


@bp.get("/counters", endpoint="counters")
@audience("window")
def counters_page() -> Any:
    """The counters to sit down at, numbers for people who come, and the appointments of today."""
    return _reception()


@bp.post("/tickets")
@audience("window")
def ticket() -> Any:
    """Give a number to somebody without appointment."""
    form = _ticket_form()
    if not form.validate():
        return _reception(ticket=form, status=422)
    made = tickets.take(form.item.data, form.what.data, by=current_actor(), at=clock.now())
    flash(_("号码 %(number)s，请看屏幕叫号。", number=made.number))
    return redirect(url_for("window.counters"), 303)


@bp.post("/arrivals")
@audience("window")
def arrival() -> Any:
    """Give the number for an appointment by its code."""
    form = CheckInForm()
    if not form.validate():
        return _reception(arrival=form, status=422)
    try:
        made = tickets.arrive(form.code.data or "", at=clock.now())
    except Refusal as refusal:
        return _reception(arrival=form, said=window_refusals.said(refusal), status=409)
    flash(_("号码 %(number)s，请看屏幕叫号。", number=made.number))
    return redirect(url_for("window.counters"), 303)


@bp.get("/counters/<int:window>", endpoint="counter")
@audience("window")
def counter_page(window: int) -> Any:
    """Whom this counter has called, and who waits for it."""
    session["counter"], session["counter_code"] = window, service_windows.window(window).facts.code
    return _counter(window)


@bp.post("/counters/<int:window>/next")
@audience("window")
def call_next(window: int) -> Any:
    """Call the next one; a second click finds the first one's call."""
    try:
        tickets.call_next(window, by=current_actor(), at=clock.now())
    except Refusal as refusal:
        if refusal.rule != "ticket_open":
            return _counter(window, said=window_refusals.said(refusal), status=409)
    return redirect(url_for("window.counter", window=window), 303)


@bp.post("/counters/<int:window>/tickets/<int:number>/again")
@audience("window")
def call_again(window: int, number: int) -> Any:
    """Call somebody again."""
    return _done(window, lambda: tickets.recall(number, by=current_actor(), at=clock.now()), _("已经再叫一次。"))


@bp.post("/counters/<int:window>/tickets/<int:number>/missed")
@audience("window")
def missed(window: int, number: int) -> Any:
    """Somebody did not come."""
    return _done(window, lambda: tickets.miss(number, by=current_actor(), at=clock.now()), _("记下没有来。"))


@bp.post("/counters/<int:window>/tickets/<int:number>/served")
@audience("window")
def served(window: int, number: int) -> Any:
    """Served; with the other button the visit is recorded on the case in the same act."""
    form = ServedForm()
    if not form.validate():
        return _counter(window, form=form, status=422)
    visit = request.form.get("do") == "visit"
    try:
        case_id = _case_of(form.number.data or "")
        tickets.serve(
            number, case_id=case_id, visit=visit, code=form.code.data or "", by=current_actor(), at=clock.now()
        )
    except Refusal as refusal:
        return _counter(window, form=form, said=window_refusals.said(refusal), status=409)
    flash(_("已办完，到场已经记在办件上。") if visit else _("已办完。"))
    return redirect(url_for("window.counter", window=window), 303)


def _done(window: int, act: Any, words: str) -> Any:
    try:
        act()
    except Refusal as refusal:
        return _counter(window, said=window_refusals.said(refusal), status=409)
    flash(words)
    return redirect(url_for("window.counter", window=window), 303)


def _case_of(number: str) -> str:
    """The case that was named by number; nothing where none was named."""
    if not number.strip():
        return ""
    digits = number.replace("-", "").replace(" ", "")
    found = case_search.find_cases(number, by=current_actor(), on=business_day(clock.now()))
    if found.total != 1 or not digits.isalnum() or not any(letter.isdigit() for letter in digits):
        raise Refusal("no_such_number", number=number)
    return found.rows[0].public_id


def _ticket_form() -> TicketForm:
    return TicketForm().offer(appointment_words.items(), language().code)


def _reception(
    *, ticket: TicketForm | None = None, arrival: CheckInForm | None = None, said: Any = None, status: int = 200
) -> Any:
    by, at = current_actor(), clock.now()
    shown = render_template(
        "window/counters.html",
        rows=[one for one in service_windows.every() if one.facts.active],
        sat=session.get("counter"),
        expected=waiting.expected(by=by, at=at),
        estimate=waiting.estimate(at=at),
        ticket=ticket or TicketForm(formdata=None).offer(appointment_words.items(), language().code),
        arrival=arrival or CheckInForm(formdata=None),
        form=[one for one in (ticket, arrival) if one is not None],
        said=said,
        failed=status != 200,
        kept=[],
    )
    return shown, status


def _counter(window: int, *, form: ServedForm | None = None, said: Any = None, status: int = 200) -> Any:
    seen = waiting.counter(window, by=current_actor(), at=clock.now())
    shown = render_template(
        "window/counter.html",
        seen=seen,
        fields=form or ServedForm(formdata=None),
        form=form if form and form.errors else None,
        said=said,
        failed=status != 200,
        kept=recovery.typed().shown if said and form else [],
    )
    return shown, status
