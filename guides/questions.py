"""The fewest questions that decide a case (情形引导): which open questions can still change what the guide asks for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from guides.conditions import Answers, Rule, holds
from guides.guide import Guide

Cases = Mapping[str, bool | None]


def likelihood(rule: Rule | None, answers: Answers, unknown: Collection[str], cases: Cases) -> bool | None:
    """Return whether a rule holds; None where that hangs on fields that are still unknown (Kleene's logic)."""
    if rule is None:
        return True
    if "field" in rule:
        return None if rule["field"] in unknown else holds(rule, answers)
    if "case" in rule:
        return cases.get(rule["case"], False)
    if "not" in rule:
        inner = likelihood(rule["not"], answers, unknown, cases)
        return None if inner is None else not inner
    [(name, parts)] = rule.items()
    found = [likelihood(part, answers, unknown, cases) for part in parts]
    decisive = name == "any"
    if decisive in found:
        return decisive
    return None if None in found else not decisive


def deciding(
    guide: Guide, rules: Iterable[Rule | None], answers: Answers, unknown: Collection[str], cases: Cases
) -> frozenset[str]:
    """Return the unknown questions on which at least one of these rules still hangs, and those that they hang on in turn.

    A question that no undecided rule mentions any more is not worth asking, whatever it would be answered.
    """
    written = {one.id: one.when for one in guide.cases}

    def hangs_on(rule: Rule | None) -> Iterator[str]:
        if likelihood(rule, answers, unknown, cases) is not None or rule is None:
            return
        if "field" in rule:
            yield rule["field"]
        elif "case" in rule:
            yield from hangs_on(written.get(rule["case"]))
        elif "not" in rule:
            yield from hangs_on(rule["not"])
        else:
            for part in next(iter(rule.values())):
                yield from hangs_on(part)

    found = {name for rule in rules for name in hangs_on(rule)}
    waiting = [*found]
    while waiting:
        fresh = {*hangs_on(guide.fields[waiting.pop()].when)} - found
        found |= fresh
        waiting += fresh
    return frozenset(found)


def rules_of(guide: Guide) -> Iterator[Rule | None]:
    """Yield the rule of every part of a guide that an applicant is told of, except limits, whose order counts."""
    parts: tuple[Iterable[Any], ...] = (
        guide.conditions, guide.materials, guide.review.tracks, guide.special_procedures, guide.members,
        guide.authority.levels, guide.applicant_limits, guide.intermediaries, guide.post_checks, guide.fees.items,
        guide.opening.seasons if guide.opening else (),
    )  # fmt: skip
    return (one.when for part in parts for one in part)
