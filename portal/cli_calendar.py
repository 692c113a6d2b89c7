"""`onewindow calendar`: count days, also without any portal; and bring schedules and hours in, or ask what if, with one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask_babel import force_locale

from portal.actors import SYSTEM
from portal.calendar_whatif import whatif
from portal.cli import data_option, in_portal
from portal.clock import now
from portal.deployed import chosen, said, which_option
from portal.typed_day import TypedDay
from portal.web.refusals import words_of
from workflows.calendar import CalendarGap
from workflows.counting import CONVENTIONS, Count, count
from workflows.ledger import ClockError, Unit
from workflows.limits import Day
from workflows.opening import written_hours
from workflows.refusal import Refusal

if TYPE_CHECKING:
    from portal.services.calendar_import import Imported, Preview

UNITS = {str(unit).replace("_", "-"): unit for unit in Unit}


@click.group()
def calendar() -> None:
    """Working days and holidays (工作日历)."""


calendar.add_command(whatif)


@calendar.command()
@click.option("--from", "start", type=TypedDay(), required=True, help="The day of the event.")
@click.option("--days", type=click.IntRange(0, 3660), required=True, help="How many units.")
@click.option("--unit", type=click.Choice([*UNITS]), default="working-day", show_default=True)
@click.option("--convention", type=click.Choice(CONVENTIONS), default="event", show_default=True,
              help="event: the day itself is not counted. window: it is, as in 公示期.")  # fmt: skip
@click.option("--explain", is_flag=True, help="Say what every day on the way did.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object: due_on, provisional, days.")
@which_option
@data_option
def due(start: datetime, days: int, unit: str, convention: str, explain: bool, as_json: bool, which: str | None,
        data: Path | None) -> None:  # fmt: skip
    """Say on which day so many days from an event end."""
    by = chosen(which, data)
    try:
        found = count(start.date(), days, UNITS[unit], convention, by.calendar)
    except (ClockError, OverflowError) as wrong:
        raise click.ClickException(f"{wrong}.") from None
    except CalendarGap as gap:
        raise click.ClickException(_no_schedule(gap.year)) from None
    if found.due_on is None:
        raise click.ClickException(_no_schedule(found.missing_year or start.year))
    if as_json:
        if by.why:
            click.echo(said(by), err=True)
        click.echo(json.dumps(_plain(found), ensure_ascii=False))
        return
    if explain:
        for one in found.days:
            click.echo(_line(one))
    unpublished = "  (provisional: a schedule on the way is not published yet)" if found.provisional else ""
    click.echo(said(by), err=True)
    click.echo(f"{found.due_on}{unpublished}")


@calendar.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--preview", "only_preview", is_flag=True, help="Say what would move, and change nothing.")
@click.option("--scope", default="national", show_default=True,
              help="national, region (festivals that its government has fixed), centre (closing days of the service "
                   "centre), or the code of an office.")  # fmt: skip
@click.option("--force", is_flag=True, help="Change a published year that has begun.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@in_portal()
def import_(file: Path, only_preview: bool, scope: str, force: bool, as_json: bool) -> None:
    """Bring in the published holiday notice of a year, and derive every open clock again.

    FILE is a year file as the program ships them (YAML), or JSON with year, papers and days (name, date, isOffDay).
    """
    from portal.services import calendar_import

    try:
        text = file.read_text(encoding="utf-8")
        act = calendar_import.preview if only_preview else calendar_import.bring_in
        found = act(text, file=file.name, at=now(), by=SYSTEM, scope=scope, force=force)
    except UnicodeDecodeError:
        raise click.ClickException(f"{file} 不是 UTF-8 编码。 {file} is not encoded in UTF-8.") from None
    except Refusal as refusal:
        raise click.ClickException(_in_both_languages(refusal)) from None
    if as_json:
        click.echo(json.dumps(asdict(found), ensure_ascii=False, default=str))
        return
    for line in _previewed(found) if isinstance(found, calendar_import.Preview) else _imported(found):
        click.echo(line)


@calendar.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--preview", "only_preview", is_flag=True, help="Say what the file means, and change nothing.")
@click.option("--scope", default="centre", show_default=True, help="centre, or the code of an office.")
@in_portal()
def hours(file: Path, only_preview: bool, scope: str) -> None:
    """Bring in the opening hours of the service centre or of an office (YAML: since, source, week, seasons).

    They say until when paper counts as handed in on a day; they move no period of the law and no electronic act.
    """
    from portal.services import opening_hours

    try:
        text = file.read_text(encoding="utf-8")
        if only_preview:
            found = opening_hours.preview(text, file=file.name, by=SYSTEM, scope=scope)
        else:
            found = opening_hours.bring_in(text, file=file.name, at=now(), by=SYSTEM, scope=scope)
    except UnicodeDecodeError:
        raise click.ClickException(f"{file} 不是 UTF-8 编码。 {file} is not encoded in UTF-8.") from None
    except Refusal as refusal:
        raise click.ClickException(_in_both_languages(refusal)) from None
    if not found.new:
        click.echo(
            f"These hours of {found.scope} are known already; nothing {'would change' if only_preview else 'changed'}."
        )
        return
    said_ = written_hours(found.hours).rstrip()
    click.echo(
        f"{said_}\nThe hours of {found.scope} {'would hold' if only_preview else 'hold'} from {found.hours.since} on."
    )


def _in_both_languages(refusal: Refusal) -> str:
    said = []
    for locale in ("zh", "en"):
        with force_locale(locale):
            words = words_of(refusal)
            said.append(f"{words.sentence}{'' if locale == 'zh' else ' '}{words.next_step}")
    return "\n".join(said)


def _previewed(found: Preview) -> Iterator[str]:
    if found.same:
        yield f"The schedule of {found.year} is in force already; nothing would change."
        return
    yield f"{found.year} ({found.scope}): {len(found.days)} days would be otherwise than now."
    for case in found.cases:
        for one in case.moved:
            kept = f", keeps {one.kept} days it was told" if one.kept else ""
            yield f"  {case.number}  {one.clock:<20} {one.before or '-'} -> {one.after or '-'}{kept}"
    yield f"{found.clocks} clocks of {len(found.cases)} cases would move; {found.kept} told days would be kept."


def _imported(found: Imported) -> Iterator[str]:
    if not found.new:
        yield f"The schedule of {found.year} is in force already; nothing changed."
        return
    yield f"The schedule of {found.year} ({found.scope}) is in force; {found.clocks} clocks of {found.cases} cases were settled."


def _no_schedule(year: int) -> str:
    return f"There is no holiday schedule for {year}, so that its working days cannot be counted."


def _plain(found: Count) -> dict[str, object]:
    due_on = found.due_on.isoformat() if found.due_on else None
    return {"due_on": due_on, "provisional": found.provisional, "days": [_plain_day(one) for one in found.days]}


def _plain_day(one: Day) -> dict[str, object]:
    return {"on": one.on.isoformat(), "kind": str(one.kind), "n": one.n, "event": one.event and str(one.event)}


def _line(one: Day) -> str:
    number = "" if one.n is None else str(one.n)
    return f"{one.on}  {_WEEKDAYS[one.on.weekday()]}  {number:>4}  {one.kind}{f' ({one.event})' if one.event else ''}".rstrip()


_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
