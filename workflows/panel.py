"""Expert review: how large a panel is, and which conclusion follows from its ballots (article 45, R27)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

import yaml

CAUSE = "expert_review"
PASS, CHANGES, FAIL = "pass", "changes", "fail"
VERDICTS = (PASS, CHANGES, FAIL)
LEAVES = frozenset({"interest", "absent"})


@dataclass(frozen=True, slots=True)
class PanelPolicy:
    """How many experts at least, and the share that has to agree: `at_least` of every `of`."""

    least: int
    at_least: int
    of: int


@dataclass(frozen=True, slots=True)
class Ballot:
    """One expert's ballot: what it says, the day on the paper, who entered it when; `paper` holds the opinion."""

    verdict: str
    signed_on: date
    cast_on: date
    by: str
    paper: str
    scan: str


@dataclass(frozen=True, slots=True)
class Panel:
    """The panel of a case, the newest where there were several. `seats` sit on it now, the chair first.

    `papers` hold the names of everybody who ever sat on it; `left` are the seats that fell empty, with cause, reason and day.
    `earlier` are the panels that concluded before, the oldest first: what they said stays, whatever a later one says;
    `reason` is why this one was asked after them.
    """

    set_on: date | None = None
    seats: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    least: int = 3
    at_least: int = 2
    of: int = 3
    left: tuple[tuple[str, str, str, date], ...] = ()
    ballots: Mapping[str, Ballot] = field(default_factory=dict)
    closed_on: date | None = None
    conclusion: str = ""
    record: str = ""
    reason: str = ""
    earlier: tuple[Panel, ...] = ()

    @property
    def all(self) -> tuple[Panel, ...]:
        """Every panel of the case that was set up, the oldest first."""
        return (*self.earlier, self) if self.set_on is not None else ()

    @property
    def unpassed(self) -> tuple[Panel, ...]:
        """The panels, the oldest first, whose conclusion was not simply that they pass it."""
        return tuple(one for one in self.all if one.conclusion not in ("", PASS))

    @property
    def owed(self) -> bool:
        """True while the panel works."""
        return self.set_on is not None and self.closed_on is None

    @property
    def missing(self) -> tuple[str, ...]:
        """The seats whose ballot is not in."""
        return tuple(seat for seat in self.seats if seat not in self.ballots)

    @property
    def count(self) -> tuple[int, int, int]:
        """How many say pass, pass once changed, and not pass; ballots of experts who left count no longer."""
        said = [self.ballots[seat].verdict for seat in self.seats if seat in self.ballots]
        return said.count(PASS), said.count(CHANGES), said.count(FAIL)

    @property
    def needed(self) -> int:
        """How many experts have to agree."""
        return -(-self.at_least * len(self.seats) // self.of)


@cache
def policy() -> PanelPolicy:
    """The rule where a guide names none. Raises ValueError for a rule under which a minority could carry a proposal."""
    raw = yaml.safe_load((Path(__file__).parent / "panel.yaml").read_text("utf-8"))
    found = PanelPolicy(raw["least"], raw["at_least"], raw["of"])
    if found.least < 3 or found.least % 2 == 0 or not found.of < 2 * found.at_least <= 2 * found.of:
        raise ValueError(f"panel.yaml: {found} is no rule for a panel")
    return found


def conclusion(panel: Panel) -> str:
    """What follows from the count: pass where enough experts say so without conditions, changes where they do with those who
    ask for changes, otherwise fail."""
    passed, changes, _failed = panel.count
    if passed >= panel.needed:
        return PASS
    return CHANGES if passed + changes >= panel.needed else FAIL
