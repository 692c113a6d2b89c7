"""Search over the guides in force: by plain words, names, departments, conditions and codes, in Chinese and in English."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from math import log

from guides.guide import Guide
from guides.load import Catalogue
from guides.text import Text
from portal.services import law
from portal.services.search_words import asked, folded, implied, mistyped, words

NAMED, CALLED, SAID, NEAR = 6.0, 4.0, 2.0, 1.0
_IMPLIED = 0.6
_SLIP = 0.7
_WEAK = 0.3
"""A hit with less than this share of the best score is noise, not a hit."""
_SHORTEST_CODE = 6

Weights = dict[int, float]


@dataclass(frozen=True, slots=True)
class Hit:
    """A guide that was found. `because` is the alias or question by which it was, where its name does not say so."""

    guide: Guide
    score: float
    because: str = ""


@dataclass(frozen=True)
class Index:
    """The guides of one day with the words by which they are found, each with its weight in every guide."""

    catalogue: Catalogue
    on: date
    guides: tuple[Guide, ...]
    postings: Mapping[str, Weights]
    latin: tuple[str, ...]
    slips: Mapping[str, tuple[str, ...]]


_latest: list[Index] = []


def search(query: str, *, on: date, office: str = "", kind: str = "") -> tuple[Hit, ...]:
    """The guides in force on that day that answer the query, best first; all of them, in order, for an empty query.

    `office` narrows to the department that answers for the item, `kind` to licences or filings.
    """
    index = _index(on)
    scores = _scores(index, query) if query.strip() else dict.fromkeys(range(len(index.guides)), 0.0)
    best = max(scores.values(), default=0.0)
    found = [
        Hit(index.guides[at], score, _because(index.guides[at], query))
        for at, score in scores.items()
        if score >= best * _WEAK and _wanted(index.guides[at], office, kind)
    ]
    return tuple(sorted(found, key=lambda hit: -hit.score))


def offices_of(on: date) -> dict[str, Text]:
    """The departments that answer for items in force, by code, in the order of the catalogue."""
    return {one.authority.office: one.authority.name for one in law.catalogue().items(on)}


def _wanted(guide: Guide, office: str, kind: str) -> bool:
    return (not office or guide.authority.office == office) and (not kind or guide.item_type == kind)


def _index(on: date) -> Index:
    """The index of that day, built once a day and again when the catalogue is another one."""
    if not _latest or _latest[0].catalogue is not law.catalogue() or _latest[0].on != on:
        _latest[:] = [build(law.catalogue(), on)]
    return _latest[0]


def build(catalogue: Catalogue, on: date) -> Index:
    """Index all guides in force on a day."""
    guides = catalogue.items(on)
    postings: dict[str, Weights] = {}
    for at, guide in enumerate(guides):
        for text, weight in _texts(guide):
            for word in words(text):
                held = postings.setdefault(word, {})
                held[at] = max(held.get(at, 0.0), weight)
    latin = tuple(sorted(word for word in postings if word.isascii()))
    return Index(catalogue, on, guides, postings, latin, _slips(latin))


def _slips(latin: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for word in latin:
        if len(word) > 3 and not word.isdigit():
            for slip in mistyped(word):
                found.setdefault(slip, []).append(word)
    return {slip: tuple(dict.fromkeys(meant)) for slip, meant in found.items()}


def _texts(guide: Guide) -> Iterator[tuple[str, float]]:
    """Everything that a guide is found by, with its weight."""
    for text in (guide.name, guide.short_name):
        yield from _both(text, NAMED)
    yield from ((alias, NAMED) for alias in guide.aliases)
    for text in (guide.main_item, guide.sub_item, guide.result.document):
        yield from _both(text, CALLED)
    for text in (guide.summary, guide.authority.name, *(faq.q for faq in guide.faq), *(one.name for one in guide.cases)):
        yield from _both(text, SAID)
    rules = (guide.result.change_rule, guide.result.renewal_rule, guide.result.cancel_rule)
    near = (*(one.text for one in guide.conditions), *(one.name for one in guide.materials), *guide.applicants, *rules)
    for text in near:
        yield from _both(text, NEAR)


def _both(text: Text, weight: float) -> Iterator[tuple[str, float]]:
    yield text.zh, weight
    yield text.en, weight


def _scores(index: Index, query: str) -> dict[int, float]:
    """How well each guide answers: the rarer a word and the closer to the guide's name, the more; the whole query counts."""
    scores = {at: 100.0 for at, guide in enumerate(index.guides) if _by_code(guide, query)}
    wanted = [_meaning(index, word) for word in asked(query)]
    whole = [weights for weights in wanted if weights]
    for weights in whole:
        _add(scores, weights, index, len(whole) / len(wanted))
    meant = implied(query, least=1 if whole else 2)  # one character alone, such as 卖, says too little
    extra = [index.postings[word] for word in meant if word in index.postings]
    for weights in extra:
        _add(scores, weights, index, _IMPLIED)
    return scores if _convincing(len(wanted), whole, extra) else {at: s for at, s in scores.items() if s >= 100.0}


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
    named = ((at, guide) for at, guide in enumerate(index.guides))
    return {at: SAID for at, guide in named if any(character in one for one in (guide.name.zh, *guide.aliases))}


def _beginning(index: Index, word: str) -> Iterator[str]:
    for at in range(bisect_left(index.latin, word), len(index.latin)):
        if not index.latin[at].startswith(word):
            return
        yield index.latin[at]


def _by_code(guide: Guide, query: str) -> bool:
    code = "".join(folded(query).split())
    own = (guide.codes.catalog_code, guide.codes.task_code, guide.codes.task_handle_item or "")
    return len(code) >= _SHORTEST_CODE and code.isalnum() and any(code in folded(one) for one in own)


def _because(guide: Guide, query: str) -> str:
    """The alias that shares most with the query, where the name shares less."""
    wanted = set(asked(query)) if query.strip() else set()
    shared = {alias: len(wanted & set(words(alias))) for alias in guide.aliases}
    best = max(shared, key=lambda alias: shared[alias], default="")
    named = len(wanted & {*words(guide.name.zh), *words(guide.name.en), *words(guide.short_name.zh)})
    return best if best and shared[best] > named else ""
