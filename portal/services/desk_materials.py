"""The materials on the acceptance desk: files, review points, ready-made reasons, marks, and what may be marked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from guides.material import Material
from guides.plan import Requirement
from guides.text import Text
from portal.services import desk_checks
from portal.services.casefile import CaseFile
from portal.services.marks import Working
from portal.services.outcomes import choices
from portal.services.people import Name
from workflows.case import AT_WINDOW
from workflows.case_facts import Promise
from workflows.events import Mark
from workflows.later import Demand
from workflows.rules import Moment
from workflows.terms import MaterialTerm


@dataclass(frozen=True, slots=True)
class DeskFile:
    """A file that was handed in: the material of the guide it stands for, and how many pages it has."""

    public_id: str
    material: str
    filename: str
    media_type: str
    size: int
    pages: int


@dataclass(frozen=True, slots=True)
class Point:
    """One review point and its answer so far: yes, no or nothing.

    `said` is what the answers say of it, as the applicant saw it: true, false, unknown; empty where only a person can tell.
    """

    id: str
    text: Text
    answer: str = ""
    said: str = ""
    looked: str = ""


@dataclass(frozen=True, slots=True)
class DeskMaterial:
    """One requirement of the case as the desk shows it.

    `material` is the alternative that was handed in, or the first; `choices` gives for each verdict the code of what
    stands in its way; `settled` was in order when the last notice went out and stays so; `told` is what that notice
    said of it.
    """

    number: int
    key: str
    requirement: Requirement
    material: Material
    term: MaterialTerm
    files: tuple[DeskFile, ...]
    points: tuple[Point, ...]
    choices: Mapping[str, str]
    reasons: tuple[Text, ...]
    verdict: str = ""
    reason: str = ""
    by: Name | None = None
    by_id: int = 0
    at: datetime | None = None
    promised: bool = False
    settled: bool = False
    told: str = ""
    supplement: Promise | None = None
    supplement_due: date | None = None
    demand: Demand | None = None

    @property
    def name(self) -> Text:
        """What the material is called: all alternatives while none was handed in, otherwise the one that was."""
        several = self.requirement.alternatives
        if self.files or len(several) == 1:
            return self.material.name
        return Text(zh="或".join(m.name.zh for m in several), en=" or ".join(m.name.get("en") for m in several))

    @property
    def unmet(self) -> tuple[Point, ...]:
        """The review points that say no."""
        return tuple(point for point in self.points if point.answer == "no")


def files_of(content: Mapping[str, Any], requirement: Requirement) -> list[Mapping[str, Any]]:
    """The files of a snapshot that stand for a requirement, in the order in which they were handed in."""
    wanted = {material.id for material in requirement.alternatives}
    return [file for file in content["files"] if file["material"] in wanted]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What the materials are made from."""

    file: CaseFile
    rows: Mapping[str, Working]
    names: Mapping[str, Name]
    now: Moment
    barred: bool

    @property
    def marked_before(self) -> Mapping[str, Mark]:
        """The marks that stand without being made again: those settled by a notice, or all of them after the window."""
        case = self.file.case
        return case.settled if case.state in AT_WINDOW else {mark.material: mark for mark in case.marks}


def materials(
    file: CaseFile, rows: Mapping[str, Working], names: Mapping[str, Name], *, now: Moment, barred: bool = False
) -> Iterator[DeskMaterial]:
    """Every material of the case, numbered in the order of the guide."""
    sheet = _Sheet(file, rows, names, now, barred)
    requirements = {requirement.key: requirement for requirement in file.needs.requirements}
    for number, term in enumerate(file.case.terms.materials, start=1):
        if term.id in requirements:
            yield _material(sheet, number, term, requirements[term.id])


def _material(sheet: _Sheet, number: int, term: MaterialTerm, requirement: Requirement) -> DeskMaterial:
    case, row = sheet.file.case, sheet.rows.get(term.id)
    files = tuple(_files(sheet.file, requirement))
    shown = _shown(requirement, files)
    points = tuple(_points(sheet.file, shown, row))
    unmet = [point.id for point in points if point.answer == "no"]
    before = sheet.marked_before.get(term.id)
    mark = row or before
    return DeskMaterial(
        number=number,
        key=term.id,
        requirement=requirement,
        material=shown[0],
        term=term,
        files=files,
        points=points,
        choices=choices(case, term, unmet=unmet, brought=bool(files) or term.shared, barred=sheet.barred),
        reasons=tuple(reason for material in shown for reason in material.reasons),
        verdict=mark.verdict if mark else "",
        reason=mark.reason if mark else "",
        by=sheet.names.get(f"officer:{row.by_id}") if row else None,
        by_id=row.by_id if row else 0,
        at=row.at if row else None,
        promised=term.id in case.later,
        settled=before is not None and case.state in AT_WINDOW and term.id not in case.permitted,
        told=next((m.reason for m in case.noticed if m.material == term.id), ""),
        supplement=case.promises.get(term.id),
        supplement_due=sheet.now.due(case, f"deferred:{term.id}"),
        demand=case.demand(term.id),
    )


def _shown(requirement: Requirement, files: tuple[DeskFile, ...]) -> tuple[Material, ...]:
    """The alternatives that were handed in; the first one while there is none."""
    brought = {file.material for file in files}
    return tuple(m for m in requirement.alternatives if m.id in brought) or requirement.alternatives[:1]


def _files(file: CaseFile, requirement: Requirement) -> Iterator[DeskFile]:
    pages = {one.public_id: one.pages for one in file.files}
    for one in files_of(file.content, requirement):
        facts = (one["public_id"], one["material"], one["filename"], one["media_type"], one["size"])
        yield DeskFile(*facts, pages.get(one["public_id"]) or 1)


def _points(file: CaseFile, shown: tuple[Material, ...], row: Working | None) -> Iterator[Point]:
    answers, looked = row.points if row else {}, file.content.get("looked", {})
    for material in shown:
        for one in desk_checks.of_material(material, file.needs, on=file.case.received_on):
            yield Point(one.id, one.point, answers.get(one.id, ""), one.said, looked.get(one.id, ""))
