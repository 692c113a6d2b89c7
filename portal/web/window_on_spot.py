"""Correction on the spot: answers and files mended beside the applicant, in one form, with what changed left as a trace (R4)."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.auth import audience, current_actor
from portal.forms.application import SectionForm, filled_form, sent_form
from portal.forms.blocks import blocks_of, known_answers
from portal.forms.wording import sentence
from portal.i18n import language
from portal.services import intake, on_spot, uploads
from portal.services.on_spot import OnSpot
from portal.services.submission import SubmissionIncomplete
from portal.web import window_refusals, window_words
from portal.web.enterprise_materials import by_script, take_files, told_to_script, upload_limits
from portal.web.enterprise_section import rows_asked
from portal.web.window import bp
from workflows.refusal import Refusal


@bp.get("/queue/<case_id>/correct", endpoint="on_spot")
@audience("window")
def on_spot_page(case_id: str) -> Any:
    """The answers section by section, and the materials whose files may be replaced."""
    seen = on_spot.view(case_id, by=current_actor())
    section = _asked(seen)
    return _page(seen, filled_form(seen.file.guide, section, language().code, seen.raw))


@bp.post("/queue/<case_id>/correct")
@audience("window")
def correct_on_spot(case_id: str) -> Any:
    """Freeze what was mended in this section, and the files that wait, into a new snapshot."""
    seen, by = on_spot.view(case_id, by=current_actor()), current_actor()
    form = sent_form(seen.file.guide, _asked(seen), language().code, request.form)
    typed = form.typed()
    seen = on_spot.view(case_id, typed, by=by)
    if rows_asked(form):
        return _page(seen, form)
    if not form.check(seen.reading.needs.fields):
        return _page(seen, form, status=422)
    note, keep = request.form.get("note", "")[:500], request.form.getlist("keep")
    seq = request.form.get("expected_seq", -1, type=int)
    try:
        intake.correct_on_spot(case_id, typed, note=note, keep=keep, by=by, at=clock.now(), expected_seq=seq)
    except SubmissionIncomplete as wrong:
        return _page(seen, form, elsewhere=wrong, status=422)
    except Refusal as refusal:
        return _page(seen, form, said=window_refusals.said(refusal), status=409)
    flash(_("已当场更正，改过的材料请重新标记，其余的标记还在。"))
    return redirect(url_for("window.desk", case_id=case_id), 303)


@bp.post("/queue/<case_id>/correct/files")
@audience("window")
def on_spot_files(case_id: str) -> Any:
    """Take scans that are to replace what was handed in."""
    material, key, by = request.form.get("material", ""), request.form.get("key", ""), current_actor()
    seen = on_spot.view(case_id, by=by)

    def take(file: Any, size: int | None) -> str:
        at, stream = clock.now(), file.stream
        return uploads.attach_to_case(case_id, material, file.filename, stream, purpose="desk", by=by, at=at, size=size)

    wrong = take_files(take)
    if by_script():
        return told_to_script(wrong)
    if wrong:
        form = filled_form(seen.file.guide, _asked(seen), language().code, seen.raw)
        return _page(on_spot.view(case_id, by=by), form, wrong={key: wrong}, status=422)
    return redirect(url_for("window.on_spot", case_id=case_id, _anchor=f"m-{key}"), 303)


def _asked(seen: OnSpot) -> str:
    names = [section.id for section in seen.file.guide.form]
    wanted = request.values.get("section", names[0])
    if wanted not in names:
        raise Refusal("no_such_section")
    return wanted


def _page(
    seen: OnSpot,
    form: SectionForm,
    *,
    wrong: dict[str, list[str]] | None = None,
    elsewhere: SubmissionIncomplete | None = None,
    said: Any = None,
    status: int = 200,
) -> Any:
    """The page with one section open; `elsewhere` are faults in other sections that the change brought about."""
    guide, code = seen.file.guide, language().code
    faults = elsewhere.errors if elsewhere else {}
    page = render_template(
        "window/on_spot.html",
        seen=seen,
        file=seen.file,
        sections=[one for one in guide.form if any(field.id in seen.reading.needs.fields for field in one.fields)],
        fields=form,
        form=form if form.errors else None,
        blocks=blocks_of(form, guide, seen.reading.needs.fields),
        known=known_answers(form, guide, seen.reading.answers),
        faults=[sentence(guide.fields[name], error, code) for name, error in faults.items()],
        wrong=wrong or {},
        said=said,
        kept=[],
        failed=bool(wrong or said or faults),
        w=window_words,
        **upload_limits(),
    )
    return page, status
