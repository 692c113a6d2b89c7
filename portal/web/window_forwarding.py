"""Remote intake: what other points took in and send to us, and its arrival, with which the clock starts (R68)."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.auth import audience, current_actor
from portal.services import forwarding, open_drafts
from portal.web import window_words
from portal.web.window import bp


@bp.get("/forwarded")
@audience("window", "intake")
def forwarded() -> Any:
    """At the window what is on its way to us; at a point what it took in, and what is being written there."""
    by = current_actor()
    point = not by.holds("window")  # type: ignore[arg-type]
    return render_template(
        "window/forwarded.html",
        rows=forwarding.listed(by=by, at=clock.now()),
        begun=open_drafts.mine(by=by) if point else (),
        point=point,
        w=window_words,
    )


@bp.post("/cases/<case_id>/arrive")
@audience("window")
def arrive(case_id: str) -> Any:
    """Confirm that the papers are here: the clock starts today."""
    note, seq = request.form.get("note", ""), request.form.get("expected_seq", type=int)
    forwarding.arrive(case_id, note, by=current_actor(), at=clock.now(), expected_seq=seq)
    flash(_("已确认收到，受理期限从今天起计算。"))
    return redirect(url_for("window.desk", case_id=case_id), 303)
