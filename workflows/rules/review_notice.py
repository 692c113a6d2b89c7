"""What one department wants put right goes through the lead, who tells everything once (R4, R6, R87; article 32 (4))."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from workflows import commands as c
from workflows import events as e
from workflows.calendar import CalendarGap
from workflows.case import Case
from workflows.case_tracks import answerable
from workflows.events import Event
from workflows.refusal import Refusal
from workflows.rules.moment import Moment, Rules, filled
from workflows.rules.stage import in_review, under_review
from workflows.rules.tracks import own_track


def wish(case: Case | None, command: c.WishFix, now: Moment) -> Sequence[Event]:
    """A department names a material and what is wrong with it; once the lead has told, nothing more is asked for (R6)."""
    case = in_review(case)
    if case.terms.track(command.track) is None:
        raise Refusal("no_such_track", track=command.track)
    if case.fixes.told_on is not None:
        raise Refusal("fixes_told", on=case.fixes.told_on)
    if not answerable(case, command.track):
        raise Refusal("already_answered", track=command.track)
    if not command.vacant:
        own_track(case, command.track, command.on_behalf, now)
    if command.material not in case.to_mark:
        raise Refusal("outside_guide", materials=(command.material,))
    words = filled(command.words, "reason_missing")
    if any(track == command.track and material == command.material for track, material, _ in case.fixes.wished):
        raise Refusal("fix_wished", material=command.material)
    return [e.FixWished(command.track, command.material, words, now.day, command.on_behalf)]


def tell(case: Case | None, command: c.TellFixes, now: Moment) -> Sequence[Event]:
    """Everything at once and only once, with the guide's time to correct; no clock stops for it."""
    case = in_review(case)
    if case.fixes.told_on is not None:
        raise Refusal("fixes_told", on=case.fixes.told_on)
    if not case.fixes.wished:
        raise Refusal("no_fix_wished")
    term = case.terms.correction
    try:
        until = now.calendar.add(now.day, term.value) if term.unit == "working_day" else None
    except CalendarGap:
        until = None
    until = until or now.day + timedelta(days=term.value)
    return [e.FixesTold(now.day, until, case.fixes.wished)]


def hand_in(case: Case | None, command: c.HandInFixes, now: Moment) -> Sequence[Event]:
    """The applicant hands in what was named, all or some of it, until the decision: what comes late is read as well."""
    case = under_review(case)
    asked = {material for _, material, _ in case.fixes.wished} if case.fixes.told_on else set()
    if not asked:
        raise Refusal("no_fix_told")
    if not command.materials or len(command.files) < len(command.materials):
        raise Refusal("fix_file_missing")
    if strange := tuple(name for name in command.materials if name not in asked):
        raise Refusal("outside_guide", materials=strange)
    return [e.FixesHandedIn(now.day, command.materials, command.files, command.note.strip())]


RULES: Rules = {c.WishFix: wish, c.TellFixes: tell, c.HandInFixes: hand_in}
