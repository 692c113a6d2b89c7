"""Ratings and their follow-up, as events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflows.events.event import Event


@dataclass(frozen=True, slots=True)
class Rated(Event):
    """The applicant rated an act once (R83): the matter, or a visit (`visit-12`); `level` is 5 to 1, `words` a digest.

    A bad rating pins the working days within which it has to be verified and put right (R84). `way`: account; phone (a code
    sent to the applicant's own); device (at a counter, called up by `invited_by`); slip (the code on a slip that `invited_by`
    printed); or code, of a time when the query code on a receipt was enough. `window` is the counter where the applicant came, or
    that accepted the application.
    """

    act: str
    channel: str
    level: int
    rated_on: date
    tags: tuple[str, ...] = ()
    words: str = ""
    named: bool = False
    bad: bool = False
    contact_days: int = 0
    fix_days: int = 0
    way: str = "account"
    window: str = ""
    invited_by: str = ""


@dataclass(frozen=True, slots=True)
class RatingSlipPrinted(Event):
    """A counter printed a slip with a code that is good for one rating (R86); the slip before it is dead.

    The code is no part of it: the journal says that there is a slip, the `nth` of the case, and by its entry who printed it.
    """

    nth: int
    window: str = ""


@dataclass(frozen=True, slots=True)
class RatingContested(Event):
    """The applicant says that the rating is not the applicant's own (R83): false ratings are excluded.

    `words` is a digest. `way` is account, phone, or number: known by number and query code alone, which staff can read too, so
    that the rating goes on counting until a supervisor has looked.
    """

    act: str
    words: str = ""
    way: str = "account"


@dataclass(frozen=True, slots=True)
class RatingContestDecided(Event):
    """A supervisor looked at a rating that the applicant disowns (R83): upheld, it counts no more and can be made anew."""

    act: str
    verdict: str
    reason: str


@dataclass(frozen=True, slots=True)
class RatingVerified(Event):
    """The applicant was contacted about a bad rating, and it was found founded, unfounded or malicious (R84)."""

    act: str
    finding: str
    reason: str
    way: str = "phone"


@dataclass(frozen=True, slots=True)
class RatingContactTried(Event):
    """Somebody tried to reach the applicant about a bad rating and reached nobody: no contact, so its period runs on (R84)."""

    act: str
    way: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class RatingReviewed(Event):
    """A supervisor reviewed the finding that a bad rating is unfounded or malicious (R83): upheld or overturned."""

    act: str
    verdict: str
    reason: str


@dataclass(frozen=True, slots=True)
class RatingAppealed(Event):
    """The applicant appealed against the exclusion of a rating; `words` is the digest of what was written."""

    act: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class RatingAnswered(Event):
    """What a bad rating was about was put right, and the applicant was told how (R84)."""

    act: str
    reply: str


@dataclass(frozen=True, slots=True)
class RatingCalledBack(Event):
    """The applicant was called back after the rectification (R84): satisfied or dissatisfied; unreached, after several attempts
    in vain, ends the follow-up and is no call-back.
    """

    act: str
    result: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class RatedAgain(Event):
    """The applicant rated once more after the reply; the first rating stands beside it. `way` is empty where it was not noted."""

    act: str
    level: int
    words: str = ""
    way: str = ""
