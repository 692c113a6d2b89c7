"""The joint site check: one appointment for all, two officers of each department, one record (article 34 (3), R18, R88, R142)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from workflows import commands as c
from workflows import events as e
from workflows.calendar import SHANGHAI, business_day
from workflows.case import Case
from workflows.events import Event
from workflows.hearing import SIGNED
from workflows.refusal import Refusal
from workflows.rules.deferral import missing_on_site
from workflows.rules.moment import Moment, Rules, filled, required
from workflows.rules.stage import in_review, under_review
from workflows.site_visit import SiteRecord, SiteVisit

OFFICERS = 2
"""Officers of each department on the site: 《行政许可法》第三十四条第三款 asks for two or more."""


def needing(case: Case) -> tuple[str, ...]:
    """The tracks that have to see the site and have not answered, also those that wait for an earlier opinion; not those
    that saw it at a check that was held."""
    been = {track for track, _ in case.site.been}
    wanted = (term.id for term in case.terms.tracks if term.site_check and term.id not in case.answers)
    return tuple(track for track in wanted if track not in been)


def set_check(case: Case | None, command: c.SetSiteCheck, now: Moment) -> Sequence[Event]:
    """One appointment for every department that needs the site; one that was told before is replaced with a reason.

    After a check that was held there is another for departments that were asked anew, or added.
    """
    case = in_review(case)
    wanted = needing(case)
    if not wanted:
        over = case.site.over_on
        raise Refusal("site_check_over", on=over) if over is not None else Refusal("no_site_check_needed")
    if command.held_on < now.day:
        raise Refusal("site_day_past", today=now.day)
    enough(wanted, command.team)
    moved = case.site.held_on is not None and case.site.over_on is None
    reason = filled(command.reason, "reason_missing") if moved else command.reason.strip()
    place = filled(command.place, "site_place_missing")
    when, team = filled(command.time, "site_time_missing"), command.team
    return [e.SiteCheckSet(now.day, command.held_on, when, place, wanted, team, command.paper, reason)]


def ask_move(case: Case | None, command: c.AskSiteCheckMove, now: Moment) -> Sequence[Event]:
    """The applicant may ask for another day once, before the day."""
    case = under_review(case)
    held_on = _ahead(case)
    if case.site.asked_on is not None:
        raise Refusal("site_move_asked", on=case.site.asked_on)
    if now.day >= held_on:
        raise Refusal("site_move_late", on=held_on)
    reason = filled(command.reason, "reason_missing")
    return [e.SiteCheckMoveAsked(now.day, reason, command.wish, command.way)]


def cancel(case: Case | None, command: c.CancelSiteCheck, now: Moment) -> Sequence[Event]:
    """The appointment is given up, with a reason that the applicant is told."""
    case = in_review(case)
    if not case.site.owed:
        raise Refusal("site_check_not_set")
    return [e.SiteCheckCancelled(now.day, filled(command.reason, "reason_missing"))]


def hold(case: Case | None, command: c.HoldSiteCheck, now: Moment) -> Sequence[Event]:
    """The record: two officers of every department were there, what they saw, what the party said, and who signed (R142)."""
    case = in_review(case)
    held_on = _ahead(case)
    if now.day < held_on:
        raise Refusal("site_day_ahead", on=held_on)
    strangers = set(command.team) - set(case.site.team)
    if strangers:
        raise Refusal("site_stranger")
    enough(case.site.tracks, command.team)
    if owed := missing_on_site(case):
        raise Refusal("deferred_before_site_check", materials=owed)
    if command.signed not in SIGNED or not command.paper or not command.scan:
        raise Refusal("site_record_incomplete")
    return [e.SiteCheckHeld(held_on, command.team, command.signed, command.paper, command.scan)]


def annex(case: Case | None, command: c.AnnexSiteNotes, now: Moment) -> Sequence[Event]:
    """What was noted before the record and arrives after it is evidence whenever it comes in, also after a decision and in a
    case that has ended: it lies in the file beside the record, and changes neither that nor an outcome."""
    case = required(case)
    record = record_before(case.site, command.taken_at)
    if record is None:
        raise Refusal("site_check_not_set")
    return [e.SiteAnnexed(record.paper, command.taken_at, command.entries, command.paper)]


def record_before(site: SiteVisit, taken_at: datetime) -> SiteRecord | None:
    """The record that was made after something had been noted at `taken_at` at its check; None where a check is still open for it.

    Raises Refusal for what was noted after the last record, or on a day before the check: that is no part of any check.
    """
    record = next((one for one in site.records if taken_at <= one.closed_at), None)
    if record is not None and business_day(taken_at) >= record.held_on:
        return record
    if site.held_on is not None and site.over_on is None:
        return None
    if record is not None:
        raise Refusal("site_note_before_check", on=record.held_on)
    if site.records:
        closed = site.records[-1].closed_at.astimezone(SHANGHAI)
        raise Refusal("site_note_after_record", on=closed.date(), time=f"{closed:%H:%M}")
    raise Refusal("site_check_not_set")


def enough(tracks: Sequence[str], team: Sequence[tuple[str, str]]) -> None:
    """Raise Refusal unless two officers of every department go, no more and no fewer departments than need it."""
    number = Counter(track for track, _ in dict.fromkeys(team))
    short = tuple(track for track in tracks if number[track] < OFFICERS)
    if short:
        raise Refusal("site_officers_missing", tracks=short, wanted=OFFICERS)
    if set(number) - set(tracks):
        raise Refusal("site_stranger")


def _ahead(case: Case) -> date:
    """The day of the appointment that stands. Raises Refusal where there is none."""
    if case.site.over_on is not None:
        raise Refusal("site_check_over", on=case.site.over_on)
    if case.site.held_on is None:
        raise Refusal("site_check_not_set")
    return case.site.held_on


RULES: Rules = {
    c.SetSiteCheck: set_check,
    c.AskSiteCheckMove: ask_move,
    c.CancelSiteCheck: cancel,
    c.HoldSiteCheck: hold,
    c.AnnexSiteNotes: annex,
}
