"""Which answers of the form a correction opens again: exactly those that were named, and those that follow from them (R6)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from guides.form import Field
from guides.guide import Guide
from portal.services import answers, form_fields, named_sections
from portal.services.answers import Reading, SectionState
from portal.services.casefile import CaseFile
from portal.services.form_fields import field_of
from workflows.case import Case

Raw = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OpenField:
    """One answer to be mended: what the officer wrote, what stood there, and whether it was changed since."""

    field: Field
    key: str
    section: str
    reason: str
    before: Any
    now: Any
    changed: bool


def opened(guide: Guide, case: Case, before: Mapping[str, Any], typed: Raw) -> frozenset[str]:
    """The ids of the fields that may be changed: those of the notice, and what is asked only because of their new answers.

    Where a notice does not mark the answers one by one, it is the sections that its words on the form name; the whole form
    opens only where they name none, for the applicant must be able to mend what was told (`whole`).
    """
    names = frozenset(field_of(m.material) for m in case.noticed if field_of(m.material))
    if not case.fields:
        names = _told_of_form(guide, case)
    known = {field_of(key) for key in case.fields}
    while names:
        found = answers.read(guide, merged(before["raw"], typed, names), on=case.received_on)
        more = names | (set(found.needs.fields) - known - _asked_before(guide, case, before))
        if more == names:
            break
        names = frozenset(more)
    return names


def whole(guide: Guide, case: Case) -> bool:
    """Whether a notice of before the answers were marked asks for the form, and names no section of it."""
    return not case.fields and len(guide.fields) > 0 and _told_of_form(guide, case) == frozenset(guide.fields)


def _told_of_form(guide: Guide, case: Case) -> frozenset[str]:
    form = form_fields.form_requirement(guide)
    words = [mark.reason for mark in case.noticed if mark.material == form]
    if not words:
        return frozenset()
    named = named_sections.named_in(guide, "\n".join(words))
    sections = [one for one in guide.form if one.id in named] or guide.form
    return frozenset(field.id for section in sections for field in section.fields)


def merged(before: Raw, typed: Raw, opened: Collection[str]) -> dict[str, Any]:
    """What was handed in, with what was typed into the open fields in its place."""
    return {**before, **{name: typed[name] for name in opened if name in typed}}


def sections(guide: Guide, raw: Raw, found: Reading, opened: Collection[str]) -> tuple[SectionState, ...]:
    """The sections of the form in which something is open."""
    if not opened:
        return ()
    states = answers.section_states(guide, raw, found)
    return tuple(one for one in states if any(field.id in opened for field in one.section.fields))


def asked(file: CaseFile, raw: Raw) -> tuple[OpenField, ...]:
    """The answers that the notice names, in the order of the form."""
    before, words = file.content["raw"], {m.material: m.reason for m in file.case.noticed}
    found = []
    for section in file.guide.form:
        for field in section.fields:
            key = form_fields.key_of(field.id)
            if key in words:
                old, new = before.get(field.id), raw.get(field.id)
                found.append(OpenField(field, key, section.id, words[key], old, new, _differs(old, new)))
    return tuple(found)


def mended(case: Case, before: Raw, raw: Raw) -> set[str]:
    """The keys of the notice whose answers were changed, whatever they say now."""
    named = (mark.material for mark in case.noticed if field_of(mark.material))
    return {key for key in named if _differs(before.get(field_of(key)), raw.get(field_of(key)))}


def _differs(old: Any, new: Any) -> bool:
    return answers.digest({"": old}) != answers.digest({"": new})


def _asked_before(guide: Guide, case: Case, before: Mapping[str, Any]) -> set[str]:
    """Fields that were asked already and are marked by nobody, such as a consent: they stay as they were given."""
    return set(answers.read(guide, before["raw"], on=case.received_on).needs.fields)
