"""Who does what on which legal basis: codes, authority, laws, conditions and situations of an item."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from guides.form import When
from guides.text import Element, Flag, Id, Line, Text

Level = Literal["national", "province", "city", "county"]
ItemCode = Annotated[str, Field(pattern=r"^[0-9A-Z]{12}$")]


class FormerCode(Element):
    """A code of another generation under which the item is still known, such as the ten characters of 2018 (R112)."""

    code: Annotated[str, Field(pattern=r"^[0-9A-Za-z-]{4,50}$")]
    scheme: Text
    until: date | None = None


class Codes(Element):
    """The item's codes (R112): 12 characters in the national catalogue, 31 for this body, 33 for a business item."""

    catalog_code: ItemCode
    task_code: Annotated[str, Field(pattern=r"^[0-9A-Z]{31}$")]
    task_handle_item: Annotated[str, Field(pattern=r"^[0-9A-Z]{33}$")] | None = None
    former: tuple[FormerCode, ...] = ()
    verified: Flag = False


class LevelRule(Element):
    """At which level the item is exercised for some applicants; `office` leads their cases instead of the plan's lead."""

    level: Level
    name: Text
    office: Id | None = None
    when: When
    basis: Text
    verified: Flag = False


class Entrusted(Element):
    """A body that exercises a part of the power in the name of the authority, and on which ground (委托)."""

    name: Text
    scope: Text
    basis: Text
    office: Id | None = None
    verified: Flag = False


class Authority(Element):
    """The body that answers for the item; `office` is its code, `level` its level of exercise (行使层级).

    Who accepts, who decides, who prints the document and who supervises afterwards can be four bodies (DOMAIN §10.7);
    printing and supervising fall to the deciding one where nothing is said. `kind` is the nature of the body (R59 dept_type):
    an organ by law, or an organisation to which a law gives the power or an organ entrusts it.
    """

    office: Id
    name: Text
    kind: Literal["organ", "authorised", "entrusted"] = "organ"
    level: Level
    level_rules: tuple[Text, ...] = ()
    levels: tuple[LevelRule, ...] = ()
    basis: Text
    accepting: Id
    deciding: Id
    printing: Id | None = None
    supervising: Id | None = None
    entrusted: tuple[Entrusted, ...] = ()
    verified: Flag = False


class Member(Element):
    """One item of a bundle (一件事): a separate power of one office, whose result comes out of the common application.

    `item` names its own guide where the catalogue holds one. `depends_on` are members whose results it rests on.
    """

    id: Id
    name: Text
    item: Id | None = None
    office: Id
    result: Text
    basis: Text
    when: When | None = None
    depends_on: tuple[Id, ...] = ()
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
