"""Announcements of hearings: anybody may come, and whoever is concerned may ask to be heard (article 46, R36)."""

from __future__ import annotations

from typing import Any

from flask import render_template

from portal.auth import audience
from portal.formats import business_today
from portal.services import hearing_list
from portal.web.public import bp


@bp.get("/hearings", endpoint="hearings")
@audience("public")
def hearings_page() -> Any:
    """The hearings to come, by day."""
    return render_template("public/hearings.html", found=hearing_list.upcoming(on=business_today()))
