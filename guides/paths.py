"""Every path of answers through a guide's questions, and the proof that each ends in a list, limits and departments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import Any

from guides.conditions import Mention, Rule, mentions
from guides.guide import Field, Guide
from guides.outlook import outlook
from guides.plan import Needs, needs
from guides.questions import rules_of

MOST = 5_000
"""A guide whose questions can be answered in more ways than this asks too much of the person who answers them."""


@dataclass(frozen=True)
class DeadEnd:
    """A path of answers that does not end as it must: the answers, what is wrong (a code of `advice`), and its facts."""

    answers: dict[str, Any]
    code: str
    facts: dict[str, object]


def paths(guide: Guide, on: date) -> Iterator[dict[str, Any]]:
    """Yield every path: answers to the questions as they are asked one by one, until nothing is left to decide.

    Of numbers, one on each side of every bound that a rule draws stands for all; of several choices, each that a rule
    names, all of them together, and none of them.
    """
    offered = {name: tuple(_answers(guide.fields[name], _compared(guide, name))) for name in guide.questions}

    def walk(answers: dict[str, Any]) -> Iterator[dict[str, Any]]:
        found = outlook(guide, answers, on)
        open_now = [name for name in found.asked if name not in answers]
        if not open_now:
            yield answers
            return
        for value in offered[open_now[0]]:
            yield from walk({**answers, open_now[0]: value})

    return walk({})


def dead_ends(guide: Guide, on: date, *, most: int = MOST) -> Iterator[DeadEnd]:
    """Yield every path that does not end in a finite, non-empty list without contradiction, a limit and a department.

    After `most` paths it stops with one finding of its own: a proof that was not finished is none.
    """
    for number, answers in enumerate(paths(guide, on)):
        if number == most:
            yield DeadEnd({}, "paths_many", {"most": most})
            return
        found = needs(guide, answers, on)
        for code, facts in _wrong(guide, found):
            yield DeadEnd(answers, code, facts)


def _wrong(guide: Guide, found: Needs) -> Iterator[tuple[str, dict[str, object]]]:
    if not found.missing(()):
        yield "path_empty", {}
    for kind in ("promised", "statutory"):
        if kind not in found.limits:
            yield "path_limitless", {"kind": kind}
    if not found.tracks:
        yield "path_nobody", {}
    elif _circular(found):
        yield "path_circle", {}
    if guide.bundle and not found.members:
        yield "path_memberless", {}
    yield from _times(guide, found)


def _circular(found: Needs) -> bool:
    done: set[str] = set()
    for _ in found.tracks:
        done |= {track.id for track in found.tracks if done.issuperset(track.depends_on)}
    return len(done) < len(found.tracks)


def _times(guide: Guide, found: Needs) -> Iterator[tuple[str, dict[str, object]]]:
    promised, law = found.limits.get("promised"), found.limits.get("statutory")
    if promised is None or promised.counted_in != "working_day":
        return
    if law and law.counted_in == "working_day" and promised.value > law.value:
        yield "path_promise", {"promised": promised.value, "law": law.value}
    steps = longest(found) + guide.review.decision.days
    if not _circular(found) and steps > max(promised.value, 1):
        yield "path_steps", {"steps": steps, "promised": promised.value}
    for one in found.requirements:
        days = max((m.deferrable.days or 0) for m in one.alternatives if m.deferrable) if one.deferrable else 0
        if days > promised.value:
            yield "path_deferral", {"material": str(one.alternatives[0].name), "days": days, "promised": promised.value}


def longest(found: Needs) -> float:
    """Return the days of the longest chain of tracks that wait for each other; they must not wait in a circle."""
    by_id = {track.id: track for track in found.tracks}

    def until(name: str) -> float:
        return by_id[name].days + max((until(one) for one in by_id[name].depends_on), default=0)

    return 0 if _circular(found) else max((until(name) for name in by_id), default=0)


def _compared(guide: Guide, name: str) -> tuple[tuple[str, Any], ...]:
    """What the rules of a guide compare a field with: the comparison and the value."""
    rules = [*rules_of(guide), *(one.when for one in guide.limits), *(one.when for one in guide.cases)]
    rules += [field.when for field in guide.fields.values()]
    found = ((mention, rule) for rule in rules for mention in mentions(rule))
    return tuple((m.comparison, _value(rule, m)) for m, rule in found if m.kind == "field" and m.name == name)


def _value(rule: Rule | None, mention: Mention) -> Any:
    part: Any = rule
    for key in mention.path[:-1]:
        part = part[key]
    return part[mention.comparison]


def _answers(field: Field, compared: tuple[tuple[str, Any], ...]) -> Iterator[Any]:
    if field.type == "choice":
        yield from (option.value for option in field.options)
    elif field.type in ("yesno", "consent"):
        yield from ("yes", "no")
    elif field.type == "multichoice":
        yield from _choices([option.value for option in field.options], {str(value) for _, value in compared})
    elif field.type in ("number", "integer"):
        yield from _numbers(compared)
    else:
        named = [str(value) for comparison, value in compared if comparison in ("is", "in")]
        yield from (*dict.fromkeys(named), "—")


def _choices(offered: list[str], named: set[str]) -> Iterator[list[str]]:
    """Each choice that a rule names, each two of them, all of them, and one that no rule names."""
    telling = [value for value in offered if value in named]
    silent = next((value for value in offered if value not in named), None)
    if silent:
        yield [silent]
    yield from ([value] for value in telling)
    if len(telling) > 1:
        yield from ([*pair] for pair in combinations(telling, 2))
    if len(telling) > 2:
        yield telling


def _numbers(compared: tuple[tuple[str, Any], ...]) -> Iterator[str]:
    """One number on each side of every bound, the bounds themselves included."""
    bounds = sorted({Decimal(str(value)) for name, value in compared if name in ("at_least", "at_most")})
    yield from dict.fromkeys(
        str(bound + step) for bound in bounds or [Decimal(1)] for step in (-1, 0, 1) if bound + step >= 0
    )
