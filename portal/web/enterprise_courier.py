"""The applicant and the courier: to whom the result goes, changed until it is on its way, or not by courier after all."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.auth import audience, current_actor
from portal.forms.courier import WishForm
from portal.services import casefile, parcels
from portal.services.casefile import CaseFile
from portal.services.parcels import Parcel
from portal.web.enterprise import bp


@bp.route("/my/cases/<case_id>/courier", methods=["GET", "POST"])
@audience("handler")
def courier(case_id: str) -> Any:
    """Say to whom the result is to be sent; where it is on its way, this page says how far."""
    by = current_actor()
    file, parcel = casefile.casefile(case_id, by=by), parcels.of_case(case_id, by=by)
    form = WishForm(data=filled_in(file, parcel))
    if request.method == "POST" and form.validate():
        to = (form.name.data or "", form.mobile.data or "", form.address.data or "")
        parcels.want(case_id, *to, by=by, at=clock.now())
        flash(_("已记下，结果出来以后寄到这个地址。"))
        return redirect(url_for("enterprise.case", case_id=case_id, _anchor="courier"), 303)
    page = render_template("enterprise/courier.html", file=file, parcel=parcel, form=form)
    return page, 422 if request.method == "POST" else 200


@bp.post("/my/cases/<case_id>/courier/drop")
@audience("handler")
def drop_courier(case_id: str) -> Any:
    """Do without the courier; the address is erased at once."""
    parcels.drop(case_id, by=current_actor(), at=clock.now())
    flash(_("已取消邮寄，地址已经删除。"))
    return redirect(url_for("enterprise.case", case_id=case_id, _anchor="courier"), 303)


def filled_in(file: CaseFile, parcel: Parcel | None) -> dict[str, str]:
    """What the form begins with: what was said before, else the handler and the address of the application."""
    if parcel is not None and parcel.address:
        return {"name": parcel.name, "mobile": parcel.mobile, "address": parcel.address}
    handler, firm = file.content["handler"], file.content["enterprise"]
    return {"name": handler["name"], "mobile": handler.get("mobile") or "", "address": firm.get("address") or ""}
