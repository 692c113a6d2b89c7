"""`onewindow calendar`: count days under the published schedules, without any data folder."""

from __future__ import annotations

import json
from datetime import datetime

import click

from workflows.calendar import CalendarGap, load_calendar
from workflows.counting import CONVENTIONS, Count, count
from workflows.ledger import ClockError, Unit
from workflows.limits import Day

UNITS = {str(unit).replace("_", "-"): unit for unit in Unit}


@click.group()
def calendar() -> None:
    """Working days and holidays (工作日历)."""


@calendar.command()
@click.option("--from", "start", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The day of the event.")
@click.option("--days", type=click.IntRange(0, 3660), required=True, help="How many units.")
@click.option("--unit", type=click.Choice([*UNITS]), default="working-day", show_default=True)
@click.option("--convention", type=click.Choice(CONVENTIONS), default="event", show_default=True,
              help="event: the day itself is not counted. window: it is, as in 公示期.")  # fmt: skip
@click.option("--explain", is_flag=True, help="Say what every day on the way did.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object: due_on, provisional, days.")
def due(start: datetime, days: int, unit: str, convention: str, explain: bool, as_json: bool) -> None:
    """Say on which day so many days from an event end."""
    try:
        found = count(start.date(), days, UNITS[unit], convention, load_calendar())
    except (ClockError, OverflowError) as wrong:
        raise click.ClickException(f"{wrong}.") from None
    except CalendarGap as gap:
        raise click.ClickException(_no_schedule(gap.year)) from None
    if found.due_on is None:
        raise click.ClickException(_no_schedule(found.missing_year or start.year))
    if as_json:
        click.echo(json.dumps(_plain(found), ensure_ascii=False))
        return
    if explain:
        for one in found.days:
            click.echo(_line(one))
    unpublished = "  (provisional: a schedule on the way is not published yet)" if found.provisional else ""
    click.echo(f"{found.due_on}{unpublished}")


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
