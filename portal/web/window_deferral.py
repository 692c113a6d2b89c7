"""Deferral at the window: the commitment signed on paper and scanned back, a proposal to the applicant, supplements taken in."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.auth import audience, current_actor
from portal.forms.deferral import ReceiveForm
from portal.services import deferral, supplement, uploads
from portal.services.submission import SubmissionIncomplete
from portal.web.enterprise_materials import take_files
from portal.web.upload_words import words_of
from portal.web.window import bp
from portal.web.window_desk import looked_at, refused, shown
from portal.web.window_outcome import unread_scan
from workflows.refusal import Refusal


@bp.post("/queue/<case_id>/commitment")
@audience("window")
def commitment(case_id: str) -> Any:
    """Take in the scan of the commitment that the applicant signed by hand."""
    by = current_actor()

    def take(file: Any, size: int | None) -> str:
        return deferral.scan(case_id, file.filename, file.stream, by=by, at=clock.now(), size=size)

    if unread := take_files(take):
        return unread_scan(case_id, unread)
    return redirect(url_for("window.outcome", case_id=case_id, outcome="accepted_deferred"), 303)


@bp.post("/queue/<case_id>/offer")
@audience("window")
def offer(case_id: str) -> Any:
    """Ask the applicant to sign online, or to say that the ordinary way is wanted."""
    seq = request.form.get("expected_seq", -1, type=int)
    try:
        deferral.offer(case_id, by=current_actor(), at=clock.now(), expected_seq=seq)
    except Refusal as refusal:
        return refused(case_id, refusal)
    flash(_("已请申请人在网上签署或者选择不容缺；受理期限照常计算。"))
    return redirect(url_for("window.desk", case_id=case_id), 303)


@bp.post("/queue/<case_id>/decline")
@audience("window")
def decline(case_id: str) -> Any:
    """Note that the applicant, who is here, wants the ordinary way (R75)."""
    seq = request.form.get("expected_seq", -1, type=int)
    try:
        deferral.decline(case_id, by=current_actor(), at=clock.now(), expected_seq=seq)
    except Refusal as refusal:
        return refused(case_id, refusal)
    flash(_("已记下申请人选择不容缺，请把这些材料改标。"))
    return redirect(url_for("window.desk", case_id=case_id), 303)


@bp.post("/queue/<case_id>/received/<key>")
@audience("window")
def receive(case_id: str, key: str) -> Any:
    """Take in a promised material that was brought to the desk or came by mail, scanned, with its postmark."""
    form, by, at = ReceiveForm(), current_actor(), clock.now()
    seen = looked_at(case_id)
    if not form.validate():
        return shown(seen, seen.material(key), receive=form, status=422)
    material = request.form.get("material", "")

    def take(file: Any, size: int | None) -> str:
        return uploads.attach_to_case(
            case_id, material, file.filename, file.stream, purpose="supplement", by=by, at=at, size=size
        )

    wrong = take_files(take) if any(one.filename for one in request.files.getlist("file")) else []
    if wrong:
        return shown(seen, seen.material(key), receive=form, unread=wrong, status=422)
    posted = form.posted_on.data if form.way.data == "courier" else None
    try:
        supplement.supply(case_id, key, by=by, at=at, expected_seq=form.seq, posted_on=posted)
    except SubmissionIncomplete:
        nothing = [words_of(uploads.UploadError("none"), "")]
        return shown(seen, seen.material(key), receive=form, unread=nothing, status=422)
    except Refusal as refusal:
        return refused(case_id, refusal, key)
    flash(_("已登记收到，请核对。"))
    return redirect(url_for("window.desk", case_id=case_id, m=key), 303)
