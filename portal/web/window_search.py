"""The search boxes of the window are sent as forms: whoever searches by the number of an identity card leaves it in no address."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _

from portal.auth import audience
from portal.services import persons
from portal.web.window import bp

PLACES = {name: f"window.{name}" for name in ("queue", "corrections", "deliveries", "cases")}


@bp.post("/search/<where>")
@audience("window")
def look_for(where: str) -> Any:
    """Go to the list that was searched, with its filters; a person is found by the sign of the number."""
    if where not in PLACES:
        abort(404)
    words = persons.signed(request.form.get("q", "").strip()[:300])
    if words is None:
        flash(_("身份证号码要照身份证填全 18 位，少一位、错一位都查不到。"), "warn")
    filters: dict[str, Any] = {
        name: value for name, value in request.form.items() if name.isalpha() and name != "q" and value
    }
    return redirect(url_for(PLACES[where], q=words or None, **filters), 303)
