"""What events are made of: marks, days that were told, clocks that moved, limits that changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

Letters = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """The window's verdict on one material or field of the form: ok, fix or later, with the words told to the applicant.

    `material` is the key of the material; of an answer in the form it is `field:` and the field's id. `by` is who marked it
    where that was not the officer who recorded the outcome.
    """

    material: str
    verdict: str
    reason: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A last day as a letter told it: the clock, the day, and the year whose schedule was not published yet (0: none, R158)."""

    clock: str
    on: date | None = None
    provisional: int = 0


@dataclass(frozen=True, slots=True)
class Moved:
    """A clock under a newly published schedule: its last day before and after, and the days it keeps so as not to end earlier.

    `running` is false for a clock that was answered: its day is kept, and nobody is told anew.
    """

    clock: str
    before: date | None = None
    after: date | None = None
    kept: int = 0
    running: bool = False


@dataclass(frozen=True, slots=True)
class NewLimit:
    """The limit of a kind that holds from now on, the one it replaces, and the provision that says so."""

    kind: str
    value: int
    unit: str
    start: str
    basis: str
    was: int
    was_unit: str = "working_day"


@dataclass(frozen=True, slots=True)
class Signature:
    """A signed commitment to bring materials later (容缺受理承诺书, R69): by whom, in which way, for what, over which text.

    `way` is password (entered again online), openid (signed in at the provider again) or paper (signed by
    hand and scanned back, `file` is the scan's opaque name); `digest` is the SHA-256 of the text, or of the scan.
    """

    by: str
    way: str
    digest: str
    materials: tuple[str, ...]
    file: str = ""
