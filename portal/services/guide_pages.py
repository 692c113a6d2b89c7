"""Guides as the public reads them: one version with what its questions lead to, and the lines of the list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest
from typing import Any, Literal, Protocol

from sqlalchemy import func, select

from guides.fields import FieldError, parse
from guides.guide import Guide, LimitKind, Situation
from guides.listing import Listing
from guides.load import Catalogue
from guides.outlook import Outlook, outlook
from guides.plan import Requirement
from portal.db import reading
from portal.models import Case as CaseRow
from portal.services import law

State = Literal["current", "past", "future", "stopped", "preview"]
RECENT_CASES = 500


@dataclass(frozen=True, slots=True)
class Span:
    """A period that may depend on the answers: from `least` to `most` of a unit, and whether it was verified."""

    least: float
    most: float
    unit: str
    start: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a guide: the days between which it is in force, and how that looks from today."""

    effective_from: date
    until: date | None
    state: State


@dataclass(frozen=True, slots=True)
class GuideLine:
    """A guide in a list: what decides whether to go on."""

    guide: Listing
    promised: Span | None

    @property
    def visits(self) -> int:
        """How often the applicant has to come in person, in the channel that asks least (R64)."""
        return self.guide.visits

    @property
    def online(self) -> bool:
        """Whether the item can be applied for online."""
        return self.guide.online


@dataclass(frozen=True, slots=True)
class GuidePage:
    """One version of a guide with what the answers lead to, and its other versions, newest first."""

    guide: Guide
    outlook: Outlook
    state: State
    versions: tuple[Version, ...]
    stopped_on: date | None = None

    @property
    def current(self) -> Version | None:
        """The version in force today, or None before the first one."""
        return next((one for one in self.versions if one.state == "current"), None)

    @property
    def coming(self) -> Version | None:
        """The next version that is announced, or None."""
        return next((one for one in reversed(self.versions) if one.state == "future"), None)

    @property
    def situations(self) -> tuple[Situation, ...]:
        """The situations that the answers lead to for certain."""
        return tuple(one for one in self.guide.cases if self.outlook.cases[one.id])

    @property
    def asked(self) -> tuple[Requirement, ...]:
        """The requirements that hold in any case."""
        return tuple(one.part for one in self.outlook.requirements if one.sure)

    @property
    def shared(self) -> int:
        """How many of them the authority fetches itself (R15)."""
        return sum(all(m.shared for m in one.alternatives) for one in self.asked)

    @property
    def deferrable(self) -> int:
        """How many of them may follow after acceptance (R69)."""
        return sum(one.deferrable for one in self.asked)

    @property
    def visits(self) -> int:
        """How often the applicant has to come in person, in the channel that asks least (R64)."""
        return fewest_visits(self.guide)

    @property
    def decider(self) -> str:
        """The office that decides: another one than the plan's where another level leads the case."""
        plan = self.guide.review
        return self.outlook.lead if plan.decision.office == plan.lead else plan.decision.office

    def span(self, kind: LimitKind) -> Span | None:
        """A limit as the answers leave it, or None where the guide has none of the kind."""
        return span_of(self.outlook.limits.get(kind, ()))


def guide_page(item: str, raw: Mapping[str, Any], *, on: date, version: date | None = None) -> GuidePage | None:
    """The guide in force, or the version that took effect on a given day; None when there is no such guide or version.

    `raw` holds answers to the questions as they were sent; what cannot be read counts as not answered.
    """
    catalogue = law.catalogue()
    guide = (
        catalogue.version(item, version) if version else catalogue.in_force(item, on) or _nearest(catalogue, item, on)
    )
    if guide is None:
        return None
    versions = _versions(catalogue, item, on)
    state = next(one.state for one in versions if one.effective_from == guide.effective_from)
    since = catalogue.stopped.get((item, guide.effective_from)) if state == "stopped" else None
    return GuidePage(guide, outlook(guide, answers_to(guide, raw), on), state, versions, since)


def preview(guide: Guide, raw: Mapping[str, Any], *, on: date) -> GuidePage:
    """The page of a version that is not published yet, as it will look; `raw` answers its questions."""
    versions = _versions(law.catalogue(), guide.item, on)
    return GuidePage(guide, outlook(guide, answers_to(guide, raw), on), "preview", versions)


def answers_to(guide: Guide, raw: Mapping[str, Any]) -> dict[str, Any]:
    """What was answered to the guide's questions; anything else, and what cannot be read, is left out."""
    found: dict[str, Any] = {}
    for name in guide.questions:
        try:
            answer = parse(guide.fields[name], raw.get(name))
        except FieldError:
            continue
        if answer is not None:
            found[name] = answer
    return found


def line_of(listing: Listing, on: date) -> GuideLine:
    """A guide as lists name it, before any question is answered."""
    return GuideLine(listing, span_of(listing.limits_on("promised", on)))


class Dated(Protocol):
    """What a period is made of: a limit of a guide, or of its listing."""

    @property
    def value(self) -> float: ...
    @property
    def unit(self) -> str: ...
    @property
    def start(self) -> str: ...
    @property
    def verified(self) -> bool: ...


def span_of(limits: Iterable[Dated]) -> Span | None:
    """The shortest and the longest of limits that are alike in unit and start; of unlike ones, the last and safest alone."""
    found = tuple(limits)
    if not found:
        return None
    last = found[-1]
    alike = [one for one in found if (one.unit, one.start) == (last.unit, last.start)]
    values = [one.value for one in alike]
    return Span(min(values), max(values), last.unit, last.start, all(one.verified for one in alike))


def fewest_visits(guide: Guide) -> int:
    """How often the applicant has to come in person, in the channel that asks least (R63, R64)."""
    return min(channel.visits for channel in guide.channels)


def popular(*, on: date, limit: int = 6) -> tuple[GuideLine, ...]:
    """The items that people apply for most, by the newest cases; those nobody applied for yet follow in catalogue order."""
    newest = select(CaseRow.item).order_by(CaseRow.id.desc()).limit(RECENT_CASES).subquery()
    with reading() as session:
        rows = session.execute(select(newest.c.item, func.count().label("n")).group_by(newest.c.item))
        counted = {row.item: row.n for row in rows}
    guides = sorted(law.catalogue().listings(on), key=lambda one: -counted.get(one.item, 0))
    return tuple(line_of(one, on) for one in guides[:limit])


def _nearest(catalogue: Catalogue, item: str, on: date) -> Guide | None:
    """What is there to be read of an item that has nothing in force: the version withdrawn last, or the first announced."""
    versions = catalogue.versions(item)
    begun = [one for one in versions if one.effective_from <= on]
    return begun[-1] if begun else next(iter(versions), None)


def _versions(catalogue: Catalogue, item: str, on: date) -> tuple[Version, ...]:
    guides = catalogue.versions(item)
    ends = (following.effective_from - timedelta(days=1) for following in guides[1:])
    found = zip_longest(guides, ends)
    return tuple(_version(catalogue, guide, until, on) for guide, until in reversed([*found]))


def _version(catalogue: Catalogue, guide: Guide, until: date | None, on: date) -> Version:
    state = _state(guide.effective_from, until, on)
    if state == "current" and catalogue.withdrawn(guide, on):
        state = "stopped"
    return Version(guide.effective_from, until, state)


def _state(start: date, until: date | None, on: date) -> State:
    if start > on:
        return "future"
    return "past" if until and until < on else "current"
