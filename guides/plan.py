"""What one application needs: situations, visible fields, materials, limits, tracks and visits for given answers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from guides.conditions import Answers, Rule, holds
from guides.guide import (
    Guide,
    LevelRule,
    Limit,
    LimitKind,
    Material,
    Member,
    PublicityRule,
    Situation,
    SpecialProcedure,
    Track,
)
from guides.text import Text


@dataclass(frozen=True)
class Requirement:
    """One thing to bring: a material, or a group of alternatives of which one is enough; `key` is its id."""

    key: str
    alternatives: tuple[Material, ...]

    @property
    def necessary(self) -> bool:
        """Whether an application is incomplete without it: optional and shared materials are nobody's duty."""
        return all(one.necessity not in ("optional", "exempt_by_sharing") for one in self.alternatives)

    @property
    def deferrable(self) -> bool:
        """Whether it may follow later: every alternative of it may."""
        return all(one.deferrable is not None for one in self.alternatives)

    def satisfied(self, delivered: Collection[str]) -> bool:
        """Return whether one of the alternatives is among the delivered material ids."""
        return any(one.id in delivered for one in self.alternatives)


@dataclass(frozen=True)
class Needs:
    """What the guide asks for in one situation; everything in the guide's own order.

    `lead` is the office that leads the case, `level` the rule that made it another than the plan's. `changes` are limits
    that take the place of those in `limits` once their event happens during the case.
    """

    cases: tuple[str, ...]
    answers: dict[str, Any]
    fields: tuple[str, ...]
    materials: tuple[Material, ...]
    requirements: tuple[Requirement, ...]
    limits: dict[LimitKind, Limit]
    tracks: tuple[Track, ...]
    procedures: tuple[SpecialProcedure, ...]
    visits: dict[str, int]
    lead: str
    level: LevelRule | None = None
    members: tuple[Member, ...] = ()
    changes: tuple[Limit, ...] = ()
    publicity: PublicityRule | None = None

    def missing(self, delivered: Collection[str]) -> tuple[Requirement, ...]:
        """Return the necessary requirements that none of the delivered material ids satisfies."""
        return tuple(one for one in self.requirements if one.necessary and not one.satisfied(delivered))


def answering(guide: Guide, found: Needs) -> Text:
    """Return who answers for a case: the authority of the guide, or the one of the level that leads it (行使层级)."""
    level = found.level
    return level.name if level and level.office else guide.authority.name


def needs(guide: Guide, answers: Answers, on: date) -> Needs:
    """Return what `guide` asks for given these answers, complete or not, under the law in force on that day."""
    asked, counted = visible(guide, answers)
    cases = situations(guide, counted)
    materials = tuple(one for one in guide.materials if holds(one.when, counted, cases))
    level = next((one for one in guide.authority.levels if holds(one.when, counted, cases)), None)
    lead = (level and level.office) or guide.review.lead
    return Needs(
        cases=tuple(one.id for one in guide.cases if one.id in cases),
        answers=counted,
        fields=asked,
        materials=materials,
        requirements=grouped(materials),
        limits=_limits(guide, counted, cases, on),
        tracks=_tracks(guide, counted, cases, lead),
        procedures=tuple(one for one in guide.special_procedures if holds(one.when, counted, cases)),
        visits={channel.id: channel.visits for channel in guide.channels},
        lead=lead,
        level=level,
        members=tuple(one for one in guide.members if holds(one.when, counted, cases)),
        publicity=guide.publicity if guide.publicity and holds(guide.publicity.when, counted, cases) else None,
        changes=tuple(one for one in guide.limits if one.after and one.applies(on) and holds(one.when, counted, cases)),
    )


def visible(guide: Guide, answers: Answers) -> tuple[tuple[str, ...], dict[str, Any]]:
    """Return the ids of the fields to ask, and the answers that count: what was typed into a hidden field does not."""
    asked: list[str] = []
    counted: dict[str, Any] = {}
    for name, field in guide.fields.items():
        if field.when and not holds(field.when, counted, situations(guide, counted)):
            continue
        asked.append(name)
        if name in answers:
            counted[name] = answers[name]
    return tuple(asked), counted


def situations(guide: Guide, answers: Answers) -> frozenset[str]:
    """Return the ids of the situations these answers lead to; a situation may rest on those listed before it."""
    found: set[str] = set()
    for situation in guide.cases:
        if holds(situation.when, answers, found):
            found.add(situation.id)
    return frozenset(found)


def rules_of(cases: Collection[Situation]) -> dict[str, Rule | None]:
    """Return each situation's rule by its id, as `conditions.inlined` wants them."""
    return {one.id: one.when for one in cases}


def grouped(materials: tuple[Material, ...]) -> tuple[Requirement, ...]:
    """Return the materials as requirements: alternatives of one group together, at the place of the first."""
    groups: dict[str, list[Material]] = {}
    for material in materials:
        together = material.necessity == "one_of_group" and material.group
        groups.setdefault(f"{material.group}" if together else material.id, []).append(material)
    return tuple(Requirement(key, tuple(alternatives)) for key, alternatives in groups.items())


def _limits(guide: Guide, answers: Answers, cases: frozenset[str], on: date) -> dict[LimitKind, Limit]:
    found: dict[LimitKind, Limit] = {}
    for limit in guide.limits:
        if limit.kind not in found and not limit.after and limit.applies(on) and holds(limit.when, answers, cases):
            found[limit.kind] = limit
    return found


def _tracks(guide: Guide, answers: Answers, cases: frozenset[str], lead: str) -> tuple[Track, ...]:
    """Tracks that apply, those of the plan's lead with the office that leads this case.

    One that depends on a track that does not apply waits for what that track would wait for.
    """
    by_id = {track.id: track for track in guide.review.tracks}
    open_ids = {track.id for track in guide.review.tracks if holds(track.when, answers, cases)}

    def awaited(track: Track) -> list[str]:
        found: list[str] = []
        for name in track.depends_on:
            found += [name] if name in open_ids else awaited(by_id[name])
        return list(dict.fromkeys(found))

    return tuple(
        track.model_copy(
            update={
                "depends_on": tuple(awaited(track)),
                "office": lead if track.office == guide.review.lead else track.office,
            }
        )
        for track in guide.review.tracks
        if track.id in open_ids
    )
