"""Where somebody is signed in, and what was done with the account."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from portal import auth, clock
from portal.auth import audience, current_actor
from portal.services import account_log, sign_ins
from portal.web.account import bp


@bp.get("/account/sign-ins", endpoint="sign_ins")
@audience("signed_in")
def sign_ins_page() -> Any:
    """Every sign-in with its device, and the log of the account."""
    by = current_actor()
    found = sign_ins.mine(by=by, token=auth.session_token(), at=clock.now())
    return render_template("account/sign_ins.html", found=found, log=account_log.own(by=by))


@bp.post("/account/sign-ins/<int:sign_in_id>/end")
@audience("signed_in")
def end_sign_in(sign_in_id: int) -> Any:
    """End one session."""
    sign_ins.end(sign_in_id, by=current_actor(), at=clock.now())
    flash(_("这台设备上的登录已经结束。"))
    return redirect(url_for("account.sign_ins"), 303)
