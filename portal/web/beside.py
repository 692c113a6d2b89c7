"""Pages on which files are brought for a case under review, and what is written beside them: as a page sends it, and is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import jsonify, redirect, request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.auth import current_actor
from portal.formats import sentences, stamp
from portal.rendering import ErrorLine
from portal.services import mending, tracking, uploads
from portal.services.draft_merge import Saved
from portal.web.enterprise_materials import by_script, take_files, told_to_script
from workflows.refusal import Refusal

Page = Callable[..., Any]
"""A page of one case, made again with what could not be taken by key, or with `stale`."""


@dataclass(frozen=True, slots=True)
class Stale:
    """Words that somebody else wrote meanwhile: `at` when, and what was typed here, which has not been kept yet."""

    at: datetime
    typed: str


def sent() -> tuple[str, list[str]]:
    """The words of the page that was sent, and the ticks of old files that stay."""
    return request.form.get("words", "").replace("\r\n", "\n"), request.form.getlist("keep")


def stale(refusal: Refusal) -> Stale:
    """What the page says where two people wrote. Raises the refusal where it is another one, or a script hears it."""
    if refusal.rule != "draft_stale" or by_script():
        raise refusal
    at: Any = refusal.facts["at"]
    return Stale(at, sent()[0])


def told(saved: Saved) -> dict[str, Any]:
    """What a page is told that saved by itself."""
    words = _("已自动保存，%(time)s。可以关掉页面，下次接着做。", time=stamp(clock.now()))
    if saved.theirs:
        words = sentences(words, _("别处刚改过，这一页已经换成新的内容。"))
    return {"version": saved.mark, "words": words, "theirs": list(saved.theirs)}


def faults() -> list[ErrorLine]:
    """What is wrong with the words; they are kept all the same."""
    if not mending.too_long(sent()[0]):
        return []
    return [ErrorLine("#words", _("说明超过 %(n)s 个字，请删短一些。", n=mending.LONGEST))]


def bring(case_id: str, purpose: str, page: Page, endpoint: str) -> Any:
    """Take files for one material; each that cannot be taken is named, and the others are kept."""
    material, key, by = request.form.get("material", ""), request.form.get("key", ""), current_actor()
    tracking.tracking(case_id, by=by, at=clock.now())

    def take(file: Any, size: int | None) -> str:
        goes = (case_id, material, file.filename, file.stream)
        return uploads.attach_to_case(*goes, purpose=purpose, by=by, at=clock.now(), size=size)

    wrong = take_files(take)
    if by_script():
        return told_to_script(wrong)
    if wrong:
        return page(case_id, {key: wrong}), 422
    return redirect(url_for(endpoint, case_id=case_id, _anchor=f"m-{key}"), 303)


def keep(case_id: str, purpose: str, page: Page, endpoint: str) -> Any | None:
    """Keep the words of the page; the answer where that was all that was asked or something is wrong, otherwise nothing."""
    version, at = request.form.get("version"), clock.now()
    try:
        saved = mending.note(case_id, purpose, sent()[0], mark=version, by=current_actor(), at=at)
    except Refusal as refusal:
        return page(case_id, stale=stale(refusal)), 409
    if by_script():
        return jsonify(told(saved))
    if request.form.get("do") == "save":
        return redirect(url_for(endpoint, case_id=case_id, _anchor="answer"), 303)
    if wrong := faults():
        return page(case_id, lines=wrong), 422
    return None
