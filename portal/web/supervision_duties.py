"""What is owed after licences, as the supervisor sees it: all offices, what is past its day first."""

from __future__ import annotations

from typing import Any

from portal.auth import audience
from portal.web.review_duties import render_duties
from portal.web.supervision import bp


@bp.get("/duties", endpoint="duties")
@audience("supervisor")
def duties_page() -> Any:
    """Every office's checks and renewals by their day; nothing can be done here."""
    return render_duties("supervision", None)
