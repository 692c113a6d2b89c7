"""What comes before a major act on a licence is signed: what each event changes in a case."""

from __future__ import annotations

from dataclasses import replace

from workflows import events as e
from workflows.case import Case, advance
from workflows.discussion import Discussion
from workflows.events import Recorded
from workflows.evolve.apply import apply
from workflows.major_acts import PASSED, LegalReview


@apply.register
def _(event: e.LicenceActReviewed, case: Case, recorded: Recorded) -> Case:
    """What lawyers gave back is discussed anew once it is mended."""
    assert case.proposal is not None
    review = LegalReview(event.verdict, event.reviewed_on, recorded.by, event.opinion)
    held = case.proposal.discussion if event.verdict == PASSED else None
    return advance(case, proposal=replace(case.proposal, review=review, discussion=held))


@apply.register
def _(event: e.LicenceActDiscussed, case: Case, recorded: Recorded) -> Case:
    assert case.proposal is not None
    held = Discussion(event.held_on, event.conclusion, event.present, event.paper, recorded.by)
    return advance(case, proposal=replace(case.proposal, discussion=held))
