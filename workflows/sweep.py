"""What time alone brings about: silences of the law and reminders, each as a command (R5, R8, R73, R119)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from workflows import commands as c
from workflows.case import AT_WINDOW, Case, State
from workflows.clocks import CORRECTION, GRACE, NOTICE, STATUTORY, clocks
from workflows.commands import Command
from workflows.ladder import ahead, stands_since, waiting
from workflows.limits import due
from workflows.rating import CONTACT, FIX
from workflows.renewal import renewed_after
from workflows.rules.deferral import travelling, waits_until
from workflows.rules.moment import Moment

# What a colleague who hurries an office says: the last day is near, or over (R119).
NEAR = "near"
OVER = "over"
_SPEAK = frozenset({NOTICE, CORRECTION, STATUTORY, "deferred", GRACE})


def falls_due(case: Case, *, now: Moment) -> Iterator[Command]:
    """The commands that fell due by `now`, one at a time: the caller records one, folds it, and asks again."""
    if not case.ended:
        yield from _silences(case, now)
        yield from _reminders(case, now)
    elif case.ratings:
        yield from _reminders(case, now)


def _silences(case: Case, now: Moment) -> Iterator[Command]:
    if case.state in AT_WINDOW and case.terms.deemed_acceptance and now.past(case, NOTICE):
        yield c.DeemAccepted()
    if case.state is State.CORRECTION and now.past(case, CORRECTION):
        yield c.LapseCorrection()
    if case.state is State.IN_REVIEW:
        yield from (command for _, command in sorted(_under_review(case, now), key=lambda one: one[0]))


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
    filed_by = now.due(case, STATUTORY)
    if case.terms.deemed_filing and filed_by is not None and now.day > filed_by:
        yield filed_by, c.DeemFiled()
    expires_on = renewed_after(case, now.calendar)
    if expires_on is not None and now.day > expires_on:
        yield expires_on, c.DeemRenewed()


def _reminders(case: Case, now: Moment) -> Iterator[Command]:
    for name, rung, _ in waiting(case, now.calendar, now.day):
        if _heard(case, name):
            yield c.Remind(name, rung)


def _heard(case: Case, clock: str) -> bool:
    """After the end of a case nobody is reminded of anything but the follow-up of a bad rating (R84)."""
    return not case.ended or clock.startswith(f"{CONTACT}:") or clock.startswith(f"{FIX}:")


def wakes_on(case: Case, *, now: Moment) -> date | None:
    """The first day on which `falls_due` has something to say; None when nothing runs. Today when something is due already."""
    if case.ended and not case.ratings:
        return None
    if next(falls_due(case, now=now), None) is not None:
        return now.day
    days = [day for name, _, day in ahead(case, now.calendar, now.day) if _heard(case, name)]
    days += [] if case.ended else _silences_ahead(case, now)
    return min((day for day in days if day > now.day), default=None)


def _silences_ahead(case: Case, now: Moment) -> Iterator[date]:
    """The first day after the end of every clock that runs and of whose silence something follows, and after a renewal's."""
    for clock in clocks(case).values():
        if clock.stopped is None and clock.kind in _SPEAK:
            on = due(clock, now.calendar, now.day).on
            if on is not None and stands_since(clock, on, now.day) is None:
                yield on + timedelta(days=1)
                if clock.kind in ("deferred", GRACE) and case.promises[clock.ref].parcel:
                    yield waits_until(on, now) + timedelta(days=1)
    if (expires_on := renewed_after(case, now.calendar)) is not None:
        yield expires_on + timedelta(days=1)
