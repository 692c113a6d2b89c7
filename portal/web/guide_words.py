"""Texts of guides and answers to their questions, in the language of the page."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint
from markupsafe import Markup

from guides import effort
from guides.chemicals import chemicals
from guides.conditions import is_filled
from guides.form import Field
from guides.guide import Guide
from guides.text import Text, folded
from portal.i18n import language
from portal.services import answer_words
from portal.strips import cause_words

bp = Blueprint("guide_words", __name__)


@bp.app_template_filter("text")
def text(value: Text) -> str:
    """A text of a guide."""
    return value.get(language().code)


@bp.app_template_filter("folded")
def folded_text(value: Text) -> tuple[str, str]:
    """The first sentence of a long text of a guide, and what is folded away behind it."""
    return folded(text(value), language().code)


@bp.app_template_filter("phone_minutes")
def phone_minutes(guide: Guide) -> int:
    """How many minutes a newcomer takes to apply on a phone, by the estimate."""
    return round(effort.estimate(guide).minutes)


@bp.app_template_filter("looked_up")
def looked_up(name: str) -> list[dict[str, str]]:
    """What a table can look up by the name in a row, by column: the rows of the list of that name."""
    return [one.row() for one in {"chemicals": chemicals}[name]()]


@bp.app_template_filter("answer_to")
def answer_to(value: Any, field: Field) -> str:
    """An answer in words: the label of what was chosen, a number with its unit."""
    return answer_words.words_of(field, value, language().code)


@bp.app_template_filter("cause_name")
def cause_name(code: str) -> str:
    """The words of the cause of a pause."""
    return cause_words(code)


@bp.app_template_test("filled")
def filled(value: Any) -> bool:
    """Whether something was typed."""
    return is_filled(value) if value else False


@bp.app_template_filter("big_number")
def big_number(words: str) -> Markup:
    """An amount whose number is set large, and its unit small: 还剩 3<small> 个工作日</small>."""
    found = re.fullmatch(r"(\D*\d+)(.*)", str(words).strip(), re.DOTALL)
    return Markup("{}<small>{}</small>").format(*found.groups()) if found else Markup("{}").format(words)
