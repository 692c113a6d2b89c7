"""Review: opinions, credit as evidence, special procedures and the one extension (R13, R18, R24-R27, R87-R99)."""

from __future__ import annotations

from collections.abc import Sequence

from workflows import commands as c
from workflows import events as e
from workflows import panel, publicity
from workflows.case import Case, State
from workflows.case_tracks import answerable
from workflows.events import Event
from workflows.hearing import PAUSE
from workflows.procedure_time import left
from workflows.refusal import Refusal
from workflows.rules.deferral import missing_on_site
from workflows.rules.limits import limits_changed
from workflows.rules.moment import Moment, Rules, filled, required
from workflows.rules.stage import at_window, in_review, under_review
from workflows.rules.tracks import own_track
from workflows.terms import PauseTerm

OPINIONS = frozenset({"agree", "conditions", "disagree", "not_concerned"})
LOOKS = frozenset({"none", "red", "black", "unavailable"})


def look_up_credit(case: Case | None, command: c.LookUpCredit, now: Moment) -> Sequence[Event]:
    """What was seen is recorded; it is evidence, never a decision (R99)."""
    case = required(case)
    if command.result not in LOOKS:
        raise Refusal("unknown_credit_result", result=command.result)
    if case.state is State.IN_REVIEW:
        under_review(case)
    else:
        at_window(case)
    seen = (command.lists, command.entries, command.matched, command.unproven, command.paper, command.same)
    return [e.CreditLookedUp(command.stage, command.result, now.day, *seen)]


def give_opinion(case: Case | None, command: c.GiveOpinion, now: Moment) -> Sequence[Event]:
    """One answer a track, in words (R133); two officers where the site is checked (R18); late answers are taken and marked."""
    case = under_review(case)
    term = case.terms.track(command.track)
    if term is None:
        raise Refusal("no_such_track", track=command.track)
    deemed = command.track in case.answers and answerable(case, command.track)
    if command.track in case.answers and not deemed:
        raise Refusal("already_answered", track=command.track)
    if not command.vacant:
        own_track(case, command.track, command.on_behalf, now)
    waiting = tuple(p for p in term.depends_on if p not in case.answers)
    if waiting:
        raise Refusal("predecessor_open", tracks=waiting)
    if command.verdict not in OPINIONS:
        raise Refusal("verdict_missing")
    opinion = filled(command.opinion, "opinion_missing")
    if command.verdict == "disagree":
        filled(command.basis, "basis_missing")
    if command.track in case.site.tracks and case.site.owed:
        raise Refusal("site_check_ahead", on=case.site.held_on)
    on_site = case.site.officers_of(command.track)
    officers = tuple(dict.fromkeys((now.by, *command.officers, *on_site)))
    if case.hearing.host_ref in officers and case.hearing.host_ref:
        raise Refusal("hearing_host_gives_opinion")
    if {case.cosigned_by, case.legal_by} & set(officers):
        raise Refusal("second_look_writes")
    if len(officers) < term.officers:
        raise Refusal("officers_missing", wanted=term.officers, given=len(officers))
    if term.site_check and (owed := missing_on_site(case)):
        raise Refusal("deferred_before_site_check", materials=owed)
    late = deemed or now.past(case, f"track:{command.track}")
    return [
        e.OpinionGiven(
            command.track,
            command.verdict,
            opinion,
            now.day,
            command.basis.strip(),
            officers,
            late,
            on_behalf=command.on_behalf,
        )
    ]


def pause(case: Case | None, command: c.PauseClock, now: Moment) -> Sequence[Event]:
    """A special procedure stops clocks only where the law or the guide names it, and its length is told (article 45)."""
    case = in_review(case)
    term = case.terms.pause(command.cause)
    if term is None:
        raise Refusal("no_such_procedure", cause=command.cause)
    if any(s.cause == command.cause for s in case.open_stops):
        raise Refusal("already_paused", cause=command.cause)
    if command.cause == publicity.CAUSE and case.terms.publicity is not None:
        raise Refusal("publicity_by_itself")
    beyond = _beyond(case, command, term, now)
    reason = filled(command.reason, "reason_missing")
    paused = _paused(command, term, now, reason, beyond)
    return [paused, *limits_changed(case, command.cause, now, reason)]


def tell_anew(case: Case | None, command: c.TellPauseAnew, now: Moment) -> Sequence[Event]:
    """What takes longer than was told is told again before or after the told time is over; nothing counts in between (R27)."""
    case = in_review(case)
    term = case.terms.pause(command.cause)
    if term is None or not any(s.cause == command.cause for s in case.open_stops):
        raise Refusal("not_paused", cause=command.cause)
    if command.cause == publicity.CAUSE and case.publicity.opened_on is not None:
        raise Refusal("publicity_by_itself")
    beyond = _beyond(case, command, term, now)
    reason = filled(command.reason, "reason_missing")
    return [e.ClockResumed(command.cause, now.day, superseded=True), _paused(command, term, now, reason, beyond)]


def _paused(command: c.PauseClock | c.TellPauseAnew, term: PauseTerm, now: Moment, reason: str, beyond: int) -> Event:
    who = command.approved_by if beyond else ""
    length = command.announced_days
    return e.ClockPaused(command.cause, now.day, length, reason, term.basis, beyond=beyond, approved_by=who)


def _beyond(case: Case, command: c.PauseClock | c.TellPauseAnew, term: PauseTerm, now: Moment) -> int:
    """By how many working days the length goes past the longest time that the guide publishes for such a procedure.

    Article 45 sets none; what the authority published binds it for all procedures of the kind together, however often one
    is begun or told anew (R34, R52), unless who decides for it approves more, for a reason that the applicant is told.
    """
    days = command.announced_days
    if days < 1:
        raise Refusal("announce_length", max_days=term.max_days)
    most = left(case, term, now.calendar, now.day)
    if most is None or days <= most:
        return 0
    if command.approved_by:
        return days - most
    if most == term.max_days:
        raise Refusal("announce_length", max_days=term.max_days)
    raise Refusal("procedure_cap", max_days=term.max_days, left=most)


def resume(case: Case | None, command: c.ResumeClock, now: Moment) -> Sequence[Event]:
    """The special procedure ends; counting goes on the day after (R165)."""
    case = in_review(case)
    if not any(s.cause == command.cause for s in case.open_stops):
        raise Refusal("not_paused", cause=command.cause)
    if command.cause == PAUSE and case.hearing.owed:
        raise Refusal("hearing_not_over")
    if command.cause == panel.CAUSE and case.panel.owed:
        raise Refusal("panel_not_closed")
    if command.cause == publicity.CAUSE and case.publicity.opened_on is not None:
        raise Refusal("publicity_runs", last=case.publicity.last_on)
    began = max(s.began for s in case.open_stops if s.cause == command.cause)
    if now.day < began:  # the machine's clock was set back: such an end would leave out nothing, and undo the pause
        raise Refusal("resumed_before_pause", began=began, today=now.day)
    return [e.ClockResumed(command.cause, now.day, command.note.strip())]


def extend(case: Case | None, command: c.Extend, now: Moment) -> Sequence[Event]:
    """Once, before the limit ends, by the head of the authority, at most what the guide allows, reasons told (article 42, R24).

    What goes beyond one authority's days is approved by the head of the government at that level: who, and on which paper (R25).
    """
    case = in_review(case)
    if case.terms.extension_days == 0:
        raise Refusal("no_extension")
    if case.extended_by:
        raise Refusal("extended_already", days=case.extended_by)
    if not 1 <= command.days <= case.terms.extension_days:
        raise Refusal("extension_too_long", max_days=case.terms.extension_days)
    if now.past(case, "statutory") or now.past(case, "promised"):
        raise Refusal("extension_too_late")
    approved_by = filled(command.approved_by, "approval_missing")
    reason = filled(command.reason, "reason_missing")
    if not case.terms.joint_extension:
        return [e.Extended(command.days, reason, approved_by)]
    approver = filled(command.approver, "government_approval_missing")
    document = filled(command.document, "government_approval_missing")
    return [e.Extended(command.days, reason, approved_by, approver=approver, document=document)]


RULES: Rules = {
    c.LookUpCredit: look_up_credit,
    c.GiveOpinion: give_opinion,
    c.PauseClock: pause,
    c.TellPauseAnew: tell_anew,
    c.ResumeClock: resume,
    c.Extend: extend,
}
