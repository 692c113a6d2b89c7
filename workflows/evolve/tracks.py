"""The tracks of the review: what each event changes in a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from workflows import events as e
from workflows.case import Case, advance
from workflows.case_facts import AddedTrack, Answer, Resolution
from workflows.events import Recorded
from workflows.evolve.apply import apply
from workflows.second_look import UNDONE
from workflows.site_visit import SiteVisit
from workflows.terms import TrackTerm


@apply.register
def _(event: e.TracksReminded, case: Case, recorded: Recorded) -> Case:
    return advance(case, hurried={**case.hurried, **dict.fromkeys(event.tracks, event.reminded_on)})


@apply.register
def _(event: e.TrackHandedOver, case: Case, recorded: Recorded) -> Case:
    return advance(case, assigned={**case.assigned, event.track: event.officer})


@apply.register
def _(event: e.TrackAdded, case: Case, recorded: Recorded) -> Case:
    term = TrackTerm(event.track, event.office, event.days, event.unit, (), event.officers, event.site_check)
    added = AddedTrack(event.added_on, event.question, event.reason, recorded.by)
    terms = replace(case.terms, tracks=(*case.terms.tracks, term))
    return advance(case, terms=terms, added={**case.added, event.track: added}, **UNDONE)


@apply.register
def _(event: e.TrackReopened, case: Case, recorded: Recorded) -> Case:
    return advance(
        case,
        answers=_without(case.answers, event.track),
        resolved=_without(case.resolved, event.track),
        reopened={**case.reopened, event.track: event.reopened_on},
        site=_unseen(case.site, event.track),
        **UNDONE,
    )


@apply.register
def _(event: e.OpinionDeemed, case: Case, recorded: Recorded) -> Case:
    answer = Answer(e.DEEMED, "", event.given_on, recorded.by, recorded.at, basis=event.basis)
    return advance(case, answers={**case.answers, event.track: answer})


@apply.register
def _(event: e.DisagreementResolved, case: Case, recorded: Recorded) -> Case:
    resolution = Resolution(event.how, event.resolution, event.resolved_on, recorded.by)
    return advance(case, resolved={**case.resolved, event.track: resolution})


def _unseen(site: SiteVisit, track: str) -> SiteVisit:
    """What is asked anew is seen anew: who was there before was there for the opinion that was given (article 34, R18)."""
    if track not in {name for name, _ in site.been}:
        return site
    visited = tuple(one for one in site.visited if one[0] != track)
    if site.over_on is None or track not in site.tracks:
        return replace(site, visited=visited)
    left = tuple(name for name in site.tracks if name != track)
    if not left:
        return SiteVisit(visited=visited, since=site.closed_at, records=site.records)
    return replace(site, tracks=left, team=tuple(one for one in site.team if one[0] != track), visited=visited)


def _without(found: Mapping[str, Any], track: str) -> dict[str, Any]:
    return {name: value for name, value in found.items() if name != track}
