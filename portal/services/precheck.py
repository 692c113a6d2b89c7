"""Complete the first time: what a clerk would probably send back, said before the application is handed in.

Advice, never a condition: the law decides what is complete (R1-R3), and nobody is kept from applying by a measurement.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from guides.form import Field
from guides.material import Material
from guides.plan import Requirement
from guides.text import Text
from portal.db import reading
from portal.models import Enterprise
from portal.services import checks, desk_checks, drafts, form_fields, frequent_faults, prefill
from portal.services.casefile import FileFacts
from portal.services.draft_view import DraftView

OFTEN = 2
"""How many notices of the last ninety days must have named a fault before an applicant is told of it."""

QUESTIONS = 3
"""How many questions whose answers were often sent back are named at most: the most frequent ones."""

REASONS = 2
"""How many reasons of one material are quoted at most."""


Brought = tuple[Requirement, tuple[FileFacts, ...]]
"""A requirement, and the files that were brought for it."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing to look at again.

    `kind`: contradicts (answers that do not agree), unmet (a review point that the answers do not meet), picture (a file is
    hard to read), pages (not the number that the guide expects), twice (one file stands for two materials), often (what was
    often sent back, of a material or a question), expired (a paper of before whose validity is over), differs (an answer is not
    what the portal knows). The other fields are what its sentence needs.
    """

    kind: str
    requirement: Requirement | None = None
    other: Requirement | None = None
    file: FileFacts | None = None
    material: Material | None = None
    fault: str = ""
    pages: int = 0
    reasons: tuple[Text, ...] = ()
    notices: int = 0
    field: Field | None = None
    typed: str = ""
    known: str = ""
    words: Text | None = None


def doubts(view: DraftView, *, on: date) -> tuple[Doubt, ...]:
    """Everything worth a second look, in the order of the form and the list of materials."""
    brought = [(state.requirement, state.files) for state in view.requirements]
    of_form = (*_contradicting(view, on), *_differing(view), *_unmet(view, on))
    return (*of_form, *_expired(view, on), *of_files(brought), *_often(view, on))


def of_files(brought: Iterable[Brought]) -> tuple[Doubt, ...]:
    """What is worth a second look in the files for these requirements: of a draft, of a correction, of a supplement."""
    brought = list(brought)
    return (*_pictures(brought), *_pages(brought), *_twice(brought))


def _differing(view: DraftView) -> Iterator[Doubt]:
    """Answers to questions that the portal filled in, where something else stands there now."""
    with reading() as session:
        enterprise = session.get_one(Enterprise, view.applicant.id)
        known = prefill.of(view.guide, enterprise, None)
    for name in view.reading.needs.fields:
        said, typed = known.get(name), view.raw.get(name)
        if isinstance(said, str) and said and isinstance(typed, str) and typed.strip() and drafts.differs(said, typed):
            yield Doubt("differs", field=view.guide.fields[name], typed=typed.strip(), known=said)


def _contradicting(view: DraftView, on: date) -> Iterator[Doubt]:
    """Answers that do not agree, as far as they are only told; those that bar stand among the faults."""
    for check, place in desk_checks.contradictions(view.guide, view.reading.needs, on=on):
        if check.severity == "warning":
            yield Doubt("contradicts", field=view.guide.fields[place], words=check.message)


def _unmet(view: DraftView, on: date) -> Iterator[Doubt]:
    """Review points of materials and of reviews that the answers do not meet, at the question they rest on."""
    needs = view.reading.needs
    found = [one for material in needs.materials for one in desk_checks.of_material(material, needs, on=on)]
    found += [one for track in needs.tracks for one in desk_checks.points(track.id, track.review_points, needs, on=on)]
    unmet = {
        one.point.zh: one
        for one in found
        if one.said == desk_checks.FALSE and one.fields and not view.reading.errors.keys() & one.fields
    }
    return (Doubt("unmet", field=view.guide.fields[one.fields[0]], words=one.point) for one in unmet.values())


def _pictures(brought: list[Brought]) -> Iterator[Doubt]:
    for requirement, files in brought:
        yield from (Doubt("picture", requirement, file=file) for file in files if file.doubts)


def _pages(brought: list[Brought]) -> Iterator[Doubt]:
    """A number of pages that the guide does not expect; all files of a material count together, quarantined ones not at all."""
    for requirement, files in brought:
        for material in requirement.alternatives:
            counted = [file.pages for file in files if file.material == material.id and file.scan != checks.INFECTED]
            if material.pages is None or not counted or None in counted:
                continue
            pages = sum(filter(None, counted))
            if fault := material.pages.fault(pages):
                yield Doubt("pages", requirement, material=material, fault=fault, pages=pages)


def _twice(brought: list[Brought]) -> Iterator[Doubt]:
    """One and the same file for two materials: mostly the wrong one was chosen."""
    places: dict[str, list[tuple[Requirement, FileFacts]]] = defaultdict(list)
    for requirement, files in brought:
        for file in files:
            if all(one is not requirement for one, _file in places[file.sha256]):
                places[file.sha256].append((requirement, file))
    for found in places.values():
        yield from (Doubt("twice", other[0], found[0][0], other[1]) for other in found[1:])


def _often(view: DraftView, on: date) -> Iterator[Doubt]:
    said = frequent_faults.faults(view.guide, on=on)
    asked = [field for field in view.guide.fields.values() if field.id in view.answers]
    found = [(fault, field) for field in asked if (fault := said.of(form_fields.key_of(field.id)))]
    for fault, field in sorted(found, key=lambda one: -one[0].notices)[:QUESTIONS]:
        if fault.notices >= OFTEN:
            yield Doubt("often", field=field, notices=fault.notices)
    for state in view.requirements:
        if not state.files or (named := said.of(state.key)) is None or named.notices < OFTEN:
            continue
        reasons = tuple(text for text, number in named.reasons if number >= OFTEN)[:REASONS]
        yield Doubt("often", state.requirement, reasons=reasons, notices=named.notices)


def _expired(view: DraftView, on: date) -> Iterator[Doubt]:
    """Papers of before that are no longer valid on the day on which they would be handed in."""
    for state in view.requirements:
        for file in state.files:
            if file.valid_to is not None and file.valid_to < on:
                yield Doubt("expired", state.requirement, file=file)
