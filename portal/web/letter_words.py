"""The names of letters, as lists of them say."""

from __future__ import annotations

from flask import Blueprint

from portal.states import LETTERS

bp = Blueprint("letter_words", __name__)


@bp.app_template_filter("letter_name")
def letter_name(kind: str) -> str:
    """The name of a kind of letter."""
    return str(LETTERS.get(kind, kind))
