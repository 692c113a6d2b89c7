"""The trace of the desk: every mark of a case as it was made, with the name of what was marked and of who did it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from guides.text import Text
from portal.actors import Actor
from portal.db import reading
from portal.services import casefile, form_fields, marks
from portal.services.casefile import CaseFile
from portal.services.people import Name, names_of


@dataclass(frozen=True, slots=True)
class Trace:
    """One mark: of what, in which round, what it said, and who made it."""

    name: Text
    round: int
    verdict: str
    reason: str
    who: Name | None
    at: datetime


def traced(file: CaseFile, *, by: Actor) -> tuple[Trace, ...]:
    """Every mark on a case that `by` may see, the oldest first."""
    with reading() as session:
        casefile.check_sight(session, casefile.row_of(session, file.public_id), by)
        found = marks.traces(session, file.id)
        names = names_of(session, {f"officer:{one.by_id}" for one in found})
    return tuple(
        Trace(_name(file, one.material), one.round, one.verdict, one.reason, names.get(f"officer:{one.by_id}"), one.at)
        for one in found
    )


def _name(file: CaseFile, key: str) -> Text:
    if label := form_fields.label_of(file.guide, key):
        return label
    found = next((one for one in file.needs.requirements if one.key == key), None)
    return found.alternatives[0].name if found else Text(zh=key, en=key)
