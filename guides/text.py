"""The ground all elements of a guide stand on: strict, frozen models and a text in two languages."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, Strict, model_validator

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
"""How an element of a guide is called inside it: small letters, digits and underscores."""

Whole = Annotated[int, Strict()]
"""A whole number, written as one: neither "5" in quotation marks nor true."""

Flag = Annotated[bool, Strict()]
"""true or false, and nothing else: yes and no are words."""


LONG = {"zh": 36, "en": 120}
"""Characters of a hint that is still read at a glance; of a longer one the first sentence stands, and the rest is folded away."""

_FIRST = {"zh": re.compile(r"(.+?[。！？])(.+)", re.S), "en": re.compile(r"(.+?[.!?]) (.+)", re.S)}


def folded(text: str, language: str) -> tuple[str, str]:
    """Return the first sentence of a long text and what may be folded away behind it; a short text whole, and nothing."""
    tongue = "en" if language.lower().startswith("en") else "zh"
    found = _FIRST[tongue].fullmatch(text.strip()) if len(text) > LONG[tongue] else None
    return (found[1], found[2].strip()) if found else (text, "")


def _plainest(number: float) -> float:
    return int(number) if number.is_integer() else number


Amount = Annotated[float, Strict(), Field(ge=0, le=400), AfterValidator(_plainest)]
"""A number of units that need not be whole: real guides promise half a working day (DOMAIN §10.3)."""

Line = Annotated[str, Field(min_length=1, max_length=500)]


class Element(BaseModel):
    """A part of a guide: never changed once read, and no key that is not named here is let in."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Text(Element):
    """A sentence in Chinese, and in English; written as a plain string it is Chinese only."""

    zh: str = Field(min_length=1)
    en: str = ""

    @model_validator(mode="before")
    @classmethod
    def _plain_string_is_chinese(cls, value: Any) -> Any:
        return {"zh": value} if isinstance(value, str) else value

    def get(self, language: str) -> str:
        """Return the text in `language` ("en", else Chinese); Chinese where there is no English."""
        return (self.en if language.lower().startswith("en") else "") or self.zh

    def __str__(self) -> str:
        return self.zh


def hint_of(text: Text | None, language: str) -> tuple[str, str]:
    """Return what is said of how to answer a question, and what is folded away behind it."""
    return folded(text.get(language), language) if text else ("", "")
