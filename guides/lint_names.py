"""Guides side by side: one material under two names, one code for two items."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from guides.source import Path

_FORM = r"复[印制]件|扫描件|原件|副本|正本|电子[件版]|纸质|加盖.{0,4}章|留存"
_NOISE = re.compile(rf"[（(][^）)]*(?:{_FORM}|\d+ ?份)[^）)]*[）)]|[《》“”\"'、，,。.\s（）()]|{_FORM}")
_TELLS_APART = re.compile(r"[一二三四五六七八九十甲乙丙丁\d]|非|不|无|前|后|新|原|变更|延[续期]|注销|重新")
"""What makes two names mean two things although all else is alike."""
_EVERYBODYS = ("application", "form", "apply", "commitment", "plan", "report", "request")
"""Ids under which every item has something of its own."""
_LINKS = re.compile(r"的|及其|以及|及|和|与|或者|或|相关|有关")


@dataclass(frozen=True)
class NamedMaterial:
    """A material as one item names it: the item, the file, where it stands, its id if it has one, and its name."""

    item: str
    file: str
    path: Path
    id: str
    name: str


@lru_cache(4096)
def plain_name(name: str) -> str:
    """Return a name without what does not tell materials apart: copies and originals, punctuation, link words."""
    return _LINKS.sub("", _NOISE.sub("", name))


def two_names(found: Iterable[NamedMaterial]) -> Iterator[tuple[NamedMaterial, NamedMaterial, bool]]:
    """Yield each material that is named differently elsewhere, with the other one and whether they are surely the same.

    Surely the same are names that differ only in punctuation, copies and link words; perhaps the same are names that are
    nearly equal, or materials of one id in two items whose names share most of their characters.
    """
    known: list[NamedMaterial] = []
    for one in found:
        if any(one.name == other.name for other in known):
            continue
        same = next((other for other in known if plain_name(other.name) == plain_name(one.name)), None)
        near = same or next((other for other in known if _near(one, other)), None)
        if near and len(plain_name(one.name)) > 1:
            yield one, near, same is not None
        known.append(one)


def _near(one: NamedMaterial, other: NamedMaterial) -> bool:
    if one.item == other.item:
        return False
    a, b = plain_name(one.name), plain_name(other.name)
    if _TELLS_APART.findall(one.name) != _TELLS_APART.findall(other.name):
        return False
    same_id = bool(one.id) and one.id == other.id and not one.id.endswith(_EVERYBODYS)
    long_and_level = min(len(a), len(b)) >= 6 and abs(len(a) - len(b)) <= 3
    if not same_id and not long_and_level:
        return False
    shared = len(set(a) & set(b)) / max(1, min(len(set(a)), len(set(b))))
    alike = SequenceMatcher(None, a, b).ratio() if shared >= 0.6 else 0
    return alike >= (0.7 if same_id else 0.9)
