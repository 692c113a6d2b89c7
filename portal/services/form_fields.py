"""The answers of the form as things that are looked at: each has a key beside those of the materials, and a mark of its own."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from guides.form import Field, Section
from guides.guide import Guide
from guides.plan import Needs
from guides.text import Text
from portal.services.casefile import CaseFile
from portal.services.marks import Working
from portal.services.people import Name
from workflows.case import AT_WINDOW, Case
from workflows.events import Mark
from workflows.later import Demand

PREFIX = "field:"
"""How the key of a field begins; those of materials hold no colon."""

SECTION = "form:"
"""How the desk names a section of the form."""

FORM_MATERIAL = "application"  # every guide calls its form so
OWN_FORM = f"_{FORM_MATERIAL}"
"""How the forms of other situations end: renewal_application, change_application."""


@dataclass(frozen=True, slots=True)
class DeskField:
    """One answer of the form on the desk, with the mark it has, and what the last notice said of it.

    `way` is the code of what stands in the way of asking for a correction; `settled` was in order when the last notice went.
    """

    field: Field
    key: str
    verdict: str = ""
    reason: str = ""
    by: Name | None = None
    by_id: int = 0
    at: datetime | None = None
    settled: bool = False
    told: str = ""
    way: str = ""
    demand: Demand | None = None


@dataclass(frozen=True, slots=True)
class DeskSection:
    """One section of the form on the desk; it is marked when each of its answers is."""

    number: str
    section: Section
    fields: tuple[DeskField, ...]
    reasons: tuple[Text, ...] = ()

    @property
    def key(self) -> str:
        """The key by which addresses name it."""
        return SECTION + self.section.id

    @property
    def name(self) -> Text:
        """Its title."""
        return self.section.title

    @property
    def verdict(self) -> str:
        """What follows from the marks of its answers: fix when one is to be corrected, ok when all are, or nothing yet."""
        verdicts = {one.verdict for one in self.fields}
        return "" if "" in verdicts else "fix" if "fix" in verdicts else "ok"

    @property
    def seen_at(self) -> str:
        """The newest mark in the section, by which a page knows whether somebody marked since."""
        return max((one.at.isoformat() for one in self.fields if one.at), default="")

    @property
    def settled(self) -> bool:
        """Whether all of it was in order when the last notice went out."""
        return all(one.settled and one.verdict == "ok" for one in self.fields)


def key_of(field: str) -> str:
    """The key of a field."""
    return PREFIX + field


def field_of(key: str) -> str:
    """The field's id, or nothing for the key of a material."""
    return key.removeprefix(PREFIX) if key.startswith(PREFIX) else ""


def reviewed(guide: Guide, found: Needs) -> tuple[str, ...]:
    """The keys of the answers that somebody looks at, in the order of the form; a consent is given or not, and nothing else."""
    return tuple(key_of(one.id) for one in _fields(guide) if one.id in found.fields and one.type != "consent")


def label_of(guide: Guide, key: str) -> Text | None:
    """How the form calls the field of that key; None for a material."""
    field = guide.fields.get(field_of(key))
    return field.label if field else None


def form_requirement(guide: Guide) -> str | None:
    """The requirement that the form itself serves (申请书、申报表), by which an officer asks for the answers to be mended."""
    found = guide.material(FORM_MATERIAL)
    return (found.group or found.id) if found else None


def is_form(material: str) -> bool:
    """Whether a material is an application form, which the answers fill in and the applicant signs."""
    return material == FORM_MATERIAL or material.endswith(OWN_FORM)


def ways(case: Case, key: str) -> str:
    """The code of what stands in the way of asking for a correction of an answer; nothing when it may be asked for."""
    return "told_once" if key in case.settled and key not in case.permitted else ""


def sections(
    file: CaseFile, rows: Mapping[str, Working], names: Mapping[str, Name], at_window: bool = True
) -> Iterator[DeskSection]:
    """The sections of the form of which something is marked; none for cases of before that time."""
    case = file.case
    before = case.settled if case.state in AT_WINDOW else {mark.material: mark for mark in case.marks}
    form = file.guide.material(FORM_MATERIAL)
    for section in file.guide.form:
        asked = [one for one in section.fields if key_of(one.id) in case.fields]
        if asked:
            found = tuple(_field(case, one, rows.get(key_of(one.id)), before, names) for one in asked)
            number = chr(ord("A") + file.guide.form.index(section))
            yield DeskSection(number, section, found, form.reasons if form else ())


def changed(before: Mapping[str, Any], after: Mapping[str, Any], keys: Collection[str]) -> tuple[str, ...]:
    """Of these keys those whose answers differ between two snapshots."""
    old, new = before["answers"], after["answers"]
    return tuple(key for key in keys if old.get(field_of(key)) != new.get(field_of(key)))


def _field(
    case: Case, field: Field, row: Working | None, before: Mapping[str, Mark], names: Mapping[str, Name]
) -> DeskField:
    key = key_of(field.id)
    mark = row or before.get(key)
    return DeskField(
        field=field,
        key=key,
        verdict=mark.verdict if mark else "",
        reason=mark.reason if mark else "",
        by=names.get(f"officer:{row.by_id}") if row else None,
        by_id=row.by_id if row else 0,
        at=row.at if row else None,
        settled=key in case.settled and case.state in AT_WINDOW and key not in case.permitted,
        told=next((m.reason for m in case.noticed if m.material == key), ""),
        way=ways(case, key),
        demand=case.demand(key),
    )


def _fields(guide: Guide) -> Iterator[Field]:
    return (field for section in guide.form for field in section.fields)
