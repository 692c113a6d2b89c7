"""`onewindow clock`: play worked stories through the engine and say every date that follows."""

from __future__ import annotations

import json
from pathlib import Path

import click

from portal.cli import data_option
from portal.deployed import chosen, said, which_option
from workflows.replay import UNPLAYABLE, Played, play
from workflows.story import stories_of


@click.group()
def clock() -> None:
    """Clocks of cases (时限)."""


@clock.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list of id and expect.")
@which_option
@data_option
def replay(file: Path, as_json: bool, which: str | None, data: Path | None) -> None:
    """Play the stories of FILE (YAML) through the rules of the engine.

    Ends with status 1 where a date that a story expects came out differently.
    """
    by = chosen(which, data)
    try:
        played = [play(told, by.calendar) for told in stories_of(file.read_text(encoding="utf-8"))]
    except UnicodeDecodeError:
        raise click.ClickException(f"{file} is not encoded in UTF-8.") from None
    except UNPLAYABLE as wrong:
        raise click.ClickException(f"{file}: {wrong}") from None
    for remark in (remark for one in played for remark in one.remarks):
        click.echo(remark, err=True)
    if not as_json or by.why:
        click.echo(said(by), err=True)
    if as_json:
        click.echo(json.dumps([{"id": one.id, "expect": one.answer} for one in played], ensure_ascii=False))
    else:
        for one in played:
            click.echo(_said(one))
    if not all(one.holds for one in played):
        raise SystemExit(1)


def _said(one: Played) -> str:
    if not one.expected:
        return f"{one.id}  " + "  ".join(f"{name} {value}" for name, value in one.answer.items())
    wrong = [
        f"{name} {found}, expected {one.expected[name]}"
        for name, found in one.answer.items()
        if found != one.expected[name]
    ]
    return f"{one.id}  {'as expected' if not wrong else '; '.join(wrong)}"
