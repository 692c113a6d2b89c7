"""`decide`: a case and a command give events, or a refusal by name. One module a stage holds the rules of that stage."""

from __future__ import annotations

from workflows.case import Case
from workflows.commands import Command
from workflows.events import Event
from workflows.rules import (
    bars,
    calendar,
    cancellation,
    checks,
    correction,
    decision,
    deferral,
    delivery,
    demand,
    discussion,
    duties,
    first_contact,
    former_licence,
    handover,
    hearing,
    hearing_answer,
    intake,
    interested,
    licence,
    limits,
    major_acts,
    originals,
    panel,
    promise,
    publication,
    publicity,
    rating,
    reissue,
    remedy,
    review,
    review_notice,
    service,
    signed,
    site_check,
    termination,
    tracks,
    visits,
)
from workflows.rules.moment import Moment, Rules

_RULES: Rules = {
    **intake.RULES,
    **interested.RULES,
    **correction.RULES,
    **deferral.RULES,
    **promise.RULES,
    **review.RULES,
    **decision.RULES,
    **discussion.RULES,
    **signed.RULES,
    **delivery.RULES,
    **publication.RULES,
    **limits.RULES,
    **licence.RULES,
    **reissue.RULES,
    **cancellation.RULES,
    **major_acts.RULES,
    **originals.RULES,
    **hearing.RULES,
    **hearing_answer.RULES,
    **calendar.RULES,
    **bars.RULES,
    **rating.RULES,
    **first_contact.RULES,
    **former_licence.RULES,
    **duties.RULES,
    **visits.RULES,
    **demand.RULES,
    **handover.RULES,
    **service.RULES,
    **checks.RULES,
    **tracks.RULES,
    **review_notice.RULES,
    **site_check.RULES,
    **remedy.RULES,
    **panel.RULES,
    **publicity.RULES,
    **termination.RULES,
}


def decide(case: Case | None, command: Command, *, now: Moment) -> tuple[Event, ...]:
    """What follows from a command, as events in their order.

    `now` says when, by whom and under which calendar. Raises Refusal when the procedure does not allow the act.
    """
    return tuple(_RULES[type(command)](case, command, now))


__all__ = ["Moment", "decide"]
