"""The public screen with the numbers that are called, and the page on which people say that they have come."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _

from portal import clock
from portal.auth import audience
from portal.forms.appointment import CheckInForm
from portal.security import limit_lookup
from portal.services import tickets, waiting
from portal.web.refusals import words_of
from workflows.refusal import Refusal

bp = Blueprint("screen", __name__)
SECONDS = 10
"""How often the screen asks again, without any script."""


@bp.get("/screen")
@audience("public")
def screen() -> Any:
    """Numbers and counters in large type, nobody's name."""
    return render_template("public/screen.html", board=waiting.board(at=clock.now()), seconds=SECONDS, now=clock.now())


@bp.route("/check-in", methods=["GET", "POST"])
@limit_lookup()
@audience("public")
def check_in() -> Any:
    """Say that one has come, by the code of the appointment; a QR code fills it in, and the button is pressed by a person."""
    form = CheckInForm(data={"code": request.args.get("code", "")[:20]})
    if request.method == "GET":
        return render_template("public/check_in.html", fields=form, form=None, number=session.pop("ticket", ""))
    if not form.validate():
        return render_template("public/check_in.html", fields=form, form=form, number=""), 422
    try:
        made = tickets.arrive(form.code.data or "", at=clock.now())
    except Refusal as refusal:
        said = words_of(refusal)
        return render_template("public/check_in.html", fields=form, form=None, said=said, failed=True, number=""), 409
    session["ticket"] = made.number
    flash(_("取号成功，请等屏幕叫号。"))
    return redirect(url_for("screen.check_in"), 303)
