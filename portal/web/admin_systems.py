"""Administration: the outside systems, whether each answers, and what waits for it."""

from __future__ import annotations

from typing import Any

from flask import render_template

from portal.auth import audience, current_actor
from portal.services import message_status, ports
from portal.web.admin import bp


@bp.get("/systems")
@audience("administrator")
def systems() -> Any:
    """All outside systems."""
    by = current_actor()
    return render_template("admin/systems.html", found=ports.every(by=by), failed=message_status.failed(by=by))
