"""What time alone brings about: silences of the law and reminders, each as a command (R5, R8, R73, R119)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from workflows import commands as c
from workflows import hearing, publicity
from workflows.case import AT_WINDOW, Case, State
from workflows.case_tracks import silence_speaks
from workflows.clocks import CORRECTION, GRACE, NOTICE, STATUTORY, clocks
from workflows.commands import Command
from workflows.duties import CHECK, RECTIFY, RENEWAL, licensed
from workflows.ladder import ahead, stands_since, waiting
from workflows.licence import CANCELLATION, RENEWED, SUSPENDED
from workflows.limits import due
from workflows.rating import CONTACT, FIX
from workflows.reissue import REISSUE
from workflows.renewal import renewed_after
from workflows.rules.deferral import travelling, waits_until
from workflows.rules.moment import Moment
from workflows.service import counts_on, policy

# What a colleague who hurries an office says: the last day is near, or over (R119).
NEAR = "near"
OVER = "over"
_SPEAK = frozenset({NOTICE, CORRECTION, STATUTORY, "deferred", GRACE})
_AFTER_THE_END = frozenset({CONTACT, FIX, CHECK, RECTIFY, RENEWAL, REISSUE, CANCELLATION})


def falls_due(case: Case, *, now: Moment) -> Iterator[Command]:
    """The commands that fell due by `now`, one at a time: the caller records one, folds it, and asks again."""
    if _over(case):
        return
    yield from _silences(case, now)
    yield from _reminders(case, now)


def _silences(case: Case, now: Moment) -> Iterator[Command]:
    yield from _published(case, now)
    if (last := _suspended_until(case)) is not None and now.day > last:
        yield c.EndSuspension()
    if case.state in AT_WINDOW and case.terms.deemed_acceptance and now.past(case, NOTICE):
        yield c.DeemAccepted()
    if case.state is State.CORRECTION and now.past(case, CORRECTION):
        yield c.LapseCorrection()
    if case.state is State.IN_REVIEW and case.signed is None:  # what was signed in time is decided in time
        yield from (command for _, command in sorted(_under_review(case, now), key=lambda one: one[0]))


def _published(case: Case, now: Moment) -> Iterator[Command]:
    """A letter that was published counts as served once the days of its notice are over (R146); a result by its own act."""
    for one in case.letters.values():
        last = counts_on(one) if one.state == "sent" and one.document not in policy().results else None
        if last is not None and now.day >= last:
            yield c.ServeLetter(one.letter, one.document, one.way, last, one.reference)


def _under_review(case: Case, now: Moment) -> Iterator[tuple[date, Command]]:
    """What silence brings about during the review, each with its true last day: the earliest comes first, also after an outage."""
    for promise in case.promises.values():
        due_on = now.due(case, f"deferred:{promise.material}")
        missing = promise.arrived_on is None and not promise.confirmed and not travelling(case, promise, now)
        if missing and not promise.lapsed and due_on is not None and now.day > due_on:
            yield due_on, c.LapseDeferral(promise.material)
        grace = now.due(case, f"{GRACE}:{promise.material}")
        if missing and grace is not None and now.day > grace:
            yield grace, c.ReturnFile(promise.material)
    yield from _deemed_opinions(case, now)
    if (window := _publicity_until(case)) is not None and now.day > window:
        yield window, c.EndPublicity()
    filed_by = now.due(case, STATUTORY)
    if case.terms.deemed_filing and filed_by is not None and now.day > filed_by:
        yield filed_by, c.DeemFiled()
    expires_on = renewed_after(case, now.calendar)
    if expires_on is not None and now.day > expires_on:
        yield expires_on, c.DeemRenewed()


def _publicity_until(case: Case) -> date | None:
    """The last day of a window that stopped a clock which has not gone on."""
    running = any(stop.cause == publicity.CAUSE for stop in case.open_stops)
    return case.publicity.last_on if running and case.state is State.IN_REVIEW else None


def _deemed_opinions(case: Case, now: Moment) -> Iterator[tuple[date, Command]]:
    """The opinions that the guide lets a silence stand for (R91)."""
    for track in case.unanswered:
        due_on = now.due(case, f"track:{track}")
        if silence_speaks(case, track) and due_on is not None and now.day > due_on:
            yield due_on, c.DeemOpinion(track)


def _reminders(case: Case, now: Moment) -> Iterator[Command]:
    if case.signed is not None:  # nobody is to be hurried about what is done
        return
    for name, rung, _ in waiting(case, now.calendar, now.day):
        if _heard(case, name):
            yield c.Remind(name, rung)


def _over(case: Case) -> bool:
    """Whether nothing can run any more: ended, without a licence that duties follow and without a rating to follow up."""
    return case.ended and not case.ratings and not licensed(case)


def _heard(case: Case, clock: str) -> bool:
    """After the end of a case nobody is reminded of anything but the follow-up of a bad rating (R84) and what the licence asks.

    Where the day of a hearing is set, that day is reminded of, not the period within which it lies, nor its procedure.
    """
    if clock in (hearing.HOLD, f"procedure:{hearing.PAUSE}") and case.hearing.held_on is not None:
        return False
    return not case.ended or clock.partition(":")[0] in _AFTER_THE_END


def wakes_on(case: Case, *, now: Moment) -> date | None:
    """The first day on which `falls_due` has something to say; None when nothing runs. Today when something is due already."""
    if _over(case):
        return None
    if next(falls_due(case, now=now), None) is not None:
        return now.day
    days = [day for name, _, day in ahead(case, now.calendar, now.day) if _heard(case, name)]
    days += [] if case.ended else _silences_ahead(case, now)
    days += [last + timedelta(days=1)] if (last := _suspended_until(case)) else []
    days += [last + timedelta(days=1)] if (last := _publicity_until(case)) else []
    return min((day for day in days if day > now.day), default=None)


def _suspended_until(case: Case) -> date | None:
    """The last day of the suspension of a licence, where one is set: the licence comes back by itself, unless it expires first."""
    own = case.licence
    if own is None or own.state != SUSPENDED or own.until is None:
        return None
    lasts = own.before == RENEWED or own.valid_to is None or own.until < own.valid_to
    return own.until if lasts else None


def _silences_ahead(case: Case, now: Moment) -> Iterator[date]:
    """The day on which a public notice counts; the first day after the end of every clock of whose silence something follows,
    and after a renewal's."""
    for one in case.letters.values():
        if one.state == "sent" and one.document not in policy().results and (last := counts_on(one)) is not None:
            yield last
    for clock in clocks(case).values():
        speaks = clock.kind in _SPEAK or (clock.kind == "track" and silence_speaks(case, clock.ref))
        if clock.stopped is None and speaks:
            on = due(clock, now.calendar, now.day).on
            if on is not None and stands_since(clock, on, now.day) is None:
                yield on + timedelta(days=1)
                if clock.kind in ("deferred", GRACE) and case.promises[clock.ref].parcel:
                    yield waits_until(on, now) + timedelta(days=1)
    if (expires_on := renewed_after(case, now.calendar)) is not None:
        yield expires_on + timedelta(days=1)
