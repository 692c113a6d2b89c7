"""The review plan: which departments look at what, in how many days, in which order, and who decides."""

from __future__ import annotations

from math import ceil
from typing import Annotated, Literal

from pydantic import Field

from guides.form import When
from guides.material import Unit
from guides.point import ReviewPoint
from guides.text import Amount, Element, Flag, Id, Text, Whole

Share = Annotated[Amount, Field(ge=0.1, le=90)]
"""Working days of one step; half a day is written 0.5 and ends with that day."""


class Track(Element):
    """One department's review: its days run from acceptance, or from the last answer it depends on (R169).

    `part` names the member of a bundle that the track belongs to. `silence_basis` is the provision under which an opinion that
    does not come in time is dispensed with (R91); without one silence is escalated and consents to nothing.
    """

    id: Id
    name: Text
    office: Id
    days: Share
    unit: Unit = "working_day"
    part: Id | None = None
    depends_on: tuple[Id, ...] = ()
    when: When | None = None
    officers: Whole = Field(default=1, ge=1, le=9)
    site_check: Flag = False
    question: Text
    review_points: tuple[ReviewPoint, ...] = ()
    basis: Text
    silence_basis: Text | None = None

    @property
    def whole_days(self) -> int:
        """The days as clocks count them."""
        return ceil(self.days)


class DecisionStep(Element):
    """Who decides, in how many working days after the last opinion, when legal review comes first, and when the heads of the
    authority discuss it together before it is signed (R131)."""

    office: Id
    days: Share
    legal_review: Literal["never", "on_refusal", "always"] = "on_refusal"
    collegial: Literal["never", "on_refusal", "always"] = "never"

    @property
    def whole_days(self) -> int:
        """The days as clocks count them."""
        return ceil(self.days)


ActOnLicence = Literal["suspend", "restore", "revoke", "withdraw", "penal_revoke", "cancel"]


class LicenceActs(Element):
    """The acts on the licence that come before the lawyers and the heads of the authority, beyond those for which the law and
    the place ask it anyway (R131)."""

    legal_review: tuple[ActOnLicence, ...] = ()
    collegial: tuple[ActOnLicence, ...] = ()


class ReviewPlan(Element):
    """The procedure's name and version, the leading office, the tracks and the decision.

    A filing counts as made by silence only where its own rule says so (`filing`); all others are answered (`express_filing`).
    """

    procedure: Literal["licence@1", "filing@1", "express_filing@1"]
    lead: Id
    tracks: tuple[Track, ...] = Field(min_length=1)
    decision: DecisionStep
    licence_acts: LicenceActs = LicenceActs()
