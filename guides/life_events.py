"""Life events (按事找): what befalls an enterprise in its own words, and what has to be done then, with which guide."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from guides.load import BESIDE
from guides.reading import GuideRefused, error_of, located, shape, unreadable
from guides.source import Problem, Source
from guides.text import Element, Flag, Id, Line, Text

SHIPPED = Path(__file__).parent / BESIDE
"""The events that come with the portal; a folder of guides of one's own may hold a file of this name at its top."""

Answer = str | list[str]
Page = Literal["licences", "cases", "track", "complaints", "remedies"]
"""Pages of the portal that a step may lead to."""


class Step(Element):
    """One thing to do: an item of the catalogue, answered as far as the event answers its questions; or words alone.

    `when` says to whom it applies, as the end of a sentence that begins with "if"; without it, it applies to everybody.
    `limits` names the applicant's periods of the guide that matter here; without it, all that certainly hold.
    """

    item: Id | None = None
    name: Text | None = None
    when: Text | None = None
    note: Text | None = None
    basis: Text | None = None
    verified: Flag = True
    answers: dict[str, Answer] = Field(default_factory=dict)
    limits: tuple[Id, ...] | None = None
    page: Page | None = None


class LifeEvent(Element):
    """Something that befalls people, in their own words, with everything that has to be done then, in order."""

    id: Id
    group: Id
    name: Text
    summary: Text
    aliases: tuple[Line, ...] = ()
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]

    @property
    def items(self) -> tuple[str, ...]:
        """The items that its steps name, each once, in order."""
        return tuple(dict.fromkeys(step.item for step in self.steps if step.item))


class Group(Element):
    """A part of an enterprise's life under which events are listed."""

    id: Id
    name: Text


class LifeEvents(Element):
    """All events of a place, in groups, both in the order in which they are shown."""

    groups: Annotated[tuple[Group, ...], Field(min_length=1)]
    events: Annotated[tuple[LifeEvent, ...], Field(min_length=1)]


@cache
def load(folder: Path | None = None) -> LifeEvents:
    """The events of a folder of guides, or those that come with the portal; raises GuideRefused with everything wrong."""
    file = file_of(folder)
    try:
        return read(file.read_bytes(), name=file.name)
    except OSError as error:
        raise GuideRefused((error_of(file.name, "unreadable", reason=error.strerror),)) from error


def file_of(folder: Path | None) -> Path:
    """The file that holds the events of a folder of guides: its own where it has one."""
    own = folder / BESIDE if folder else SHIPPED
    return own if own.is_file() else SHIPPED


def read(content: bytes, *, name: str) -> LifeEvents:
    """The events written in `content`; raises GuideRefused with everything that is wrong with them, by line and key."""
    try:
        source = Source(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise GuideRefused((error_of(name, "encoding"),)) from error
    found, wrong = (None, source.problems) if unreadable(source) else _validated(source)
    if found is None or wrong:
        raise GuideRefused(tuple(sorted(located(name, source, wrong))))
    return found


def _validated(source: Source) -> tuple[LifeEvents | None, list[Problem]]:
    try:
        found = LifeEvents.model_validate(source.data)
    except ValidationError as invalid:
        return None, [*source.problems, *map(shape, invalid.errors())]
    return found, [*source.problems, *_misfits(found)]


def _misfits(found: LifeEvents) -> Iterator[Problem]:
    """What does not fit together inside the file itself."""
    yield from _twice("groups", found.groups)
    yield from _twice("events", found.events)
    groups = {one.id for one in found.groups}
    for at, event in enumerate(found.events):
        if event.group not in groups:
            yield Problem(("events", at, "group"), "event_group", {"id": event.group})
        for number, step in enumerate(event.steps):
            if not (step.item or step.name):
                yield Problem(("events", at, "steps", number), "step_empty", {})
            elif (step.answers or step.limits) and not step.item:
                key = "answers" if step.answers else "limits"
                yield Problem(("events", at, "steps", number, key), "step_answers", {})


def _twice(key: str, those: Sequence[Group | LifeEvent]) -> Iterator[Problem]:
    seen: set[str] = set()
    for at, one in enumerate(those):
        if one.id in seen:
            yield Problem((key, at, "id"), "id_twice", {"id": one.id})
        seen.add(one.id)


def texts(event: LifeEvent) -> Iterator[tuple[tuple[Any, ...], Text]]:
    """Every sentence of an event with its place inside it."""
    yield from ((("name",), event.name), (("summary",), event.summary))
    for at, step in enumerate(event.steps):
        said = {"name": step.name, "when": step.when, "note": step.note, "basis": step.basis}
        yield from ((("steps", at, key), text) for key, text in said.items() if text)


def in_force(found: LifeEvents, known: Callable[[str], bool]) -> tuple[LifeEvent, ...]:
    """The events with the steps whose items are there to be applied for; one without any guide is none of them."""
    kept = (_kept(event, known) for event in found.events)
    return tuple(event for event in kept if event.items or any(step.page for step in event.steps))


def _kept(event: LifeEvent, known: Callable[[str], bool]) -> LifeEvent:
    return event.model_copy(update={"steps": tuple(one for one in event.steps if not one.item or known(one.item))})


def unnamed(events: Iterable[LifeEvent], items: Iterable[str]) -> tuple[str, ...]:
    """The items that no event leads to, in their order."""
    named = set(chain.from_iterable(event.items for event in events))
    return tuple(item for item in items if item not in named)
