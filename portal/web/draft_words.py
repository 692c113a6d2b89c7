"""What templates ask of a draft: what a new version of its guide changed, and what it keeps that nobody asks any more."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint

from guides.diff import Change
from portal.services import draft_carry
from portal.services.draft_carry import Difference, Leftovers
from portal.services.drafts import DraftView
from portal.web import guide_change_words

bp = Blueprint("draft_words", __name__)


@bp.app_template_filter("difference_of")
def difference_of(view: DraftView) -> Difference | None:
    """What the writer has to be told; None when there is nothing."""
    return draft_carry.difference(view)


@bp.app_template_filter("leftovers_of")
def leftovers_of(view: DraftView) -> Leftovers:
    """What is kept and no longer asked."""
    return draft_carry.leftovers(view)


@bp.app_template_filter("change_lines")
def change_lines(changes: Iterable[Change]) -> list[str]:
    """Changes between two versions as lines to be read."""
    return guide_change_words.lines(changes)
