"""A rating of the service and the follow-up of a bad one, as the journal tells them (好差评, R83-R86).

What is rated is an act: the whole matter once (一事一评), and every coming to the window once (一次一评).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from workflows import events as e
from workflows.rating_policy import load_policy

if TYPE_CHECKING:
    from workflows.case import Case

MATTER = "matter"
CONTACT = "rating_contact"
FIX = "rating_fix"
FINDINGS = ("founded", "unfounded", "malicious")
WAYS = ("phone", "visit", "message", "unreached")
RATED_BY = ("phone", "device", "slip")
"""How somebody without an account shows to be the applicant. The query code is none of them: staff read it on receipts."""
CONTESTED_BY = ("phone", "number")
CALLBACKS = ("satisfied", "dissatisfied", "unreached")


@dataclass(frozen=True, slots=True)
class Act:
    """Something that may be rated once: the matter, or one visit to the window (`visit-12`: the visit's place in the journal)."""

    key: str
    channel: str
    on: date | None = None
    purpose: str = ""
    window: str = ""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt to reach the applicant that reached nobody."""

    at: datetime
    by: str
    way: str
    note: str


@dataclass(frozen=True, slots=True)
class Rating:
    """One rating. `level` is 5 to 1, `named` whether the public reads the applicant's name; a bad one has a follow-up.

    `fix_from` is the day from which it is to be put right: its own, or the day on which an exclusion was lifted again.
    `review` is open, upheld or overturned; words of the applicant are named by digest only. `contest` is open while the
    applicant says that the rating is somebody else's, then upheld or rejected; `disowned` counts those before it that were.
    `tries` are attempts in vain before the finding, `calls` those to call back after the reply; only who was reached is called
    back on a day (`called_on`).
    """

    act: str
    channel: str
    level: int
    rated_on: date
    named: bool = False
    tags: tuple[str, ...] = ()
    words: str = ""
    bad: bool = False
    contact_days: int = 0
    fix_days: int = 0
    fix_from: date | None = None
    verified_on: date | None = None
    verified_by: str = ""
    verified_way: str = ""
    finding: str = ""
    reason: str = ""
    review: str = ""
    reviewed_on: date | None = None
    review_reason: str = ""
    appealed: bool = False
    answered_on: date | None = None
    reply: str = ""
    called_on: date | None = None
    callback: str = ""
    again: int = 0
    again_on: date | None = None
    way: str = "account"
    window: str = ""
    invited_by: str = ""
    contest: str = ""
    contest_way: str = ""
    contest_on: date | None = None
    contest_reason: str = ""
    disowned: int = 0
    tries: tuple[Attempt, ...] = ()
    calls: tuple[Attempt, ...] = ()

    @property
    def excluded(self) -> bool:
        """Whether it stands in no figure: found false or malicious, or not the applicant's own, and a supervisor upheld that."""
        return self.review == "upheld" or self.void

    @property
    def void(self) -> bool:
        """Whether a supervisor found that somebody else made it: the applicant may then rate after all (R83)."""
        return self.contest == "upheld"

    @property
    def counted(self) -> bool:
        """Whether it stands in the figures. What the applicant provably disowns waits outside until a supervisor has looked."""
        return not self.excluded and not (self.contest == "open" and self.contest_way != "number")

    @property
    def excluded_on(self) -> date | None:
        """Since when it is excluded."""
        return (self.contest_on if self.void else self.reviewed_on) if self.excluded else None

    @property
    def stage(self) -> str:
        """Where the follow-up stands: contested, contact, review, fix, callback, done or excluded; empty for one that has none."""
        return "contested" if self.contest == "open" else self._followed

    @property
    def step(self) -> str:
        """What the office does next: as `stage`, but that number and query code, which staff know too, halt nobody's follow-up."""
        return self._followed if self.contest_way == "number" else self.stage

    @property
    def _followed(self) -> str:
        if not self.bad:
            return "excluded" if self.void else ""
        if self.void:
            return "excluded"
        if self.verified_on is None:
            return "contact"
        if self.review == "open":
            return "review"
        if self.excluded:
            return "excluded"
        if self.answered_on is None:
            return "fix"
        return "done" if self.callback else "callback"

    @property
    def desk(self) -> str:
        """Who follows it up: the window for a visit, the office that led the case for the matter."""
        return "window" if self.act != MATTER else "office"


def acts(case: Case) -> tuple[Act, ...]:
    """What the applicant may rate once the case has ended: the matter, and every coming to the window."""
    matter = Act(MATTER, "window" if case.channel == "window" else "online", window=case.accepted_window)
    came = (visit for visit in case.visited if visit.place == "window")
    visits = (Act(f"visit-{one.seq}", "window", one.on, one.purposes[0], one.window) for one in came)
    return (matter, *visits)


def rated_until(case: Case, act: str) -> date | None:
    """The last day on which an act can be rated (R83): so long after the end, or after somebody else's rating of it was excluded;
    of an answered bad rating the last day for rating once more. None before the end.
    """
    old = case.ratings.get(act)
    since = case.ended_on
    if old is not None:
        since = old.contest_on if old.void else old.answered_on or since
    return since + timedelta(days=load_policy().rate_within.days) if since and case.ended else None


def after(ratings: Mapping[str, Rating], event: e.Event, on: date, recorded: e.Recorded) -> Mapping[str, Rating]:
    """The ratings of a case after one more event about them, which was recorded on the day `on`."""
    act: str = event.act  # type: ignore[attr-defined]
    old = ratings.get(act)
    if isinstance(event, e.Rated):
        return {**ratings, act: _rated(event, old.disowned + 1 if old else 0)}
    return {**ratings, act: _changed(ratings[act], event, on, recorded)}


def _rated(event: e.Rated, disowned: int) -> Rating:
    return Rating(
        act=event.act,
        channel=event.channel,
        level=event.level,
        rated_on=event.rated_on,
        named=event.named,
        tags=event.tags,
        words=event.words,
        bad=event.bad,
        contact_days=event.contact_days,
        fix_days=event.fix_days,
        fix_from=event.rated_on if event.bad else None,
        way=event.way,
        window=event.window,
        invited_by=event.invited_by,
        disowned=disowned,
    )


def _changed(one: Rating, event: e.Event, on: date, recorded: e.Recorded) -> Rating:
    match event:
        case e.RatingContactTried():
            made = Attempt(recorded.at, recorded.by, event.way, event.note)
            if one.answered_on is None:
                return replace(one, tries=(*one.tries, made))
            return replace(one, calls=(*one.calls, made))
        case e.RatingVerified():
            verified = replace(one, verified_on=on, verified_by=recorded.by, verified_way=event.way)
            doubted = "" if event.finding == "founded" else "open"
            return replace(verified, finding=event.finding, reason=event.reason, review=doubted)
        case e.RatingAppealed():
            return replace(one, appealed=True, review="open")
        case e.RatingContested():
            return replace(one, contest="open", contest_way=event.way, contest_on=on)
        case e.RatingContestDecided():
            return replace(one, contest=event.verdict, contest_on=on, contest_reason=event.reason)
        case e.RatingReviewed():
            return _reviewed(one, event, on)
        case e.RatingAnswered():
            return replace(one, answered_on=on, reply=event.reply)
        case e.RatingCalledBack():
            return replace(one, called_on=None if event.result == "unreached" else on, callback=event.result)
        case e.RatedAgain():
            return replace(one, again=event.level, again_on=on)
    raise TypeError(f"no change of a rating is known for {type(event).__name__}")


def _reviewed(one: Rating, event: e.RatingReviewed, on: date) -> Rating:
    """An exclusion that is lifted on the applicant's appeal gives the office its period anew; a first review takes none."""
    reviewed = replace(one, review=event.verdict, reviewed_on=on, review_reason=event.reason)
    if event.verdict == "upheld":
        return reviewed
    return replace(reviewed, finding="founded", fix_from=on if one.appealed else one.fix_from)


def followed(case: Case) -> Iterator[Rating]:
    """The bad ratings of a case, whose follow-up has clocks."""
    return (one for one in case.ratings.values() if one.bad)
