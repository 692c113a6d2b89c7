"""Who does what on which legal basis: codes, authority, laws, conditions and situations of an item."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from guides.form import When
from guides.text import Element, Flag, Id, Line, Text


class Codes(Element):
    """The item's codes (R112): 12 characters in the national catalogue, 31 for this body, 33 for a business item."""

    catalog_code: Annotated[str, Field(pattern=r"^[0-9A-Z]{12}$")]
    task_code: Annotated[str, Field(pattern=r"^[0-9A-Z]{31}$")]
    task_handle_item: Annotated[str, Field(pattern=r"^[0-9A-Z]{33}$")] | None = None
    verified: Flag = False


class Authority(Element):
    """The body that answers for the item; `office` is its code, `level` its level of exercise (行使层级)."""

    office: Id
    name: Text
    level: Literal["national", "province", "city", "county"]
    level_rules: tuple[Text, ...] = ()
    basis: Text
    accepting: Id
    deciding: Id
    verified: Flag = False


class LegalBasis(Element):
    """A law, regulation or rule, its articles, and the days between which it applies (both included)."""

    law: Text
    number: Line | None = None
    articles: Text
    verified: Flag = False
    effective_from: date | None = None
    effective_to: date | None = None
    note: Text | None = None

    def applies(self, on: date) -> bool:
        """Return whether this basis is in force on that day."""
        return (self.effective_from or on) <= on <= (self.effective_to or on)


class Condition(Element):
    """One condition of the licence, with its basis; `when` where it is asked of some applicants only."""

    id: Id
    text: Text
    basis: Text
    when: When | None = None
    verified: Flag = False


class Situation(Element):
    """A case (情形) the answers lead to: it changes materials, limits or tracks."""

    id: Id
    name: Text
    when: When | None = None
