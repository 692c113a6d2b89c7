"""Expert review: what each event changes in a case."""

from __future__ import annotations

from dataclasses import replace

from workflows import events as e
from workflows.case import Case, advance
from workflows.events import Recorded
from workflows.evolve.apply import apply
from workflows.panel import Ballot, Panel
from workflows.second_look import UNDONE


@apply.register
def _(event: e.PanelSet, case: Case, recorded: Recorded) -> Case:
    panel = Panel(
        set_on=event.set_on,
        seats=event.seats,
        papers=(event.paper,),
        least=event.least,
        at_least=event.at_least,
        of=event.of,
        reason=event.reason,
        earlier=tuple(replace(one, earlier=()) for one in case.panel.all),
    )
    return advance(case, panel=panel)


@apply.register
def _(event: e.ExpertReplaced, case: Case, recorded: Recorded) -> Case:
    at = case.panel
    seats = tuple(event.successor if seat == event.seat else seat for seat in at.seats)
    left = (*at.left, (event.seat, event.cause, event.reason, event.replaced_on))
    return advance(case, panel=replace(at, seats=seats, papers=(*at.papers, event.paper), left=left))


@apply.register
def _(event: e.BallotCast, case: Case, recorded: Recorded) -> Case:
    ballot = Ballot(event.verdict, event.signed_on, event.cast_on, recorded.by, event.paper, event.scan)
    return advance(case, panel=replace(case.panel, ballots={**case.panel.ballots, event.seat: ballot}))


@apply.register
def _(event: e.PanelClosed, case: Case, recorded: Recorded) -> Case:
    closed = replace(case.panel, closed_on=event.closed_on, conclusion=event.conclusion, record=event.paper)
    return advance(case, panel=closed, **UNDONE)
