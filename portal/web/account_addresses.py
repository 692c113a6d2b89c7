"""The own e-mail address: confirming it with the link that was sent there, and asking for the link once more."""

from __future__ import annotations

from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.auth import audience, current_actor
from portal.security import limit_sign_in
from portal.services import addresses
from portal.web.account import bp


@bp.route("/account/email/<token>", methods=["GET", "POST"])
@limit_sign_in()
@audience("signed_in")
def address(token: str) -> Any:
    """Confirm an address. Whoever reads its mails by a slip of somebody's finger has no such account, and confirms nothing."""
    by, at = current_actor(), clock.now()
    found = addresses.opened(token, by=by, at=at)
    if request.method == "POST":
        addresses.confirm(token, by=by, at=at)
        flash(_("邮箱已确认，通知和重设密码的链接以后发到这里。"))
        return redirect(url_for("account.profile"), 303)
    page = make_response(render_template("account/address.html", address=found))
    page.headers["Cache-Control"] = "no-store"
    return page


@bp.post("/account/email")
@limit_sign_in()
@audience("signed_in")
def send_again() -> Any:
    """Send the link once more."""
    addresses.again(by=current_actor(), at=clock.now())
    flash(_("确认邮件已发送，请查收。"))
    return redirect(url_for("account.profile"), 303)
