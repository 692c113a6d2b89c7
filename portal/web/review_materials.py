"""The materials of a case as the reviewer reads them: what was answered, what was found, and every page as an image."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from guides.form import Field, Section
from portal import clock
from portal.actors import Role
from portal.auth import audience, current_actor
from portal.i18n import language
from portal.services import originals, page_images
from portal.services.answer_words import words_of
from portal.services.casefile import CaseFile
from portal.services.decision import DecisionView
from portal.services.page_images import PageUnreadable
from portal.web import review_case_words, window_refusals
from portal.web.downloads import send
from portal.web.review import bp, seen
from workflows.refusal import Refusal


@bp.get("/cases/<case_id>/materials")
@audience("reviewer", "decider")
def materials(case_id: str) -> Any:
    """All materials in the order of the guide, one of them open with its pages."""
    return materials_page(seen(case_id), "review")


@bp.get("/files/<file_id>/pages/<int:number>.png")
@audience("reviewer", "decider", "supervisor")
def page_image(file_id: str, number: int) -> Any:
    """One page of a file as an image."""
    try:
        image = page_images.page(file_id, number, by=current_actor(), size=request.args.get("size", "page"))
    except PageUnreadable:
        abort(404)
    return Response(image, mimetype="image/png", headers={"Cache-Control": "private, max-age=600"})


@bp.get("/files/<file_id>")
@audience("reviewer", "decider", "supervisor")
def download(file_id: str) -> Any:
    """The file itself, always as a download."""
    return send(file_id, by=current_actor())


@bp.post("/cases/<case_id>/originals")
@audience("reviewer")
def see_originals(case_id: str) -> Any:
    """Note which originals were seen at the site."""
    keys, seq = request.form.getlist("original"), request.form.get("expected_seq", type=int)
    try:
        originals.see(case_id, keys, "site", by=current_actor(), at=clock.now(), expected_seq=seq)
    except Refusal as refusal:
        return materials_page(seen(case_id), "review", said=window_refusals.said(refusal)), 409
    flash(_("原件核对已经记下。"))
    return redirect(url_for("review.materials", case_id=case_id, _anchor="originals"), 303)


def materials_page(view: DecisionView, room: str, *, said: Any = None) -> Any:
    """The page of materials, in the part of the house named by `room`."""
    wanted = request.args.get("m", "")
    chosen = next((one for one in view.materials if one.requirement.key == wanted), None)
    chosen = chosen or next((one for one in view.materials if one.files), None) or next(iter(view.materials), None)
    return render_template(
        "review/materials.html",
        seen=view,
        chosen=chosen,
        answers=_answers(view.file),
        show="answers" if request.args.get("m") == "answers" else "files",
        faults={one.public_id: page_images.fault(one.public_id, 1, by=current_actor()) for one in chosen.files}
        if chosen
        else {},
        here=f"{room}.materials",
        back=url_for(f"{room}.case", case_id=view.file.public_id),
        originals=originals.lines(view.file.public_id, by=current_actor()),
        ticks=room == "review" and current_actor().holds(Role.REVIEWER),
        said=said,
        failed=bool(said),
        kept=[],
        w=review_case_words,
    )


def _answers(file: CaseFile) -> list[tuple[Section, list[tuple[Field, str, str]]]]:
    """The sections of the form with what was answered in words; personal answers are named so that the page can mask them."""
    asked = set(file.needs.fields)
    found = list[tuple[Section, list[tuple[Field, str, str]]]]()
    for section in file.guide.form:
        rows: list[tuple[Field, str, str]] = [
            (field, words_of(field, file.answers.get(field.id), language().code), field.type)
            for field in section.fields
            if field.id in asked and field.type != "consent"
        ]
        if rows:
            found.append((section, rows))
    return found
