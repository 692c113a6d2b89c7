"""The application form as it is filled in, to be printed, signed, photographed and uploaded."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from flask import send_file

from portal import clock
from portal.auth import audience, current_actor
from portal.services import printpack
from portal.web.enterprise import bp


@bp.get("/my/drafts/<draft_id>/forms/<material>.pdf")
@audience("handler")
def printed_form(draft_id: str, material: str) -> Any:
    """The form of a draft for signature."""
    name, content = printpack.form_pdf(draft_id, material, by=current_actor(), at=clock.now())
    return send_file(BytesIO(content), "application/pdf", as_attachment=True, download_name=name)
