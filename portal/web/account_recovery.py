"""A lost password: asking for the link, and setting a new one with it."""

from __future__ import annotations

from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portal import auth, clock
from portal.auth import audience
from portal.forms.recovery import LostPasswordForm, NewPasswordForm
from portal.security import limit_links, limit_sign_in
from portal.services import lost_password
from portal.web.account import bp


@bp.route("/sign-in/forgotten", methods=["GET", "POST"])
@limit_links()
@audience("public")
def forgotten() -> Any:
    """Ask for a link. What is said afterwards is the same for everybody: it never tells whose account exists."""
    form = LostPasswordForm()
    if request.method == "GET":
        return render_template("account/forgotten.html", form=form)
    if form.validate():
        lost_password.ask(form.account.data, at=clock.now())
        return redirect(url_for("account.link_sent"), 303)
    return render_template("account/forgotten.html", form=form), 422


@bp.get("/sign-in/forgotten/done")
@audience("public")
def link_sent() -> Any:
    """What happens next."""
    return render_template("account/link_sent.html")


@bp.route("/sign-in/new-password/<token>", methods=["GET", "POST"])
@limit_sign_in()
@audience("public")
def new_password(token: str) -> Any:
    """Set a new password with the link from the mail."""
    form, at = NewPasswordForm(), clock.now()
    lost_password.open_link(token, at=at)
    sent = request.method == "POST" and form.validate()
    if sent and form.done(lambda: lost_password.set_new(token, form.new.data, at=at)):
        auth.sign_out(at=at)
        flash(_("新密码已经设好，所有设备上的登录已经结束。请用新密码登录。"))
        return redirect(url_for("account.sign_in"), 303)
    page = make_response(render_template("account/new_password.html", form=form), 422 if form.errors else 200)
    page.headers["Cache-Control"] = "no-store"
    return page
