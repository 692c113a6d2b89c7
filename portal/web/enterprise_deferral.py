"""Deferral as its applicant meets it: a proposal to sign or to decline, a parcel on its way, and the own record of promises."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.auth import audience, current_actor, current_person
from portal.formats import business_today
from portal.forms.deferral import ParcelForm, SignForm
from portal.services import deferral, promises, supplement, tracking
from portal.services.wrong_input import WrongInput
from portal.web.enterprise import bp
from workflows.refusal import Refusal


@bp.route("/my/cases/<case_id>/deferral", methods=["GET", "POST"])
@audience("handler")
def offer(case_id: str) -> Any:
    """The commitment that the window proposes, to be signed by the password; the ordinary way stands beside it."""
    by, form = current_actor(), SignForm().asking(current_person().has_password)
    if request.method == "GET":
        return _offer_page(case_id, form)
    if not form.validate():
        return _offer_page(case_id, form), 422
    try:
        deferral.agree(case_id, form.password.data or "", by=by, at=clock.now(), expected_seq=form.seq)
    except WrongInput as wrong:
        form.refuse(wrong.fields["password"])
        return _offer_page(case_id, form), 422
    flash(_("承诺书已经签署，窗口会接着办理。"))
    return redirect(url_for("enterprise.case", case_id=case_id), 303)


@bp.post("/my/cases/<case_id>/deferral/decline")
@audience("handler")
def decline(case_id: str) -> Any:
    """Choose the ordinary way instead."""
    seq = request.form.get("expected_seq", -1, type=int)
    deferral.decline(case_id, by=current_actor(), at=clock.now(), expected_seq=seq)
    flash(_("已选择不容缺，按一般程序办理：材料交齐后受理，没有别的影响。"))
    return redirect(url_for("enterprise.case", case_id=case_id), 303)


@bp.route("/my/cases/<case_id>/parcels/<key>", methods=["GET", "POST"])
@audience("handler")
def parcel(case_id: str, key: str) -> Any:
    """Tell the window that a promised material was posted."""
    form = ParcelForm()
    if request.method == "GET":
        return _parcel_page(case_id, key, form)
    if not form.validate():
        return _parcel_page(case_id, key, form), 422
    sent = {"courier": form.courier.data, "number": form.number.data, "posted_on": form.posted_on.data}
    supplement.announce(case_id, key, **sent, by=current_actor(), at=clock.now(), expected_seq=form.seq)
    flash(_("已告诉窗口。请留好寄件回执，窗口收到后会登记。"))
    return redirect(url_for("enterprise.case", case_id=case_id, _anchor="deferred"), 303)


@bp.get("/my/promises", endpoint="promises")
@audience("handler")
def promises_page() -> Any:
    """What the enterprise promised to bring later, what became of it, and whether it may promise again."""
    page = request.args.get("page", 1, type=int)
    found, record = promises.mine(by=current_actor(), on=business_today(), page=page)
    return render_template("enterprise/promises.html", found=found, record=record)


def _offer_page(case_id: str, form: SignForm) -> str:
    found = tracking.tracking(case_id, by=current_actor(), at=clock.now())
    if not found.file.case.offered:
        raise Refusal("nothing_offered")
    fields, text = form.fresh(found.file.case.seq), deferral.offered_text(found.file)
    return render_template("enterprise/offer.html", found=found, file=found.file, form=fields, text=text)


def _parcel_page(case_id: str, key: str, form: ParcelForm) -> str:
    found = tracking.tracking(case_id, by=current_actor(), at=clock.now())
    one = next((one for one in found.deferred if one.key == key), None)
    if one is None:
        raise Refusal("not_promised", material=key)
    fields = form.fresh(found.file.case.seq)
    return render_template("enterprise/parcel.html", found=found, file=found.file, one=one, form=fields)
