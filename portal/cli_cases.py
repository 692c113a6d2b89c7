"""`onewindow cases`: look at cases on the machine itself."""

from __future__ import annotations

import json
from dataclasses import asdict

import click
from flask_babel import force_locale

from portal.cli import in_portal
from portal.clock import business_day, now
from workflows.case import State
from workflows.refusal import Refusal


@click.group()
def cases() -> None:
    """Cases (办件)."""


@cases.command(name="list")
@click.option("--state", type=click.Choice([str(s) for s in State]), help="Only cases in this state.")
@click.option("--limit", default=1000, show_default=True, help="At most so many, newest first.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
@in_portal()
def list_(state: str | None, limit: int, as_json: bool) -> None:
    """List cases, newest first."""
    from portal.services import case_index

    lines = case_index.listed(state=state, limit=limit)
    if as_json:
        click.echo(json.dumps([asdict(line) for line in lines], ensure_ascii=False, default=str))
        return
    for line in lines:
        click.echo(
            f"{line.number}  {line.state:<18}  {line.item}  received {line.received_on}  due {line.promised_due}"
        )
    click.echo(f"{len(lines)} cases")


@cases.command()
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
@in_portal()
def unowned(as_json: bool) -> None:
    """List open cases that nobody answers for: never taken, or their officer no longer works at the window."""
    from portal.services import unowned as watchdog

    lines = watchdog.everything()
    if as_json:
        click.echo(json.dumps([asdict(line) for line in lines], ensure_ascii=False, default=str))
        return
    for line in lines:
        click.echo(f"{line.number}  {line.state:<12}  {line.why:<8}  since {line.since:%Y-%m-%d}  {line.was}".rstrip())
    click.echo(f"{len(lines)} cases without a first-contact officer")


@cases.command()
@click.argument("number")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--explain", is_flag=True, help="Say day by day why every clock ends when it ends.")
@click.option(
    "--language", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="Of the explanation."
)
@in_portal()
def show(number: str, as_json: bool, explain: bool, language: str) -> None:
    """Show one case: its clocks and its journal. NUMBER is the whole number or its last 12 digits."""
    from portal.services import case_index

    try:
        case = case_index.shown(number, on=business_day(now()))
        with force_locale("zh_Hans_CN" if language == "zh" else "en"):
            reasons = case_index.explained(number, on=business_day(now())) if explain else {}
    except Refusal:
        raise click.ClickException(
            f"There is no single case with the number {number}. Give all digits, or the last 12; see: onewindow cases list"
        ) from None
    if as_json:
        click.echo(json.dumps(case | ({"explanations": reasons} if explain else {}), ensure_ascii=False, default=str))
        return
    if explain:
        click.echo("\n\n".join(reasons.values()))
        return
    journal, clocks = case.pop("journal"), case.pop("clocks")
    for name, value in case.items():
        click.echo(f"{name:<14} {value}")
    for name, clock in clocks.items():
        click.echo(f"clock {name:<24} from {clock['started']} to {clock['due_on']}  answered {clock['stopped'] or '-'}")
    for entry in journal:
        click.echo(f"{entry['seq']:>4}  {entry['at']}  {entry['by']:<14} {entry['kind']}")
