"""The clerk calls a finished case up on the rating device of the counter, or prints a slip; what is rated the clerk never sees."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from portal import clock
from portal.auth import audience, current_actor
from portal.services import rating_device, rating_slip
from portal.web.receipt_code import receipt_code
from portal.web.refusals import words_of
from portal.web.window import bp, case_page, counter
from workflows.refusal import Refusal


@bp.post("/cases/<case_id>/rating-device")
@audience("window")
def call_up_rating(case_id: str) -> Any:
    """Show the case on the device of the counter at which the clerk sits."""
    try:
        code = rating_device.call_up(case_id, counter(), by=current_actor(), at=clock.now())
    except Refusal as refusal:
        return case_page(case_id, said=words_of(refusal), status=409)
    flash(_("已在窗口 %(code)s 的评价器上显示 5 分钟，请申请人本人评价。", code=code))
    return redirect(url_for("window.case", case_id=case_id), 303)


@bp.post("/cases/<case_id>/rating-slip")
@audience("window")
def print_rating_slip(case_id: str) -> Any:
    """The slip to print, shown once: its code stands in this answer alone, and a new slip ends the one before it."""
    try:
        slip = rating_slip.print_slip(case_id, counter(), by=current_actor(), at=clock.now())
    except Refusal as refusal:
        return case_page(case_id, said=words_of(refusal), status=409)
    return render_template("window/rating_slip.html", slip=slip, **receipt_code(slip.number))
