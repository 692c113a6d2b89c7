"""Rules in words, as the pages of the portal say them: the guides know how."""

from __future__ import annotations

from guides.rule_words import words_of

__all__ = ["words_of"]
