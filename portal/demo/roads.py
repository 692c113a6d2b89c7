"""Every road a case of the town may go: where it ends, how often, for which applications, and how long ago it came there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from portal.demo import roads_decided as decided
from portal.demo import roads_licence as licence
from portal.demo import roads_review as review
from portal.demo import roads_window as window
from portal.demo.applications import FILING, FIREWORKS, HAZCHEM
from portal.demo.review_script import Script
from portal.demo.script import Brief
from workflows.case import State

LICENCES = (HAZCHEM, FIREWORKS)
SHOPS = ("city", "rural", "seasonal")
ALL = (HAZCHEM, FIREWORKS, FILING)


@dataclass(frozen=True)
class Road:
    """One kind of story.

    `weight` is how many of 300 cases go it. `rest` are the fewest and the most working days between its last step and
    today; None is as many as there are. `credit` names the list on which its enterprise stands, or "" for none of the
    black ones. `stored` asks for storage, `situations` for one of these.
    """

    write: Callable[[Script], None]
    ends: State
    weight: int
    rest: tuple[int, int | None] = (0, None)
    items: tuple[str, ...] = ALL
    credit: str = ""
    stored: bool = False
    situations: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What the road is called."""
        return self.write.__name__

    def fits(self, brief: Brief) -> bool:
        """Whether the application can go this road."""
        firm = brief.application.firm
        listed = firm.credit == self.credit if self.credit else firm.credit in ("", "red")
        place = not self.situations or brief.application.situation in self.situations
        stored = not self.stored or "with_storage" in brief.needs.cases
        return listed and place and stored and brief.application.item in self.items


ROADS = (
    # The first thirty show every state, so that a small town has all of them.
    Road(decided.electronic, State.CLOSED, 40),
    Road(window.submitted, State.SUBMITTED, 9, (0, 1)),
    Road(review.begun, State.IN_REVIEW, 9, (0, 1)),
    Road(window.correction_open, State.CORRECTION, 6, (1, 5)),
    Road(window.returned, State.RESUBMITTED, 5, (0, 2)),
    Road(decided.granted, State.GRANTED, 5, (0, 2)),
    Road(decided.refused, State.REFUSED, 4, (0, 3), LICENCES),
    Road(decided.outgoing, State.ISSUED, 6, (0, 4)),
    Road(window.not_required, State.NOT_REQUIRED, 3, situations=("warehouse", "revised")),
    Road(window.not_competent, State.NOT_COMPETENT, 4),
    Road(window.not_accepted, State.NOT_ACCEPTED, 4),
    Road(window.withdrawn, State.WITHDRAWN, 5),
    Road(review.terminated, State.TERMINATED, 1, (0, 4), (HAZCHEM,)),
    Road(review.deferral_revoked, State.ACCEPTANCE_REVOKED, 4, (10, None), LICENCES),
    Road(review.deferral_open, State.IN_REVIEW, 6, (0, 1), LICENCES),
    Road(review.deferral_arrived, State.IN_REVIEW, 4, (0, 1), (HAZCHEM,)),
    Road(review.paused_by_experts, State.IN_REVIEW, 4, (1, 12), (HAZCHEM,), stored=True),
    Road(review.extended, State.IN_REVIEW, 3, (1, 6), (HAZCHEM,)),
    Road(review.half_heard, State.IN_REVIEW, 9, (0, 2), LICENCES),
    Road(review.heard, State.IN_REVIEW, 7, (0, 2), LICENCES),
    Road(
        review.undecided,
        State.IN_REVIEW,
        4,
        (8, 12),
        situations=(*SHOPS, "plain", "toxic", "precursor"),
        items=LICENCES,
    ),
    Road(review.second_signature, State.IN_REVIEW, 2, (0, 3), LICENCES, "black"),
    Road(decided.fast_lane, State.CLOSED, 9, items=LICENCES, credit="red"),
    Road(window.deemed_accepted, State.IN_REVIEW, 3, (1, 2), (HAZCHEM,)),
    Road(window.deemed_filed, State.GRANTED, 2, (7, 9), (FILING,)),
    Road(decided.courier, State.CLOSED, 24),
    Road(decided.counter, State.CLOSED, 10, items=LICENCES),
    Road(decided.after_correction, State.CLOSED, 22),
    Road(decided.refused_served, State.CLOSED, 8, items=LICENCES),
    Road(decided.black_granted, State.CLOSED, 3, items=LICENCES, credit="black"),
    # What a larger town shows besides.
    Road(decided.after_deferral, State.CLOSED, 11, items=LICENCES),
    Road(window.correction_open, State.WITHDRAWN, 5, (17, None)),
    Road(review.undecided, State.IN_REVIEW, 2, (30, 34), LICENCES),
    Road(review.opinion_overdue, State.IN_REVIEW, 4, (0, 1), (HAZCHEM,)),
    Road(window.half_marked, State.SUBMITTED, 3, (0, 0)),
    Road(window.submitted, State.SUBMITTED, 3, (4, 4), LICENCES),
    Road(window.correction_open, State.CORRECTION, 3, (9, 9), (FIREWORKS, FILING)),
    Road(review.corrected, State.IN_REVIEW, 3, (0, 1), (HAZCHEM,)),
    Road(review.deferral_rejected, State.IN_REVIEW, 2, (0, 1), (HAZCHEM,)),
    Road(review.paused_for_mending, State.IN_REVIEW, 2, (0, 2), LICENCES),
    Road(review.legal_waiting, State.IN_REVIEW, 2, (0, 2), LICENCES),
    Road(review.black_at_recheck, State.IN_REVIEW, 1, (1, 3), (HAZCHEM,), "black_later"),
    Road(window.restated, State.CORRECTION, 2, (0, 4)),
    Road(window.handed_over, State.NOT_COMPETENT, 1, (0, 3), (HAZCHEM,)),
    Road(window.answered, State.RESUBMITTED, 2, (0, 1), (HAZCHEM,)),
    Road(window.demanded, State.RESUBMITTED, 2, (0, 1), (HAZCHEM,)),
    Road(review.withdrawn_late, State.WITHDRAWN, 3, items=(HAZCHEM,)),
    Road(window.deemed_filed_closed, State.CLOSED, 2, items=(FILING,)),
    Road(decided.after_mending, State.CLOSED, 4),
    Road(decided.after_second_supplement, State.CLOSED, 3, items=(HAZCHEM,)),
    Road(decided.after_experts, State.CLOSED, 4, items=(HAZCHEM,), stored=True),
    Road(decided.after_extension, State.CLOSED, 2, items=(HAZCHEM,)),
    Road(decided.after_walk_in, State.CLOSED, 12),
    Road(decided.late, State.CLOSED, 3, items=(HAZCHEM,)),
    Road(decided.in_spite_of_objection, State.CLOSED, 2, items=LICENCES),
    Road(decided.refused_served, State.CLOSED, 2, items=(FILING,)),
    Road(review.site_arranged, State.IN_REVIEW, 1, (0, 0), (HAZCHEM,), situations=("warehouse",)),
    Road(review.before_the_public, State.IN_REVIEW, 1, (0, 2), (HAZCHEM,), situations=("warehouse",)),
    Road(review.hearing_set, State.IN_REVIEW, 2, (0, 4), (HAZCHEM,)),
    Road(review.hearing_told, State.IN_REVIEW, 2, (0, 2), (HAZCHEM,)),
    Road(decided.checked, State.CLOSED, 4, (0, 8), (HAZCHEM,)),
    Road(decided.checked_in_order, State.CLOSED, 3, items=(HAZCHEM,)),
    Road(window.to_be_served, State.CORRECTION, 3, (0, 2)),
    Road(window.served_by_post, State.CORRECTION, 2, (0, 4)),
    Road(window.returned_by_post, State.CORRECTION, 2, (0, 2)),
    Road(licence.suspended, State.CLOSED, 2, (0, 8), LICENCES),
    Road(licence.revocation_told, State.CLOSED, 1, (0, 2), (HAZCHEM,)),
    Road(licence.revocation_discussed, State.CLOSED, 1, (0, 2), (HAZCHEM,)),
    Road(licence.cancelled, State.CLOSED, 2, items=LICENCES),
    Road(licence.issued_anew, State.CLOSED, 1, items=LICENCES),
    Road(licence.reissue_asked, State.CLOSED, 1, (0, 3), (HAZCHEM,)),
)
