"""The review plan: which departments look at what, in how many days, in which order, and who decides."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from guides.form import When
from guides.material import Unit
from guides.text import Element, Flag, Id, Text, Whole


class Track(Element):
    """One department's review: its days run from acceptance, or from the last answer it depends on (R169)."""

    id: Id
    name: Text
    office: Id
    days: Whole = Field(ge=1, le=90)
    unit: Unit = "working_day"
    depends_on: tuple[Id, ...] = ()
    when: When | None = None
    officers: Whole = Field(default=1, ge=1, le=9)
    site_check: Flag = False
    question: Text
    review_points: tuple[Text, ...] = ()
    basis: Text


class DecisionStep(Element):
    """Who decides, in how many working days after the last opinion, and when legal review comes first (R131)."""

    office: Id
    days: Whole = Field(ge=1, le=60)
    legal_review: Literal["never", "on_refusal", "always"] = "on_refusal"


class ReviewPlan(Element):
    """The procedure's name and version, the leading office, the tracks and the decision."""

    procedure: Literal["licence@1", "filing@1"]
    lead: Id
    tracks: tuple[Track, ...] = Field(min_length=1)
    decision: DecisionStep
