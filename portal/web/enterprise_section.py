"""One section of the form: saved as it was typed, checked when the applicant goes on, saved by itself where scripts run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import jsonify, redirect, render_template, request
from flask_babel import gettext as _
from markupsafe import escape

from guides.conditions import is_filled
from guides.guide import Guide
from portal import clock
from portal.auth import audience, current_actor
from portal.formats import business_today, sentences, stamp
from portal.forms.application import PREFIX, SectionForm, filled_form, sent_form
from portal.forms.blocks import blocks_of, known_answers
from portal.i18n import language
from portal.services import draft_sources, drafts, former_answers, prefill
from portal.services.draft_merge import Saved
from portal.services.draft_view import DraftView
from portal.web import enterprise_roster, steps
from portal.web.enterprise import asked_registers, bp, open_draft
from portal.web.enterprise_materials import by_script
from portal.web.roster_words import Told
from portal.web.source_words import hush, lock, look_notes, stands_of
from workflows.refusal import Refusal


@bp.get("/my/drafts/<draft_id>/sections/<section>")
@audience("handler")
def section(draft_id: str, section: str) -> Any:
    """A section with what was typed; `?check` says beside every field what is missing as well."""
    view = open_draft(draft_id)
    if not isinstance(view, DraftView):
        return view
    form = filled_form(view.guide, _known(view, section), language().code, view.raw)
    form.check(view.reading.needs.fields, lacking="check" in request.args)
    form.propose_first_row({"enterprise.legal_rep": view.applicant.legal_representative}, view.reading.needs.fields)
    form.propose_region(prefill.region_of(view.applicant.address), view.reading.needs.fields)
    return _page(view, form)


@bp.post("/my/drafts/<draft_id>/sections/<section>")
@audience("handler")
def save_section(draft_id: str, section: str) -> Any:
    """Keep everything that was typed, then do what the button says: add or remove a row, only save, or go on."""
    by, at = current_actor(), clock.now()
    view = drafts.view(draft_id, by=by, on=business_today())
    form, told = enterprise_roster.brought(
        view, sent_form(view.guide, _known(view, section), language().code, request.form)
    )
    focus, same = rows_asked(form), request.form.get("same", "")
    if same:
        form.take_address(same, prefill.registered(view.guide, {**view.raw, **form.typed()}, view.applicant.address))
    try:
        saved = drafts.save(draft_id, form.typed(), section=section, by=by, at=at, version=request.form.get("version"))
    except Refusal as refusal:
        return _stale(drafts.view(draft_id, by=by, on=business_today()), form, refusal)
    view = drafts.view(draft_id, by=by, on=business_today())
    if told:
        return _filled(view, form, told, saved)
    if by_script():
        return jsonify(_saved(view, section, saved))
    if confirmed := request.form.get("confirm"):
        draft_sources.confirm(draft_id, [confirmed], by=by, at=at)
        return redirect(f"{steps.href_of(view, section)}#s-{confirmed}", 303)
    if same:
        return redirect(f"{steps.href_of(view, section)}#{PREFIX}{same}-set", 303)
    return _page(view, form, focus=focus, version=saved.mark) if focus else _go_on(view, form, saved)


def _filled(view: DraftView, form: SectionForm, told: Told, saved: Saved) -> Any:
    """The page with the rows of a file to look over, and what is wrong in them beside each cell; or why the file is not taken."""
    form.check(
        [one.id for one in enterprise_roster.tables_of(form.section, view.reading.needs.fields)] if told.filled else []
    )
    return _page(view, form, status=422 if told.refused else 200, version=saved.mark, told=told)


def rows_asked(form: SectionForm) -> str:
    """Add or remove the row that was asked for; the control to go to, or nothing when no row was meant."""
    if table := request.form.get("add_row"):
        return form.add_row(table)
    if table := request.form.get("copy_row"):
        return form.add_row(table, alike=True)
    if row := request.form.get("remove_row"):
        return form.remove_row(row)
    return ""


def _go_on(view: DraftView, form: SectionForm, saved: Saved) -> Any:
    """Check what was on the page. Questions that an answer has only now brought up are shown first, and not called missing."""
    name = form.section.id
    if request.form.get("do") == "save":
        return redirect(steps.href_of(view, name), 303)
    asked = view.reading.needs.fields
    seen = set(request.form.get("shown", "").split())
    fresh = [one for one in asked if one in form.guided and one not in seen and not is_filled(view.raw.get(one))]
    if not form.check([one for one in asked if one not in fresh]):
        return _page(view, form, status=422, version=saved.mark)
    if any(form.guided[one].required for one in fresh):
        return redirect(f"{steps.href_of(view, name)}?new=1#{PREFIX}{fresh[0]}", 303)
    return redirect(_came(view, name) or steps.onward(view, name), 303)


def _came(view: DraftView, section: str) -> str:
    """Going on confirms what the page showed; where a code that was typed brought more of a register, the way back to it."""
    by, at = current_actor(), clock.now()
    seen = draft_sources.pending(view, section)
    draft_sources.confirm(view.public_id, seen, by=by, at=at)
    now = asked_registers(drafts.view(view.public_id, by=by, on=business_today()))
    fresh = [one for one in draft_sources.pending(now, section) if one not in seen]
    return f"{steps.href_of(view, section)}#s-{fresh[0]}" if fresh else ""


def _page(
    view: DraftView,
    form: SectionForm,
    *,
    status: int = 200,
    focus: str = "",
    stale: Any = None,
    version: str = "",
    told: Told | None = None,
) -> Any:
    """The page; `version` is what it holds where that is what was sent, and not what the draft holds."""
    name, stands = form.section.id, stands_of(view)
    lock(form, stands)
    hush(form)
    page = render_template(
        "enterprise/section.html",
        view=view,
        form=form,
        blocks=blocks_of(form, view.guide, view.reading.needs.fields),
        known=known_answers(form, view.guide, view.answers),
        shown=" ".join(one for one in view.reading.needs.fields if one in form.guided),
        version=version or view.mark(name),
        steps=steps.steps_of(view, name),
        back=steps.before(view, name),
        focus=focus,
        stale=stale,
        fresh="new" in request.args,
        stands=stands,
        registered=prefill.registered(view.guide, view.raw, view.applicant.address),
        notes=look_notes(view, name),
        pending=draft_sources.pending(view, name),
        lists=enterprise_roster.tables_of(form.section, view.reading.needs.fields),
        told=told,
        taken=[form[one.id] for one in former_answers.to_confirm(view, name)],
    )
    return page, status


def _stale(view: DraftView, form: SectionForm, refusal: Refusal) -> Any:
    """Somebody changed the same answers meanwhile: what was typed there stays on the page, and the questions are named."""
    if refusal.rule != "draft_stale" or by_script():
        raise refusal
    both: Any = refusal.facts["fields"]
    other = [field for field in form.section.fields if field.id in both]
    shown = laid_over(view.guide, view.raw, form, refusal)
    return _page(view, shown, status=409, stale={"at": refusal.facts["at"], "fields": other})


def laid_over(guide: Guide, raw: Mapping[str, Any], form: SectionForm, refusal: Refusal) -> SectionForm:
    """The section as the server holds it now, with what was typed where somebody else changed the same answer."""
    both: Any = refusal.facts["fields"]
    mine = {name: typed for name, typed in form.typed().items() if name in both}
    return filled_form(guide, form.section.id, language().code, {**raw, **mine})


def _saved(view: DraftView, section: str, saved: Saved) -> dict[str, Any]:
    tasks = render_template("enterprise/_tasks.html", view=view, steps=steps.steps_of(view, section))
    return {**saved_words(view.guide, saved), "tasks": tasks}


def saved_words(guide: Guide, saved: Saved) -> dict[str, Any]:
    """What a page is told that saved by itself: the marks it carries from now on, the words, and what others changed."""
    words = _("已自动保存，%(time)s。", time=stamp(clock.now()))
    if saved.theirs:
        names = [guide.fields[one].label.get(language().code) for one in saved.theirs]
        listed = _("、").join(_("“%(name)s”", name=escape(name)) for name in names)
        words = sentences(words, _("别处刚改过%(names)s，这一页已经换成新的内容。", names=listed))
    return {"version": saved.mark, "words": words, "theirs": list(saved.theirs)}


def _known(view: DraftView, section: str) -> str:
    if all(one.section.id != section for one in view.sections):
        raise Refusal("no_such_section")
    return section


def section_href(view: DraftView, field: str) -> str:
    """The address of a field, on a page that says everything that is missing in its section."""
    name = next(one.id for one in view.guide.form if any(f.id == field for f in one.fields))
    return f"{steps.href_of(view, name)}?check=1#{PREFIX}{field}"
