"""Two people in one section of a draft: what each of them changed is kept, and only a question that both changed is asked about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from guides.guide import Guide
from portal.services import answers

LENGTH = 10
"""Characters of a mark: enough to tell two answers to one question apart."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What a save comes to, by field: `kept` is written; `both` was changed by somebody else too, to something different, and is
    left as it is; `theirs` was changed only by somebody else, so that the page that was sent still shows what was there before."""

    kept: dict[str, Any]
    both: tuple[str, ...]
    theirs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save left: the new number of the draft, the marks of what was sent, the moment, and the fields that somebody else
    changed meanwhile: they were left alone."""

    version: int
    mark: str
    at: datetime
    theirs: tuple[str, ...] = ()


def marks_of(guide: Guide, raw: Mapping[str, Any], section: str) -> str:
    """What the page of a section carries: a short digest of every answer on it, by which a later save knows what it changed."""
    return mark(_names(guide, section), raw)


def mark(names: Iterable[str], values: Mapping[str, Any]) -> str:
    """A short digest of every named value, in one line."""
    return ";".join(f"{name}={_mark(values.get(name))}" for name in names)


def merge(guide: Guide, section: str, typed: Mapping[str, Any], now: Mapping[str, Any], marks: str) -> Merged:
    """Lay what was typed over what the draft holds now; `marks` says what stood on the page when it was opened."""
    return merge_values(_names(guide, section), typed, now, marks)


def merge_values(names: Iterable[str], typed: Mapping[str, Any], now: Mapping[str, Any], marks: str) -> Merged:
    """The same for any values by name."""
    before = dict(part.partition("=")[::2] for part in marks.split(";"))
    kept: dict[str, Any] = {}
    both, theirs = [], []
    for name in names:
        mine, other, was = _mark(typed.get(name)), _mark(now.get(name)), before.get(name, "")
        if mine == was != other:
            theirs.append(name)
        elif other in (was, mine):
            kept[name] = typed.get(name)
        else:
            both.append(name)
    return Merged(kept, tuple(both), tuple(theirs))


def _names(guide: Guide, section: str) -> Iterable[str]:
    return next((tuple(field.id for field in one.fields) for one in guide.form if one.id == section), ())


def _mark(value: Any) -> str:
    return answers.digest({"it": answers.clean(value)})[:LENGTH]
