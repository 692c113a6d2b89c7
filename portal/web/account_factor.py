"""The second factor on the account page: set up, new recovery codes, switched off."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portal import auth, clock
from portal.auth import audience, current_actor
from portal.documents import qr
from portal.forms.second_factor import FactorChangeForm, FactorSetUpForm
from portal.security import limit_codes
from portal.services import second_factor
from portal.services.wrong_input import WrongInput
from portal.web.account import bp


@bp.route("/account/second-factor", methods=["GET", "POST"], endpoint="second_factor")
@limit_codes()
@audience("signed_in")
def second_factor_page() -> Any:
    """Set it up where there is none; otherwise new codes, or off."""
    if second_factor.standing(by=current_actor()).on:
        return _change(FactorChangeForm().asking(auth.current_person().has_password))
    return _set_up(FactorSetUpForm().asking(auth.current_person().has_password))


def _set_up(form: FactorSetUpForm) -> Any:
    by, at = current_actor(), clock.now()
    if request.method == "POST" and form.validate():
        try:
            sealed, password, code = form.one_time_key.data or "", form.password.data or "", form.one_time_code.data
            person, codes = second_factor.confirm(sealed, password, code, by=by, at=at)
            auth.sign_in_again(person, at=at, factor=True)
            return render_template("account/recovery_codes.html", codes=codes, first=True)
        except WrongInput as wrong:
            form.take(wrong)
    offer = second_factor.offer(form.one_time_key.data or "", by=by)
    form.one_time_key.data = offer.sealed
    code = qr.code(offer.address)
    page = render_template(
        "account/factor_set_up.html",
        form=form,
        offer=offer,
        qr={"side": code.side, "path": qr.svg_path(code)},
        required=second_factor.required(by.roles),
    )
    return page, 422 if request.method == "POST" else 200


def _change(form: FactorChangeForm) -> Any:
    by, at = current_actor(), clock.now()
    if request.method == "POST" and form.validate():
        try:
            given = (form.password.data or "", form.one_time_code.data)
            if request.form.get("do") != "off":
                codes = second_factor.renew_codes(*given, by=by, at=at)
                return render_template("account/recovery_codes.html", codes=codes, first=False)
            second_factor.switch_off(*given, by=by, at=at)
            flash(_("两步验证已经关闭，以后登录只要密码。"))
            return redirect(url_for("account.profile"), 303)
        except WrongInput as wrong:
            form.take(wrong)
    page = render_template(
        "account/factor.html",
        form=form,
        standing=second_factor.standing(by=by),
        required=second_factor.required(by.roles),
    )
    return page, 422 if request.method == "POST" else 200
