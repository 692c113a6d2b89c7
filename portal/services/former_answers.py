"""Answers given before (一次填报, R66): what the same questions were answered with in earlier applications fills an empty form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from guides.conditions import is_filled
from guides.form import Field
from guides.guide import Guide
from portal.access import require
from portal.actors import Actor, Role
from portal.clock import business_day
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import Draft
from portal.services import answers, drafts, law
from portal.services.draft_view import DraftView, guide_of
from portal.services.sharing import same_question

CASES = 20
"""How many accepted cases are looked through, the newest first."""


@dataclass(frozen=True, slots=True)
class Known:
    """What an earlier application answered: the value as it was typed, and the case."""

    value: Any
    number: str
    on: date


def offered(view: DraftView, *, by: Actor, on: date) -> dict[str, Known]:
    """The empty questions of a draft that earlier accepted applications answered, with the newest answer of each.

    Declarations are never answered for anybody, and an answer that the guide would refuse today is not offered.
    """
    with reading() as session:
        return _offered(session, view.guide, view.raw, view.applicant.id, by, on)


def fill(draft_id: str, *, by: Actor, at: datetime) -> int:
    """Answer the empty questions with what is offered; returns how many. Each keeps the case it came from, to be confirmed."""
    on = business_day(at)
    require(bool(by.roles & {Role.HANDLER, Role.WINDOW}), "enterprise")
    with transaction() as session:
        draft = drafts.locked(session, draft_id, by=by)
        found = _offered(session, guide_of(draft), draft.raw, draft.enterprise_id, by, on)
        if found:
            draft.raw = {**draft.raw, **{name: one.value for name, one in found.items()}}
            draft.filled = {**draft.filled, **{name: _kept(one) for name, one in found.items()}}
            drafts.touch(draft, at=at)
        return len(found)


def to_confirm(view: DraftView, section: str) -> list[Field]:
    """The questions of a section that still hold what was taken from an earlier application, where they are asked."""
    fields = next((one.fields for one in view.guide.form if one.id == section), ())
    kept = [one for one in fields if one.id in view.filled and one.id in view.reading.needs.fields]
    return [one for one in kept if not drafts.differs(view.raw.get(one.id), view.filled[one.id]["value"])]


def _kept(one: Known) -> dict[str, Any]:
    return {"value": one.value, "number": one.number, "on": one.on.isoformat()}


def _offered(
    session: Session, guide: Guide, raw: Mapping[str, Any], enterprise_id: int, by: Actor, on: date
) -> dict[str, Known]:
    empty = {name: one for name, one in guide.fields.items() if one.type != "consent" and not is_filled(raw.get(name))}
    found: dict[str, Known] = {}
    for own, theirs, row in _before(session, enterprise_id, by) if empty else ():
        for name in [one for one in empty if one not in found]:
            value = _answer(empty[name], own, theirs)
            if value is not None and row.accepted_on is not None:
                found[name] = Known(value, row.number, row.accepted_on)
    wrong = answers.read(guide, {**raw, **{name: one.value for name, one in found.items()}}, on=on).errors
    return {name: one for name, one in found.items() if name not in wrong}


def _answer(field: Field, own: Guide, theirs: Mapping[str, Any]) -> Any:
    return next(
        (theirs[one.id] for one in own.fields.values() if same_question(one, field) and is_filled(theirs.get(one.id))),
        None,
    )


def _before(session: Session, enterprise_id: int, by: Actor) -> Iterator[tuple[Guide, Mapping[str, Any], CaseRow]]:
    """Earlier applications: their guide, what was typed in the end, and the case; one of the same item is not preferred."""
    c = CaseRow
    statement = select(c, Draft.raw).join(Draft, Draft.case_id == c.id)
    statement = statement.where(c.enterprise_id == enterprise_id, c.accepted_on.is_not(None))
    for row, raw in session.execute(statement.order_by(c.accepted_on.desc(), c.id.desc()).limit(CASES)):
        if not by.handles(row.item):
            continue
        try:
            yield law.guide_of(row.item, row.guide_version), raw, row
        except LookupError:
            continue
