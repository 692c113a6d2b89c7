"""Hearing: the right is told, asked for in time, and the day set so that everybody can prepare (articles 46 to 48, R36)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from workflows import commands as c
from workflows import events as e
from workflows.calendar import CalendarGap
from workflows.case import Case
from workflows.case_facts import Hearing
from workflows.events import Event
from workflows.hearing import (
    APPLICANT,
    ASKED,
    CAUSES,
    HOLD,
    INTERESTED,
    PAUSE,
    POST,
    PUT_OFF,
    SIGNED,
    gave_up,
    overtakes,
    reviewers,
)
from workflows.procedure_time import left
from workflows.refusal import Refusal
from workflows.rules.hearing_parties import day_that_counts, last_to_ask, said_on, speaker, too_late, waited_for
from workflows.rules.interested import summoned
from workflows.rules.limits import limits_changed
from workflows.rules.moment import Moment, Rules, filled
from workflows.rules.notice_days import earliest
from workflows.rules.stage import in_review, under_review


def tell_hearing(case: Case | None, command: c.TellHearing, now: Moment) -> Sequence[Event]:
    """The right to a hearing is told before the decision, once, with the facts and what is proposed (article 47)."""
    case = in_review(case)
    if case.hearing.told_on is not None:
        raise Refusal("hearing_told_already", on=case.hearing.told_on)
    reason = filled(command.reason, "reason_missing")
    return [e.HearingTold(now.day, reason)]


def request_hearing(case: Case | None, command: c.RequestHearing, now: Moment) -> Sequence[Event]:
    """It is asked for within five working days of being told; afterwards nobody has to hold it (article 47).

    The law knows no good cause for being late: a late request is refused, whoever records it; one that came by post is in time
    by its postmark. Where others had given theirs up meanwhile, the hearing is owed anew. An interested party that comes by
    itself after the day was set is told of that day, where seven days are left before it. What was posted in time and arrives
    after the decision is kept: nothing can be heard before a decision that was made.
    """
    missed = case is not None and command.way == POST and overtakes(case)
    case, at = (case, case.hearing) if case is not None and missed else _told(case)
    who = speaker(at, command)
    if at.record and at.over_on is not None:
        raise Refusal("hearing_over", on=at.over_on)
    if who in at.requests or who in at.overtaken:
        raise Refusal("hearing_requested_already", on=said_on(at, who) or at.requested_on or at.overtaken_on)
    if gave_up(at, who):
        raise Refusal("hearing_waived_already", on=said_on(at, who) or at.waived_on)
    counted = day_that_counts(case, command, now, who)
    if too_late(case, now, who, counted):
        raise Refusal("hearing_request_late", due=last_to_ask(case, now, who))
    party, number = _named(who)
    note, posted = command.note.strip(), counted if command.way == POST else None
    if missed:
        proof = command.postmark.strip()
        return [e.HearingRequestOvertaken(now.day, counted, proof, party, note, command.paper, number)]
    proof = command.postmark.strip() if posted else ""
    asked = e.HearingRequested(now.day, party, note, command.way, command.paper, number, posted, proof)
    return [asked, *_told_the_day(case, asked, now)]


def waive_hearing(case: Case | None, command: c.WaiveHearing, now: Moment) -> Sequence[Event]:
    """The hearing is given up in words at any time before it is held, or by staying away once its day has come."""
    case, at = _told(case)
    who = speaker(at, command)
    if gave_up(at, who):
        raise Refusal("hearing_waived_already", on=said_on(at, who) or at.waived_on)
    if at.over_on is not None:
        raise Refusal("hearing_over", on=at.over_on)
    if command.cause == "no_show":
        if who not in at.requests:
            raise Refusal("hearing_not_requested")
        _day_has_come(case, now)
        filled(command.reason, "reason_missing")
    over = not set(waited_for(case, now)) - {who}
    party, number = _named(who)
    waived = e.HearingWaived(now.day, party, command.cause, command.reason.strip(), over, number)
    return [waived, *_pause_ends(case, now, last=not _others(case, who))]


def withdraw_request(case: Case | None, command: c.WithdrawHearingRequest, now: Moment) -> Sequence[Event]:
    """A request is taken back before the hearing is held; where nobody else asked, there is none unless somebody still may."""
    case, at = _told(case)
    who = speaker(at, command)
    if who not in at.requests:
        raise Refusal("hearing_not_requested")
    if at.over_on is not None:
        raise Refusal("hearing_over", on=at.over_on)
    over = not waited_for(case, now, without=who)
    party, number = _named(who)
    withdrawn = e.HearingRequestWithdrawn(now.day, party, command.reason.strip(), over, number)
    return [withdrawn, *_pause_ends(case, now, last=not _others(case, who))]


def announce_hearing(case: Case | None, command: c.AnnounceHearing, now: Moment) -> Sequence[Event]:
    """The authority announces a hearing of its own accord, with its day, seven working days before (articles 46, 48)."""
    case = in_review(case)
    at = case.hearing
    if at.over_on is not None:
        raise Refusal("hearing_over", on=at.over_on)
    if at.owed:
        raise Refusal("hearing_set_already", on=at.held_on) if at.held_on else Refusal("hearing_day_owed")
    announced = e.HearingAnnounced(now.day, filled(command.reason, "reason_missing"))
    told = summoned(case, command.held_on, now)
    return [announced, _set(case, command, now, None), *told, *_pause_begins(case, command, now, announced.reason)]


def set_hearing(case: Case | None, command: c.SetHearing, now: Moment) -> Sequence[Event]:
    """The day is told seven working days before, and lies within twenty of the request (articles 47 (1), 48 (1)).

    A hearing put off because a party asked for it, or by force majeure, may lie later. Where no day satisfies both any
    more, the parties still have their notice and their hearing: it is held late, and the lateness explained (R34).
    """
    case = in_review(case)
    at = case.hearing
    if not at.owed:
        raise Refusal("hearing_over", on=at.over_on) if at.over_on else Refusal("hearing_not_requested")
    if at.held_on is not None:
        raise Refusal("hearing_set_already", on=at.held_on)
    free = at.announced_on is not None or at.adjourned in ("party", "force_majeure")
    day = _set(case, command, now, None if free else now.due(case, HOLD))
    return [day, *summoned(case, command.held_on, now), *_pause_begins(case, command, now, ASKED)]


def adjourn_hearing(case: Case | None, command: c.AdjournHearing, now: Moment) -> Sequence[Event]:
    """The hearing is put off with a reason, and its new day told like the first one."""
    case = in_review(case)
    if case.hearing.over_on is not None:
        raise Refusal("hearing_over", on=case.hearing.over_on)
    if case.hearing.held_on is None:
        raise Refusal("hearing_not_set")
    if command.cause not in CAUSES:
        raise Refusal("hearing_cause_missing")
    return [e.HearingAdjourned(now.day, command.cause, filled(command.reason, "reason_missing"))]


def hold_hearing(case: Case | None, command: c.HoldHearing, now: Moment) -> Sequence[Event]:
    """The record is made when the hearing was held, by the one who presided, and signed (article 48 (4), (5)).

    The special procedure ends with it. Who presided must not have reviewed the case meanwhile.
    """
    case = in_review(case)
    at = case.hearing
    if at.over_on is not None:
        raise Refusal("hearing_over", on=at.over_on)
    _day_has_come(case, now)
    if not at.host_ref:
        raise Refusal("hearing_host_missing")
    if at.host_ref in reviewers(case):
        raise Refusal("hearing_host_reviews")
    if command.recorder_ref == at.host_ref:
        raise Refusal("hearing_recorder_presides")
    if not command.present or command.signed not in SIGNED:
        raise Refusal("hearing_record_incomplete")
    if not command.paper or not command.scan:
        raise Refusal("hearing_scan_missing")
    assert at.held_on is not None
    held = e.HearingHeld(
        at.held_on, at.host_ref, command.recorder_ref, command.present, command.signed, command.paper, command.scan
    )
    return [held, *_pause_ends(case, now, last=True)]


def _told(case: Case | None) -> tuple[Case, Hearing]:
    case = under_review(case)
    if case.hearing.told_on is None:
        raise Refusal("hearing_not_told")
    return case, case.hearing


def _named(who: str) -> tuple[str, str]:
    """How an event names a party: what it is, and the number of an interested one."""
    if who in (APPLICANT, INTERESTED):
        return who, ""
    return INTERESTED, who


def _told_the_day(case: Case, asked: e.HearingRequested, now: Moment) -> list[Event]:
    """The day that is set already, for an interested party to whom it was never told."""
    at = case.hearing
    known = {one.number for one in at.parties}
    if not asked.number or asked.number in known or not at.owed or at.held_on is None or at.held_on < earliest(now):
        return []
    return [e.InterestedSummoned(now.day, at.held_on, asked.number, asked.paper)]


def _set(case: Case, command: c.SetHearing | c.AnnounceHearing, now: Moment, last: date | None) -> Event:
    first = earliest(now)
    if command.held_on < first:
        raise Refusal("hearing_notice_short", earliest=first)
    late = last is not None and command.held_on > last
    why = _excused(command, last, first) if last is not None and late else ""
    if command.host_ref and command.host_ref in reviewers(case):
        raise Refusal("hearing_host_reviews")
    place, host = filled(command.place, "hearing_place_missing"), filled(command.host, "hearing_host_missing")
    when, ref = command.time.strip(), command.host_ref
    return e.HearingSet(
        now.day, command.held_on, when, place, host, host_ref=ref, paper=command.paper, late=late, explanation=why
    )


def _excused(command: c.SetHearing | c.AnnounceHearing, last: date, first: date) -> str:
    """Why the hearing lies past its last day: nothing excuses it while a day within the period can still be told in time."""
    if first <= last:
        raise Refusal("hearing_too_late", due=last)
    words = command.explanation.strip() if isinstance(command, c.SetHearing) else ""
    if not words:
        raise Refusal("hearing_late_unexplained", due=last, earliest=first)
    return words


def _day_has_come(case: Case, now: Moment) -> None:
    if case.hearing.held_on is None:
        raise Refusal("hearing_not_set")
    if now.day < case.hearing.held_on:
        raise Refusal("hearing_not_yet", on=case.hearing.held_on)


def _others(case: Case, party: str) -> bool:
    """Whether somebody else's request, or the announcement, keeps the hearing alive."""
    return case.hearing.announced_on is not None or any(one != party for one in case.hearing.requests)


def _pause_begins(case: Case, command: c.SetHearing | c.AnnounceHearing, now: Moment, reason: str) -> Sequence[Event]:
    """The time that a hearing needs is not counted, and is told in writing: from the notice to its day (article 45, R27).

    What runs already goes on, but for a hearing that was put off: the time until its new day is told anew. Where the guide
    sets a longest time and earlier days have used it up, nothing is left out any more unless somebody approves it.
    """
    term = case.terms.pause(PAUSE)
    running = any(stop.cause == PAUSE for stop in case.open_stops)
    if term is None or (running and not case.hearing.adjourned):
        return []
    reason = PUT_OFF if running else reason
    most = left(case, term, now.calendar, now.day)
    if most == 0:
        return [*_pause_ends(case, now, last=True), *limits_changed(case, PAUSE, now, reason)]
    ended = [e.ClockResumed(PAUSE, now.day, superseded=True)] if running else []
    begun = e.ClockPaused(PAUSE, now.day, _needed(now, command.held_on, most), reason, term.basis)
    return [*ended, begun, *limits_changed(case, PAUSE, now, reason)]


def _needed(now: Moment, held_on: date, most: int | None) -> int:
    """The working days from today to the hearing, at most what the guide allows; calendar days where no schedule is known."""
    try:
        days = now.calendar.count(now.day, held_on)
    except CalendarGap:
        days = (held_on - now.day).days
    return max(1, min(days, most or days))


def _pause_ends(case: Case, now: Moment, *, last: bool) -> list[Event]:
    """The special procedure of the hearing ends with the hearing."""
    running = any(stop.cause == PAUSE for stop in case.open_stops)
    return [e.ClockResumed(PAUSE, now.day, "")] if last and running else []


RULES: Rules = {
    c.TellHearing: tell_hearing,
    c.RequestHearing: request_hearing,
    c.WaiveHearing: waive_hearing,
    c.WithdrawHearingRequest: withdraw_request,
    c.AnnounceHearing: announce_hearing,
    c.SetHearing: set_hearing,
    c.AdjournHearing: adjourn_hearing,
    c.HoldHearing: hold_hearing,
}
