"""The elements of a service guide as types; everything a guide is made of can be imported from here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import Literal

from pydantic import Field as Constraint

from guides.basis import Authority, Codes, Condition, LegalBasis, Situation
from guides.conditions import Answers, Rule, holds
from guides.form import COLUMN_TYPES, PREFILLS, Field, FieldType, Option, Section
from guides.limit import (
    PROCEDURES,
    CorrectionRule,
    DeferralRule,
    ExtensionRule,
    Limit,
    LimitKind,
    Period,
    SpecialProcedure,
)
from guides.material import Deferrable, Material, Necessity, Unit
from guides.result import (
    RESULT_FACTS,
    Channel,
    Contact,
    CreditRule,
    Faq,
    Fees,
    Remedies,
    Result,
    ResultItem,
    Signals,
)
from guides.review import DecisionStep, ReviewPlan, Track
from guides.text import Element, Id, Line, Text

__all__ = [
    "COLUMN_TYPES", "PREFILLS", "PROCEDURES", "RESULT_FACTS", "Answers", "Authority", "Channel", "Codes",
    "Condition", "Contact", "CorrectionRule", "CreditRule", "DecisionStep", "Deferrable", "DeferralRule", "Element",
    "ExtensionRule", "Faq", "Fees", "Field", "FieldType", "Guide", "LegalBasis", "Limit", "LimitKind", "Material",
    "Necessity", "Option", "Period", "Remedies", "Result", "ResultItem", "ReviewPlan", "Rule", "Section", "Signals",
    "Situation", "SpecialProcedure", "Text", "Track", "Unit", "holds",
]  # fmt: skip


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
    item_type: Literal["licence", "filing"]
    codes: Codes
    authority: Authority
    legal_basis: tuple[LegalBasis, ...] = Constraint(min_length=1)
    applicants: tuple[Text, ...] = Constraint(min_length=1)
    conditions: tuple[Condition, ...] = Constraint(min_length=1)
    questions: tuple[Id, ...] = ()
    cases: tuple[Situation, ...] = Constraint(min_length=1)
    materials: tuple[Material, ...] = Constraint(min_length=1)
    limits: tuple[Limit, ...] = Constraint(min_length=1)
    correction: CorrectionRule
    deferral: DeferralRule
    review: ReviewPlan
    special_procedures: tuple[SpecialProcedure, ...] = ()
    extension: ExtensionRule | None = None
    fees: Fees
    channels: tuple[Channel, ...] = Constraint(min_length=1)
    form: tuple[Section, ...] = Constraint(min_length=1)
    result: Result
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

    def procedure(self, kind: str) -> SpecialProcedure | None:
        """Return the special procedure of that kind, or None."""
        return next((one for one in self.special_procedures if one.kind == kind), None)

    def laws(self, on: date) -> Iterator[LegalBasis]:
        """Yield the legal bases in force on that day."""
        return (basis for basis in self.legal_basis if basis.applies(on))
