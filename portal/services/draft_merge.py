"""Two people in one section of a draft: what each of them changed is kept, and only a question that both changed is asked about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from guides.form import Field
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
    return ";".join(f"{field.id}={_mark(raw.get(field.id))}" for field in _fields(guide, section))


def merge(guide: Guide, section: str, typed: Mapping[str, Any], now: Mapping[str, Any], marks: str) -> Merged:
    """Lay what was typed over what the draft holds now; `marks` says what stood on the page when it was opened."""
    before = dict(part.partition("=")[::2] for part in marks.split(";"))
    kept: dict[str, Any] = {}
    both, theirs = [], []
    for field in _fields(guide, section):
        mine, other, was = _mark(typed.get(field.id)), _mark(now.get(field.id)), before.get(field.id, "")
        if mine == was != other:
            theirs.append(field.id)
        elif other in (was, mine):
            kept[field.id] = typed.get(field.id)
        else:
            both.append(field.id)
    return Merged(kept, tuple(both), tuple(theirs))


def _fields(guide: Guide, section: str) -> Iterable[Field]:
    return next((one.fields for one in guide.form if one.id == section), ())


def _mark(value: Any) -> str:
    return answers.digest({"it": answers.clean(value)})[:LENGTH]
