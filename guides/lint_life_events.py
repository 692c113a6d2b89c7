"""Whether the life events say what guides can answer: items that exist, answers that fit, both languages, no item left out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from guides.fields import FieldError, parse
from guides.finding import Found, LintFinding, located
from guides.guide import Guide
from guides.life_events import LifeEvents, Step, file_of, read, texts, unnamed
from guides.lint_wording import vague
from guides.load import CATALOGUE, Catalogue
from guides.source import Source


def life_events(root: Path, catalogue: Catalogue) -> Iterator[LintFinding]:
    """Yield what is to be said of the events of a folder of guides; nothing where it has none of its own.

    Raises GuideRefused with what keeps the file from being used at all.
    """
    file = file_of(None if root == CATALOGUE else root)
    if root != CATALOGUE and file.parent != root:
        return
    content = file.read_bytes()
    found = read(content, name=file.name)
    yield from located(_told(found, catalogue), Source(content.decode("utf-8-sig")), file.name)


def life_events_file(file: Path) -> Iterator[LintFinding]:
    """Yield what is to be said of the words of one file, whatever catalogue it will stand beside; raises GuideRefused."""
    content = file.read_bytes()
    found = read(content, name=file.name)
    yield from located(_words(found), Source(content.decode("utf-8-sig")), file.name)


def _told(found: LifeEvents, catalogue: Catalogue) -> Iterator[Found]:
    yield from _words(found)
    newest = {one.listing.item: catalogue.versions(one.listing.item)[-1] for one in catalogue.entries}
    for at, event in enumerate(found.events):
        for number, step in enumerate(event.steps):
            for path, code, facts in _step(step, newest):
                yield ("events", at, "steps", number, *path), code, facts
    for item in unnamed(found.events, newest):
        yield ("events",), "item_in_no_event", {"item": item, "name": newest[item].name.zh}


def _words(found: LifeEvents) -> Iterator[Found]:
    for at, event in enumerate(found.events):
        for place, text in texts(event):
            if not text.en:
                yield ("events", at, *place), "one_language", {}
            yield from vague(("events", at, *place), f"{text.zh} {text.en}")


def _step(step: Step, newest: dict[str, Guide]) -> Iterator[Found]:
    if step.item is None:
        return
    guide = newest.get(step.item)
    if guide is None:
        yield ("item",), "event_item", {"item": step.item}
        return
    for name, given in step.answers.items():
        if not _fits(guide, name, given):
            yield ("answers", name), "event_answer", {"name": name, "item": step.item}
    known = {one.id for one in guide.applicant_limits}
    for name in step.limits or ():
        if name not in known:
            yield ("limits",), "event_limit", {"name": name, "item": step.item}


def _fits(guide: Guide, name: str, given: str | list[str]) -> bool:
    if name not in guide.questions:
        return False
    try:
        return parse(guide.fields[name], given) is not None
    except FieldError:
        return False
