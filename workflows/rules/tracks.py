"""Tracks as contracts: hurried, handed over, added, reopened; silence and disagreement (R13, R87, R91)."""

from __future__ import annotations

from collections.abc import Sequence

from workflows import commands as c
from workflows import events as e
from workflows.case import Case
from workflows.case_tracks import silence_speaks, track_open
from workflows.events import DEEMED, Event
from workflows.refusal import Refusal
from workflows.rules.moment import Moment, Rules, filled
from workflows.rules.stage import in_review
from workflows.terms import TrackTerm

HOW = frozenset({"adopted", "settled", "overruled"})


def remind(case: Case | None, command: c.RemindTracks, now: Moment) -> Sequence[Event]:
    """The lead hurries the others (R87), each open track once a day."""
    case = in_review(case)
    wanted = command.tracks or tuple(term.id for term in case.terms.tracks)
    running = tuple(name for name in wanted if track_open(case, name))
    if not running:
        raise Refusal("track_not_open", track=wanted[0] if wanted else "")
    fresh = tuple(name for name in running if case.hurried.get(name) != now.day)
    if not fresh:
        raise Refusal("reminded_today", track=running[0])
    return [e.TracksReminded(fresh, now.day)]


def hand_over(case: Case | None, command: c.HandOverTrack, now: Moment) -> Sequence[Event]:
    """The share goes to a named officer; whoever has it gives it away himself, or his stand-in, or the head orders it."""
    case = in_review(case)
    _open_track(case, command.track)
    owner = case.assigned.get(command.track, "")
    if owner == command.officer:
        raise Refusal("track_handed_to_owner")
    if not command.ordered:
        own_track(case, command.track, command.on_behalf, now)
    reason = filled(command.reason, "reason_missing")
    return [e.TrackHandedOver(command.track, command.officer, reason, now.day, command.on_behalf)]


def add(case: Case | None, command: c.AddTrack, now: Moment) -> Sequence[Event]:
    """One more department is asked, with a reason; its clock starts now, the clocks of the case do not move (R13)."""
    case = in_review(case)
    if case.terms.track(command.track) is not None:
        raise Refusal("track_there_already", track=command.track)
    reason = filled(command.reason, "reason_missing")
    question = filled(command.question, "question_missing")
    return [
        e.TrackAdded(
            command.track,
            command.office,
            command.days,
            question,
            reason,
            now.day,
            unit=command.unit,
            officers=command.officers,
            site_check=command.site_check,
        )
    ]


def reopen(case: Case | None, command: c.ReopenTrack, now: Moment) -> Sequence[Event]:
    """What was answered may be asked again while nothing is decided; the earlier opinion stays in the journal."""
    case = in_review(case)
    term = _known(case, command.track)
    if term.id not in case.answers:
        raise Refusal("track_not_answered", track=term.id)
    follows = tuple(t.id for t in case.terms.tracks if term.id in t.depends_on and t.id in case.answers)
    if follows:
        raise Refusal("track_has_followers", tracks=follows)
    return [e.TrackReopened(term.id, filled(command.reason, "reason_missing"), now.day)]


def deem(case: Case | None, command: c.DeemOpinion, now: Moment) -> Sequence[Event]:
    """Silence consents nowhere by law (R91); where the guide says it does, only an opinion is dispensed with, never a licence."""
    case = in_review(case)
    term = _known(case, command.track)
    due = now.due(case, f"track:{term.id}")
    if not silence_speaks(case, term.id) or due is None or now.day <= due:
        raise Refusal("no_deemed_consent", track=term.id)
    return [e.OpinionDeemed(term.id, due, term.silence_basis)]


def resolve(case: Case | None, command: c.ResolveDisagreement, now: Moment) -> Sequence[Event]:
    """A disagreement is settled by the office that leads, in words, before anybody signs a permission (R87, R130)."""
    case = in_review(case)
    answer = case.answers.get(_known(case, command.track).id)
    if answer is None or answer.verdict != "disagree":
        raise Refusal("no_disagreement", track=command.track)
    if command.how not in HOW:
        raise Refusal("resolution_kind_missing")
    words = filled(command.resolution, "resolution_missing")
    return [e.DisagreementResolved(command.track, command.how, words, now.day)]


def own_track(case: Case, track: str, on_behalf: str, now: Moment) -> None:
    """Raise Refusal where a colleague has the track and the person neither is he nor stands in for him."""
    owner = case.assigned.get(track, "")
    if owner and owner not in (now.by, on_behalf):
        raise Refusal("track_of_other", track=track, by=owner)


def _known(case: Case, track: str) -> TrackTerm:
    term = case.terms.track(track)
    if term is None:
        raise Refusal("no_such_track", track=track)
    return term


def _open_track(case: Case, track: str) -> None:
    _known(case, track)
    answer = case.answers.get(track)
    if answer is not None and answer.verdict != DEEMED:
        raise Refusal("already_answered", track=track)


RULES: Rules = {
    c.RemindTracks: remind,
    c.HandOverTrack: hand_over,
    c.AddTrack: add,
    c.ReopenTrack: reopen,
    c.DeemOpinion: deem,
    c.ResolveDisagreement: resolve,
}
