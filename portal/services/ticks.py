"""A tick says that these files answer this question: with other files, or another question, there is no tick."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from guides.guide import Guide
from portal.services.casefile import FileFacts

FINE, AGAIN = "fine", "again"
"""Looked at and in order; to be looked at again."""


def marks(guide: Guide, files: Iterable[FileFacts]) -> dict[str, str]:
    """For each question about a material (`lease.1`, from 1) what a tick of it was given for: the question and the files."""
    brought: dict[str, list[str]] = {}
    for file in files:
        brought.setdefault(file.material, []).append(file.sha256)
    return {
        f"{material.id}.{at}": _mark(point.zh, brought.get(material.id, ()))
        for material in guide.materials
        for at, point in enumerate(material.review_points, start=1)
    }


def given(said: Mapping[str, str], guide: Guide, files: Iterable[FileFacts]) -> dict[str, str]:
    """The ticks as a draft keeps them, each with what it was given for."""
    now = marks(guide, files)
    return {name: f"{word}@{now[name]}" for name, word in said.items() if name in now and word in (FINE, AGAIN)}


def current(kept: Mapping[str, str], guide: Guide, files: Iterable[FileFacts]) -> dict[str, str]:
    """The ticks that were given for the files and questions of now."""
    now = marks(guide, files)
    told = {name: tick.partition("@") for name, tick in kept.items()}
    return {name: word for name, (word, _at, mark) in told.items() if mark and now.get(name) == mark}


def _mark(question: str, digests: Iterable[str]) -> str:
    return hashlib.sha256("\n".join([question, *sorted(digests)]).encode()).hexdigest()[:16]
