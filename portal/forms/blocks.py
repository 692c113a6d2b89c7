"""A section as its page draws it: blocks of questions, those that an answer brings up each with its rule and its reason."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask_babel import gettext as _
from wtforms import Field as Control

from guides.conditions import inlined, mentions
from guides.form import Field
from guides.guide import Guide
from guides.plan import rules_of
from portal.forms.application import SectionForm
from portal.forms.because import reason

WIDE = 5  # a table with more columns is drawn as cards


@dataclass(frozen=True, slots=True)
class Question:
    """One field of the guide with its control; `wide` for a table whose rows are drawn as cards."""

    field: Field
    control: Control
    wide: bool


@dataclass(frozen=True, slots=True)
class Block:
    """Questions asked together. `rule` is what a browser checks (JSON; empty: always), `because` the reason in words.

    A reason is given where an answer on the same page brings the questions up; what earlier pages settled surprises nobody.
    """

    questions: tuple[Question, ...]
    rule: str = ""
    because: str = ""
    shown: bool = True


def blocks_of(
    form: SectionForm, guide: Guide, asked: Collection[str], only: Collection[str] | None = None
) -> tuple[Block, ...]:
    """The blocks of a section: neighbours with the same rule are one block. With `only`, no other fields are on the page."""
    fields = tuple(one for one in form.section.fields if only is None or one.id in only)
    grouped = groupby(fields, key=lambda field: json.dumps(field.when, sort_keys=True))
    return tuple(_block(form, guide, tuple(group), asked) for _rule, group in grouped)


def known_answers(
    form: SectionForm, guide: Guide, answers: Mapping[str, Any], only: Collection[str] | None = None
) -> str:
    """The answers that are not on the page and on which its rules rest, as JSON; nothing else leaves the server."""
    own = set(form.guided) if only is None else set(only)
    rules = (inlined(field.when, rules_of(guide.cases)) for field in form.section.fields)
    named = {one.name for rule in rules for one in mentions(rule) if one.kind == "field" and one.table is None} - own
    return json.dumps({name: answers[name] for name in sorted(named) if name in answers}, ensure_ascii=False)


def _block(form: SectionForm, guide: Guide, fields: tuple[Field, ...], asked: Collection[str]) -> Block:
    questions = tuple(Question(one, form[one.id], one.type == "table" and len(one.columns) > WIDE) for one in fields)
    when = fields[0].when
    if when is None:
        return Block(questions)
    whole = inlined(when, rules_of(guide.cases))
    here = any(one.kind == "field" and one.name in form.guided for one in mentions(whole))
    because = _("因为%(why)s，还要填：", why=reason(when, guide, form.language)) if here else ""
    rule = json.dumps(whole, ensure_ascii=False)
    return Block(questions, rule, because, any(one.id in asked for one in fields))
