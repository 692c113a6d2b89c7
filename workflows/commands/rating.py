"""Ratings and their follow-up, as commands."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.commands.command import Command


@dataclass(frozen=True, slots=True)
class Rate(Command):
    """Rate an act once: `level` from 5 to 1, tags of its channel, `words` as a digest, `named` towards the public or not.

    `way` says how somebody without an account showed to be the applicant: by a code sent to the applicant's own phone, at the
    device of a counter, for which `invited_by` called the case up, or by the code on a slip that `invited_by` printed.
    """

    act: str
    level: int
    tags: tuple[str, ...] = ()
    words: str = ""
    named: bool = False
    way: str = ""
    invited_by: str = ""


@dataclass(frozen=True, slots=True)
class PrintRatingSlip(Command):
    """Print the `nth` slip of a case, at the counter `window`: with it the applicant rates once without telephone and account."""

    nth: int
    window: str = ""


@dataclass(frozen=True, slots=True)
class ContestRating(Command):
    """Say, as the applicant, that a rating is not one's own; `words` as a digest, `way` as in Rate, or `number`: unproven."""

    act: str
    words: str = ""
    way: str = ""


@dataclass(frozen=True, slots=True)
class DecideContest(Command):
    """Say, as a supervisor, whether a rating was somebody else's (upheld) or the applicant's own after all (rejected)."""

    act: str
    verdict: str
    reason: str


@dataclass(frozen=True, slots=True)
class VerifyRating(Command):
    """Say what contact with the applicant showed about a bad rating, and why it is founded or not."""

    act: str
    finding: str
    reason: str
    way: str


@dataclass(frozen=True, slots=True)
class TryRater(Command):
    """Record an attempt to reach the applicant about a bad rating that reached nobody: by which way, and what happened."""

    act: str
    way: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReviewRating(Command):
    """Uphold or overturn, as a supervisor, the finding that a bad rating is not founded."""

    act: str
    verdict: str
    reason: str


@dataclass(frozen=True, slots=True)
class AppealRating(Command):
    """Appeal, as the applicant, against the exclusion of a rating; `words` as a digest."""

    act: str
    words: str


@dataclass(frozen=True, slots=True)
class AnswerRating(Command):
    """Tell the applicant what was put right."""

    act: str
    reply: str


@dataclass(frozen=True, slots=True)
class CallBackRater(Command):
    """Record the call-back after the rectification."""

    act: str
    result: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class RateAgain(Command):
    """Rate once more after the reply; `way` as in Rate."""

    act: str
    level: int
    words: str = ""
    way: str = ""
