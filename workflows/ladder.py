"""The ladder of reminders: which rungs a clock passes on which days, and whom each of them tells (R119, R121)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from workflows.calendar import Calendar, CalendarGap
from workflows.case import Case
from workflows.clocks import clocks
from workflows.ledger import Clock, budget, excluded, used_up
from workflows.limits import due

FILE = Path(__file__).parent / "ladder.yaml"
HANDLER, HEAD, SUPERVISION = "handler", "head", "supervision"
PARTIES = (HANDLER, HEAD, SUPERVISION)
HANDLERS = ("window", "reviewer", "applicant")


class LadderError(ValueError):
    """A ladder that cannot be climbed: the rung or the key, and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung: a share of the budget, or a distance from the last day or the first; and the parties that it tells."""

    name: str
    tells: tuple[str, ...]
    percent: int | None = None
    working_days_before: int | None = None
    days_after: int | None = None
    days_in: int | None = None

    def __post_init__(self) -> None:
        ways = (self.percent, self.working_days_before, self.days_after, self.days_in)
        said = [each for each in ways if each is not None]
        least = 0 if self.days_in is not None else 1
        if len(said) != 1 or not isinstance(said[0], int) or said[0] < least or (self.percent or 1) > 100:
            raise LadderError(
                f"{self.name}: a rung says one of percent (1-100), working_days_before, days_after and days_in"
            )
        if not self.tells or not set(self.tells) <= set(PARTIES):
            raise LadderError(f"{self.name}: a rung tells some of {', '.join(PARTIES)}")

    @property
    def early(self) -> bool:
        """True for a share of the budget or days into it, reached once; other rungs move with the last day."""
        return (self.percent is not None and self.percent < 100) or self.days_in is not None


@dataclass(frozen=True, slots=True)
class Ladder:
    """All rungs in their order, who handles which kind of clock, and the kinds that are silent."""

    rungs: tuple[Rung, ...]
    handlers: dict[str, str]
    silent: frozenset[str]
    climbs: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def passed_by(self, kind: str) -> tuple[Rung, ...]:
        """The rungs that a kind of clock passes: its own, or those that no kind has for itself."""
        named = self.climbs.get(kind)
        if named is not None:
            return tuple(rung for rung in self.rungs if rung.name in named)
        return tuple(rung for rung in self.rungs if rung.days_in is None)

    def rung(self, name: str) -> Rung | None:
        """The rung of that name, or None."""
        return next((rung for rung in self.rungs if rung.name == name), None)

    def handler(self, clock: str) -> str:
        """Who handles the step that a clock limits: window, reviewer or applicant.

        A kind of subject (`rating_fix:visit` for `rating_fix:visit-12`) goes before the kind of clock.
        """
        kind, _, ref = clock.partition(":")
        about = f"{kind}:{ref.partition('-')[0]}"
        return self.handlers.get(about) or self.handlers.get(kind, "reviewer")

    def told(self, clock: str, rung: str) -> tuple[str, ...]:
        """The parties that are told of a rung; of an applicant's own period the applicant alone."""
        found = self.rung(rung)
        if self.handler(clock) == "applicant" or found is None:
            return (HANDLER,)
        return found.tells


@cache
def load_ladder(file: Path = FILE) -> Ladder:
    """The ladder of a file. Raises LadderError naming what cannot be used."""
    raw = yaml.safe_load(file.read_text("utf-8"))
    if not isinstance(raw, dict) or set(raw) - {"climbs"} != {"rungs", "handlers", "silent"}:
        raise LadderError("a ladder has rungs, handlers and silent")
    climbs = {kind: tuple(names) for kind, names in raw.get("climbs", {}).items()}
    if strange := [name for names in climbs.values() for name in names if name not in raw["rungs"]]:
        raise LadderError(f"{strange[0]}: a kind climbs rungs that there are")
    if wrong := [name for name, who in raw["handlers"].items() if who not in HANDLERS]:
        raise LadderError(f"{wrong[0]}: a step is handled by one of {', '.join(HANDLERS)}")
    return Ladder(
        tuple(_rung(name, facts) for name, facts in raw["rungs"].items()),
        raw["handlers"],
        frozenset(raw["silent"]),
        climbs,
    )


def _rung(name: str, facts: dict[str, Any]) -> Rung:
    try:
        return Rung(name, **{**facts, "tells": tuple(facts["tells"])})
    except (KeyError, TypeError) as wrong:
        raise LadderError(f"{name}: {wrong}") from wrong


def waiting(case: Case, calendar: Calendar, today: date) -> Iterator[tuple[str, str, date]]:
    """The rungs that were reached by today and told nobody yet: the clock, the rung, and the day on which it was reached."""
    for name, rung, day in ahead(case, calendar, today):
        if day <= today:
            yield name, rung, day


def ahead(case: Case, calendar: Calendar, today: date) -> Iterator[tuple[str, str, date]]:
    """Every rung that has told nobody yet, with its day as it stands today.

    While a pause runs nothing is reached but what was reached when it began: a last day that moves reminds nobody (R165).
    """
    ladder = load_ladder()
    for name, clock in clocks(case).items():
        if clock.stopped is not None or clock.started is None or clock.kind in ladder.silent:
            continue
        on = due(clock, calendar, today).on
        if on is None:
            continue
        reachable = stands_since(clock, on, today) or date.max
        for rung in ladder.passed_by(clock.kind):
            day = day_of(rung, clock, on, calendar, today)
            if day is not None and day <= reachable and not _told(case, name, rung, clock.started, on):
                yield name, rung.name, day


def stands_since(clock: Clock, on: date, today: date) -> date | None:
    """The day since which an open pause makes the last day move; None when no pause runs, or the clock was used up before."""
    began = min((pause.began for pause in clock.pauses if pause.ended is None), default=None)
    return began if began is not None and on > today else None


def day_of(rung: Rung, clock: Clock, on: date, calendar: Calendar, today: date) -> date | None:
    """The day on which a clock with the last day `on` reaches a rung; None when a share of it comes no earlier than the end."""
    if rung.days_after is not None:
        return on + timedelta(days=rung.days_after)
    if rung.days_in is not None:
        return clock.started + timedelta(days=rung.days_in) if clock.started else None
    if rung.working_days_before is not None:
        try:
            return calendar.add(on, -rung.working_days_before)
        except CalendarGap:
            return on - timedelta(days=rung.working_days_before)
    assert rung.percent is not None
    if not rung.early:
        return on
    share = -(-budget(clock) * rung.percent // 100)
    day = used_up(clock, calendar, share, excluded(clock, today))
    return day if day < on else None


def _told(case: Case, name: str, rung: Rung, started: date, on: date) -> bool:
    """Whether the rung was told of: a share once a run of the clock, the others once for each last day."""
    return any(
        clock == name
        and told == rung.name
        and (reached >= started if rung.days_in is not None else reached > started if rung.early else last == on)
        for clock, told, last, reached in case.reminded
    )
