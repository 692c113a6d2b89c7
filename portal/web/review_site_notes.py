"""What is noted on the site: sent by a form, or by the telephone's script once the network is back; each once."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import flash, jsonify, redirect, request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.auth import audience, current_actor
from portal.forms.site_check import problem
from portal.services import site_notes
from portal.services.inspection import UploadError
from portal.services.site_notes import Kept
from portal.services.wrong_input import WrongInput
from portal.web import upload_words
from portal.web.review import bp, seen
from portal.web.review_site import site_page

MOST_POINTS = 60


@bp.post("/cases/<case_id>/site/notes")
@bp.post("/cases/<case_id>/site/photo", endpoint="site_photo")
@bp.post("/cases/<case_id>/site/recording", endpoint="site_recording")
@audience("reviewer", "decider")
def site_note(case_id: str) -> Any:
    """Keep findings, a note, a photograph or a recording; what arrives twice is kept once."""
    photo, recording = _given("photo"), _given("recording")
    try:
        kept = site_notes.note(
            case_id,
            request.form.get("entry", ""),
            track=request.form.get("track", ""),
            findings=_findings(),
            words=request.form.get("words", ""),
            photo=photo,
            recording=recording,
            taken_at=_time("taken_at"),
            sent_at=_time("sent_at"),
            by=current_actor(),
            at=clock.now(),
        )
    except WrongInput as wrong:
        return _wrong(case_id, [problem(name, code) for name, code in wrong.fields.items()])
    except UploadError as error:
        return _wrong(case_id, [upload_words.words_of(error, (photo or recording or ("",))[0])])
    if _by_script():
        return jsonify(kept=kept.rows, late=kept.late)
    flash(_answer(kept))
    return redirect(url_for("review.site", case_id=case_id) + "#noted", 303)


def _answer(kept: Kept) -> str:
    if not kept.rows:
        return _("这一条已经收到过，没有重复记。")
    return _("已作为笔录制作后收到的现场记录保存，不属于已签字的笔录。") if kept.late else _("已记下。")


def _given(name: str) -> tuple[str, Any] | None:
    """The file that came under a name, where one was chosen."""
    given = request.files.get(name)
    return (given.filename, given.stream) if given and given.filename else None


def _findings() -> dict[int, tuple[str, str]]:
    """The findings that were changed on the page: what was only shown again never covers what a colleague found since."""
    now = {n: (request.form.get(f"finding-{n}", ""), request.form.get(f"words-{n}", "")) for n in range(MOST_POINTS)}
    was = {n: (request.form.get(f"was-{n}", ""), request.form.get(f"said-{n}", "")) for n in range(MOST_POINTS)}
    return {n: told for n, told in now.items() if told[0] and told != was[n]}


def _time(name: str) -> datetime | None:
    """A time by the telephone's clock; None where it says none that can be read."""
    try:
        found = datetime.fromisoformat(request.form.get(name, ""))
        return found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _by_script() -> bool:
    return request.accept_mimetypes.best == "application/json"


def _wrong(case_id: str, sentences: list[str]) -> Any:
    if _by_script():
        return jsonify(errors=sentences), 422
    for sentence in sentences:
        flash(sentence, "stop")
    return site_page(seen(case_id), status=422)
