"""Guides by what has happened (按事找): all events, and the page of one with its steps in order."""

from __future__ import annotations

from typing import Any

from flask import abort, render_template

from portal.auth import audience
from portal.formats import business_today
from portal.services import life_events
from portal.web.navigation import address_of
from portal.web.public import bp

PAGES = {
    "licences": "enterprise.licences",
    "cases": "enterprise.cases",
    "track": "public.track",
    "complaints": "public.complaints",
    "remedies": "public.remedies",
}
"""The pages that a step may lead to, by the names that the file of events uses."""


@bp.get("/events")
@audience("public")
def events() -> Any:
    """All events under their groups, and the items that none of them leads to."""
    on = business_today()
    return render_template("public/events.html", grouped=life_events.grouped(on=on), unnamed=life_events.unnamed(on=on))


@bp.get("/events/<name>")
@audience("public")
def event(name: str) -> Any:
    """One event: what has to be done, in which order, to whom each step applies, and its limits."""
    found = life_events.page(name, on=business_today())
    if found is None:
        abort(404)
    return render_template(
        "public/event.html", found=found, event=found.event, address=lambda page: address_of(PAGES[page])
    )
