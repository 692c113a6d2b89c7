"""The pages of the foot: complaints, remedies, personal data, accessibility, and what this portal is."""

from __future__ import annotations

from typing import Any

from flask import current_app, render_template

from portal.auth import audience
from portal.formats import business_today
from portal.services import law
from portal.web.public import bp


@bp.get("/complaints")
@audience("public")
def complaints() -> Any:
    """Where and how to complain, and to report a forged licence."""
    return render_template("public/complaints.html", guides=law.catalogue().items(business_today()))


@bp.get("/remedies")
@audience("public")
def remedies() -> Any:
    """Reconsideration and litigation: where, until when, with the bodies of every item (R151)."""
    return render_template("public/remedies.html", guides=law.catalogue().items(business_today()))


@bp.get("/privacy")
@audience("public")
def privacy() -> Any:
    """Which personal data are used for what."""
    return render_template("public/privacy.html", minutes=current_app.config["SETTINGS"].session_minutes)


@bp.get("/accessibility")
@audience("public")
def accessibility() -> Any:
    """What works for whom, and what to do where it does not."""
    return render_template("public/accessibility.html")


@bp.get("/about")
@audience("public")
def about() -> Any:
    """What this portal is, and the window for those who would rather come."""
    return render_template("public/about.html")
