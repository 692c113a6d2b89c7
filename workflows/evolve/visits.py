"""Coming in person: what each event changes in a case."""

from __future__ import annotations

from workflows import events as e
from workflows.case import Case, advance
from workflows.events import Recorded
from workflows.evolve.apply import apply, day_of
from workflows.visits import JOINED, MADE, WITHDRAWN, Ask, Visit, with_ask, with_purpose


@apply.register
def _(event: e.VisitRecorded, case: Case, recorded: Recorded) -> Case:
    day = day_of(recorded)
    asks = with_ask(case.asks, event.asked, state=JOINED if event.joined else MADE, made_on=day)
    if event.joined:
        return advance(case, asks=asks, visited=with_purpose(case.visited, event.joined, event.purpose))
    visit = Visit(
        recorded.seq,
        day,
        event.place,
        (event.purpose,),
        event.cause,
        event.code,
        event.beyond,
        event.asked,
        event.window,
    )
    extra = 0 if event.cause == "promised" else 1
    return advance(
        case,
        visits=case.visits + 1,
        extra_visits=case.extra_visits + extra,
        visited=(*case.visited, visit),
        asks=asks,
    )


@apply.register
def _(event: e.VisitAsked, case: Case, recorded: Recorded) -> Case:
    asked = Ask(
        seq=recorded.seq,
        on=day_of(recorded),
        by=recorded.by,
        office=event.office,
        place=event.place,
        purpose=event.purpose,
        cause=event.cause,
        reason=event.reason,
        instead=event.instead,
        plan_on=event.plan_on,
        code=event.code,
        beyond=event.beyond,
    )
    return advance(case, asks=(*case.asks, asked))


@apply.register
def _(event: e.VisitWithdrawn, case: Case, recorded: Recorded) -> Case:
    return advance(case, asks=with_ask(case.asks, event.asked, state=WITHDRAWN, withdrawn=event.reason))
