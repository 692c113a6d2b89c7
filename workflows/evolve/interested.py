"""Interested parties: what each event changes in a case."""

from __future__ import annotations

from dataclasses import replace

from workflows import events as e
from workflows.case import Case, advance
from workflows.events import Recorded
from workflows.evolve.apply import apply
from workflows.evolve.hearing import NO_DAY, known
from workflows.hearing import INTERESTED


@apply.register
def _(event: e.InterestedTold, case: Case, recorded: Recorded) -> Case:
    """Whoever is told has the days to ask, also where all others had given the hearing up.

    What an older journal says of all interested parties together was not said by the one that is told now.
    """
    at = case.hearing
    if at.over_on is not None:
        at = replace(at, over_on=None, requested_on=None, **NO_DAY)
    parties = known(at, event.party, paper=event.paper, told_on=event.told_on, letter=recorded.seq)
    waived = tuple(one for one in at.waived if one != INTERESTED)
    told = replace(at, waived=waived, interested=True, interested_on=event.told_on, parties=parties)
    return advance(case, hearing=told)


@apply.register
def _(event: e.InterestedSummoned, case: Case, recorded: Recorded) -> Case:
    parties = known(case.hearing, event.party, summoned_for=event.held_on)
    return advance(case, hearing=replace(case.hearing, parties=parties))


@apply.register
def _(event: e.InterestedAnswered, case: Case, recorded: Recorded) -> Case:
    answered = (*case.hearing.answered, event.party)
    return advance(case, hearing=replace(case.hearing, answered=answered))
