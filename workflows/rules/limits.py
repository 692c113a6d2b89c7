"""Limits that change during a case: what happens makes another limit of the guide take the place of the first (R35)."""

from __future__ import annotations

from collections.abc import Sequence

from workflows import commands as c
from workflows import events as e
from workflows.case import Case
from workflows.events import Event
from workflows.refusal import Refusal
from workflows.rules.moment import Moment, Rules, filled
from workflows.rules.stage import in_review

SITE_CHECK = "site_check"


def order_site_check(case: Case | None, command: c.OrderSiteCheck, now: Moment) -> Sequence[Event]:
    """A site check is ordered before the limit ends, and the limit becomes the one that the guide names for it."""
    case = in_review(case)
    if not any(one.after == SITE_CHECK for one in case.terms.changes):
        raise Refusal("no_limit_change")
    if any(fact.cause == SITE_CHECK for fact in case.changes):
        raise Refusal("limit_changed_already")
    if now.past(case, "statutory"):
        raise Refusal("limit_over", due=now.due(case, "statutory"))
    return limits_changed(case, SITE_CHECK, now, filled(command.reason, "reason_missing"))


def limits_changed(case: Case, cause: str, now: Moment, reason: str) -> list[Event]:
    """The event by which the limits change when `cause` happens; nothing where the guide knows none, or a second time.

    A limit that is over already is not given again: what is late stays late.
    """
    if any(fact.cause == cause for fact in case.changes):
        return []
    new = [one for one in case.terms.changes if one.after == cause and not now.past(case, one.kind)]
    limits = tuple(
        e.NewLimit(
            one.kind,
            one.limit.value,
            one.limit.unit,
            one.limit.start,
            one.basis,
            case.limit(one.kind).value,
            case.limit(one.kind).unit,
        )
        for one in new
    )
    return [e.LimitChanged(cause, now.day, limits, reason)] if limits else []


RULES: Rules = {c.OrderSiteCheck: order_site_check}
