"""What comes out of an item and around it: result, fees, channels, remedies, credit, signals, contact, questions."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from guides.text import Element, Flag, Line, Text, Whole

RESULT_FACTS = frozenset(
    {
        "enterprise.name", "enterprise.uscc", "enterprise.address", "enterprise.legal_rep",
        "licence.number", "licence.decided_on", "licence.issued_on", "licence.valid_from", "licence.valid_until",
        "authority.name",
    }
)  # fmt: skip
"""Facts of the case that a result may show beside the answers of the form."""

BlackEffect = Literal["no_deferral", "no_fast_lane", "strict_review"]
RedEffect = Literal["fast_lane", "deferral_first"]


def _numbers(rule: str) -> str:
    try:
        rule.format(year=2026, serial=1)
    except (KeyError, IndexError, ValueError) as error:
        raise PydanticCustomError("bad_number_rule", "{reason}", {"reason": str(error)}) from error
    if "{serial" not in rule:
        raise PydanticCustomError("bad_number_rule", "{reason}", {"reason": "{serial}"})
    return rule


class ResultItem(Element):
    """One line of the document: the answer to a form field, one of RESULT_FACTS, or a fixed text."""

    label: Text
    field: Line | None = None
    literal: Text | None = None


class Result(Element):
    """The document the item ends in; `number_rule` uses {year} and {serial}, no validity means unlimited.

    `until_field` names a date of the form after which the document is not valid either, for terms the applicant asks.
    """

    document: Text
    number_rule: Annotated[str, AfterValidator(_numbers)]
    validity_months: Whole | None = Field(default=None, ge=1, le=1200)
    until_field: Line | None = None
    contents: tuple[ResultItem, ...] = Field(min_length=1)
    change_rule: Text
    renewal_rule: Text
    cancel_rule: Text
    note: Text | None = None


class Fees(Element):
    """Whether anything is charged and on which basis (R43)."""

    charged: Flag
    basis: Text
    note: Text | None = None


class Channel(Element):
    """A way to apply, and how often the applicant has to come in person (R63, R64)."""

    id: Literal["online", "window", "post"]
    visits: Whole = Field(ge=0, le=9)
    note: Text | None = None


class Remedies(Element):
    """Where and until when a decision can be challenged (R151): calendar days and months from knowing of it."""

    reconsideration_body: Text
    reconsideration_days: Whole = Field(default=60, ge=1)
    court: Text
    litigation_months: Whole = Field(default=6, ge=1)
    basis: Text


class CreditRule(Element):
    """How fresh a credit look-up must be at the decision (calendar days), and what a list entry changes (R99, R104)."""

    freshness_days: Whole = Field(ge=0, le=90)
    black: tuple[BlackEffect, ...] = ()
    red: tuple[RedEffect, ...] = ()
    bars: tuple[Text, ...] = ()


class Signals(Element):
    """When the light turns yellow: at the larger of a share of the promise and a number of working days left (R120)."""

    yellow_share: float = Field(default=0.2, ge=0, le=1)
    yellow_days: Whole = Field(default=1, ge=0, le=30)


class Contact(Element):
    """Where to ask and where to complain."""

    address: Text
    phone: Line
    hours: Text
    complaint: Text


class Faq(Element):
    """A question applicants ask, and its answer."""

    q: Text
    a: Text
