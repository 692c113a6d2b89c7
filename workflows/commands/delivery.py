"""What goes out, as commands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflows.commands.command import Command


@dataclass(frozen=True, slots=True)
class IssueLicence(Command):
    """Make out the licence."""

    number: str
    valid_from: date
    valid_to: date | None = None
    identifier: str = ""


@dataclass(frozen=True, slots=True)
class Deliver(Command):
    """Serve the result; `delivered_on` is the day that the courier says, where it was not today."""

    way: str
    recipient: str = ""
    proof: str = ""
    visit_code: str = ""
    window: str = ""
    delivered_on: date | None = None


@dataclass(frozen=True, slots=True)
class Publish(Command):
    """Put the decision on the public list."""
