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
from portal.services.partial_uploads import LARGEST_PART, Gap
from portal.web import enterprise_materials
from portal.web.enterprise import bp
from portal.web.upload_words import words_of


@bp.post("/my/drafts/<draft_id>/parts")
@audience("handler")
def begin_upload(draft_id: str) -> Any:
    """Announce a file, or find out how far it had come."""
    sent = request.form
    name, size = sent.get("name", ""), sent.get("size", 0, type=int)
    given = (sent.get("material", ""), sent.get("key", "")[:500], name, size)
    try:
        found = partial_uploads.begin(draft_id, *given, by=current_actor(), at=clock.now())
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
    return jsonify(errors=[])


@bp.post("/my/parts/<part_id>/discard")
@audience("handler")
def discard_part(part_id: str) -> Any:
    """Give up a file that has arrived in part."""
    draft_id = partial_uploads.discard(part_id, by=current_actor())
    flash(_("传到一半的文件已经删除。"))
    return redirect(url_for("enterprise.materials", draft_id=draft_id, _anchor=f"m-{request.form.get('key', '')}"), 303)


@bp.post("/my/drafts/<draft_id>/bind")
@audience("handler")
def bind_pictures(draft_id: str) -> Any:
    """Make one PDF of the pictures of a material, in the order of the numbers beside them."""
    by, sent, key = current_actor(), request.form, request.form.get("key", "")
    numbers = {name: sent.get(f"at-{name}", 99, type=int) for name in sent.getlist("picture")}
    drafts.view(draft_id, by=by)
    try:
        chosen = sorted(numbers, key=lambda name: numbers[name])
        pictures.bind(draft_id, sent.get("material", ""), chosen, by=by, at=clock.now())
    except UploadError as error:
        view = drafts.view(draft_id, by=by, on=business_today())
        return enterprise_materials.page(view, {key: [words_of(error, _("合成的 PDF"))]}), 422
    flash(_("图片已经合成一个 PDF。"))
    return redirect(url_for("enterprise.materials", draft_id=draft_id, _anchor=f"m-{key}"), 303)


def _refused(error: UploadError, name: str) -> Any:
    return jsonify(errors=[words_of(error, name)]), 422
