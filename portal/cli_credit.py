"""`onewindow credit`: bring a red or black list in from a file, or say first what it would change."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from flask_babel import force_locale

from portal.actors import SYSTEM
from portal.cli import in_portal
from portal.clock import business_day, now
from workflows.refusal import Refusal

if TYPE_CHECKING:
    from portal.services.credit_import import About, Preview

_SHOWN = 20


@click.group()
def credit() -> None:
    """Credit lists (信用名单): red and black."""


@credit.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--kind", type=click.Choice(["red", "black"]), required=True, help="Which kind of list it is.")
@click.option("--name", help="The name of the list. Without it, the one list of that kind that is in use.")
@click.option("--version", help="The version. Without it, today's date.")
@click.option(
    "--rule", "rule_version", help="The rule that the listing rests on. Without it, that of the version in use."
)
@click.option("--preview", "only_preview", is_flag=True, help="Say what would change, and change nothing.")
@click.option("--partly", is_flag=True, help="Leave out the lines that are refused, and import the others.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@in_portal()
def import_(file: Path, kind: str, name: str | None, version: str | None, rule_version: str | None,
            only_preview: bool, partly: bool, as_json: bool) -> None:  # fmt: skip
    """Bring a list in as a new version that is in use from now on; the version before stays as evidence.

    FILE is XLSX, or CSV or JSON in UTF-8 or GB18030. Of a workbook the first sheet that is shown is read.
    """
    from portal.services import credit_import
    from portal.services.wrong_input import WrongInput
    from portal.web import credit_words

    about = _about(kind, name, version, rule_version)
    data = file.read_bytes()
    try:
        found = credit_import.preview_bytes(about, data, by=SYSTEM)
        if only_preview:
            _say(found, as_json)
            return
        done = credit_import.bring_in_bytes(about, file.name, data, partly=partly, by=SYSTEM, at=now())
    except credit_import.FileRefused as wrong:
        raise click.ClickException(_both(partial(credit_words.file_words, wrong))) from None
    except WrongInput as wrong:
        raise click.ClickException(f"Missing or too long: {', '.join(wrong.fields)}.") from None
    except Refusal as refusal:
        for line in _lines(found):
            click.echo(line, err=True)
        raise click.ClickException(_refused(refusal)) from None
    if as_json:
        click.echo(json.dumps(asdict(done), ensure_ascii=False, default=str))
        return
    click.echo(f"{done.name} {done.version} is in use: {done.entries} entries.")


@credit.command()
@in_portal()
def fetch() -> None:
    """Fetch the credit platform's lists now, as the sweep does by night."""
    from portal.connectors.port import PortDown
    from portal.services import credit_feed, ports

    if not ports.configured(credit_feed.PORT):
        raise click.ClickException("ONEWINDOW_CREDIT_FEED_URL is not set: there is no platform to ask.")
    try:
        came = credit_feed.fetch(at=now())
    except PortDown as down:
        raise click.ClickException(f"The platform gave no usable answer: {down}.") from None
    for one in came:
        click.echo(f"{one.name} {one.version}: {one.state} {one.why}".rstrip())
    click.echo(f"{len(came)} lists are new.")


def _about(kind: str, name: str | None, version: str | None, rule: str | None) -> About:
    from portal.services import credit_import, credit_lists

    known = [one for one in credit_lists.lists() if one.kind == kind and name in (None, one.name)]
    if name is None and len(known) != 1:
        raise click.ClickException(f"There are {len(known)} {kind} lists in use; say which one with --name.")
    rule = rule or (known[0].rule_version if known else "")
    return credit_import.About(kind, name or known[0].name, version or business_day(now()).isoformat(), rule)


def _say(found: Preview, as_json: bool) -> None:
    if as_json:
        d = found.difference
        counts = {"new": len(d.new), "changed": len(d.changed), "gone": len(d.gone), "same": d.same, "base": d.version}
        refused = [asdict(one) for one in found.refused]
        click.echo(json.dumps({**counts, "refused": refused}, ensure_ascii=False))
        return
    for line in _lines(found):
        click.echo(line)


def _lines(found: Preview) -> Iterator[str]:
    from portal.web import credit_words

    d = found.difference
    against = f"compared with {d.version}" if d.base else "a new list"
    yield f"{found.about.name} ({against}): {len(d.new)} new, {len(d.changed)} changed, {len(d.gone)} gone, {d.same} same."
    for one in found.refused[:_SHOWN]:
        yield f"  line {one.line}: {_both(partial(credit_words.line_words, one), ' / ')}"
    if len(found.refused) > _SHOWN:
        yield f"  and {len(found.refused) - _SHOWN} more lines."
    yield f"{len(found.refused)} lines are refused."


def _both(say: Callable[[], Any], between: str = "\n") -> str:
    said = []
    for locale in ("zh", "en"):
        with force_locale(locale):
            said.append(str(say()))
    return between.join(said)


def _refused(refusal: Refusal) -> str:
    from portal.web import credit_words
    from portal.web.refusals import words_of

    if refusal.rule == "credit_lines_refused":  # the page has a box to tick, the command a switch
        return _both(lambda: f"{words_of(refusal).sentence} {credit_words.PARTLY}")
    return _both(lambda: " ".join((str(words_of(refusal).sentence), str(words_of(refusal).next_step))))
