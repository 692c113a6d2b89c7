"""What templates ask of a draft: what a new version of its guide changed, and what it keeps that nobody asks any more."""

from __future__ import annotations

from flask import Blueprint

from portal.services import draft_carry
from portal.services.draft_carry import Difference, Leftovers
from portal.services.draft_view import DraftView

bp = Blueprint("draft_words", __name__)


@bp.app_template_filter("difference_of")
def difference_of(view: DraftView) -> Difference | None:
    """What the writer has to be told; None when there is nothing."""
    return draft_carry.difference(view)


@bp.app_template_filter("leftovers_of")
def leftovers_of(view: DraftView) -> Leftovers:
    """What is kept and no longer asked."""
    return draft_carry.leftovers(view)
