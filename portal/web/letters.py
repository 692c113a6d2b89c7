"""Letters on the screen and as PDF, for everybody who may see the case."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from flask import Blueprint, render_template, send_file, url_for

from portal.actors import Actor, Role
from portal.auth import audience, current_actor
from portal.documents import render_html
from portal.services import letters
from portal.web.navigation import address_of

bp = Blueprint("letters", __name__)


@bp.get("/letters/<letter_id>")
@audience("signed_in")
def letter(letter_id: str) -> Any:
    """The letter as it looks on paper, with the way back to its case and to the PDF."""
    by = current_actor()
    written = letters.letter(letter_id, by=by)
    return render_template(
        "letters/letter.html", written=written, page=render_html(written.letter), back=_case_page(written.case_id, by)
    )


@bp.get("/letters/<letter_id>.pdf")
@audience("signed_in")
def pdf(letter_id: str) -> Any:
    """The letter as PDF, always as a download."""
    name, content = letters.pdf(letter_id, by=current_actor())
    return send_file(BytesIO(content), "application/pdf", as_attachment=True, download_name=name)


def _case_page(case_id: str, by: Actor) -> str:
    """The page of the case in the part of the house where this person works."""
    if by.holds(Role.INTAKE):
        return url_for("window.receipt", case_id=case_id)
    rooms = {"handler": ("enterprise.case",), "officer": ("window.case", "review.case", "supervision.case")}
    wanted = (name for name in rooms.get(by.kind, ()) if by.kind == "handler" or name.partition(".")[0] in _rooms(by))
    return next((href for name in wanted if (href := address_of(name, case_id=case_id))), url_for("account.profile"))


def _rooms(by: Actor) -> set[str]:
    names = {"window": "window", "reviewer": "review", "decider": "review", "supervisor": "supervision"}
    return {names[str(role)] for role in by.roles if str(role) in names}
