"""A story's own time: steps on working days counted from its first, at minutes of the office day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

OPENS, NOON, AFTERNOON, CLOSES = 9 * 60, 12 * 60, 13 * 60 + 30, 17 * 60


@dataclass(frozen=True, slots=True)
class Step:
    """One act: `day` working days after the first, at a minute of that day, with what it needs to be done.

    On a rest day `rests` lets it happen on the last day off before that working day.
    """

    day: int
    minute: int
    verb: str
    facts: Mapping[str, Any]
    rests: bool = False


class Timeline:
    """Writes the steps of one story, each later than the one before it."""

    def __init__(self, dice: Random) -> None:
        self.dice = dice
        self.day = 0
        self.minute = 0
        self.steps: list[Step] = []

    def wait(self, days: int = 0) -> None:
        """Go on so many working days later at any time of the day; with 0 some minutes later, if the office is still open."""
        if days:
            self.day += days
            self.minute = self.office_minute()
        else:
            self.minute += self.dice.randint(12, 55)
        if NOON <= self.minute < AFTERNOON:
            self.minute = AFTERNOON + self.dice.randint(2, 25)
        if self.minute >= CLOSES:
            self.day, self.minute = self.day + 1, OPENS + self.dice.randint(5, 50)

    def office_minute(self) -> int:
        """A minute of the day at which the office works, early enough for something more to happen on that day."""
        if self.dice.random() < 0.6:
            return self.dice.randint(OPENS + 5, NOON - 50)
        return self.dice.randint(AFTERNOON + 5, CLOSES - 90)

    def step(self, verb: str, *, rests: bool = False, **facts: Any) -> None:
        """Something is done now."""
        self.steps.append(Step(self.day, self.minute, verb, facts, rests))

    def step_at(self, day: int, minute: int, verb: str, **facts: Any) -> None:
        """Something is done beside the main line, on a day and minute of its own."""
        self.steps.append(Step(day, minute, verb, facts))

    @property
    def written(self) -> tuple[Step, ...]:
        """The steps in the order of time."""
        return tuple(sorted(self.steps, key=lambda step: (step.day, step.minute)))
