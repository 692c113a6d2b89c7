"""The sentences of the linter, in both languages: how serious, what is the matter, what to do about it."""

from __future__ import annotations

from guides import advice_materials, advice_time, advice_words
from guides.advice_types import Advice, Severity
from guides.text import Text

__all__ = ["ADVICE", "Severity", "advise"]

ADVICE: dict[str, Advice] = {**advice_words.ADVICE, **advice_time.ADVICE, **advice_materials.ADVICE}


def advise(code: str, /, **facts: object) -> tuple[Severity, Text, Text]:
    """Return severity, message and remedy for a finding, the facts filled in."""
    severity, message, remedy = ADVICE[code]
    return severity, _text(message, facts), _text(remedy, facts)


def _text(pair: tuple[str, str], facts: dict[str, object]) -> Text:
    return Text(zh=pair[0].format(**facts), en=pair[1].format(**facts))
