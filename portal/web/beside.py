"""What is written beside the files of a correction or a supplement: as a page sends it, and what a page is told of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import request
from flask_babel import gettext as _

from portal import clock
from portal.formats import sentences, stamp
from portal.rendering import ErrorLine
from portal.services import mending
from portal.services.draft_merge import Saved
from portal.web.enterprise_materials import by_script
from workflows.refusal import Refusal


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
