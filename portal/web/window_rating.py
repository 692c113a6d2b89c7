"""The clerk calls a finished case up on the rating device of the counter; what is rated there the clerk never sees."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from portal import clock
from portal.auth import audience, current_actor
from portal.services import rating_device
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
