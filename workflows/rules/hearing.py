"""Hearing: the right is told, asked for in time, and the day set so that everybody can prepare (articles 46 to 48, R36)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from workflows import commands as c
from workflows import events as e
from workflows.calendar import CalendarGap
from workflows.case import Case
from workflows.events import Event
from workflows.hearing import HOLD, NOTICE_DAYS, PARTIES, REQUEST
from workflows.refusal import Refusal
from workflows.rules.moment import Moment, Rules, filled
from workflows.rules.stage import in_review


def tell_hearing(case: Case | None, command: c.TellHearing, now: Moment) -> Sequence[Event]:
    """The right to a hearing is told before the decision, once, with the facts and what is proposed (article 47)."""
    case = in_review(case)
    if case.hearing.told_on is not None:
        raise Refusal("hearing_told_already", on=case.hearing.told_on)
    return [e.HearingTold(now.day, filled(command.reason, "reason_missing"))]


def request_hearing(case: Case | None, command: c.RequestHearing, now: Moment) -> Sequence[Event]:
    """It is asked for within five working days of being told; afterwards nobody has to hold it (article 47)."""
    case = in_review(case)
    if case.hearing.told_on is None:
        raise Refusal("hearing_not_told")
    if case.hearing.requested_on is not None:
        raise Refusal("hearing_requested_already", on=case.hearing.requested_on)
    if now.past(case, REQUEST):
        raise Refusal("hearing_request_late", due=now.due(case, REQUEST))
    party = command.party if command.party in PARTIES else "applicant"
    return [e.HearingRequested(now.day, party, command.note.strip())]


def set_hearing(case: Case | None, command: c.SetHearing, now: Moment) -> Sequence[Event]:
    """The day is told seven working days before, and lies within twenty of the request (articles 47 (1), 48 (1))."""
    case = in_review(case)
    if case.hearing.requested_on is None:
        raise Refusal("hearing_not_requested")
    earliest, last = _earliest(now), now.due(case, HOLD)
    if command.held_on < earliest:
        raise Refusal("hearing_notice_short", earliest=earliest)
    if last is not None and command.held_on > last:
        raise Refusal("hearing_too_late", due=last)
    place, host = filled(command.place, "hearing_place_missing"), filled(command.host, "hearing_host_missing")
    return [e.HearingSet(now.day, command.held_on, command.time.strip(), place, host)]


def _earliest(now: Moment) -> date:
    """Seven working days between the notice and the day of the hearing; calendar days where no schedule is known."""
    try:
        return now.calendar.add(now.day, NOTICE_DAYS)
    except CalendarGap:
        return date.fromordinal(now.day.toordinal() + NOTICE_DAYS)


RULES: Rules = {c.TellHearing: tell_hearing, c.RequestHearing: request_hearing, c.SetHearing: set_hearing}
