"""The joint site check (联合踏勘) as a case knows it: the appointment, and the checks that were held with their records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class SiteRecord:
    """A check that was held: its day, the moment of its record and the digest of that; for which tracks, and who was to go.

    `late` counts what was noted before the record and arrived after it.
    """

    held_on: date
    closed_at: datetime
    paper: str
    tracks: tuple[str, ...]
    team: tuple[tuple[str, str], ...]
    late: int = 0

    def has(self, officer: str) -> bool:
        """True for who was to go to this check."""
        return officer in {one for _, one in self.team}


@dataclass(frozen=True, slots=True)
class SiteVisit:
    """The joint site check: the appointment, who goes for which track, the applicant's wish for another day, the record.

    `held_on` is the day that is set, None once the applicant asked for another; `over_on` the day on which it was held.
    `visited` is who was on the site at an earlier check, for the tracks whose opinion was not asked anew; `closed_at` the
    moment of the record, and what was noted until `since` belongs to an earlier check. `records` are the checks that were held.
    """

    set_on: date | None = None
    held_on: date | None = None
    time: str = ""
    place: str = ""
    tracks: tuple[str, ...] = ()
    team: tuple[tuple[str, str], ...] = ()
    asked_on: date | None = None
    wish: date | None = None
    wish_reason: str = ""
    over_on: date | None = None
    record: str = ""
    visited: tuple[tuple[str, str], ...] = ()
    closed_at: datetime | None = None
    since: datetime | None = None
    records: tuple[SiteRecord, ...] = ()

    @property
    def owed(self) -> bool:
        """True while departments wait for the check to be held."""
        return self.set_on is not None and self.over_on is None

    @property
    def late(self) -> int:
        """How much was noted before a record and arrived after it."""
        return sum(one.late for one in self.records)

    def officers_of(self, track: str) -> tuple[str, ...]:
        """Who was on the site for a track, once the check was held."""
        return tuple(officer for name, officer in self.been if name == track)

    @property
    def been(self) -> tuple[tuple[str, str], ...]:
        """Who was on the site for which track, at this check once it was held and at earlier ones."""
        return (*self.visited, *(self.team if self.over_on else ()))
