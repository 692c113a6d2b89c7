"""`onewindow guides`: check, look through, compare and begin service guides, without a portal or a database."""

from __future__ import annotations

import json
import os
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from guides.finding import LintFinding
from portal.authoring.places import FILE, named_guide
from portal.clock import business_day, now
from portal.typed_day import TypedDay

language_option = click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    help="The language of the sentences; Chinese, unless LANG is an English one.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
path_option = click.option("--path", "folder", type=FILE, help="The catalogue folder; the portal's own by default.")
DAY = TypedDay()


@click.group()
def guides() -> None:
    """Service guides (办事指南): write, check and compare them."""


@guides.command()
@click.argument("path", type=FILE, required=False)
@json_option
@language_option
def check(path: Path | None, as_json: bool, lang: str | None) -> None:
    """Say everything that is wrong, missing or vague in the guides of PATH, a file or a folder.

    PATH is the portal's own catalogue by default. Files of facts as other portals publish them are checked as well. Ends
    with status 1 when there is an error.
    """
    from guides.lint import lint_path
    from guides.load import CATALOGUE

    found = lint_path(path or CATALOGUE)
    if as_json:
        _print([one.plain() for one in found])
    else:
        _told(found, _language(lang))
    if any(one.severity == "error" for one in found):
        raise SystemExit(1)


@guides.command()
def schema() -> None:
    """Print the JSON Schema of a guide file, for editors that complete and explain what is typed."""
    from guides import schema as of_guides

    _print(of_guides.schema())


@guides.command()
@click.argument("place", metavar="OFFICE/ITEM")
@click.option("--from", "source", metavar="ITEM", help="Copy this guide (ITEM, ITEM@DAY or a file) instead.")
@click.option("--date", "day", type=DAY, help="The day it takes effect; today by default.")
@click.option("--path", "folder", type=click.Path(path_type=Path, file_okay=False), help="The catalogue folder.")
@language_option
def new(place: str, source: str | None, day: datetime | None, folder: Path | None, lang: str | None) -> None:
    """Begin a guide: a commented skeleton, or a copy of another guide as a new version. Overwrites nothing."""
    from portal.authoring import beginning

    on = day.date() if day else _today()
    file = beginning.begun(place, source, on=on, folder=folder or Path("guides/catalogue"))
    click.echo(beginning.said(file, _language(lang)))


@guides.command()
@click.argument("item")
@click.option("--answers", type=FILE, help="A YAML or JSON file of answers, field by field.")
@click.option("--on", "day", type=DAY, help="The day whose law applies; today by default.")
@click.option("--version", type=DAY, help="The version that took effect on this day.")
@path_option
@json_option
@language_option
def show(
    item: str,
    answers: Path | None,
    day: datetime | None,
    version: datetime | None,
    folder: Path | None,
    as_json: bool,
    lang: str | None,
) -> None:
    """Show what ITEM asks for with these answers: fields, materials, limits, visits, departments, open questions.

    ITEM is an item of the catalogue, ITEM@DAY or a file. Answers that cannot be right are told one by one, with status 1.
    """
    from guides.sheet import sheet
    from guides.sheet_table import table
    from portal.authoring import answering

    on = day.date() if day else _today()
    guide = named_guide(item, on=on, version=version.date() if version else None, folder=folder)
    language = _language(lang)
    given = answering.read(answers, guide, language) if answers else answering.Given({}, ())
    if given.wrong:
        answering.tell(given.wrong, as_json, language)
        raise SystemExit(1)
    found = sheet(guide, given.answers, on)
    if as_json:
        _print(found)
    else:
        click.echo("\n".join(table(found, language)))


@guides.command()
@click.argument("a")
@click.argument("b")
@path_option
@json_option
@language_option
def diff(a: str, b: str, folder: Path | None, as_json: bool, lang: str | None) -> None:
    """Say in words what B changes in A: files, items, or ITEM@DAY."""
    from guides.diff_words import told

    before, after = (named_guide(name, on=_today(), folder=folder) for name in (a, b))
    changes = told(before, after)
    if as_json:
        _print(
            [
                {
                    "kind": change.kind,
                    "key": change.key,
                    "before": change.before,
                    "after": change.after,
                    "sentence": {"zh": words.zh, "en": words.en},
                }
                for change, words in changes
            ]
        )
        return
    language = _language(lang)
    for _change, words in changes:
        click.echo(words.get(language))
    click.echo(f"{len(changes)} changes" if language == "en" else f"共 {len(changes)} 处变化。")


@guides.command()
@click.argument("path", type=FILE)
@click.option("--port", type=click.IntRange(0, 65535), default=8010, show_default=True, help="The port on 127.0.0.1.")
@language_option
def preview(path: Path, port: int, lang: str | None) -> None:
    """Show the public page, the form, the check-list and the flow chart of a draft in a browser; nothing is kept.

    PATH is a file or a catalogue folder. A page that is loaded again shows what the file says now.
    """
    from portal.authoring import preview as drafts

    drafts.serve(path, port, say=click.echo, language=_language(lang))


def _print(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def _today() -> date:
    return business_day(now())


def _language(chosen: str | None) -> str:
    """The language that was asked for, else that of the terminal if it is English, else Chinese."""
    if chosen:
        return chosen
    terminal = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "en" if terminal.lower().startswith("en") else "zh"


_SEVERITIES = {"error": ("错误", "error"), "warning": ("提醒", "warning"), "info": ("提示", "info")}


def _told(found: tuple[LintFinding, ...], language: str) -> None:
    at = 1 if language == "en" else 0
    for one in found:
        click.echo(f"{_SEVERITIES[one.severity][at]}  {one.file}:{one.line}  {one.key}  [{one.code}]")
        click.echo(f"    {one.message.get(language)}{' ' if at else ''}{one.remedy.get(language)}")
    counts = Counter(str(one.severity) for one in found)
    said = [f"{counts[key]} {words[1]}s" if at else f"{counts[key]} 个{words[0]}" for key, words in _SEVERITIES.items()]
    click.echo(", ".join(said) if at else "，".join(said) + "。")
