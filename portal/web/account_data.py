"""Everything about oneself: asked for, prepared in the background, and taken away."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _

from portal import clock
from portal.auth import audience, current_actor, session_token
from portal.clock import business_day
from portal.i18n import language
from portal.security import limit_sign_up
from portal.services import own_requests
from portal.web.account import bp


@bp.get("/account/data", endpoint="data")
@audience("signed_in")
def data_page() -> Any:
    """What will be in the file, whether it is being prepared, and the file where it lies ready."""
    most, days = current_app.config["SETTINGS"].own_data_megabytes, own_requests.days()
    now = own_requests.standing(by=current_actor(), at=clock.now())
    return render_template("account/data.html", most=most, days=days, now=now)


@bp.post("/account/data")
@limit_sign_up()
@audience("signed_in")
def ask_for_data() -> Any:
    """Ask for the file; asked again while it is prepared, the page says that it is."""
    own_requests.ask(locale=language().locale, by=current_actor(), at=clock.now())
    return redirect(url_for("account.data"), 303)


@bp.get("/account/data/file", endpoint="data_file")
@audience("signed_in")
def take_data() -> Response | Any:
    """The file, sent from the disk piece by piece; a line that was cut goes on where it was."""
    part = "Range" in request.headers
    ready = own_requests.take(part=part, sign_in=session_token(), by=current_actor(), at=clock.now())
    if ready is None:
        flash(_("这里没有可以下载的文件：还没有准备好，或者已经删除。"))
        return redirect(url_for("account.data"), 303)
    name = f"onewindow-{business_day(ready.made_at):%Y%m%d}.zip"
    response = send_file(ready.path, "application/zip", as_attachment=True, download_name=name)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.post("/account/data/delete", endpoint="delete_data")
@audience("signed_in")
def delete_data() -> Any:
    """Delete the file before its time."""
    own_requests.discard(by=current_actor(), at=clock.now())
    flash(_("文件已经删除。需要时可以重新准备。"))
    return redirect(url_for("account.data"), 303)
