"""What a letter is written from: the case as it stood with the event, the snapshot it rests on, and the guide it pins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from guides.guide import Guide, Material
from guides.plan import Needs, Requirement, answering, needs
from portal.clock import business_day
from portal.documents.data import Applicant, Contact, Due, LetterData, MaterialLine, Officer, Remedies, Term
from portal.documents.letter import Agency
from portal.services import form_fields, persons
from portal.services.licensee import licensee
from workflows.case import Case
from workflows.events import Recorded, Told
from workflows.evolve import dated
from workflows.terms import LimitTerm


def named(name: str, code: str, *, address: str, representative: str) -> Applicant:
    """An applicant as letters name it: an enterprise with its code, a natural person with the number's middle hidden."""
    if persons.is_sign(code):
        return Applicant(name, persons.shown(code), "身份证件号码", address=address, person=True)
    return Applicant(name, code, address=address, representative=representative)


@dataclass(frozen=True)
class Source:
    """Everything a letter may say. `case` is the fold up to and with `entry`; `told` maps clocks to the days told so far."""

    kind: str
    number: str
    case_number: str
    signer: str
    entry: Recorded
    case: Case
    past: tuple[Recorded, ...]
    guide: Guide
    content: dict[str, Any]
    site: str
    verify: str | None = None
    query_code: str = ""
    recipient: str = ""
    intake_point: str = ""
    portal_name: str = "“一窗”网站"
    paper: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def needs(self) -> Needs:
        """What the guide asked of these answers on the day of receipt."""
        return needs(self.guide, self.content["answers"], self.case.received_on)

    @property
    def authority(self) -> str:
        """Who answers for this case: the authority of the guide, or the one of the level that leads it (行使层级)."""
        return str(answering(self.guide, self.needs))

    @cached_property
    def told(self) -> dict[str, Told]:
        """The newest told day of each clock, up to and with this event."""
        return {told.clock: told for past in self.past for told in getattr(past.event, "told", ())}

    @property
    def data(self) -> LetterData:
        """What every letter says."""
        guide, contact = self.guide, self.guide.contact
        return LetterData(
            number=self.number,
            issued_on=dated(self.entry),
            agency=Agency(self.authority),
            applicant=self.applicant,
            item=str(guide.name),
            case_number=self.case_number,
            applied_on=business_day(self.case.submitted_at),
            handler=Officer(self.signer or self.authority, phone=contact.phone),
            contact=Contact(
                str(contact.address), contact.phone, str(contact.hours), str(contact.complaint), self.portal_name
            ),
            item_type=guide.item_type,
            verify=self.verify,
        )

    @property
    def applicant(self) -> Applicant:
        """The applicant as it was when the materials were handed in."""
        firm = self.content["enterprise"]
        said = {"address": firm["address"], "representative": firm["legal_representative"]}
        return named(firm["name"], firm["uscc"], **said)

    @property
    def licensee(self) -> Applicant:
        """To whom the licence is given: the applicant, or the person whom the form names."""
        firm = licensee(self.guide, self.content)
        said = {"address": firm["address"], "representative": firm["legal_representative"]}
        return named(firm["name"], firm["uscc"], **said)

    @property
    def to_licensee(self) -> LetterData:
        """What a letter on the licence says, which speaks to whom it is given."""
        return replace(self.data, applicant=self.licensee)

    @property
    def remedies(self) -> Remedies:
        """Where the decision can be contested, by the guide (R151)."""
        own = self.guide.remedies
        online = self.site
        return Remedies(
            str(own.reconsideration_body), str(own.court), online, own.reconsideration_days, own.litigation_months
        )

    @property
    def published_guide(self) -> str:
        """The ground of periods and consequences that no law sets: what the authority itself has published (R7, R8, R73)."""
        return f"本机关公布的《{self.guide.name}办事指南》"

    def due(self, clock: str) -> Due:
        """The last day of a clock as it was told. A clock without a day falls back on the day of the letter."""
        told = self.told.get(clock)
        if told is None or told.on is None:
            return Due(business_day(self.entry.at), told.provisional if told else None)
        return Due(told.on, told.provisional or None)

    def number_of(self, *kinds: str) -> str:
        """The number of the newest earlier letter of one of these kinds, or nothing."""
        return next((number for _, kind, number in reversed(self.case.numbers) if kind in kinds), "")

    def requirement(self, key: str) -> Requirement | None:
        """The requirement of that key."""
        return next((r for r in self.needs.requirements if r.key == key), None)

    def material(self, key: str) -> Material | None:
        """The material that stands for a requirement: the delivered alternative, else the first."""
        found = self.requirement(key)
        if found is None:
            return None
        handed = {file["material"] for file in self.content["files"]}
        return next((m for m in found.alternatives if m.id in handed), found.alternatives[0])

    def name(self, key: str) -> str:
        """How letters call a requirement: its materials' names, alternatives joined by 或; of an answer, its place in the form."""
        if label := form_fields.label_of(self.guide, key):
            return f"申请表“{label}”栏"
        found = self.requirement(key)
        return "或".join(str(m.name) for m in found.alternatives) if found else key

    def line(self, key: str, note: str = "") -> MaterialLine:
        """A requirement as a line of a letter's table."""
        material = self.material(key)
        if material is None:
            return MaterialLine(key, "electronic", 1, note)
        return MaterialLine(self.name(key), material.form, max(material.copies, 1), note)

    def lines_in(self) -> tuple[MaterialLine, ...]:
        """The materials that were handed in, by the guide's order."""
        handed = {file["material"] for file in self.content["files"]}
        return tuple(self.line(r.key) for r in self.needs.requirements if r.satisfied(handed))

    def shared(self) -> tuple[str, ...]:
        """The materials that the authority fetches itself (R15)."""
        return tuple(str(m.name) for m in self.needs.materials if m.shared)


def term(limit: LimitTerm) -> Term:
    """A limit as letters count it."""
    return Term(limit.value, limit.unit)  # type: ignore[arg-type]


def days(value: int) -> Term:
    """So many working days."""
    return Term(value)


def local_day(entry: Recorded) -> date:
    """The business day of an event."""
    return business_day(entry.at)
