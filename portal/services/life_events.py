"""Life events as the public finds them: those whose guides are in force, each step with what its guide says of the case at hand."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import chain, zip_longest
from pathlib import Path

from guides import life_events
from guides.life_events import Group, LifeEvent, LifeEvents, Step
from guides.limit import ApplicantLimit
from guides.reading import GuideRefused
from guides.text import Text
from portal.services import guide_pages, guide_search, guide_store, law
from portal.services.guide_pages import GuideLine, GuidePage
from portal.services.guide_search import Index

log = logging.getLogger(__name__)

FOUND = 3
"""Events that a search shows at most: who asks for more reads the list."""
_CLOSE = 0.5
"""An event with less than this share of the best score was not meant."""

Grouped = tuple[tuple[Group, tuple[LifeEvent, ...]], ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    """An event as the index of the search knows it: found by its name and by what people call it."""

    name: Text
    words: tuple[str, str, str, str]
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StepView:
    """One step; `page` is the guide as the event answers it, None for a step that has none."""

    step: Step
    page: GuidePage | None

    @property
    def name(self) -> Text:
        """What is done: in the words of the event, else as the guide is called."""
        assert self.step.name or self.page, "a step has a name or a guide"
        return self.step.name or self.page.guide.name  # type: ignore[union-attr]

    @property
    def own_limits(self) -> tuple[ApplicantLimit, ...]:
        """The periods that the applicant has to keep in this case for certain, or those of them that the event names."""
        found = self.page.outlook.applicant_limits if self.page else ()
        named = self.step.limits
        return tuple(one.part for one in found if one.sure and (named is None or one.part.id in named))


@dataclass(frozen=True, slots=True)
class EventPage:
    """An event with its steps in order, and the other events of its group."""

    event: LifeEvent
    steps: tuple[StepView, ...]
    beside: tuple[LifeEvent, ...]


def grouped(*, on: date) -> Grouped:
    """The events of that day under their groups; a group without any is left out."""
    groups, events = _known(), _of_day(on)
    found = (
        (group, tuple(one for one in events if one.group == group.id)) for group in (groups.groups if groups else ())
    )
    return tuple((group, those) for group, those in found if those)


def in_turn(found: Grouped) -> tuple[LifeEvent, ...]:
    """One event of each group in turn: the first few are of every kind."""
    turns = chain.from_iterable(zip_longest(*(those for _group, those in found)))
    return tuple(one for one in turns if one is not None)


def unnamed(*, on: date) -> tuple[GuideLine, ...]:
    """The items in force that no event leads to, such as one that was published a moment ago."""
    listings = {one.item: one for one in law.catalogue().listings(on)}
    return tuple(guide_pages.line_of(listings[item], on) for item in life_events.unnamed(_of_day(on), listings))


def page(name: str, *, on: date) -> EventPage | None:
    """An event by its id with what its guides say on that day; None when there is no such event."""
    events = _of_day(on)
    event = next((one for one in events if one.id == name), None)
    if event is None:
        return None
    beside = tuple(one for one in events if one.group == event.group and one is not event)
    return EventPage(event, tuple(_step(step, on) for step in event.steps), beside)


def search(query: str, *, on: date) -> tuple[LifeEvent, ...]:
    """The few events that a query in plain words is about, best first; none for an empty query.

    Where events hold words of the query itself, others that merely deal in something too (卖: 经营) are not meant.
    """
    if not query.strip() or not (events := _of_day(on)):
        return ()
    index = _index(events)
    scores, named = guide_search.scores(index, query), guide_search.spoken_of(index, query)
    scores = {at: score for at, score in scores.items() if at in named} or scores
    best = max(scores.values(), default=0.0)
    found = sorted((at for at, score in scores.items() if score >= best * _CLOSE), key=lambda at: -scores[at])
    return tuple(events[at] for at in found[:FOUND])


def _step(step: Step, on: date) -> StepView:
    return StepView(step, guide_pages.guide_page(step.item, step.answers, on=on) if step.item else None)


def _known() -> LifeEvents | None:
    return _read(guide_store.folder())


@cache
def _read(folder: Path | None) -> LifeEvents | None:
    """The events of a folder; None when its file cannot be used, which keeps nobody from the guides."""
    try:
        return life_events.load(folder)
    except GuideRefused as refused:
        log.error("the life events cannot be used: %s", refused)
        return None


_made: dict[tuple[int, frozenset[str]], tuple[LifeEvent, ...]] = {}
_indexed: list[tuple[tuple[LifeEvent, ...], Index]] = []


def _of_day(on: date) -> tuple[LifeEvent, ...]:
    """The events of that day; made again only when other items are in force."""
    known = _known()
    if known is None:
        return ()
    items = frozenset(one.item for one in law.catalogue().listings(on))
    key = (id(known), items)
    if key not in _made:
        _made.clear()
        _made[key] = life_events.in_force(known, items.__contains__)
    return _made[key]


def _index(events: tuple[LifeEvent, ...]) -> Index:
    if not _indexed or _indexed[0][0] is not events:
        _indexed[:] = [(events, guide_search.build(tuple(map(_entry, events))))]
    return _indexed[0][1]


def _entry(event: LifeEvent) -> _Entry:
    named = " ".join((event.name.zh, event.name.en, *event.aliases))
    return _Entry(event.name, (named, "", f"{event.summary.zh} {event.summary.en}", " ".join(_said(event))))


def _said(event: LifeEvent) -> Iterator[str]:
    for _place, text in life_events.texts(event):
        yield from (text.zh, text.en)
