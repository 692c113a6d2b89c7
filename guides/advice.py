"""The sentences of the linter, in both languages: how serious, what is the matter, what to do about it."""

from __future__ import annotations

from guides import (
    advice_life_events,
    advice_materials,
    advice_paths,
    advice_published,
    advice_published_time,
    advice_published_ways,
    advice_time,
    advice_words,
)
from guides.advice_types import Advice, Severity
from guides.text import Text

__all__ = ["ADVICE", "Severity", "advise"]

_NOUNS = (
    advice_words, advice_time, advice_materials, advice_paths, advice_published, advice_published_time, advice_published_ways,
    advice_life_events,
)  # fmt: skip
ADVICE: dict[str, Advice] = {code: advice for noun in _NOUNS for code, advice in noun.ADVICE.items()}


def advise(code: str, /, **facts: object) -> tuple[Severity, Text, Text]:
    """Return severity, message and remedy for a finding, the facts filled in."""
    severity, message, remedy = ADVICE[code]
    return severity, _text(message, facts), _text(remedy, facts)


def _text(pair: tuple[str, str], facts: dict[str, object]) -> Text:
    return Text(zh=pair[0].format(**facts), en=pair[1].format(**facts))
