"""The parent of all events, and an event as it stands in the journal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from workflows.codec import encode


@dataclass(frozen=True, slots=True)
class Event:
    """The parent of all events.

    Where an event promises letters, `letters` are their kinds and numbers (R118) and `told` the last days that they name:
    a letter says for ever what it said, also when a calendar is published later.
    """


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event as it stands in the journal: its place, its moment and who did it."""

    seq: int
    at: datetime
    by: str
    event: Event


def kind_of(event: Event) -> str:
    """The name under which the journal keeps this kind of event."""
    return type(event).__name__


def to_payload(event: Event) -> dict[str, Any]:
    """The event as JSON-able data."""
    return cast(dict[str, Any], encode(event))
