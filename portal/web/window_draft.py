"""The form at the window: the same sections, files and check as at home, with scans taken straight into the list."""

from __future__ import annotations

import secrets
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal import clock
from portal.actors import Role
from portal.auth import audience, current_actor
from portal.formats import business_today
from portal.forms.application import SectionForm, filled_form, sent_form
from portal.forms.blocks import blocks_of, known_answers
from portal.forms.walkin import DeclarationForm
from portal.i18n import language
from portal.services import (
    drafts,
    former_answers,
    library,
    precheck,
    printpack,
    scans,
    sharing,
    sittings,
    submission,
    uploads,
)
from portal.services.draft_view import DraftView
from portal.services.persons import NATURAL_PERSON
from portal.services.submission import SubmissionIncomplete
from portal.web import precheck_words, steps
from portal.web.downloads import send
from portal.web.enterprise_check import faults_of
from portal.web.enterprise_materials import by_script, take_files, told_to_script, upload_limits
from portal.web.enterprise_section import laid_over, rows_asked
from portal.web.window import bp, counter
from portal.web.window_walkin import open_draft
from workflows.refusal import Refusal


@bp.get("/drafts/<draft_id>/sections/<section>")
@audience("window", "intake")
def section(draft_id: str, section: str) -> Any:
    """A section with what was typed; `?check` says beside every field what is missing as well."""
    view = open_draft(draft_id)
    if not isinstance(view, DraftView):
        return view
    form = filled_form(view.guide, _known(view, section), language().code, view.raw)
    form.check(view.reading.needs.fields, lacking="check" in request.args)
    return _section_page(view, form)


@bp.post("/drafts/<draft_id>/sections/<section>")
@audience("window", "intake")
def save_section(draft_id: str, section: str) -> Any:
    """Keep everything that was typed, then do what the button says."""
    by, at = current_actor(), clock.now()
    view = drafts.view(draft_id, by=by, on=business_today())
    form = sent_form(view.guide, _known(view, section), language().code, request.form)
    focus = rows_asked(form)
    try:
        saved = drafts.save(draft_id, form.typed(), section=section, by=by, at=at, version=request.form.get("version"))
    except Refusal as refusal:
        if refusal.rule != "draft_stale":
            raise
        view = drafts.view(draft_id, by=by, on=business_today())
        return _section_page(
            view, laid_over(view.guide, view.raw, form, refusal), stale=refusal.facts["at"], status=409
        )
    sharing.spread_answers(draft_id, view.raw, by=by, at=at)
    sharing.fetch_files(draft_id, [one.key for one in view.requirements], by=by, at=at)
    view = drafts.view(draft_id, by=by, on=business_today())
    if focus:
        return _section_page(view, form, version=saved.mark)
    if request.form.get("do") == "save":
        return redirect(steps.href_of(view, section), 303)
    if _right(view, form):
        return redirect(steps.after(view, section), 303)
    return _section_page(view, form, status=422, version=saved.mark)


@bp.get("/drafts/<draft_id>/materials")
@audience("window", "intake")
def materials(draft_id: str) -> Any:
    """The exact list, with scans taken in one by one."""
    view = open_draft(draft_id)
    return _materials_page(view) if isinstance(view, DraftView) else view


@bp.post("/drafts/<draft_id>/files")
@audience("window", "intake")
def upload(draft_id: str) -> Any:
    """Take one or several scans for a material."""
    material, by = request.form.get("material", ""), current_actor()
    drafts.view(draft_id, by=by)

    def take(file: Any, size: int | None) -> str:
        at = clock.now()
        file_id = uploads.attach(draft_id, material, file.filename, file.stream, by=by, at=at, size=size)
        tell_shared(sharing.spread_file(draft_id, file_id, by=by, at=at))
        return file_id

    wrong = take_files(take)
    if by_script():
        return told_to_script(wrong)
    view = drafts.view(draft_id, by=by, on=business_today())
    key = next((one.key for one in view.requirements if one.requirement.satisfied({material})), "")
    if wrong:
        return _materials_page(view, {key: wrong}), 422
    return redirect(url_for("window.materials", draft_id=draft_id, _anchor=f"m-{key}"), 303)


@bp.post("/drafts/<draft_id>/later")
@audience("window", "intake")
def later(draft_id: str) -> Any:
    """Note that the applicant means to bring a material later, or takes that back (容缺承诺, R69)."""
    by, key = current_actor(), request.form.get("key", "")
    others = set(drafts.view(draft_id, by=by, on=business_today()).later) - {key}
    drafts.promise(draft_id, others | {key} if request.form.get("on") else others, by=by, at=clock.now())
    return redirect(url_for("window.materials", draft_id=draft_id, _anchor=f"m-{key}"), 303)


@bp.post("/files/<file_id>/remove")
@audience("window", "intake")
def remove_file(file_id: str) -> Any:
    """Take a scan back that was not handed in yet."""
    by = current_actor()
    facts, _path = uploads.open(file_id, by=by)
    uploads.remove(file_id, by=by, at=clock.now())
    flash(_("“%(name)s”已经删除。", name=facts.filename))
    if draft_id := request.form.get("draft_id"):
        return redirect(url_for("window.materials", draft_id=draft_id, _anchor=f"m-{request.form.get('key', '')}"), 303)
    if draft_id := request.form.get("papers_of"):
        return redirect(url_for("window.papers", draft_id=draft_id), 303)
    return redirect(url_for("window.on_spot", case_id=request.form.get("case_id", "")), 303)


@bp.get("/files/<file_id>")
@audience("window", "intake")
def file(file_id: str) -> Any:
    """The file itself, always as a download."""
    return send(file_id, by=current_actor())


@bp.get("/drafts/<draft_id>/check")
@audience("window", "intake")
def check(draft_id: str) -> Any:
    """Everything on one page, to be read over with the applicant."""
    view = open_draft(draft_id)
    return _check_page(view, _declaration(view)) if isinstance(view, DraftView) else view


@bp.post("/drafts/<draft_id>/check")
@audience("window", "intake")
def submit(draft_id: str) -> Any:
    """Hand the application in at the window; a second click leads to the same receipt. The visit is counted with it."""
    by = current_actor()
    if case_id := submission.case_of(draft_id, by=by):
        return redirect(url_for("window.receipt", case_id=case_id), 303)
    view = drafts.view(draft_id, by=by, on=business_today())
    form, lenient = _declaration(view), request.form.get("do") == "incomplete"
    if not form.validate():
        return _check_page(view, form), 422
    given = {"key": request.form.get("key", ""), "version": request.form.get("version", type=int)}
    given |= {"window": counter(), "forwarding": form.forwarding.data if "forwarding" in form else ""}
    if "service" in form:
        given["service"] = form.service.data
    try:
        receipt = submission.submit(draft_id, by=by, at=clock.now(), incomplete=lenient, **given)  # type: ignore[arg-type]
    except SubmissionIncomplete:
        return _check_page(view, form), 422
    except Refusal as refusal:
        if refusal.rule != "draft_changed":
            raise
        fresh = drafts.view(draft_id, by=by, on=business_today())
        return _check_page(fresh, form, changed=refusal.facts["at"]), 409
    return redirect(_after_receipt(draft_id, receipt.case_id), 303)


def _after_receipt(draft_id: str, case_id: str) -> str:
    """To the receipt; where the sitting has more items that are open, to the sitting."""
    found = sittings.of_draft(draft_id, by=current_actor())
    if found and found.open:
        return url_for("window.sitting", sitting_id=found.public_id)
    return url_for("window.receipt", case_id=case_id)


def tell_shared(number: int) -> None:
    """Say that a scan went into the sitting's other applications too, so that a wrong one can be taken out there."""
    if number:
        flash(ngettext("同一份材料也放进了另外 %(num)s 件申请。", "同一份材料也放进了另外 %(num)s 件申请。", number))


def _known(view: DraftView, section: str) -> str:
    if all(one.section.id != section for one in view.sections):
        raise Refusal("no_such_section")
    return section


def _right(view: DraftView, form: SectionForm) -> bool:
    return form.check(view.reading.needs.fields)


def _declaration(view: DraftView) -> DeclarationForm:
    later = any(one.state == "later" for one in view.requirements)
    found = sittings.of_draft(view.public_id, by=current_actor())
    agent = bool(found and found.agent.capacity == "agent")
    inbox = view.applicant.kind != NATURAL_PERSON
    return DeclarationForm().only(promises=later, agent=agent, point=view.channel == "remote", inbox=inbox)


def _section_page(
    view: DraftView, form: SectionForm, *, stale: Any = None, status: int = 200, version: str = ""
) -> Any:
    name = form.section.id
    page = render_template(
        "window/section.html",
        view=view,
        form=form,
        blocks=blocks_of(form, view.guide, view.reading.needs.fields),
        known=known_answers(form, view.guide, view.answers),
        version=version or view.mark(name),
        steps=steps.steps_of(view, name),
        back=steps.before(view, name),
        stale=stale,
        taken=[form[one.id] for one in former_answers.to_confirm(view, name)],
    )
    return page, status


def _materials_page(view: DraftView, wrong: dict[str, list[str]] | None = None) -> str:
    return render_template(
        "window/materials.html",
        view=view,
        steps=steps.steps_of(view, steps.MATERIALS),
        back=steps.before(view, steps.MATERIALS),
        go_on=steps.after(view, steps.MATERIALS),
        table=scans.waiting(view.public_id, by=current_actor()),
        wrong=wrong or {},
        failed=bool(wrong),
        papers=library.offers(view, by=current_actor(), on=business_today())
        if current_actor().holds(Role.WINDOW)
        else {},
        taken="taken" in request.args,
        **upload_limits(),
    )


def _check_page(view: DraftView, form: DeclarationForm, *, changed: Any = None) -> str:
    return render_template(
        "window/check.html",
        view=view,
        fields=form,
        form=form if form.errors else None,
        faults=faults_of(view),
        doubts=precheck_words.lines(view, precheck.doubts(view, on=business_today())),
        lacks_files_only=not view.reading.errors and not view.outdated,
        steps=steps.steps_of(view, steps.CHECK),
        back=steps.before(view, steps.CHECK),
        key=secrets.token_urlsafe(12),
        changed=changed,
        papers=printpack.papers(view.public_id, by=current_actor(), at=clock.now()),
        table=scans.waiting(view.public_id, by=current_actor()),
    )
