"""The pages of the foot: complaints, remedies, personal data, accessibility, and what this portal is."""

from __future__ import annotations

from typing import Any

from flask import current_app, render_template, request

from portal.auth import audience
from portal.formats import business_today
from portal.services import guide_search, law, offices, opening_hours
from portal.web.public import bp
from workflows.retention import load_policy

MOST = 60
"""So many items stand on one page; where there are more, one department at a time."""


@bp.get("/complaints")
@audience("public")
def complaints() -> Any:
    """Where and how to complain, and to report a forged licence."""
    return render_template("public/complaints.html", **_by_office())


@bp.get("/remedies")
@audience("public")
def remedies() -> Any:
    """Reconsideration and litigation: where, until when, with the bodies of every item (R151)."""
    return render_template("public/remedies.html", **_by_office())


def _by_office() -> dict[str, Any]:
    """The guides in force: all of them, or where there are too many for one page those of one department."""
    on, asked = business_today(), request.args.get("office", "")
    listed, offices = law.catalogue().listings(on), guide_search.offices_of(on)
    chosen = asked if asked in offices else "" if len(listed) <= MOST else next(iter(offices))
    wanted = (law.catalogue().in_force(one.item, on) for one in listed if chosen in ("", one.office))
    return {
        "guides": [one for one in wanted if one],
        "offices": offices if len(listed) > MOST else {},
        "chosen": chosen,
    }


@bp.get("/privacy")
@audience("public")
def privacy() -> Any:
    """Which personal data are used for what."""
    known = current_app.config["SETTINGS"]
    facts = {"minutes": known.session_minutes, "site_hours": known.site_page_hours, "kept": load_policy()}
    return render_template("public/privacy.html", **facts)


@bp.get("/accessibility")
@audience("public")
def accessibility() -> Any:
    """What works for whom, and what to do where it does not."""
    return render_template("public/accessibility.html")


@bp.get("/about")
@audience("public")
def about() -> Any:
    """What this portal is, and the window for those who would rather come."""
    return render_template("public/about.html", hours=opening_hours.of(offices.CENTRE, on=business_today()))
