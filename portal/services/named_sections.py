"""Which sections of the form an officer's free words name, for notices that do not mark the answers one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from guides.form import Section
from guides.guide import Guide
from guides.text import Text

SHORTEST = 2
"""Characters of the shortest name that is looked for: a single one stands in too many words."""


def named_in(guide: Guide, words: str) -> tuple[str, ...]:
    """The ids of the sections whose title, or the label of one of whose questions or columns, stands in the words.

    The longest name is found first and counts once, so that “储存场所地址” does not name the question “地址” as well.
    """
    names = sorted(((name, section.id) for section in guide.form for name in _names(section)), key=_longest_first)
    found, left = set(), words.casefold()
    for name, _section in names:
        if name in left:
            found |= {section for other, section in names if other == name}
            left = left.replace(name, "\n")
    return tuple(section.id for section in guide.form if section.id in found)


def _names(section: Section) -> Iterator[str]:
    texts = [section.title, *(field.label for field in section.fields)]
    texts += [column.label for field in section.fields for column in field.columns]
    yield from {name for text in texts for name in _both(text) if len(name) >= SHORTEST}


def _both(text: Text) -> Iterable[str]:
    return [one.casefold().strip() for one in (text.zh, text.en or "") if one]


def _longest_first(named: tuple[str, str]) -> tuple[int, str]:
    return -len(named[0]), named[0]
