"""Complete the first time: what a clerk would probably send back, said before the application is handed in.

Advice, never a condition: the law decides what is complete (R1-R3), and nobody is kept from applying by a measurement.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from guides.form import Field
from guides.plan import Requirement
from guides.text import Text
from portal.db import reading
from portal.models import Enterprise
from portal.services import drafts, frequent_faults, prefill
from portal.services.casefile import FileFacts
from portal.services.draft_view import DraftView

OFTEN = 2
"""How many notices of the last ninety days must have named a fault before an applicant is told of it."""

REASONS = 2
"""How many reasons of one material are quoted at most."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing to look at again.

    `kind`: picture (a file is hard to read), twice (one file stands for two materials), often (what was often sent back),
    differs (an answer is not what the portal knows). The other fields are what its sentence needs.
    """

    kind: str
    requirement: Requirement | None = None
    other: Requirement | None = None
    file: FileFacts | None = None
    reasons: tuple[Text, ...] = ()
    notices: int = 0
    field: Field | None = None
    typed: str = ""
    known: str = ""


def doubts(view: DraftView, *, on: date) -> tuple[Doubt, ...]:
    """Everything worth a second look, in the order of the form and the list of materials."""
    return (*_differing(view), *_pictures(view), *_twice(view), *_often(view, on))


def _differing(view: DraftView) -> Iterator[Doubt]:
    """Answers to questions that the portal filled in, where something else stands there now."""
    with reading() as session:
        enterprise = session.get_one(Enterprise, view.applicant.id)
        known = prefill.of(view.guide, enterprise, None)
    for name in view.reading.needs.fields:
        said, typed = known.get(name), view.raw.get(name)
        if isinstance(said, str) and said and isinstance(typed, str) and typed.strip() and drafts.differs(said, typed):
            yield Doubt("differs", field=view.guide.fields[name], typed=typed.strip(), known=said)


def _pictures(view: DraftView) -> Iterator[Doubt]:
    for state in view.requirements:
        yield from (Doubt("picture", state.requirement, file=file) for file in state.files if file.doubts)


def _twice(view: DraftView) -> Iterator[Doubt]:
    """One and the same file for two materials: mostly the wrong one was chosen."""
    places: dict[str, list[tuple[Requirement, FileFacts]]] = defaultdict(list)
    for state in view.requirements:
        for file in state.files:
            if all(one is not state.requirement for one, _file in places[file.sha256]):
                places[file.sha256].append((state.requirement, file))
    for found in places.values():
        yield from (Doubt("twice", other[0], found[0][0], other[1]) for other in found[1:])


def _often(view: DraftView, on: date) -> Iterator[Doubt]:
    said = frequent_faults.faults(view.guide, on=on)
    for state in view.requirements:
        fault: Any = said.of(state.key) if state.files else None
        reasons = tuple(text for text, number in fault.reasons if number >= OFTEN)[:REASONS] if fault else ()
        if reasons:
            yield Doubt("often", state.requirement, reasons=reasons, notices=fault.notices)
