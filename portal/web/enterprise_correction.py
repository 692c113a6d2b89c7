"""Answering the one-off notice: the officer's words beside everything that has to be mended, and one button at the end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.auth import audience, current_actor
from portal.forms.application import filled_form, sent_form
from portal.forms.blocks import blocks_of, known_answers
from portal.forms.wording import sentence
from portal.i18n import language
from portal.rendering import ErrorLine, target
from portal.services import correction, partial_uploads, precheck, uploads
from portal.services.correction import CorrectionView
from portal.services.submission import SubmissionIncomplete
from portal.services.uploads import Goal
from portal.web import beside, precheck_words
from portal.web.beside import Stale
from portal.web.enterprise import bp
from portal.web.enterprise_materials import by_script, take_files, told_to_script, upload_limits
from portal.web.enterprise_section import laid_over, rows_asked, saved_words
from portal.web.requirement_words import requirement_name
from workflows.refusal import Refusal


@bp.get("/my/cases/<case_id>/correction")
@audience("handler")
def correction_page(case_id: str) -> Any:
    """What has to be mended and by when."""
    return _page(_view(case_id))


@bp.post("/my/cases/<case_id>/correction")
@audience("handler")
def answer_correction(case_id: str) -> Any:
    """Keep the words and the ticks of the page; then hand all corrections in at once, unless they were only to be saved."""
    by, at, seq = current_actor(), clock.now(), request.form.get("expected_seq", type=int)
    try:
        saved = correction.save_beside(case_id, *beside.sent(), mark=request.form.get("version"), by=by, at=at)
    except Refusal as refusal:
        return _page(_view(case_id), stale=beside.stale(refusal)), 409
    if by_script():
        return jsonify(beside.told(saved))
    if request.form.get("do") == "save":
        return redirect(url_for("enterprise.correction_page", case_id=case_id, _anchor="answer"), 303)
    if wrong := beside.faults():
        return _page(_view(case_id), beside_wrong=wrong), 422
    try:
        correction.answer(case_id, by=by, at=at, expected_seq=seq)
    except SubmissionIncomplete as incomplete:
        return _page(_view(case_id), incomplete=incomplete), 422
    flash(_("补正已经交回，窗口会告知是否受理。"))
    return redirect(url_for("enterprise.case", case_id=case_id), 303)


@bp.post("/my/cases/<case_id>/correction/files")
@audience("handler")
def correction_files(case_id: str) -> Any:
    """Take files that are to replace what was found wrong."""
    material, key, by = request.form.get("material", ""), request.form.get("key", ""), current_actor()
    _view(case_id)

    def take(file: Any, size: int | None) -> str:
        return uploads.attach_to_case(
            case_id, material, file.filename, file.stream, purpose="correction", by=by, at=clock.now(), size=size
        )

    wrong = take_files(take)
    if by_script():
        return told_to_script(wrong)
    if wrong:
        return _page(_view(case_id), {key: wrong}), 422
    return redirect(url_for("enterprise.correction_page", case_id=case_id, _anchor=f"m-{key}"), 303)


@bp.get("/my/cases/<case_id>/correction/<section>")
@audience("handler")
def correction_section(case_id: str, section: str) -> Any:
    """A section of the form with the answers that are open again."""
    view = _view(case_id)
    form = filled_form(view.file.guide, _open(view, section), language().code, view.raw)
    form.check(_asked(view))
    return _section_page(view, form)


@bp.post("/my/cases/<case_id>/correction/<section>")
@audience("handler")
def save_correction_section(case_id: str, section: str) -> Any:
    """Keep what was typed, and say what is wrong with it."""
    view = _view(case_id)
    form = sent_form(view.file.guide, _open(view, section), language().code, request.form)
    focus = rows_asked(form)
    at, version = clock.now(), request.form.get("version")
    try:
        saved = correction.save(case_id, form.typed(), section=section, version=version, by=current_actor(), at=at)
    except Refusal as refusal:
        return _stale(_view(case_id), form, refusal)
    view = _view(case_id)
    if by_script():
        return jsonify(saved_words(view.file.guide, saved))
    if focus:
        return _section_page(view, form, version=saved.mark)
    if request.form.get("do") != "save" and not form.check(_asked(view)):
        return _section_page(view, form, version=saved.mark), 422
    return redirect(url_for("enterprise.correction_page", case_id=case_id), 303)


def page_with(case_id: str, wrong: dict[str, list[str]]) -> str:
    """The page again, with sentences beside what could not be taken."""
    return _page(_view(case_id), wrong)


def _view(case_id: str) -> CorrectionView:
    return correction.view(case_id, by=current_actor(), at=clock.now())


def _open(view: CorrectionView, section: str) -> str:
    if all(one.section.id != section for one in view.sections):
        raise Refusal("no_such_section")
    return section


def _asked(view: CorrectionView) -> tuple[str, ...]:
    """The fields of the form that are asked and open; all others keep what was found in order."""
    return tuple(name for name in view.reading.needs.fields if name in view.open)


def _faults(view: CorrectionView, incomplete: SubmissionIncomplete | None) -> list[ErrorLine]:
    """What is still missing, each with the address where it is mended."""
    if incomplete is None:
        return []
    code, guide = language().code, view.file.guide
    lines = [
        ErrorLine(_way(view, name), sentence(guide.fields[name], error, code))
        for name, error in incomplete.errors.items()
    ]
    for item in view.items:
        if item.key in incomplete.missing:
            words = (
                _("“%(name)s”还没有改：请改表单，或者上传新文件。") if item.form else _("“%(name)s”还没有上传新文件。")
            )
            lines.append(ErrorLine(f"#m-{item.key}", words % {"name": requirement_name(item.requirement)}))
    for one in view.fields:
        if one.key in incomplete.missing:
            words = _("“%(label)s”还没有改。", label=one.field.label.get(code))
            lines.append(ErrorLine(f"#f-{one.field.id}", words))
    return lines


def _way(view: CorrectionView, name: str) -> str:
    """The address of the control by which an answer is mended."""
    guide = view.file.guide
    section = next(one.id for one in guide.form if any(field.id == name for field in one.fields))
    control = filled_form(guide, section, language().code, view.raw)[name]
    return url_for(
        "enterprise.correction_section", case_id=view.file.public_id, section=section, _anchor=target(control)
    )


def _things(view: CorrectionView) -> list[tuple[str, str, str, bool]]:
    """Everything that is to be mended, each with its place on the page and how far it is: answers first, then materials."""
    done = {True: _("已经改了"), False: _("还没有改")}
    fields = [(f"#f-{one.field.id}", one.field.label.get(language().code), one.changed) for one in view.fields]
    items = [
        (f"#m-{one.key}", requirement_name(one.requirement), bool(one.waiting or one.shared)) for one in view.items
    ]
    return [(href, name, done[mended], mended) for href, name, mended in (*fields, *items)]


def _page(
    view: CorrectionView,
    wrong: dict[str, list[str]] | None = None,
    incomplete: SubmissionIncomplete | None = None,
    *,
    stale: Stale | None = None,
    beside_wrong: Sequence[ErrorLine] = (),
) -> str:
    return render_template(
        "enterprise/correction.html",
        view=view,
        file=view.file,
        wrong=wrong or {},
        things=_things(view),
        ways={one.field.id: _way(view, one.field.id) for one in view.fields},
        targets={item.key: f"{'m' if item.shared else 'file'}-{item.key}" for item in view.items},
        faults=[*_faults(view, incomplete), *beside_wrong],
        mending=view.mending,
        stale=stale,
        failed=bool(wrong or incomplete or stale or beside_wrong),
        parts=partial_uploads.waiting(Goal("correction", view.file.public_id), by=current_actor()),
        doubts=precheck_words.of_files(precheck.of_files((one.requirement, one.waiting) for one in view.items)),
        **upload_limits(),
    )


def _stale(view: CorrectionView, form: Any, refusal: Refusal) -> Any:
    """Somebody else changed the same answer meanwhile: what was typed stays on the page, and the questions are named."""
    if refusal.rule != "draft_stale" or by_script():
        raise refusal
    both: Any = refusal.facts["fields"]
    other = [field for field in form.section.fields if field.id in both]
    shown = laid_over(view.file.guide, view.raw, form, refusal)
    return _section_page(view, shown, stale={"at": refusal.facts["at"], "fields": other}), 409


def _section_page(view: CorrectionView, form: Any, *, version: str = "", stale: Any = None) -> str:
    told = {one.field.id: one for one in view.fields if one.section == form.section.id}
    return render_template(
        "enterprise/correction_section.html",
        view=view,
        form=form,
        version=version or view.mark(form.section.id),
        stale=stale,
        told=told,
        ways=[(f"#{target(form[name])}", form[name].label.text, "", False) for name in told],
        locked=[name for name in view.reading.needs.fields if name not in view.open],
        blocks=blocks_of(form, view.file.guide, _asked(view), view.open),
        known=known_answers(form, view.file.guide, view.reading.answers, view.open),
    )
