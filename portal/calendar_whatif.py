"""`onewindow calendar whatif`: what would have become of past cases under another calendar, promise or staffing."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from portal.cli import in_portal
from portal.clock import business_day, now
from portal.typed_day import TypedDay
from workflows.calendar import CalendarError, read_year
from workflows.ledger import ClockError
from workflows.whatif import EVERY, World

if TYPE_CHECKING:
    from portal.services.whatif import WhatIf


@click.command()
@click.option("--last-quarter", is_flag=True, help="The calendar quarter before this one.")
@click.option("--from", "first", type=TypedDay(), help="The first day of the period.")
@click.option("--to", "last", type=TypedDay(), help="The last day of the period.")
@click.option("--calendar", "files", type=click.Path(exists=True, dir_okay=False, path_type=Path), multiple=True,
              help="A year file <year>.yaml in the place of the one in force; may be given again.")  # fmt: skip
@click.option("--promise", "promises", multiple=True, metavar="ITEM=DAYS",
              help="A promise in working days; all=DAYS for every item not named. May be given again.")  # fmt: skip
@click.option(
    "--staff",
    "staff",
    multiple=True,
    metavar="OFFICE=FACTOR",
    help="2: twice the people. 0.5: half of them. all=FACTOR for every office not named.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@in_portal()
def whatif(last_quarter: bool, first: datetime | None, last: datetime | None, files: tuple[Path, ...],
           promises: tuple[str, ...], staff: tuple[str, ...], as_json: bool) -> None:  # fmt: skip
    """Say which cases accepted or decided in a period would have been late under another calendar, promise or staffing."""
    from portal.services import whatif as service

    today = business_day(now())
    if last_quarter == bool(first or last) or bool(first) != bool(last):
        raise click.UsageError("Say --last-quarter, or both --from and --to.")
    begin, end = service.last_quarter(today) if first is None or last is None else (first.date(), last.date())
    if begin > end:
        raise click.ClickException(f"The period ends on {end}, before it begins on {begin}.")
    found = service.whatif(begin, end, _world(files, promises, staff), today=today)
    click.echo(json.dumps(_plain_whatif(found), ensure_ascii=False, default=str) if as_json else _told(found))


def _world(files: tuple[Path, ...], promises: tuple[str, ...], staff: tuple[str, ...]) -> World:
    from portal.services import law, offices
    from portal.services.whatif import with_years

    try:
        years = [read_year(file.read_text(encoding="utf-8"), file.name) for file in files]
        world = World(
            with_years(law.calendar(), years),
            {item: _whole(item, days) for item, days in map(_pair, promises)},
            {office: _factor(office, factor) for office, factor in map(_pair, staff)},
        )
    except (CalendarError, ClockError, UnicodeDecodeError) as wrong:
        raise click.ClickException(f"{wrong}.") from None
    unknown = [item for item in world.promises if item != EVERY and not law.catalogue().days(item)] or [
        office for office in world.staff if office not in (EVERY, *offices.names())
    ]
    if unknown:
        raise click.ClickException(f"There is no item or office {unknown[0]!r}.")
    return world


def _pair(text: str) -> tuple[str, str]:
    name, sep, value = text.partition("=")
    if not sep or not name.strip():
        raise click.ClickException(f"{text!r} is not of the form NAME=NUMBER.")
    return EVERY if name.strip() == "all" else name.strip(), value.strip()


def _whole(name: str, text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise click.ClickException(f"{name}: {text!r} is no whole number of days.") from None


def _factor(name: str, text: str) -> Fraction:
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise click.ClickException(f"{name}: {text!r} is no factor such as 2 or 0.5.") from None


def _plain_whatif(found: WhatIf) -> dict[str, Any]:
    return {
        "first": found.first, "last": found.last,
        "total": asdict(found.total), "items": [asdict(one) for one in found.items],
        "cases": [asdict(one) for one in found.changed],
    }  # fmt: skip


def _told(found: WhatIf) -> str:
    lines = [f"{found.first} to {found.last}: cases, late before and after, past the law before and after"]
    lines += [
        f"  {one.item or 'all':<32} {one.cases:>6}   late {one.late_before} -> {one.late_after}"
        f"   past the law {one.past_law_before} -> {one.past_law_after}   late steps {one.steps_before} -> {one.steps_after}"
        for one in (*found.items, found.total)
    ]
    for one in found.changed:
        before, after = one.before, one.after
        lines.append(
            f"{one.number}  due {_day(before.promised_on)} -> {_day(after.promised_on)}"
            f"  decided {_day(before.decided_on)} -> {_day(after.decided_on)}  {_verdict(before.late, after.late)}"
        )
    return "\n".join(lines)


def _day(on: date | None) -> str:
    return on.isoformat() if on else "-"


def _verdict(before: bool, after: bool) -> str:
    return {(True, True): "late in both", (True, False): "in time then", (False, True): "late then"}[before, after]
