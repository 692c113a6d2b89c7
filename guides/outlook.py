"""What an item asks for while questions are still open: each part of the guide certain, possible, or ruled out already."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from guides.conditions import Answers, Rule, holds
from guides.guide import Condition, Guide, Limit, LimitKind, SpecialProcedure, Track
from guides.plan import Requirement, grouped

Part = TypeVar("Part")
Cases = Mapping[str, bool | None]


@dataclass(frozen=True)
class Possible(Generic[Part]):
    """A part of the guide that is not ruled out; `sure` when it holds whatever is answered to the open questions."""

    part: Part
    sure: bool


@dataclass(frozen=True)
class Outlook:
    """What the guide may come to. `asked` are the questions to put now, `open` those without an answer that counts."""

    answers: dict[str, Any]
    asked: tuple[str, ...]
    open: tuple[str, ...]
    cases: dict[str, bool | None]
    conditions: tuple[Possible[Condition], ...]
    requirements: tuple[Possible[Requirement], ...]
    limits: dict[LimitKind, tuple[Limit, ...]]
    tracks: tuple[Possible[Track], ...]
    procedures: tuple[Possible[SpecialProcedure], ...]

    @property
    def settled(self) -> bool:
        """Whether every question is answered, so that nothing is merely possible any more."""
        return not self.open


@dataclass(frozen=True)
class _Known:
    answers: dict[str, Any]
    open: frozenset[str]
    cases: Cases

    def of(self, rule: Rule | None) -> bool | None:
        return likelihood(rule, self.answers, self.open, self.cases)

    def those(self, parts: Collection[Any]) -> tuple[Possible[Any], ...]:
        found = ((part, self.of(part.when)) for part in parts)
        return tuple(Possible(part, sure is True) for part, sure in found if sure is not False)


def outlook(guide: Guide, answers: Answers, on: date) -> Outlook:
    """Return what `guide` may ask for, given answers to some of its questions, under the law in force on that day.

    Only the guide's questions are looked at. With all of them answered, it is what `plan.needs` says.
    """
    asked, known = _questioned(guide, answers)
    materials = known.those(guide.materials)
    sure = {one.part.id for one in materials if one.sure}
    requirements = grouped(tuple(one.part for one in materials))
    return Outlook(
        answers=known.answers,
        asked=asked,
        open=tuple(name for name in guide.questions if name in known.open),
        cases=dict(known.cases),
        conditions=known.those(guide.conditions),
        requirements=tuple(Possible(one, any(m.id in sure for m in one.alternatives)) for one in requirements),
        limits=_limits(guide, known, on),
        tracks=_tracks(guide, known),
        procedures=known.those(guide.special_procedures),
    )


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


def _questioned(guide: Guide, answers: Answers) -> tuple[tuple[str, ...], _Known]:
    """Go through the questions in the order of the form, as `plan.visible` does: a question may hang on earlier ones."""
    asked: list[str] = []
    known = _Known({}, frozenset(), _cases(guide, {}, frozenset()))
    for name, field in guide.fields.items():
        shown = known.of(field.when)
        if name not in guide.questions or shown is False:
            continue
        if shown:
            asked.append(name)
        if shown and name in answers:
            counted, unknown = {**known.answers, name: answers[name]}, known.open
        else:
            counted, unknown = known.answers, known.open | {name}
        known = _Known(counted, unknown, _cases(guide, counted, unknown))
    return tuple(name for name in guide.questions if name in asked), known


def _cases(guide: Guide, answers: Answers, unknown: frozenset[str]) -> dict[str, bool | None]:
    found: dict[str, bool | None] = {}
    for situation in guide.cases:
        found[situation.id] = likelihood(situation.when, answers, unknown, found)
    return found


def _limits(guide: Guide, known: _Known, on: date) -> dict[LimitKind, tuple[Limit, ...]]:
    """Of each kind the limits that may apply: those above the first certain one, and that one."""
    found: dict[LimitKind, list[Limit]] = {}
    closed: set[LimitKind] = set()
    for limit in guide.limits:
        counts = limit.applies(on) and not limit.after and limit.kind not in closed
        sure = known.of(limit.when) if counts else False
        if sure is not False:
            found.setdefault(limit.kind, []).append(limit)
        if sure:
            closed.add(limit.kind)
    return {kind: tuple(limits) for kind, limits in found.items()}


def _tracks(guide: Guide, known: _Known) -> tuple[Possible[Track], ...]:
    """The tracks that may apply; one that depends on a track that is ruled out waits for what that one would wait for."""
    found = known.those(guide.review.tracks)
    by_id = {track.id: track for track in guide.review.tracks}
    possible = {one.part.id for one in found}

    def awaited(track: Track) -> list[str]:
        names: list[str] = []
        for name in track.depends_on:
            names += [name] if name in possible else awaited(by_id[name])
        return list(dict.fromkeys(names))

    return tuple(
        Possible(one.part.model_copy(update={"depends_on": tuple(awaited(one.part))}), one.sure) for one in found
    )
