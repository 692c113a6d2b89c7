"""The elements of a service guide as types; everything a guide is made of can be imported from here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import Literal

from pydantic import Field as Constraint

from guides.basis import (
    Authority,
    Codes,
    Condition,
    Entrusted,
    FormerCode,
    LegalBasis,
    LevelRule,
    Member,
    Situation,
)
from guides.conditions import Answers, Rule, holds
from guides.form import COLUMN_TYPES, PREFILLS, Field, FieldType, Option, Section
from guides.limit import (
    PROCEDURES,
    ApplicantLimit,
    CorrectionRule,
    DeferralRule,
    ExtensionRule,
    Limit,
    LimitKind,
    PanelRule,
    Period,
    PublicityRule,
    SpecialProcedure,
)
from guides.material import Deferrable, Material, Necessity, Pages, Unit
from guides.point import CrossCheck, ReviewPoint
from guides.result import (
    RESULT_FACTS,
    Channel,
    Commitment,
    Contact,
    CreditRule,
    Faq,
    FeeItem,
    Fees,
    Hours,
    Intermediary,
    Opening,
    PostCheck,
    Quantity,
    Remedies,
    Renewal,
    Replaced,
    Result,
    ResultItem,
    Season,
    ServiceArea,
    Signals,
    Window,
)
from guides.review import DecisionStep, ReviewPlan, Track
from guides.text import Element, Id, Line, Text

__all__ = [
    "COLUMN_TYPES", "PREFILLS", "PROCEDURES", "RESULT_FACTS", "Answers", "ApplicantKind", "ApplicantLimit",
    "Authority", "Channel", "Codes", "Commitment", "Condition", "Contact", "CorrectionRule", "CreditRule", "CrossCheck",
    "DecisionStep", "Deferrable", "DeferralRule", "Element", "Entrusted", "ExtensionRule", "Faq", "FeeItem",
    "Fees", "Field", "FieldType", "FormerCode", "Guide", "Hours", "Intermediary", "LegalBasis", "LevelRule",
    "Limit", "LimitKind", "Material", "Member", "Necessity", "Opening", "Option", "Pages", "PanelRule", "Period", "PostCheck",
    "PublicityRule", "Quantity", "Remedies", "Renewal", "Replaced", "Result", "ResultItem", "ReviewPlan", "ReviewPoint", "Rule",
    "Season", "Section", "ServiceArea", "Signals", "Situation", "SpecialProcedure", "Text", "Track", "Unit", "Window", "holds",
]  # fmt: skip


ApplicantKind = Literal["enterprise", "individual_business", "institution", "organisation", "person"]


class Guide(Element):
    """One version of a service guide (办事指南). `item`, `office`, `effective_from` and `digest` come from its file."""

    item: Id
    office: Id
    effective_from: date
    digest: str

    name: Text
    short_name: Text
    summary: Text
    aliases: tuple[Line, ...] = ()
    main_item: Text
    sub_item: Text
    business_item: Text | None = None
    item_type: Literal["licence", "filing"]
    power: Literal["licence", "confirmation", "filing", "service"] | None = None
    licence_kind: Literal["ordinary", "franchise", "recognition", "approval", "registration", "other"] = "ordinary"
    handling: Literal["instant", "promised"] = "promised"
    applicant_kinds: tuple[ApplicantKind, ...] = ("enterprise",)
    codes: Codes
    authority: Authority
    legal_basis: tuple[LegalBasis, ...] = Constraint(min_length=1)
    applicants: tuple[Text, ...] = Constraint(min_length=1)
    conditions: tuple[Condition, ...] = Constraint(min_length=1)
    questions: tuple[Id, ...] = ()
    cases: tuple[Situation, ...] = Constraint(min_length=1)
    members: tuple[Member, ...] = ()
    materials: tuple[Material, ...] = Constraint(min_length=1)
    limits: tuple[Limit, ...] = Constraint(min_length=1)
    applicant_limits: tuple[ApplicantLimit, ...] = ()
    correction: CorrectionRule
    deferral: DeferralRule
    review: ReviewPlan
    special_procedures: tuple[SpecialProcedure, ...] = ()
    publicity: PublicityRule | None = None
    extension: ExtensionRule | None = None
    commitment: Commitment | None = None
    intermediaries: tuple[Intermediary, ...] = ()
    fees: Fees
    channels: tuple[Channel, ...] = Constraint(min_length=1)
    service_area: ServiceArea | None = None
    opening: Opening | None = None
    quantity: Quantity | None = None
    form: tuple[Section, ...] = Constraint(min_length=1)
    checks: tuple[CrossCheck, ...] = ()
    result: Result
    post_checks: tuple[PostCheck, ...] = ()
    remedies: Remedies
    credit: CreditRule
    signals: Signals = Signals()
    contact: Contact
    faq: tuple[Faq, ...] = ()
    author_notes: tuple[str, ...] = ()

    def __hash__(self) -> int:
        return hash((self.item, self.effective_from, self.digest))

    @property
    def version(self) -> str:
        """The version's name: the ISO day it takes effect, as in its file name."""
        return self.effective_from.isoformat()

    @property
    def bundle(self) -> bool:
        """Whether several items are handled in one application (一件事)."""
        return bool(self.members)

    @cached_property
    def fields(self) -> dict[str, Field]:
        """All fields of the form by id, in the order they are asked."""
        return {field.id: field for section in self.form for field in section.fields}

    def material(self, material: str) -> Material | None:
        """Return the material of that id, or None."""
        return next((one for one in self.materials if one.id == material), None)

    def situation(self, case: str) -> Situation | None:
        """Return the situation of that id, or None."""
        return next((one for one in self.cases if one.id == case), None)

    def track(self, track: str) -> Track | None:
        """Return the track of that id, or None."""
        return next((one for one in self.review.tracks if one.id == track), None)

    def member(self, member: str) -> Member | None:
        """Return the member of a bundle with that id, or None."""
        return next((one for one in self.members if one.id == member), None)

    def procedure(self, kind: str) -> SpecialProcedure | None:
        """Return the special procedure of that kind, or None."""
        return next((one for one in self.special_procedures if one.kind == kind), None)

    def laws(self, on: date) -> Iterator[LegalBasis]:
        """Yield the legal bases in force on that day."""
        return (basis for basis in self.legal_basis if basis.applies(on))
