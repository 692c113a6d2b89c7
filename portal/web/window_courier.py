"""Results by courier at the window: to whom, the pick-up, the number by hand, and how far the parcel has come."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.auth import audience, current_actor
from portal.forms.courier import MoveForm, NumberForm, WishForm
from portal.forms.review import StaffForm
from portal.forms.window import DeliveryForm
from portal.services import casefile, courier, parcels
from portal.web.enterprise_courier import filled_in
from portal.web.window import bp
from portal.web.window_deliveries import refused, shown
from workflows.refusal import Refusal


@bp.route("/deliveries/<case_id>/courier", methods=["GET", "POST"], endpoint="parcel_wish")
@audience("window")
def wish(case_id: str) -> Any:
    """Write down for the applicant to whom the result is to be sent."""
    by = current_actor()
    file = casefile.casefile(case_id, by=by)
    form = WishForm(data=filled_in(file, parcels.of_case(case_id, by=by)))
    if request.method == "POST" and form.validate():
        to = (form.name.data or "", form.mobile.data or "", form.address.data or "")
        parcels.want(case_id, *to, by=by, at=clock.now())
        flash(_("收件人和地址已记下。"))
        return redirect(url_for("window.delivery", case_id=case_id), 303)
    page = render_template("window/courier.html", file=file, form=form)
    return page, 422 if request.method == "POST" else 200


@bp.post("/deliveries/<case_id>/order", endpoint="order_parcel")
@audience("window")
def order(case_id: str) -> Any:
    """Order the pick-up at the courier."""
    form = StaffForm()
    try:
        courier.order(case_id, by=current_actor(), at=clock.now(), expected_seq=form.seq)
    except Refusal as refusal:
        return refused(case_id, DeliveryForm(formdata=None), refusal, ())
    flash(_("已约揽收，邮件号码一到就记下。"))
    return redirect(url_for("window.delivery", case_id=case_id), 303)


@bp.post("/deliveries/<case_id>/number", endpoint="send_parcel")
@audience("window")
def send(case_id: str) -> Any:
    """Write down the number under which it was handed to the courier."""
    form = NumberForm(prefix="sent")
    if not form.validate():
        return shown(case_id, DeliveryForm(formdata=None), parcel_form=form, status=422)
    try:
        courier.send(case_id, form.number.data or "", by=current_actor(), at=clock.now(), expected_seq=form.seq)
    except Refusal as refusal:
        return refused(case_id, DeliveryForm(formdata=None), refusal, ("LetterSent",))
    flash(_("已记下寄出。签收以后再记一次，签收的那一天就是送达日期。"))
    return redirect(url_for("window.delivery", case_id=case_id), 303)


@bp.post("/deliveries/<case_id>/parcel", endpoint="note_parcel")
@audience("window")
def note(case_id: str) -> Any:
    """Write down how far the parcel has come."""
    form = MoveForm(prefix="move")
    if not form.validate():
        return shown(case_id, DeliveryForm(formdata=None), parcel_form=form, status=422)
    state = form.state.data
    try:
        courier.note(case_id, state, form.day, by=current_actor(), at=clock.now(), expected_seq=form.seq)
    except Refusal as refusal:
        return refused(case_id, DeliveryForm(formdata=None), refusal, ("Delivered", "ServiceFailed"))
    if state == "delivered":
        flash(_("已送达，《送达回证》已经生成。"))
        return redirect(url_for("window.case", case_id=case_id, _anchor="letters"), 303)
    flash(_("已记下退回，申请人会接到通知。") if state == "returned" else _("已记下。"))
    return redirect(url_for("window.delivery", case_id=case_id), 303)
