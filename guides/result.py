"""What comes out of an item and around it: result, fees, channels, remedies, credit, signals, contact, questions."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from guides.form import When
from guides.holder import Holder
from guides.limit import Period
from guides.text import Amount, Element, Flag, Id, Line, Text, Whole
from guides.void_notice import VoidNotice

RESULT_FACTS = frozenset(
    {
        "enterprise.name", "enterprise.uscc", "enterprise.address", "enterprise.legal_rep",
        "licence.number", "licence.decided_on", "licence.issued_on", "licence.valid_from", "licence.valid_until",
        "authority.name",
    }
)  # fmt: skip
"""Facts of the case that a result may show beside the answers of the form."""

MonthDay = Annotated[str, Field(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")]

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


class Renewal(Element):
    """How the document is renewed: how long before it expires to apply, and what silence at expiry means (R37, R38).

    `expiry_field` names the date of the form on which the document to be renewed expires, `when` the applications that renew
    (all that answer the field, if it is left out). Silence at that day means what `on_silence` says, for them alone.
    With `within` the period before the expiry is when applications are taken, to the last day, and no deadline that comes
    first; silence then renews what was filed as long before as `silence_before` says, or by the last day (article 50).
    """

    apply_before: Period
    within: Flag = False
    silence_before: Period | None = None
    on_silence: Literal["renewed", "expired"]
    expiry_field: Line | None = None
    when: When | None = None
    basis: Text
    item: Id | None = None
    note: Text | None = None
    verified: Flag = False

    @property
    def last(self) -> Period:
        """How long before the expiry the last day to apply is."""
        return Period(value=0, unit="calendar_day") if self.within else self.apply_before

    @property
    def in_time(self) -> Period:
        """How long before the expiry a renewal is filed that silence grants."""
        return (self.silence_before or self.last) if self.within else self.apply_before

    @model_validator(mode="after")
    def _days_of_a_window(self) -> Self:
        if self.within and self.apply_before.unit != "calendar_day":
            raise PydanticCustomError("renewal_window", "{reason}", {"reason": "within: calendar_day"})
        if self.silence_before and not self.within:
            raise PydanticCustomError("renewal_window", "{reason}", {"reason": "silence_before: within"})
        return self


class Replaced(Element):
    """A licence whose place the document takes: by renewal, by change (变更) or by re-issue of a lost one (补发).

    `licence_field` names the answer with its number, `items` whose licences it may be (the guide's own where none is named),
    `when` the applications that do so. A change and a re-issue keep the first and last day of the former licence; the term
    of a renewal counts from the day after its last day, or with `from_expiry: false` from the day of issue (R38, R39, R50).
    """

    kind: Literal["renewal", "change", "reissue"]
    licence_field: Line
    items: tuple[Id, ...] = ()
    when: When | None = None
    from_expiry: Flag = True
    basis: Text
    verified: Flag = False


class Result(Element):
    """The document the item ends in; `number_rule` uses {year} and {serial}, no validity means unlimited.

    `until_field` names a date of the form after which the document is not valid either, for terms the applicant asks.
    `kind` is a certificate (证照), an approval in writing (批文) or another outcome, `sample` where one can be seen (R59). `holder`
    says which answers name the person to whom it is given; without it that is the applicant. `void_notice` has the old documents
    of a licence that is issued anew declared void in public.
    """

    document: Text
    kind: Literal["certificate", "approval", "other"] = "certificate"
    sample: Text | None = None
    number_rule: Annotated[str, AfterValidator(_numbers)]
    validity_months: Whole | None = Field(default=None, ge=1, le=1200)
    until_field: Line | None = None
    holder: Holder | None = None
    contents: tuple[ResultItem, ...] = Field(min_length=1)
    change_rule: Text
    renewal_rule: Text
    cancel_rule: Text
    renewal: Renewal | None = None
    replaces: tuple[Replaced, ...] = ()
    void_notice: VoidNotice | None = None
    validity_note: Text | None = None
    note: Text | None = None


class FeeItem(Element):
    """One thing that is charged: so many yuan for a unit; no amount where the basis sets it case by case."""

    name: Text
    yuan: Amount | None = None
    per: Text
    basis: Text
    when: When | None = None


class Fees(Element):
    """Whether anything is charged and on which basis (R43), and whether it can be paid online (R59 is_pay_online)."""

    charged: Flag
    pay_online: Flag = False
    basis: Text
    items: tuple[FeeItem, ...] = ()
    note: Text | None = None


class Intermediary(Element):
    """A report or test that somebody outside has to make first (中介服务, R28, R53): for which material, who pays, how long."""

    id: Id
    name: Text
    material: Id | None = None
    paid_by: Literal["applicant", "authority"]
    limit: Period | None = None
    basis: Text
    note: Text | None = None
    when: When | None = None
    verified: Flag = False


class Commitment(Element):
    """Whether the commitment procedure (告知承诺) is open, or why it is excluded (R78-R81); `check` is the later check's limit."""

    allowed: Flag
    reason: Text
    basis: Text
    check: Period | None = None
    verified: Flag = False


class PostCheck(Element):
    """A check after the licence is given: by whom, within which time of the decision or how often (R80, R131).

    With `credit` a check that finds the holder wanting goes on to the credit records.
    """

    id: Id
    name: Text
    office: Id
    limit: Period | None = None
    every: Text | None = None
    credit: Flag = False
    basis: Text
    when: When | None = None
    verified: Flag = False


class Quantity(Element):
    """A limit on how many are given, and how it is decided among several who qualify (R22); no number means unlimited."""

    number: Whole | None = Field(default=None, ge=1)
    rule: Text
    basis: Text | None = None


class ServiceArea(Element):
    """From where the item can be applied for (通办范围), and in which way beyond the home area (R68)."""

    scope: Literal["county", "city", "province", "cross_province", "national"]
    mode: Literal["online", "collected_elsewhere", "joint"] = "online"
    note: Text | None = None


class Channel(Element):
    """A way to apply, how far it goes (网上办理深度), how often the applicant comes in person and why (R59, R63, R64)."""

    id: Literal["online", "window", "post"]
    visits: Whole = Field(ge=0, le=9)
    depth: Literal["information", "booking", "pre_review", "acceptance", "whole"] | None = None
    visit_reason: Text | None = None
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


class Hours(Element):
    """When a window is open in one part of the year; days as month-day, both included."""

    since: MonthDay
    until: MonthDay
    hours: Text


class Window(Element):
    """One place where the application is taken in person."""

    id: Id
    name: Text
    address: Text
    phone: Line
    hours: Text
    seasons: tuple[Hours, ...] = ()


class Season(Element):
    """A part of the year in which applications are taken; days as month-day, both included, over New Year if need be."""

    since: MonthDay
    until: MonthDay
    note: Text | None = None
    when: When | None = None


class Opening(Element):
    """When applications are taken: seasons, and the hour after which one counts as of the next working day."""

    seasons: tuple[Season, ...] = ()
    cut_off: Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")] | None = None
    basis: Text


class Contact(Element):
    """Where to ask and where to complain; `windows` where there is more than one place."""

    address: Text
    phone: Line
    hours: Text
    complaint: Text
    windows: tuple[Window, ...] = ()


class Faq(Element):
    """A question applicants ask, and its answer."""

    q: Text
    a: Text
