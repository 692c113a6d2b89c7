"""Administration: the outside systems, whether each answers, and what waits for it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from portal import clock
from portal.auth import audience, current_actor
from portal.services import message_status, ports
from portal.web.admin import bp


@bp.get("/systems")
@audience("administrator")
def systems() -> Any:
    """All outside systems."""
    by, at = current_actor(), clock.now()
    found, failed = ports.every(by=by, at=at), message_status.failed(by=by)
    return render_template("admin/systems.html", found=found, failed=failed)


@bp.post("/systems/<name>/again")
@audience("administrator")
def ask_again(name: str) -> Any:
    """Ask a system again at once that is left alone after failures."""
    ports.reset(name, by=current_actor(), at=clock.now())
    flash(_("已经恢复询问，排队等它的马上再试。"))
    return redirect(url_for("admin.systems"), 303)
