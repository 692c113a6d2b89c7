"""Everything about oneself, to be taken away."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, render_template, send_file

from portal import clock
from portal.auth import audience, current_actor
from portal.formats import business_today
from portal.security import limit_sign_up
from portal.services import own_package
from portal.web import own_pages
from portal.web.account import bp


@bp.get("/account/data", endpoint="data")
@audience("signed_in")
def data_page() -> Any:
    """What will be in the file."""
    return render_template("account/data.html", most=current_app.config["SETTINGS"].own_data_megabytes)


@bp.post("/account/data")
@limit_sign_up()
@audience("signed_in")
def take_data() -> Response:
    """The file, sent from the disk piece by piece; it is never kept on the way."""
    made = own_package.package(pages=own_pages, by=current_actor(), at=clock.now())
    name = f"onewindow-{business_today():%Y%m%d}.zip"
    response = send_file(made.file, "application/zip", as_attachment=True, download_name=name)
    response.content_length = made.size
    response.call_on_close(made.file.close)
    response.headers["Cache-Control"] = "private, no-store"
    return response
