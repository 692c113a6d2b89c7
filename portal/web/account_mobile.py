"""The own mobile number: confirming it with the code that was sent there, and asking for the code once more."""

from __future__ import annotations

from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.auth import audience, current_actor
from portal.forms.second_factor import MobileForm
from portal.security import limit_codes, limit_sign_in
from portal.services import mobiles, ports
from portal.web.account import bp


@bp.route("/account/mobile", methods=["GET", "POST"])
@limit_codes()
@audience("signed_in")
def mobile() -> Any:
    """Confirm a number. Whoever reads an SMS by a slip of somebody's finger has no such account, and confirms nothing."""
    by, at, form = current_actor(), clock.now(), MobileForm()
    if request.method == "POST" and form.validate() and form.done(lambda: _confirm(form)):
        flash(_("手机号已确认，选了发短信的以后发到这里。"))
        return redirect(url_for("account.profile"), 303)
    waits = mobiles.waiting(by=by, at=at)
    page = render_template("account/mobile.html", form=form, waits=waits, texts=ports.configured("sms"))
    answer = make_response(page, 422 if request.method == "POST" else 200)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.post("/account/mobile/code")
@limit_sign_in()
@audience("signed_in")
def mobile_code() -> Any:
    """Send a code to the number that waits to be confirmed."""
    mobiles.send(by=current_actor(), at=clock.now())
    flash(_("确认码已发出，请看手机短信。"))
    return redirect(url_for("account.mobile"), 303)


def _confirm(form: MobileForm) -> None:
    mobiles.confirm(form.one_time_code.data or "", by=current_actor(), at=clock.now())
