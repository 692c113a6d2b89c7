"""The clocks that run on a case: each is a ledger derived from the case, never a stored date (R163-R169)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import cast

from workflows import licence, publicity, rating, reissue
from workflows.calendar import Calendar
from workflows.case import Case, State
from workflows.case_tracks import track_started
from workflows.duties import duty_clocks
from workflows.events import Told
from workflows.hearing_clocks import hearing_clocks, unserved
from workflows.limits import Clock, Limit, Pause, Unit, due
from workflows.terms import LimitTerm

NOTICE = "notice"
ANSWER = "notice_promised"
CORRECTION = "correction"
PROMISED = "promised"
STATUTORY = "statutory"
DELIVERY = "delivery"
PUBLICATION = "publication"
SUSPENDED = "supplement_missing"
GRACE = "grace"


def clocks(case: Case) -> Mapping[str, Clock]:
    """Every clock of the case that has started, by name: `notice`, `promised`, `track:fire`, `deferred:lease`, ...

    A clock that was answered carries the day in `stopped`. The notice clock starts anew on the day the corrections are in (R167).
    One act asks for them many times (its rule, its letters, the copied columns, the sweep); they are worked out once a state.
    """
    if "clocks" not in case.derived:
        case.derived["clocks"] = _clocks(case)
    return cast(Mapping[str, Clock], case.derived["clocks"])


def _clocks(case: Case) -> dict[str, Clock]:
    found = {
        NOTICE: _notice(case),
        ANSWER: _answer(case),
        CORRECTION: _correction(case),
        PROMISED: _decision(case, PROMISED, case.limit(PROMISED)),
        STATUTORY: _decision(case, STATUTORY, case.limit(STATUTORY)),
        DELIVERY: _after_decision(case, DELIVERY, case.limit(DELIVERY), case.delivered_on or case.grant_ended_on),
        PUBLICATION: _after_decision(case, PUBLICATION, case.limit(PUBLICATION), case.published_on),
    }
    found.update(_tracks(case))
    found.update(_supplements(case))
    found.update(_procedures(case))
    found.update(hearing_clocks(case))
    found.update(_ratings(case))
    found.update(duty_clocks(case))
    found.update(_defence(case))
    found.update(_asked(case))
    return {name: _keeping(case.kept.get(name, 0), clock) for name, clock in found.items() if clock is not None}


def _keeping(days: int, clock: Clock) -> Clock:
    return replace(clock, kept=days) if days else clock


def told(case: Case, calendar: Calendar, day: date) -> tuple[Told, ...]:
    """The last days of the clocks that run now, as a letter written on `day` tells them."""
    found = []
    for name, clock in clocks(case).items():
        if clock.stopped is None and clock.started is not None:
            last = due(clock, calendar, day)
            open_year = last.missing_year or (last.on.year if last.on and last.provisional else 0)
            found.append(Told(name, last.on, open_year))
    return tuple(found)


@cache  # guides know a few dozen limits, cases ask for them all the time
def _limit(value: int, unit: str, start: str) -> Limit:
    return Limit(value, Unit(unit), start)


def _limit_of(term: LimitTerm) -> Limit:
    return _limit(term.value, term.unit, term.start)


def _notice(case: Case) -> Clock | None:
    if case.state is State.FORWARDED:  # on the way: no agency has received it yet (R68)
        return None
    return Clock(
        kind=NOTICE,
        ref="",
        limit=_limit_of(case.terms.notice),
        started=case.corrected_on or case.received_on,
        stopped=case.answered_on,
    )


def _answer(case: Case) -> Clock | None:
    """The promise of an earlier answer runs beside the law's clock, from the same day to the same answer (R34)."""
    by_law, term = _notice(case), case.terms.answer
    if by_law is None or term is None:
        return None
    return replace(by_law, kind=ANSWER, limit=_limit_of(term))


def _correction(case: Case) -> Clock | None:
    if case.noticed_on is None:
        return None
    stopped = case.corrected_in if case.state is not State.CORRECTION else None
    return Clock(
        kind=CORRECTION,
        ref="",
        limit=_limit_of(case.terms.correction),
        started=case.noticed_on,
        pauses=unserved(case, CORRECTION, case.noticed_on),
        stopped=stopped or (case.ended_on if case.ended else None),
    )


def _decision(case: Case, kind: str, term: LimitTerm) -> Clock | None:
    started = (case.corrected_on or case.received_on) if term.start == "received" else case.accepted_on
    if started is None or (case.accepted_on is None and term.start != "received") or case.state is State.FORWARDED:
        return None
    return Clock(
        kind=kind,
        ref="",
        limit=_limit_of(term),
        started=started,
        pauses=pauses(case, kind),
        extended_by=case.extended_by,
        stopped=case.decided_on or (case.ended_on if case.ended else None),
    )


def pauses(case: Case, kind: str) -> tuple[Pause, ...]:
    """The stretches that do not count for a statutory or promised clock; all other clocks pause with the promised one (R166)."""
    found = []
    for stop in case.stops:
        term = case.terms.pause(stop.cause)
        stops = term is not None and (term.stops_statutory if kind == STATUTORY else term.stops_promised)
        if stops:
            found.append(Pause(stop.cause, stop.began, stop.ended, stop.by, stop.basis))
    return (*found, *(() if kind == STATUTORY else _suspensions(case)))


def _suspensions(case: Case) -> tuple[Pause, ...]:
    """A case that waits for a late supplement stands still for the promise, never for the law, which nothing stops (R73 d, R77)."""
    return tuple(
        Pause(SUSPENDED, promise.suspended_on, promise.resumed_on, "system:0", "")
        for promise in case.promises.values()
        if promise.suspended_on is not None
    )


def _tracks(case: Case) -> dict[str, Clock]:
    found = {}
    for term in case.terms.tracks:
        started = track_started(case, term.id)
        if started is None:
            continue
        answer = case.answers.get(term.id)
        found[f"track:{term.id}"] = Clock(
            kind="track",
            ref=term.id,
            limit=_limit(term.days, term.unit, "started"),
            started=started,
            pauses=pauses(case, PROMISED),
            stopped=answer.given_on if answer else (case.decided_on or case.ended_on),
        )
    return found


def _supplements(case: Case) -> dict[str, Clock]:
    found = {}
    for promise in case.promises.values():
        term = case.terms.material(promise.material)
        if term is None:
            continue
        limit = _limit(term.days, term.unit, "accepted") if term.days > 0 else _limit_of(case.limit(PROMISED))
        found[f"deferred:{promise.material}"] = Clock(
            kind="deferred",
            ref=promise.material,
            limit=limit,
            started=promise.since,
            pauses=pauses(case, PROMISED),
            stopped=promise.in_on or case.decided_on or (case.ended_on if case.ended else None),
        )
        if promise.suspended_on is not None:
            found[f"{GRACE}:{promise.material}"] = Clock(
                kind=GRACE,
                ref=promise.material,
                limit=_limit(promise.grace_days, "working_day", "suspended"),
                started=promise.suspended_on,
                stopped=promise.in_on or case.decided_on or (case.ended_on if case.ended else None),
            )
    return found


def _procedures(case: Case) -> dict[str, Clock]:
    """A special procedure has its own clock of the length that was told in writing, from the day it began (R27, R138).

    A publicity window has none: it counts its first day, and ends by itself (R161).
    """
    return {
        f"procedure:{stop.cause}": Clock(
            kind="procedure",
            ref=stop.cause,
            limit=_limit(stop.announced_days, "working_day", "began"),
            started=stop.began,
            stopped=stop.ended or case.decided_on or case.ended_on,
        )
        for stop in case.stops
        if stop.cause != publicity.CAUSE or case.publicity.opened_on is None
    }


def _ratings(case: Case) -> dict[str, Clock]:
    """The follow-up of every bad rating, from its day on: to contact the applicant and verify, and to put it right (R84).

    Both end with the day on which a supervisor upheld that the rating is excluded.
    """
    found = {}
    for one in rating.followed(case):
        contact, fix = f"{rating.CONTACT}:{one.act}", f"{rating.FIX}:{one.act}"
        over, heard = one.answered_on or one.excluded_on, one.verified_on or one.excluded_on
        found[contact] = replace(_period(rating.CONTACT, one.contact_days, "rated", one.rated_on, heard), ref=one.act)
        start = "rated" if one.fix_from == one.rated_on else "overturned"
        found[fix] = replace(_period(rating.FIX, one.fix_days, start, one.fix_from or one.rated_on, over), ref=one.act)
    return found


def _defence(case: Case) -> dict[str, Clock]:
    """The days that the holder of a licence has to be heard before an act against it, from being told (R36)."""
    proposal = case.proposal
    if proposal is None or not proposal.notice:
        return {}
    waived = next((one.on for one in proposal.defences if one.defence == licence.WAIVED), None)
    days = proposal.days or licence.policy().defence_days
    period = _period(licence.DEFENCE, days, "told", proposal.proposed_on, waived)
    return {licence.DEFENCE: replace(period, pauses=unserved(case, licence.DEFENCE, proposal.proposed_on))}


def _asked(case: Case) -> dict[str, Clock]:
    """The days in which what the holder applied for is answered: a new document, the cancellation."""
    own, on = case.licence, case.cancellation_asked_on
    anew = (reissue.REISSUE, own.reissue.days, own.reissue.asked_on) if own and own.reissue else None
    end = (licence.CANCELLATION, own.cancellation_days, on) if own and on else None
    return {name: _period(name, days, "asked", since, None) for name, days, since in filter(None, (anew, end))}


def _period(kind: str, days: int, start: str, started: date, stopped: date | None) -> Clock:
    return Clock(kind=kind, ref="", limit=_limit(days, "working_day", start), started=started, stopped=stopped)


def _after_decision(case: Case, kind: str, term: LimitTerm, stopped: date | None) -> Clock | None:
    if case.decided_on is None:
        return None
    return Clock(kind=kind, ref="", limit=_limit_of(term), started=case.decided_on, stopped=stopped)
