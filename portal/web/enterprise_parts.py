"""Uploads in parts, and photographs bound into one PDF: what a telephone on a bad line needs on the list of materials."""

from __future__ import annotations

from typing import Any

from flask import flash, jsonify, redirect, request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.auth import audience, current_actor
from portal.formats import business_today
from portal.services import drafts, partial_uploads, pictures
from portal.services.inspection import UploadError
from portal.services.partial_uploads import LARGEST_PART, Gap, Late
from portal.services.uploads import Goal
from portal.web import enterprise_correction, enterprise_fixes, enterprise_materials, enterprise_supplement
from portal.web.enterprise import bp
from portal.web.upload_words import words_of


@bp.post("/my/drafts/<draft_id>/parts")
@audience("handler")
def begin_upload(draft_id: str) -> Any:
    """Announce a file for a draft, or find out how far it had come."""
    return _begun(Goal("draft", draft_id))


@bp.post("/my/cases/<case_id>/correction/parts", defaults={"purpose": "correction"})
@bp.post("/my/cases/<case_id>/supplement/parts", defaults={"purpose": "supplement"})
@bp.post("/my/cases/<case_id>/fixes/parts", defaults={"purpose": "review_fix"})
@audience("handler")
def begin_case_upload(case_id: str, purpose: str) -> Any:
    """Announce a file for a case that asks for it, or find out how far it had come."""
    return _begun(Goal(purpose, case_id))


@bp.post("/my/parts")
@audience("handler")
def begin_form_upload() -> Any:
    """Announce a file that goes with a form."""
    return _begun(partial_uploads.FORM)


def _begun(goal: Goal) -> Any:
    sent = request.form
    name, size = sent.get("name", ""), sent.get("size", 0, type=int)
    given = (sent.get("material", ""), sent.get("key", "")[:500], name, size)
    try:
        found = partial_uploads.begin(goal, *given, by=current_actor(), at=clock.now())
    except UploadError as error:
        return _refused(error, name)
    return jsonify(id=found.public_id, received=found.received, most=LARGEST_PART)


@bp.post("/my/parts/<part_id>")
@audience("handler")
def add_part(part_id: str) -> Any:
    """Take one part of a file, `?at=` its first byte; the answer says where the next one begins."""
    offset = request.args.get("at", -1, type=int)
    try:
        found = partial_uploads.append(part_id, offset, request.stream, by=current_actor(), at=clock.now())
    except Gap as gap:
        return jsonify(received=gap.received), 409
    except UploadError as error:
        return _refused(error, "")
    return jsonify(received=found.received)


@bp.post("/my/parts/<part_id>/finish")
@audience("handler")
def finish_upload(part_id: str) -> Any:
    """Hand the whole file in."""
    name = request.form.get("name", "")
    try:
        partial_uploads.finish(part_id, request.form.get("sha256", ""), by=current_actor(), at=clock.now())
    except UploadError as error:
        return _refused(error, name)
    except Late:
        words = _(
            "“%(name)s”传完了，但是没有交上：这件办件现在不收这份材料了。文件留在办件页“没有交的文件”里。", name=name
        )
        return jsonify(errors=[words]), 409
    return jsonify(errors=[])


@bp.post("/my/parts/<part_id>/discard")
@audience("handler")
def discard_part(part_id: str) -> Any:
    """Give up a file that has arrived in part."""
    goal = partial_uploads.discard(part_id, by=current_actor())
    flash(_("传到一半的文件已经删除。"))
    return redirect(_list_of(goal, request.form.get("key", "")), 303)


@bp.post("/my/drafts/<draft_id>/bind")
@audience("handler")
def bind_pictures(draft_id: str) -> Any:
    """Make one PDF of the pictures of a material of a draft."""
    by, key = current_actor(), request.form.get("key", "")
    drafts.view(draft_id, by=by)
    if wrong := _bound(Goal("draft", draft_id)):
        return enterprise_materials.page(drafts.view(draft_id, by=by, on=business_today()), {key: [wrong]}), 422
    return redirect(url_for("enterprise.materials", draft_id=draft_id, _anchor=f"m-{key}"), 303)


@bp.post("/my/cases/<case_id>/correction/bind")
@audience("handler")
def bind_correction(case_id: str) -> Any:
    """Make one PDF of the new pictures of a material that is to be mended."""
    if wrong := _bound(Goal("correction", case_id)):
        return enterprise_correction.page_with(case_id, {request.form.get("key", ""): [wrong]}), 422
    return redirect(_list_of(Goal("correction", case_id), request.form.get("key", "")), 303)


@bp.post("/my/cases/<case_id>/supplement/bind")
@audience("handler")
def bind_supplement(case_id: str) -> Any:
    """Make one PDF of the pictures of a material that was promised."""
    if wrong := _bound(Goal("supplement", case_id)):
        return enterprise_supplement.page_with(case_id, {request.form.get("key", ""): [wrong]}), 422
    return redirect(_list_of(Goal("supplement", case_id), request.form.get("key", "")), 303)


@bp.post("/my/cases/<case_id>/fixes/bind")
@audience("handler")
def bind_fixes(case_id: str) -> Any:
    """Make one PDF of the pictures of a material that is to be put right during the review."""
    if wrong := _bound(Goal("review_fix", case_id)):
        return enterprise_fixes.page_with(case_id, {request.form.get("key", ""): [wrong]}), 422
    return redirect(_list_of(Goal("review_fix", case_id), request.form.get("key", "")), 303)


def _bound(goal: Goal) -> str:
    """Bind in the order of the numbers beside the pictures; the sentence for what is wrong."""
    sent = request.form
    numbers = {name: sent.get(f"at-{name}", 99, type=int) for name in sent.getlist("picture")}
    chosen = sorted(numbers, key=lambda name: numbers[name])
    try:
        pictures.bind(goal, sent.get("material", ""), chosen, by=current_actor(), at=clock.now())
    except UploadError as error:
        return words_of(error, _("合成的 PDF"))
    flash(_("图片已经合成一个 PDF。"))
    return ""


def _list_of(goal: Goal, key: str) -> str:
    """The page on which the files of that goal are listed."""
    anchor = f"m-{key}"
    if goal.purpose == "draft":
        return url_for("enterprise.materials", draft_id=goal.public_id, _anchor=anchor)
    pages = {
        "correction": "enterprise.correction_page",
        "review_fix": "enterprise.fixes",
        "supplement": "enterprise.supplement_page",
    }
    if goal.purpose in pages and request.form.get("left") is None:
        return url_for(pages[goal.purpose], case_id=goal.public_id, _anchor=anchor)
    if goal == partial_uploads.FORM:
        return url_for("account.start")
    return url_for("enterprise.case", case_id=goal.public_id, _anchor=anchor)


def _refused(error: UploadError, name: str) -> Any:
    return jsonify(errors=[words_of(error, name)]), 422
