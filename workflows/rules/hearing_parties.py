"""Who may still ask for a hearing: the applicant and each interested party, each within the days of its own letter (R36)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from workflows import commands as c
from workflows.case import Case
from workflows.case_facts import Hearing
from workflows.clocks import clocks
from workflows.hearing import APPLICANT, INTERESTED, POST, REQUEST, entitled, gave_up
from workflows.hearing_clocks import own_days
from workflows.limits import due
from workflows.refusal import Refusal
from workflows.rules.moment import Moment


def speaker(at: Hearing, command: c.RequestHearing | c.WaiveHearing | c.WithdrawHearingRequest) -> str:
    """Whom a command speaks for: applicant, or the number of an interested party.

    One that the case does not know yet has the next number when it asks. Without a number nothing else can be said for an
    interested party, but where an older journal kept all of them together. Raises Refusal `interested_unknown`.
    """
    if command.party != INTERESTED:
        return APPLICANT
    if not command.number and isinstance(command, c.RequestHearing):
        return next_number(at)
    who = command.number or INTERESTED
    if who not in entitled(at) and who not in at.requests:
        raise Refusal("interested_unknown")
    return who


def next_number(at: Hearing) -> str:
    """The number of the next interested party of the case."""
    return str(len(at.parties) + 1)


def said_on(at: Hearing, who: str) -> date | None:
    """The day on which an interested party asked or gave the hearing up; None for the applicant, and where it said nothing."""
    party = next((one for one in at.parties if one.number == who), None)
    return (party.asked_on or party.waived_on) if party else None


def last_to_ask(case: Case, now: Moment, who: str) -> date | None:
    """The last of the five days of a party, as if nobody had asked yet: one party's request ends nobody else's time, and a
    letter that is still on its way on paper begins no day, so that the last one moves on with today (article 47, R146).

    An interested party that no letter told has the days that the applicant has.
    """
    party = next((one for one in case.hearing.parties if one.number == who), None)
    clock = (own_days(case, party) if party else None) or clocks(case)[REQUEST]
    return due(replace(clock, stopped=None), now.calendar, now.day).on


def too_late(case: Case, now: Moment, who: str, on: date | None = None) -> bool:
    """Whether the days of a party are over, or were on the day that counts for what it sent."""
    last = last_to_ask(case, now, who)
    return last is not None and (on or now.day) > last


def day_that_counts(case: Case, command: c.RequestHearing, now: Moment, who: str) -> date:
    """The day by which a request is in time: that of its postmark, because the time in the post is no part of the period
    (《民事诉讼法》第八十五条第四款, R31), else today.

    Nobody posts an answer before the letter that it answers was made out, or after it arrived; a letter that is not served yet
    may be known. Raises Refusal `hearing_postmark_missing`, `hearing_postmark_impossible`.
    """
    if command.way != POST:
        return now.day
    posted = command.posted_on
    if posted is None or not command.postmark.strip():
        raise Refusal("hearing_postmark_missing")
    at = case.hearing
    party = next((one for one in at.parties if one.number == who), None)
    since = (party.told_on if party else None) or at.told_on or now.day
    if not since <= posted <= now.day:
        raise Refusal("hearing_postmark_impossible", since=since, today=now.day)
    return posted


def waited_for(case: Case, now: Moment, *, without: str = "") -> tuple[str, ...]:
    """Who can still ask: was told, has neither asked nor given the hearing up, and has days left. `without` is one whose
    request is being taken back, and does not keep it from asking again."""
    at = case.hearing
    silent = [who for who in entitled(at) if who == without or who not in at.requests]
    return tuple(who for who in silent if not gave_up(at, who) and not too_late(case, now, who))


def invited(at: Hearing) -> tuple[tuple[str, str], ...]:
    """The interested parties to whom the day of the hearing is told, by number with the content that names them: those who
    asked for it, and those who were told of the right and did not give it up (article 48 (1))."""
    heard = [one for one in at.parties if one.told_on is not None or one.number in at.requests]
    return tuple((one.number, one.paper) for one in heard if not gave_up(at, one.number))
