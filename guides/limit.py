"""Time in a guide: limits, corrections, deferral, special procedures and the one extension."""

from __future__ import annotations

from datetime import date
from math import ceil
from typing import Literal

from pydantic import Field

from guides.form import When
from guides.material import Unit
from guides.text import Amount, Element, Flag, Id, Text, Whole

LimitKind = Literal["notice", "notice_promised", "promised", "statutory", "delivery", "publication", "pre_review"]
PeriodUnit = Literal["working_day", "calendar_day", "month", "on_spot"]
Start = Literal["received", "report_received", "accepted", "decided"]
PROCEDURES = frozenset(
    {"hearing", "tender", "auction", "inspection", "testing", "quarantine", "appraisal", "expert_review"}
)
"""The eight procedures of 《行政许可法》第四十五条: only their time stops the statutory clock (R27)."""


class Period(Element):
    """A number of days or months with its unit, which is never left to be guessed; 当场 is `value: 0, unit: on_spot`."""

    value: Amount
    unit: PeriodUnit

    @property
    def whole(self) -> int:
        """The same in whole units, as clocks count them: a part of a day ends with that day."""
        return ceil(self.value)

    @property
    def counted_in(self) -> Unit:
        """The unit that clocks count in: what is done on the spot is done on that working day."""
        return "working_day" if self.unit == "on_spot" else self.unit


class Limit(Period):
    """A period that starts with an event and ends with an act of the authority (R35).

    Of several limits of one kind the first whose `when` holds on a day between its effective dates applies. One with
    `after` takes the place of that limit once the event happens during the case: 30 days become 45 when a site check is
    ordered. `report_received` is the day on which the report that the law counts from was handed in. `notice_promised` is an
    earlier answer on acceptance than the law's: a promise, on which no acceptance by silence follows (R5, R34).
    """

    kind: LimitKind
    start: Start
    after: Literal["site_check", "hearing", "expert_review"] | None = None
    basis: Text
    when: When | None = None
    effective_from: date | None = None
    effective_to: date | None = None
    note: Text | None = None
    verified: Flag = False

    def applies(self, on: date) -> bool:
        """Return whether the limit is in force on that day."""
        return (self.effective_from or on) <= on <= (self.effective_to or on)


class CorrectionRule(Element):
    """How long the applicant has to correct, and what follows when the period ends (R8)."""

    limit: Period
    on_expiry: Literal["deemed_withdrawn", "not_accepted", "refused"]
    basis: Text


class ApplicantLimit(Element):
    """A period that runs against the applicant: when to apply for renewal, by when to begin, how long a report is good."""

    id: Id
    name: Text
    limit: Period
    counted: Literal["after", "before"] = "after"
    event: Text
    on_expiry: Text
    basis: Text
    when: When | None = None
    verified: Flag = False


class DeferralRule(Element):
    """What follows when a deferred material does not arrive in time (R73).

    `suspended` alone has a grace: so many working days during which the case stands still before the file is returned.
    """

    on_failure: Literal["acceptance_revoked", "deemed_withdrawn", "refused", "terminated", "suspended"]
    grace: Whole | None = Field(default=None, ge=1, le=60)
    basis: Text


class PanelRule(Element):
    """Who reviews as experts: how many at least, an odd number, and what they are asked."""

    least: Whole = Field(default=3, ge=3, le=15)
    questions: tuple[Text, ...] = ()


class SpecialProcedure(Element):
    """A procedure whose time is not counted; told in writing beforehand with the days it needs (R27-R29).

    `max_days` is the longest time that all procedures of the kind may take together in one case; more is approved and told.
    `panel` says of an expert review how large its panel is and what it is asked.
    """

    kind: Id
    name: Text
    max_days: Whole | None = Field(default=None, ge=1)
    stops_statutory: Flag
    stops_promised: Flag
    basis: Text
    when: When | None = None
    note: Text | None = None
    panel: PanelRule | None = None


class PublicityRule(Element):
    """What is about to be decided is put before the public first (公示): so many working days, the first day counted (R161).

    The time counts towards the limits unless `special_procedures` lists `publicity`, which stops the promised limit (R166).
    """

    days: Whole = Field(ge=1, le=60)
    basis: Text
    when: When | None = None
    note: Text | None = None


class ExtensionRule(Element):
    """The one extension (R24, R25): at most so many working days, and who approves it."""

    max_days: Whole = Field(ge=1, le=60)
    basis: Text
    approved_by: Text
