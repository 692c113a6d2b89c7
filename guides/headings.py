"""What enterprises call the columns of the lists that they keep: a heading of theirs finds the column of a guide's table."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import yaml

from guides.form import Field

LIST = Path(__file__).parent / "headings.yaml"

_BRACKETS = re.compile(r"[(（\[【].*?[)）\]】]")
_MARKS = re.compile(r"[\s*:.,、。_/-]+")


def plain(heading: str) -> str:
    """Return a heading without blanks, marks, case and what stands in brackets: 有效期至（年月日）* is 有效期至."""
    flat = unicodedata.normalize("NFKC", heading)
    return _MARKS.sub("", _BRACKETS.sub("", flat)).lower()


def columns_of(table: Field, heads: Sequence[str]) -> dict[int, Field]:
    """Return which columns of the table stand under these headings, by the place of the heading.

    A heading that is a label comes first; another word for it counts only where it can mean one column alone.
    """
    said = [plain(head) for head in heads]
    found = _places(said, {name: one for one in table.columns for name in _labels(one)}, {})
    left = [one for one in table.columns if one not in found.values()]
    other: dict[str, Field | None] = {}
    for one in left:
        for word in _words(one):
            other[word] = None if word in other and other[word] is not one else one
    return _places(said, {word: one for word, one in other.items() if one is not None}, found)


def _places(said: Sequence[str], names: Mapping[str, Field], found: Mapping[int, Field]) -> dict[int, Field]:
    placed = dict(found)
    for at, word in enumerate(said):
        one = names.get(word)
        if word and at not in placed and one is not None and one not in placed.values():
            placed[at] = one
    return placed


def _labels(column: Field) -> set[str]:
    return {plain(column.label.zh), plain(column.label.en), column.id}


def _words(column: Field) -> set[str]:
    """The other words for a column: those of every line that one of its labels stands in."""
    labels = _labels(column)
    return {word for line in lines() if labels & line for word in line}


@cache
def lines() -> tuple[frozenset[str], ...]:
    """Return the words that mean the same, line by line, in their plain form."""
    return tuple(frozenset(map(plain, line)) for line in yaml.safe_load(LIST.read_text("utf-8")))
