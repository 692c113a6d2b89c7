"""An officer's calendar: the private address for a diary program, made and taken back on the account page."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, current_app, flash, redirect, render_template, url_for
from flask_babel import force_locale
from flask_babel import gettext as _

from portal import clock
from portal.auth import audience, current_actor
from portal.services import feeds
from portal.web.calendar_file import as_feed

bp = Blueprint("feeds", __name__)


@bp.get("/calendars/<token>.ics")
@audience("public")
def calendar(token: str) -> Any:
    """The last days behind a private address; whoever knows it sees case numbers and items, and nothing else."""
    found = feeds.feed(token, on=clock.business_day(clock.now()))
    if found is None:
        abort(404)
    with force_locale(found.locale):
        text = as_feed(found.entries, at=clock.now())
    response = Response(text, mimetype="text/calendar")
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.get("/account/calendar")
@audience("window", "reviewer", "decider", "supervisor")
def manage() -> Any:
    """Whether the own calendar has an address, and what it lists."""
    return render_template("account/calendar.html", since=feeds.opened_at(by=current_actor()), address="")


@bp.post("/account/calendar")
@audience("window", "reviewer", "decider", "supervisor")
def renew() -> Any:
    """Make a new address and show it this once."""
    by, at = current_actor(), clock.now()
    path = url_for("feeds.calendar", token=feeds.open_feed(by=by, at=at))
    address = current_app.config["SETTINGS"].base_url + path  # never the host that a request names
    return render_template("account/calendar.html", since=at, address=address)


@bp.post("/account/calendar/close")
@audience("window", "reviewer", "decider", "supervisor")
def close() -> Any:
    """Take the address back."""
    feeds.close_feed(by=current_actor())
    flash(_("订阅地址已经停用。"))
    return redirect(url_for("feeds.manage"), 303)
