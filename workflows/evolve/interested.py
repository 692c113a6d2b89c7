"""Interested parties: what each event changes in a case."""

from __future__ import annotations

from dataclasses import replace

from workflows import events as e
from workflows.case import Case, advance
from workflows.events import Recorded
from workflows.evolve.apply import apply
from workflows.evolve.hearing import NO_DAY


@apply.register
def _(event: e.InterestedTold, case: Case, recorded: Recorded) -> Case:
    """Whoever is told has the days to ask, also where all others had given the hearing up."""
    at = case.hearing
    if at.over_on is not None:
        at = replace(at, over_on=None, requested_on=None, **NO_DAY)
    parties = (*at.parties, (event.party, event.paper))
    waived = tuple(one for one in at.waived if one != "interested")
    told = replace(at, waived=waived, interested=True, interested_on=event.told_on, parties=parties)
    return advance(case, hearing=told)


@apply.register
def _(event: e.InterestedSummoned, case: Case, recorded: Recorded) -> Case:
    return case
