"""The clerk's questions that an applicant goes through before handing in, and what he ticked: advice, and kept (R55)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from guides.material import Material
from portal.actors import Actor
from portal.db import transaction
from portal.services import checks, desk_checks, draftfiles, drafts, ticks
from portal.services.desk_checks import Judged
from portal.services.draft_view import DraftView, guide_of


@dataclass(frozen=True, slots=True)
class Question:
    """One review point as the applicant is asked it, and what he ticked so far: fine, again or nothing."""

    id: str
    judged: Judged
    ticked: str


def questions(view: DraftView, *, on: date) -> dict[str, tuple[Question, ...]]:
    """The clerk's questions about the files that were brought, by the key of the requirement.

    What the answers decide already is no question: it was found true, or stands among the doubts.
    """
    found: dict[str, tuple[Question, ...]] = {}
    for state in view.requirements:
        brought = {file.material for file in state.files if file.scan != checks.INFECTED}
        shown = [one for one in state.requirement.alternatives if one.id in brought]
        found[state.key] = tuple(one for material in shown for one in _asked(view, material, on))
    return {key: asked for key, asked in found.items() if asked}


def keep(draft_id: str, ticked: Mapping[str, str], *, by: Actor) -> None:
    """Keep what was ticked, for the files that are there; a point that is not named keeps what it has.

    The draft's number stays: the application itself does not change, and a page that is open does not grow stale. Raises
    Refusal or Denied as a save does.
    """
    with transaction() as session:
        draft = drafts.locked(session, draft_id, by=by)
        said = ticks.given(ticked, guide_of(draft), draftfiles.of_draft(session, draft.id))
        if said.items() <= draft.looked.items():
            return
        draft.looked, draft.lapse_told_on = {**draft.looked, **said}, None


def _asked(view: DraftView, material: Material, on: date) -> list[Question]:
    judged = desk_checks.of_material(material, view.reading.needs, on=on)
    open_ones = [one for one in judged if one.said in ("", desk_checks.UNKNOWN)]
    return [Question(one.id, one, view.looked.get(one.id, "")) for one in open_ones]
