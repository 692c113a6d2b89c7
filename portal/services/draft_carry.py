"""Drafts go over to a new version of their guide with nothing lost, and say what that changes for the one who writes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from guides.conditions import is_filled
from guides.diff_words import told
from guides.form import Field
from guides.guide import Guide
from guides.material import Material
from guides.plan import Requirement
from guides.text import Text
from portal.actors import Actor
from portal.clock import business_day
from portal.db import transaction
from portal.services import answers, drafts, guide_store, law
from portal.services.casefile import FileFacts
from portal.services.draft_view import DraftView

TOLD = ("conditions", "materials", "form", "limits", "fees", "channels", "deferral", "correction")
"""The parts of a guide whose changes an applicant is told one by one; the rest is on the guide's page."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What going over changed for one draft: asked now, no longer asked, and what changed in what stays."""

    before: Guide
    after: Guide
    new_fields: tuple[Field, ...]
    gone_fields: tuple[Field, ...]
    new_materials: tuple[Requirement, ...]
    gone_materials: tuple[Material, ...]
    changes: tuple[Text, ...]

    @property
    def nothing(self) -> bool:
        """True when this draft has nothing to do for it."""
        return not (self.new_fields or self.gone_fields or self.new_materials or self.gone_materials or self.changes)


@dataclass(frozen=True, slots=True)
class Leftovers:
    """What was typed or handed in and is no longer asked (不再需要): kept with the draft, and not handed in with it."""

    answers: tuple[tuple[Field, Any], ...]
    files: tuple[tuple[Material, FileFacts], ...]


def carry(draft_id: str, *, by: Actor, at: datetime) -> bool:
    """Bring a draft to the version in force: every answer and file stays. False when it is there already, or none is in force.

    A promise to bring something later stays where the new version allows it. Where it came from is kept on the draft.
    """
    on = business_day(at)
    with transaction() as session:
        draft = drafts.locked(session, draft_id, by=by)
        guide = law.catalogue().in_force(draft.item, on)
        if guide is None or guide.effective_from == draft.guide_version:
            return False
        guide_store.pin(session, guide, at=at)
        entry = {"from": draft.guide_version.isoformat(), "to": guide.version, "at": at.isoformat(), "seen": False}
        draft.carried = [*draft.carried, {**entry, "by": by.reference}]
        draft.guide_version = guide.effective_from
        asked = answers.read(guide, draft.raw, on=on).needs.requirements
        draft.later = [key for key in draft.later if any(one.key == key and one.deferrable for one in asked)]
        drafts.touch(draft, at=at)
        return True


def seen(draft_id: str, *, by: Actor) -> None:
    """Note that the difference was read, so that it is not shown again."""
    with transaction() as session:
        draft = drafts.locked(session, draft_id, by=by)
        draft.carried = [{**one, "seen": True} for one in draft.carried]


def difference(view: DraftView) -> Difference | None:
    """What changed since the version that the writer saw last; None when nobody has to be told anything."""
    first = next((one for one in view.carried if not one["seen"]), None)
    before = _version(view, first["from"]) if first else None
    if before is None:
        return None
    after = view.guide
    handed = {file.material for file in view.files}
    return Difference(
        before,
        after,
        new_fields=tuple(after.fields[name] for name in view.reading.needs.fields if name not in before.fields),
        gone_fields=tuple(one for name, one in before.fields.items() if _left(view, name)),
        new_materials=tuple(one for one in view.reading.needs.requirements if _new(one, before)),
        gone_materials=tuple(one for one in before.materials if one.id in handed and not after.material(one.id)),
        changes=tuple(_told(before, after)),
    )


def leftovers(view: DraftView) -> Leftovers:
    """What the draft holds from earlier versions and its guide no longer asks, with the words that those versions used."""
    fields: dict[str, Field] = {}
    materials: dict[str, Material] = {}
    for one in view.carried:
        if guide := _version(view, one["from"]):
            fields |= guide.fields
            materials |= {material.id: material for material in guide.materials}
    files = ((materials[file.material], file) for file in view.files if _unasked(view, file, materials))
    return Leftovers(tuple((one, view.raw[name]) for name, one in fields.items() if _left(view, name)), tuple(files))


def _left(view: DraftView, name: str) -> bool:
    return name not in view.guide.fields and is_filled(view.raw.get(name))


def _unasked(view: DraftView, file: FileFacts, known: dict[str, Material]) -> bool:
    return file.material in known and view.guide.material(file.material) is None


def _new(requirement: Requirement, before: Guide) -> bool:
    return requirement.necessary and all(before.material(one.id) is None for one in requirement.alternatives)


def _told(before: Guide, after: Guide) -> list[Text]:
    """The changes in what stays, in words; what was added or taken away of questions and materials is told by itself."""
    found = ((one, words) for one, words in told(before, after) if one.part in TOLD and one.kind != "reordered")
    whole = ("materials", "form")
    return [
        words for one, words in found if not (one.part in whole and one.kind != "changed" and one.key.endswith("]"))
    ]


def _version(view: DraftView, day: str) -> Guide | None:
    try:
        return law.guide_of(view.guide.item, date.fromisoformat(day))
    except LookupError:
        return None
