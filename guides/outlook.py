"""What an item asks for while questions are still open: each part of the guide certain, possible, or ruled out already."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from guides.conditions import Answers, Rule
from guides.guide import (
    ApplicantLimit,
    Condition,
    FeeItem,
    Guide,
    Intermediary,
    LevelRule,
    Limit,
    LimitKind,
    Member,
    PostCheck,
    Season,
    SpecialProcedure,
    Track,
)
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

    A question whose answer can change nothing any more is in neither of them. `changes` are limits that take the place of
    those in `limits` once their event happens; `lead` is the office that leads the case for all that is known.
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
    lead: str
    levels: tuple[Possible[LevelRule], ...] = ()
    members: tuple[Possible[Member], ...] = ()
    changes: tuple[Possible[Limit], ...] = ()
    applicant_limits: tuple[Possible[ApplicantLimit], ...] = ()
    intermediaries: tuple[Possible[Intermediary], ...] = ()
    fees: tuple[Possible[FeeItem], ...] = ()
    seasons: tuple[Possible[Season], ...] = ()
    post_checks: tuple[Possible[PostCheck], ...] = ()

    @property
    def level(self) -> LevelRule | None:
        """The rule that certainly makes another level lead the case than the plan's, or None."""
        return self.levels[0].part if self.levels and self.levels[0].sure else None

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
    levels = _levels(guide, known)
    lead = (levels[0].part.office if levels and levels[0].sure else None) or guide.review.lead
    return Outlook(
        answers=known.answers,
        asked=tuple(name for name in shown if name in known.answers or name in decide),
        open=tuple(name for name in guide.questions if name in decide),
        cases=dict(known.cases),
        conditions=known.those(guide.conditions),
        requirements=tuple(Possible(one, any(m.id in sure for m in one.alternatives)) for one in requirements),
        limits=limits,
        tracks=_tracks(guide, known, lead),
        procedures=known.those(guide.special_procedures),
        lead=lead,
        levels=levels,
        members=known.those(guide.members),
        changes=known.those([one for one in guide.limits if one.after and one.applies(on)]),
        applicant_limits=known.those(guide.applicant_limits),
        intermediaries=known.those(guide.intermediaries),
        fees=known.those(guide.fees.items),
        seasons=known.those(guide.opening.seasons if guide.opening else ()),
        post_checks=known.those(guide.post_checks),
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


def _levels(guide: Guide, known: _Known) -> tuple[Possible[LevelRule], ...]:
    """The levels that may lead the case, in the guide's order, up to the first certain one."""
    found: list[Possible[LevelRule]] = []
    for one in known.those(guide.authority.levels):
        found.append(one)
        if one.sure:
            break
    return tuple(found)


def _tracks(guide: Guide, known: _Known, lead: str) -> tuple[Possible[Track], ...]:
    """The tracks that may apply, those of the plan's lead with the office that leads; one that depends on a track that is
    ruled out waits for what that one would wait for."""
    found = known.those(guide.review.tracks)
    by_id = {track.id: track for track in guide.review.tracks}
    possible = {one.part.id for one in found}

    def awaited(track: Track) -> list[str]:
        names: list[str] = []
        for name in track.depends_on:
            names += [name] if name in possible else awaited(by_id[name])
        return list(dict.fromkeys(names))

    def office(track: Track) -> str:
        return lead if track.office == guide.review.lead else track.office

    return tuple(
        Possible(
            one.part.model_copy(update={"depends_on": tuple(awaited(one.part)), "office": office(one.part)}), one.sure
        )
        for one in found
    )
