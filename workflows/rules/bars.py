"""Statutory bars: who handed in false material, or got a licence by improper means, may not apply again for years (R10, R11)."""

from __future__ import annotations

from collections.abc import Sequence

from workflows import commands as c
from workflows import events as e
from workflows.bar_policy import FALSE_MATERIALS, load_policy
from workflows.case import Case, State
from workflows.events import Event
from workflows.ledger import months_after
from workflows.refusal import Refusal
from workflows.rules.moment import Moment, Rules, filled, required

FRAUD = "fraud"
"""The ground of a revocation that bars for years: a licence that was got by improper means (article 69 (2))."""

_NOT_GRANTED = frozenset({State.NOT_ACCEPTED, State.ACCEPTANCE_REVOKED})


def bar_applicant(case: Case | None, command: c.BarApplicant, now: Moment) -> Sequence[Event]:
    """The bar follows from a decision of ours: false material from what was not accepted or not granted (article 78),
    improper means from a licence that was revoked for them (article 79), and only where the guide cites the statute.
    """
    case = required(case)
    bar = load_policy().get(command.ground)
    if bar is None:
        raise Refusal("bar_ground_unknown")
    if not command.basis:
        raise Refusal("bar_without_statute", article=bar.article)
    if not _fits(case, command.ground):
        raise Refusal("bar_without_decision")
    if any(one.ground == command.ground for one in case.bars):
        raise Refusal("bar_known")
    first = case.decided_on or case.ended_on or now.day
    if not first <= command.decided_on <= now.day:
        raise Refusal("bar_day_wrong", first=first, last=now.day)
    facts, document = filled(command.facts, "bar_facts_missing"), filled(command.document, "bar_document_missing")
    until = months_after(command.decided_on, 12 * bar.years)  # that day is still barred
    return [e.ApplicantBarred(command.ground, facts, document, command.decided_on, until, command.basis)]


def grounds(case: Case) -> tuple[str, ...]:
    """The grounds that the decision of this case can carry and does not carry yet."""
    known = {one.ground for one in case.bars}
    return tuple(ground for ground in load_policy() if ground not in known and _fits(case, ground))


def _fits(case: Case, ground: str) -> bool:
    if ground == FALSE_MATERIALS:
        return case.state in _NOT_GRANTED or case.outcome == "refuse"
    return case.licence is not None and case.licence.state == "revoked" and case.licence.ground == FRAUD


RULES: Rules = {c.BarApplicant: bar_applicant}
