"""The enterprise's appointments: what can be done without coming first, then the times that are left."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from portal import clock
from portal.auth import audience, current_actor
from portal.documents import qr
from portal.formats import business_today
from portal.forms.appointment import BookForm
from portal.services import appointments, casefile, retention, slots
from portal.services.appointments import Booking
from portal.services.slots import Slot
from portal.web import appointment_words
from portal.web.appointment_file import as_calendar
from portal.web.appointment_words import clock_time
from portal.web.enterprise import bp
from portal.web.refusals import words_of
from workflows.refusal import Refusal


@bp.get("/my/appointments", endpoint="appointments")
@audience("handler")
def appointments_page() -> Any:
    """The booked times, and what became of earlier ones."""
    found = appointments.mine(by=current_actor())
    kept = retention.standing("appointment", business_today())
    return render_template("enterprise/appointments.html", found=found, items=appointment_words.items(), kept=kept)


@bp.route("/my/appointments/new", methods=["GET", "POST"])
@audience("handler")
def book() -> Any:
    """Choose a time, for an item or for a case; online is offered before it."""
    by, at = current_actor(), clock.now()
    case_id, item = request.values.get("case", ""), request.values.get("item", "")
    file = casefile.casefile(case_id, by=by) if case_id else None
    item = file.guide.item if file else item
    form = BookForm(data={"purpose": request.args.get("purpose", "submit")})
    found = _offer(form, item)
    about = {"item": item, "file": file, "case_id": case_id, "listing": _listing(item), "found": found}
    if request.method == "GET":
        return render_template("enterprise/appointment_new.html", fields=form, form=None, **about)
    if not form.validate():
        return render_template("enterprise/appointment_new.html", fields=form, form=form, **about), 422
    window, day, starts = form.chosen
    try:
        made = appointments.book(item, window, day, starts, purpose=form.purpose.data, case_id=case_id, by=by, at=at)
    except Refusal as refusal:
        said, status = words_of(refusal), 409
        page = render_template(
            "enterprise/appointment_new.html", fields=form, form=None, said=said, failed=True, **about
        )
        return page, status
    flash(_("预约成功。确认和提醒会发到您的邮箱。"))
    return redirect(url_for("enterprise.appointment", booking=made), 303)


@bp.get("/my/appointments/<booking>", endpoint="appointment")
@audience("handler")
def appointment_page(booking: str) -> Any:
    """One appointment with its code, to be shown on arrival."""
    return _page(appointments.appointment(booking, by=current_actor()))


@bp.get("/my/appointments/<booking>/appointment.ics")
@audience("handler")
def appointment_file(booking: str) -> Any:
    """The time for one's own calendar."""
    found = appointments.appointment(booking, by=current_actor())
    response = Response(as_calendar(found, at=clock.now()), mimetype="text/calendar")
    response.headers["Content-Disposition"] = 'attachment; filename="appointment.ics"'
    return response


@bp.post("/my/appointments/<booking>/cancel")
@audience("handler")
def cancel_appointment(booking: str) -> Any:
    """Give the time back."""
    try:
        appointments.cancel(booking, by=current_actor(), at=clock.now())
    except Refusal as refusal:
        return _page(appointments.appointment(booking, by=current_actor()), said=words_of(refusal), status=409)
    flash(_("预约已经取消，位置留给别人了。"))
    return redirect(url_for("enterprise.appointments"), 303)


@bp.route("/my/appointments/<booking>/move", methods=["GET", "POST"])
@audience("handler")
def move_appointment(booking: str) -> Any:
    """Choose another time for it."""
    by = current_actor()
    found = appointments.appointment(booking, by=by)
    form = BookForm(data={"purpose": found.purpose})
    offered = _offer(form, found.item)
    del form.purpose
    about = {"booking": found, "found": offered, "item": found.item, "file": None, "listing": None, "case_id": ""}
    if request.method == "GET":
        return render_template("enterprise/appointment_new.html", fields=form, form=None, **about)
    if not form.validate():
        return render_template("enterprise/appointment_new.html", fields=form, form=form, **about), 422
    try:
        appointments.move(booking, *form.chosen, by=by, at=clock.now())
    except Refusal as refusal:
        said = words_of(refusal)
        return render_template(
            "enterprise/appointment_new.html", fields=form, form=None, said=said, failed=True, **about
        ), 409
    flash(_("已经改期。"))
    return redirect(url_for("enterprise.appointment", booking=booking), 303)


def _offer(form: BookForm, item: str) -> tuple[Slot, ...]:
    """Each time once: at the counter with the most places left, for nobody comes for the sake of a counter."""
    best: dict[tuple[date, int], Slot] = {}
    for one in slots.offered(item, at=clock.now()):
        known = best.setdefault((one.day, one.starts), one)
        if one.left > known.left:
            best[one.day, one.starts] = one
    found = tuple(best[key] for key in sorted(best))
    form.slot.choices = [SelectChoice(one.value, clock_time(one.starts)) for one in found]
    return found


def _listing(item: str) -> Any:
    return next((one for one in appointment_words.items() if one.item == item), None)


def _page(found: Booking, *, said: Any = None, status: int = 200) -> Any:
    site: str = current_app.config["SETTINGS"].base_url
    code = qr.code(site + url_for("screen.check_in", code=found.code))
    shown = render_template(
        "enterprise/appointment.html",
        found=found,
        qr={"side": code.side, "path": qr.svg_path(code)},
        open=found.state == "booked" and found.at > clock.now(),
        said=said,
        failed=bool(said),
    )
    return shown, status
