"""Originals at the window: the clerk ticks those that lay on the counter, when papers are taken in or the result is collected."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.auth import audience, current_actor
from portal.forms.window import DeliveryForm
from portal.services import originals
from portal.web import window_deliveries, window_refusals
from portal.web.window import bp, case_page
from workflows.refusal import Refusal


@bp.post("/cases/<case_id>/originals", defaults={"place": "window"})
@bp.post("/deliveries/<case_id>/originals", defaults={"place": "delivery"})
@audience("window")
def see_originals(case_id: str, place: str) -> Any:
    """Note which originals were seen; a page that is older than another officer's tick changes nothing."""
    keys, seq = request.form.getlist("original"), request.form.get("expected_seq", type=int)
    try:
        originals.see(case_id, keys, place, by=current_actor(), at=clock.now(), expected_seq=seq)
    except Refusal as refusal:
        said = window_refusals.said(refusal)
        if place == "delivery":
            return window_deliveries.shown(case_id, DeliveryForm(formdata=None), said=said, status=409)
        return case_page(case_id, said=said, status=409)
    flash(_("原件核对已经记下。"))
    page = "window.delivery" if place == "delivery" else "window.case"
    return redirect(url_for(page, case_id=case_id, _anchor="originals"), 303)
