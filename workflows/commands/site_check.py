"""The joint site check, as commands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from workflows.commands.command import Command


@dataclass(frozen=True, slots=True)
class SetSiteCheck(Command):
    """Make, or move, the one appointment of all departments that have to see the site."""

    held_on: date
    time: str
    place: str
    team: tuple[tuple[str, str], ...]
    paper: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AskSiteCheckMove(Command):
    """Ask for another day."""

    reason: str
    wish: date | None = None
    way: str = ""


@dataclass(frozen=True, slots=True)
class CancelSiteCheck(Command):
    """Give the appointment up."""

    reason: str


@dataclass(frozen=True, slots=True)
class HoldSiteCheck(Command):
    """Record that the check was held."""

    team: tuple[tuple[str, str], ...]
    signed: str
    paper: str
    scan: str


@dataclass(frozen=True, slots=True)
class AnnexSiteNotes(Command):
    """Take what was noted on the site before the record was made and arrived after it, as an annex to the record."""

    taken_at: datetime
    entries: tuple[str, ...]
    paper: str
