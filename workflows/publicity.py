"""Publicity before the decision (公示): its window counts its first day (R161); what it stops, the guide says (R166)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

CAUSE = "publicity"
OUTCOMES = ("upheld", "partly", "dismissed")


@dataclass(frozen=True, slots=True)
class Objection:
    """An objection: the day that counts, how it came, who entered it; `reply` holds the written answer once there is one."""

    number: str
    received_on: date
    way: str
    paper: str
    by: str
    outcome: str = ""
    answered_on: date | None = None
    reply: str = ""


@dataclass(frozen=True, slots=True)
class Window:
    """A window that another one took the place of, and the text that stood there."""

    opened_on: date
    last_on: date
    paper: str

    def open_on(self, day: date) -> bool:
        """True on its days, the last one included."""
        return self.opened_on <= day <= self.last_on


@dataclass(frozen=True, slots=True)
class Publicity:
    """The window of a case, and what came of it. `reason` says why it was opened once more after the `earlier` ones."""

    opened_on: date | None = None
    last_on: date | None = None
    days: int = 0
    paper: str = ""
    objections: tuple[Objection, ...] = ()
    reason: str = ""
    earlier: tuple[Window, ...] = ()

    @property
    def unanswered(self) -> tuple[Objection, ...]:
        """The objections that nobody has settled in writing."""
        return tuple(one for one in self.objections if not one.outcome)

    def open_on(self, day: date) -> bool:
        """True on the days of the window, its last day included."""
        return self.opened_on is not None and self.last_on is not None and self.opened_on <= day <= self.last_on

    def received_in_time(self, day: date) -> bool:
        """True where something that came on that day came within this window or an earlier one: it is answered like any other."""
        return self.open_on(day) or any(window.open_on(day) for window in self.earlier)
