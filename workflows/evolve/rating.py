"""Ratings: what each event changes in a case."""

from __future__ import annotations

from workflows import events as e
from workflows.case import Case, advance
from workflows.events import Recorded
from workflows.evolve.apply import apply, day_of
from workflows.rating import after


@apply.register(e.Rated)
@apply.register(e.RatingContactTried)
@apply.register(e.RatingContested)
@apply.register(e.RatingContestDecided)
@apply.register(e.RatingVerified)
@apply.register(e.RatingReviewed)
@apply.register(e.RatingAppealed)
@apply.register(e.RatingAnswered)
@apply.register(e.RatingCalledBack)
@apply.register(e.RatedAgain)
def _(event: e.Event, case: Case, recorded: Recorded) -> Case:
    return advance(case, ratings=after(case.ratings, event, day_of(recorded), recorded))


@apply.register
def _(event: e.RatingSlipPrinted, case: Case, recorded: Recorded) -> Case:
    return advance(case)
