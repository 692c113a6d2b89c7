"""Letters on the screen and as PDF, for everybody who may see the case."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from flask import Blueprint, redirect, render_template, send_file, url_for

from portal import clock
from portal.auth import audience, current_actor
from portal.documents import render_html
from portal.services import file_acts, letter_service, letters
from portal.web.navigation import case_page_of

bp = Blueprint("letters", __name__)


@bp.get("/letters/<letter_id>")
@audience("signed_in")
def letter(letter_id: str) -> Any:
    """The letter as it looks on paper, with the way back to its case and to the PDF."""
    by = current_actor()
    written = letters.letter(letter_id, by=by)
    letter_service.note_opened(letter_id, by=by, at=clock.now())
    return render_template(
        "letters/letter.html", written=written, page=render_html(written.letter), back=case_page_of(written.case_id, by)
    )


@bp.get("/letters/<letter_id>/proof")
@audience("signed_in")
def proof(letter_id: str) -> Any:
    """The proof of service of a letter: a letter of its own where an act served it."""
    by = current_actor()
    written = letters.proof(letter_id, by=by)
    if written.public_id != letter_id:
        return redirect(url_for("letters.letter", letter_id=written.public_id))
    return render_template(
        "letters/letter.html",
        written=written,
        page=render_html(written.letter),
        back=case_page_of(written.case_id, by),
        download=url_for("letters.proof_pdf", letter_id=letter_id),
    )


@bp.get("/letters/<letter_id>/proof.pdf")
@audience("signed_in")
def proof_pdf(letter_id: str) -> Any:
    """The proof of service as PDF."""
    name, content = letters.proof_pdf(letter_id, by=current_actor(), at=clock.now())
    return send_file(BytesIO(content), "application/pdf", as_attachment=True, download_name=name)


@bp.get("/letters/<letter_id>.pdf")
@audience("signed_in")
def pdf(letter_id: str) -> Any:
    """The letter as PDF, always as a download."""
    by = current_actor()
    name, content = letters.pdf(letter_id, by=by, at=clock.now())
    letter_service.note_opened(letter_id, by=by, at=clock.now())
    file_acts.letter_taken(letter_id, by=by, at=clock.now())
    return send_file(BytesIO(content), "application/pdf", as_attachment=True, download_name=name)
