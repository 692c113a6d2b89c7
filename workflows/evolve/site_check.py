"""The joint site check: what each event changes in a case."""

from __future__ import annotations

from dataclasses import replace

from workflows import events as e
from workflows.case import Case, advance
from workflows.events import Recorded
from workflows.evolve.apply import apply
from workflows.site_visit import SiteRecord, SiteVisit


@apply.register
def _(event: e.SiteCheckSet, case: Case, recorded: Recorded) -> Case:
    site = SiteVisit(
        set_on=event.set_on,
        held_on=event.held_on,
        time=event.time,
        place=event.place,
        tracks=event.tracks,
        team=event.team,
        asked_on=case.site.asked_on if case.site.over_on is None else None,
        visited=tuple(one for one in case.site.been if one[0] not in event.tracks),
        since=case.site.closed_at or case.site.since,
        records=case.site.records,
    )
    return advance(case, site=site)


@apply.register
def _(event: e.SiteCheckMoveAsked, case: Case, recorded: Recorded) -> Case:
    asked = replace(case.site, asked_on=event.asked_on, held_on=None, wish=event.wish, wish_reason=event.reason)
    return advance(case, site=asked)


@apply.register
def _(event: e.SiteCheckCancelled, case: Case, recorded: Recorded) -> Case:
    was = case.site
    left = SiteVisit(asked_on=was.asked_on, visited=was.visited, since=was.since, records=was.records)
    return advance(case, site=left)


@apply.register
def _(event: e.SiteCheckHeld, case: Case, recorded: Recorded) -> Case:
    was = case.site
    record = SiteRecord(event.held_on, recorded.at, event.paper, was.tracks, was.team)
    held = replace(was, over_on=event.held_on, team=event.team, record=event.paper, closed_at=recorded.at)
    return advance(case, site=replace(held, records=(*was.records, record)))


@apply.register
def _(event: e.SiteAnnexed, case: Case, recorded: Recorded) -> Case:
    records = tuple(
        replace(one, late=one.late + len(event.entries)) if one.paper == event.record else one
        for one in case.site.records
    )
    return advance(case, site=replace(case.site, records=records))
