"""Everything about oneself, to be taken away."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from flask import render_template, send_file

from portal import clock
from portal.auth import audience, current_actor
from portal.formats import business_today
from portal.security import limit_sign_up
from portal.services import own_data
from portal.web.account import bp


@bp.get("/account/data", endpoint="data")
@audience("signed_in")
def data_page() -> Any:
    """What will be in the file."""
    return render_template("account/data.html")


@bp.post("/account/data")
@limit_sign_up()
@audience("signed_in")
def take_data() -> Any:
    """The file; it is never kept on the way."""
    content = own_data.package(by=current_actor(), at=clock.now())
    name = f"onewindow-{business_today():%Y%m%d}.zip"
    response = send_file(BytesIO(content), "application/zip", as_attachment=True, download_name=name)
    response.headers["Cache-Control"] = "private, no-store"
    return response
