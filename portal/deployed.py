"""Which schedules a count on the command line uses: those of this deployment where there is one, else the shipped ones."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import click

from portal.config import SettingError, Settings, read_settings
from workflows.calendar import Calendar, load_calendar

WHICH = ("deployed", "shipped")
DATA = "ONEWINDOW_DATA"

which_option = click.option(
    "--calendar",
    "which",
    type=click.Choice(WHICH),
    help="deployed: with the schedules brought in here (the default where there is a portal). shipped: the program's own.",
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The calendar of a count, and which it is: `deployed` or `shipped`."""

    calendar: Calendar
    which: str
    why: str = ""


def chosen(which: str | None, data: Path | None) -> Chosen:
    """The schedules that were asked for; without a wish those of this deployment, and the shipped ones where there is none.

    Raises ClickException when those of a deployment were asked for by name and cannot be had.
    """
    if which == "shipped":
        return Chosen(load_calendar(), "shipped")
    if which is None and not _portal_here(data):
        return Chosen(load_calendar(), "shipped")
    try:
        return Chosen(_of_this_portal(data), "deployed")
    except click.ClickException:
        raise
    except Exception as error:  # of any kind: a count by the shipped files is still an answer, and says that it is one
        reason = f"the portal's database cannot be read ({type(error).__name__})"
        if which == "deployed":
            raise click.ClickException(f"No schedules of a deployment: {reason}.") from None
        return Chosen(load_calendar(), "shipped", reason)


def said(found: Chosen) -> str:
    """The sentence under a count: by which schedules it was made."""
    if found.which == "deployed":
        return "Counted by the schedules of this deployment."
    return f"Counted by the shipped schedules{f': {found.why}' if found.why else ''}."


def _portal_here(data: Path | None) -> bool:
    if os.environ.get("DATABASE_URL", "").startswith("postgresql"):
        return True
    folder = data or Path(os.environ.get(DATA) or Settings().data)
    return (folder / "onewindow.db").is_file()


def _of_this_portal(data: Path | None) -> Calendar:
    import portal
    from portal.db import db, reading
    from portal.services import calendar_store, law

    try:
        settings = read_settings(data=data, create=False)
    except SettingError as wrong:
        raise click.ClickException(str(wrong)) from None
    with portal.with_database_alone(settings).app_context():
        try:
            with reading() as session:
                return calendar_store.in_force(session, law.shipped_calendar()).calendar
        finally:
            db.engine.dispose()
