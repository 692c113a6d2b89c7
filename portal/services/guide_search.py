"""Search over the guides in force: by plain words, names, departments, conditions and codes, in Chinese and in English."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from math import log
from typing import Protocol

from guides.listing import Listing
from guides.text import Text
from portal.services import law
from portal.services.search_words import LATER, asked, folded, implied, mistyped, words

NAMED, CALLED, SAID, NEAR = 6.0, 4.0, 2.0, 1.0
_WEIGHTS = (NEAR, SAID, CALLED, NAMED)
_IMPLIED = 0.6
_SLIP = 0.7
_SECOND = 0.85
_WEAK = 0.3
"""A hit with less than this share of the best score is noise, not a hit."""
_CLOSE = 0.8
"""A hit with less than this share of the best score stands behind the others."""
_SHORTEST_CODE = 6
_NO_MARKS = re.compile(r"[^0-9A-Za-z]")

Weights = dict[int, float]


@dataclass(frozen=True, slots=True)
class Hit:
    """A guide that was found, how well it answers, and the query it answers; `close` where it answers about as well as the best."""

    guide: Listing
    score: float
    query: str = ""
    close: bool = True

    @property
    def because(self) -> str:
        """The alias that shares most with the query, where the name shares less; empty where the name says it."""
        wanted = set(asked(self.query)) if self.query.strip() else set()
        shared = {alias: len(wanted & set(words(alias))) for alias in self.guide.aliases}
        best = max(shared, key=lambda alias: shared[alias], default="")
        names = (self.guide.name.zh, self.guide.name.en, self.guide.short_name.zh)
        named = len(wanted & {word for name in names for word in words(name)})
        return best if best and shared[best] > named else ""


class Findable(Protocol):
    """What can be found: a guide of the list, or an event. `words` are the texts it is found by, the weightiest first."""

    @property
    def name(self) -> Text: ...
    @property
    def codes(self) -> tuple[str, ...]: ...
    @property
    def words(self) -> tuple[str, str, str, str]: ...


@dataclass(frozen=True)
class Index:
    """What can be found, the words by which it is found with their weights, and which are changes or renewals."""

    guides: tuple[Findable, ...]
    later: frozenset[int]
    codes: tuple[str, ...]
    postings: Mapping[str, Weights]
    latin: tuple[str, ...]
    slips: Mapping[str, tuple[str, ...]]


_latest: list[Index] = []


def called(query: str, *, on: date) -> str:
    """The item whose guide bears exactly this name, as it is suggested while somebody types; nothing where it is no such name."""
    said = query.strip()
    found = [one.item for one in law.catalogue().listings(on) if said and said in (one.name.zh, one.name.en)]
    return found[0] if len(found) == 1 else ""


def search(query: str, *, on: date, office: str = "", kind: str = "") -> tuple[Hit, ...]:
    """The guides in force on that day that answer the query, best first; all of them, in order, for an empty query.

    `office` narrows to the department that answers for the item, `kind` to licences or filings.
    """
    index, guides = _index(on), law.catalogue().listings(on)
    scored = scores(index, query) if query.strip() else dict.fromkeys(range(len(guides)), 0.0)
    best = max(scored.values(), default=0.0)
    found = [
        Hit(guides[at], score, query, score >= best * _CLOSE)
        for at, score in scored.items()
        if score >= best * _WEAK and _wanted(guides[at], office, kind)
    ]
    return tuple(sorted(found, key=lambda hit: -hit.score))


def prepare(*, on: date) -> None:
    """Make the index of a day before anybody asks."""
    _index(on)


def offices_of(on: date) -> dict[str, Text]:
    """The departments that answer for items in force, by code, in the order of the catalogue."""
    return {one.office: one.authority for one in law.catalogue().listings(on)}


def _wanted(guide: Listing, office: str, kind: str) -> bool:
    return (not office or guide.office == office) and (not kind or guide.item_type == kind)


def _index(on: date) -> Index:
    """The index of the guides in force on that day; built again only when other guides are in force."""
    guides = law.catalogue().listings(on)
    if not _latest or _latest[0].guides != guides:
        _latest[:] = [build(guides)]
    return _latest[0]


def build(guides: tuple[Findable, ...]) -> Index:
    """Index guides by everything that they are found by."""
    postings: dict[str, Weights] = {}
    for at, guide in enumerate(guides):
        for weight, text in zip(_WEIGHTS, reversed(guide.words), strict=True):  # the heavier place of a word stays
            for word in set(words(text)):
                postings.setdefault(word, {})[at] = weight
    latin = tuple(sorted(word for word in postings if word.isascii()))
    codes = tuple(folded(" ".join(_NO_MARKS.sub("", code) for code in one.codes)) for one in guides)
    later = frozenset(at for at, guide in enumerate(guides) if _is_later(f"{guide.name.zh} {guide.name.en}"))
    return Index(guides, later, codes, postings, latin, _slips(latin))


def _is_later(text: str) -> bool:
    plain = folded(text)
    return any(act in plain for act in LATER)


def _slips(latin: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for word in latin:
        if len(word) > 3 and not word.isdigit():
            for slip in mistyped(word):
                found.setdefault(slip, []).append(word)
    return {slip: tuple(dict.fromkeys(meant)) for slip, meant in found.items()}


def scores(index: Index, query: str) -> dict[int, float]:
    """How well each of them answers: the rarer a word and the closer to the guide's name, the more; the whole query counts."""
    found = dict.fromkeys(_by_code(index, query), 100.0)
    wanted = [_meaning(index, word) for word in asked(query)]
    whole = [weights for weights in wanted if weights]
    for weights in whole:
        _add(found, weights, index, len(whole) / len(wanted))
    meant = implied(query, least=1 if whole else 2)  # one character alone, such as 卖, says too little
    extra = [index.postings[word] for word in meant if word in index.postings]
    for weights in extra:
        _add(found, weights, index, _IMPLIED)
    _begin_at_the_beginning(index, query, found)
    return found if _convincing(len(wanted), whole, extra) else {at: s for at, s in found.items() if s >= 100.0}


def spoken_of(index: Index, query: str) -> frozenset[int]:
    """Those whose name or summary holds a word of the query itself, and not only what its plain speech implies (卖: 经营)."""
    found = (weights.items() for word in asked(query) for weights in [_meaning(index, word)])
    return frozenset(at for items in found for at, weight in items if weight >= SAID)


def _begin_at_the_beginning(index: Index, query: str, scores: dict[int, float]) -> None:
    """Of guides that answer alike, the first licence stands before its change and its renewal, unless these were asked for."""
    if not _is_later(query):
        for at in index.later & scores.keys():
            scores[at] *= _SECOND


def _convincing(asked_for: int, whole: list[Weights], extra: list[Weights]) -> bool:
    """Half of the words are enough; of a long sentence a few, when one of them stands in a name or a summary."""
    strong = any(max(weights.values()) >= SAID for weights in (*whole, *extra))
    return bool(whole or extra) and (strong or not whole or 2 * len(whole) >= asked_for)


def _add(scores: dict[int, float], weights: Weights, index: Index, factor: float) -> None:
    rarity = log(1 + len(index.guides) / len(weights))
    for at, weight in weights.items():
        scores[at] = scores.get(at, 0.0) + weight * rarity * factor


def _meaning(index: Index, word: str) -> Weights:
    """Where a word stands; failing that, where words stand that begin with it or differ by one slip."""
    if word in index.postings:
        return index.postings[word]
    if not word.isascii():
        return _holding(index, word) if len(word) == 1 else {}
    likely = [*_beginning(index, word), *(one for slip in mistyped(word) for one in index.slips.get(slip, ()))]
    found: Weights = {}
    for one in likely if len(word) > 2 else ():
        for at, weight in index.postings[one].items():
            found[at] = max(found.get(at, 0.0), weight * _SLIP)
    return found


def _holding(index: Index, character: str) -> Weights:
    """A single Chinese character is looked for inside the names of guides."""
    found: Weights = {}
    for word, weights in index.postings.items():
        if character in word:
            found.update((at, SAID) for at, weight in weights.items() if weight >= NAMED)
    return found


def _beginning(index: Index, word: str) -> Iterator[str]:
    for at in range(bisect_left(index.latin, word), len(index.latin)):
        if not index.latin[at].startswith(word):
            return
        yield index.latin[at]


def _by_code(index: Index, query: str) -> Iterator[int]:
    code = re.sub(r"[\s-]", "", folded(query))
    if len(code) >= _SHORTEST_CODE and code.isascii() and code.isalnum():
        yield from (at for at, codes in enumerate(index.codes) if code in codes)
