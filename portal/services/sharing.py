"""What several applications of one sitting have in common: answered once, scanned once, kept with each of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from guides.conditions import is_filled
from guides.form import Field
from guides.guide import Guide
from guides.material import Material
from portal.actors import Actor
from portal.clock import business_day
from portal.db import reading, transaction
from portal.models import Draft
from portal.services import drafts, uploads
from portal.services.draft_view import DraftView, guide_of

OWN_PAPERS = ("申请书", "申请表", "申请文件")
"""Words of the names of papers that belong to one item alone."""


def spread_answers(draft_id: str, before: Mapping[str, Any], *, by: Actor, at: datetime) -> int:
    """Carry answers of one application into the others of its sitting; return how many answers that changed.

    `before` is what the application held until now. An answer goes where the same question is empty, or still holds what was
    carried there before; what was typed there otherwise is never overwritten.
    """
    changed = 0
    with transaction() as session:
        source = drafts.row_of(session, draft_id)
        drafts.check_access(source, by)
        own = guide_of(source)
        for other in _others(session, source):
            fresh = dict(_carried(own, guide_of(other), source.raw, other.raw, before))
            if fresh:
                other.raw = {**other.raw, **fresh}
                drafts.touch(other, at=at)
                changed += len(fresh)
    return changed


def spread_file(draft_id: str, file_id: str, *, by: Actor, at: datetime) -> int:
    """Give a scan to every other application of the sitting that asks for the same material and has none; return how many."""
    facts, path = uploads.open(file_id, by=by)
    own = drafts.view(draft_id, by=by)
    material = own.guide.material(facts.material)
    wanted = list(_waiting(_views(draft_id, by, at), material)) if material else []
    for other, theirs in wanted:
        with path.open("rb") as stream:
            uploads.attach(other.public_id, theirs, facts.filename, stream, by=by, at=at, size=facts.size)
    return len(wanted)


def fetch_files(draft_id: str, before: Iterable[str], *, by: Actor, at: datetime) -> int:
    """Take scans of the sitting for what an application asks since now; `before` are the requirements it asked until now."""
    own = drafts.view(draft_id, by=by, on=business_day(at))
    asked = set(before)
    fresh = [one for one in own.requirements if one.state in ("missing", "optional") and one.key not in asked]
    taken = 0
    for other in _views(draft_id, by, at) if fresh else ():
        for file in other.files:
            material = other.guide.material(file.material)
            mine = next(
                (m.id for r in fresh for m in r.requirement.alternatives if material and same_paper(m, material)), ""
            )
            if mine and not any(one.material == mine for one in own.files):
                _facts, path = uploads.open(file.public_id, by=by)
                with path.open("rb") as stream:
                    uploads.attach(draft_id, mine, file.filename, stream, by=by, at=at, size=file.size)
                own, taken = drafts.view(draft_id, by=by, on=business_day(at)), taken + 1
    return taken


def same_question(one: Field, other: Field) -> bool:
    """Whether two guides ask the same: what is known beforehand, or one name, one type and one wording (R66: once only)."""
    if one.type != other.type:
        return False
    if one.prefill or other.prefill:
        return one.prefill == other.prefill
    return one.id == other.id and one.label.get("zh") == other.label.get("zh") and one.options == other.options


def same_paper(one: Material, other: Material) -> bool:
    """Whether two guides ask for the same paper: one name in one form, handed in and not fetched.

    Applications and commitments are written for one item each, whatever they are called.
    """
    name = one.name.get("zh")
    own = one.form == "commitment" or any(word in name for word in OWN_PAPERS)
    return not own and name == other.name.get("zh") and one.form == other.form and not (one.shared or other.shared)


def _carried(
    own: Guide, other: Guide, raw: Mapping[str, Any], theirs: Mapping[str, Any], before: Mapping[str, Any]
) -> Iterator[tuple[str, Any]]:
    for name, field in own.fields.items():
        value = raw.get(name)
        if not is_filled(value) or field.type == "consent":
            continue
        for target in (one for one in other.fields.values() if same_question(field, one)):
            there = theirs.get(target.id)
            held = not is_filled(there) or there == before.get(name)
            if held and there != value:
                yield target.id, value


def _others(session: Session, draft: Draft) -> list[Draft]:
    """The other open applications of the sitting, held in the order of their numbers."""
    if draft.sitting_id is None:
        return []
    wanted = select(Draft).where(Draft.sitting_id == draft.sitting_id, Draft.id != draft.id, Draft.case_id.is_(None))
    return list(session.scalars(wanted.order_by(Draft.id).with_for_update()))


def _views(draft_id: str, by: Actor, at: datetime) -> list[DraftView]:
    with reading() as session:
        draft = drafts.row_of(session, draft_id)
        names = select(Draft.public_id).where(
            Draft.sitting_id == draft.sitting_id, Draft.id != draft.id, Draft.case_id.is_(None)
        )
        found = list(session.scalars(names.order_by(Draft.id))) if draft.sitting_id else []
    return [drafts.view(one, by=by, on=business_day(at)) for one in found]


def _waiting(views: Iterable[DraftView], material: Material) -> Iterator[tuple[DraftView, str]]:
    for view in views:
        for one in view.requirements:
            theirs = next((m.id for m in one.requirement.alternatives if same_paper(m, material)), "")
            if theirs and not one.files:
                yield view, theirs
