"""A file of answers, read as the form would read them; what is wrong with it is told field by field."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from flask import Flask
from flask_babel import force_locale

from guides.fields import FieldError
from guides.guide import Guide
from guides.sheet import understood
from guides.source import Source
from portal import i18n
from portal.forms.wording import sentence


@dataclass(frozen=True)
class Wrong:
    """One answer that cannot be right: its field, its column in a table if it is one, and the sentence about it."""

    field: str
    sentence: str


@dataclass(frozen=True)
class Given:
    """The answers of a file, and what is wrong with it."""

    answers: dict[str, Any]
    wrong: tuple[Wrong, ...]


def read(file: Path, guide: Guide, language: str) -> Given:
    """Return the answers in a YAML or JSON file. Raises ClickException for a file that is no list of answers."""
    source = Source(file.read_text("utf-8-sig"))
    if source.problems:
        lines = ", ".join(str(one.line) for one in source.problems if one.line)
        raise click.ClickException(f"{file}: this is no YAML or JSON file of answers (line {lines or 1}).")
    answers, faults, unknown = understood(guide, source.data)
    wrong = [Wrong(name, _unknown(name, language)) for name in unknown]
    wrong += [one for name, fault in faults.items() for one in _sentences(guide, name, fault, language)]
    return Given(answers, tuple(wrong))


def _unknown(name: str, language: str) -> str:
    if language == "en":
        return f"The form has no field {name}."
    return f"表单里没有“{name}”这个字段。"


def _sentences(guide: Guide, name: str, fault: FieldError, language: str) -> list[Wrong]:
    field = guide.fields[name]
    app = Flask("portal")
    i18n.init_app(app)
    with app.app_context(), force_locale(i18n.LANGUAGES[language].locale):
        found = [Wrong(name, str(sentence(field, fault, language)))]
        for cell in fault.facts.get("cells", ()):
            column = field.column(cell.column)
            if column:
                said = str(sentence(column, cell.error, language))
                found.append(Wrong(f"{name}[{cell.row}].{cell.column}", said))
    return found


def tell(wrong: tuple[Wrong, ...], as_json: bool, language: str) -> None:
    """Print what is wrong with the answers."""
    if as_json:
        plain: list[Mapping[str, str]] = [{"field": one.field, "sentence": one.sentence} for one in wrong]
        click.echo(json.dumps({"wrong": plain}, ensure_ascii=False, indent=2))
        return
    for one in wrong:
        click.echo(f"{one.field}: {one.sentence}", err=True)
    click.echo(f"{len(wrong)} wrong answers" if language == "en" else f"共 {len(wrong)} 个答案要改。", err=True)
