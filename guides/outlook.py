"""What an item asks for while questions are still open: each part of the guide certain, possible, or ruled out already."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from guides.conditions import Answers, Rule
from guides.guide import Condition, Guide, Limit, LimitKind, SpecialProcedure, Track
from guides.plan import Requirement, grouped
from guides.questions import Cases, deciding, likelihood, rules_of

Part = TypeVar("Part")


@dataclass(frozen=True)
class Possible(Generic[Part]):
    """A part of the guide that is not ruled out; `sure` when it holds whatever is answered to the open questions."""

    part: Part
    sure: bool


@dataclass(frozen=True)
class Outlook:
    """What the guide may come to. `asked` are the questions to put now, `open` those that still decide something.

    A question whose answer can change nothing any more is in neither of them.
    """

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
        """Whether everything is decided, so that nothing is merely possible any more."""
        return not self.open


@dataclass(frozen=True)
class _Known:
    answers: dict[str, Any]
    open: frozenset[str]
    cases: Cases

    def of(self, rule: Rule | None) -> bool | None:
        return likelihood(rule, self.answers, self.open, self.cases)

    def deciding(self, guide: Guide, limits: dict[LimitKind, tuple[Limit, ...]]) -> frozenset[str]:
        """The open questions that can still change something; of the limits only those count that may still apply."""
        rules = [*rules_of(guide), *(limit.when for those in limits.values() for limit in those)]
        return deciding(guide, rules, self.answers, self.open, self.cases)

    def those(self, parts: Collection[Any]) -> tuple[Possible[Any], ...]:
        found = ((part, self.of(part.when)) for part in parts)
        return tuple(Possible(part, sure is True) for part, sure in found if sure is not False)


def outlook(guide: Guide, answers: Answers, on: date) -> Outlook:
    """Return what `guide` may ask for, given answers to some of its questions, under the law in force on that day.

    Only the guide's questions are looked at. With all of them answered, it is what `plan.needs` says.
    """
    shown, known = _questioned(guide, answers)
    limits = _limits(guide, known, on)
    decide = known.deciding(guide, limits)
    materials = known.those(guide.materials)
    sure = {one.part.id for one in materials if one.sure}
    requirements = grouped(tuple(one.part for one in materials))
    return Outlook(
        answers=known.answers,
        asked=tuple(name for name in shown if name in known.answers or name in decide),
        open=tuple(name for name in guide.questions if name in decide),
        cases=dict(known.cases),
        conditions=known.those(guide.conditions),
        requirements=tuple(Possible(one, any(m.id in sure for m in one.alternatives)) for one in requirements),
        limits=limits,
        tracks=_tracks(guide, known),
        procedures=known.those(guide.special_procedures),
    )


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
