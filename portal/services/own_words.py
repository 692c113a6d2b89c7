"""What a person said in cases, in the own words: objections, statements, applications for review, defences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import and_, literal_column, or_, select
from sqlalchemy.orm import Session

from portal.actors import Actor
from portal.models import Case as CaseRow
from portal.models import JournalEntry, User
from portal.services import act_contents, journal
from portal.services.own_rows import own_rows
from workflows.events import Recorded, kind_of, to_payload

_HANDLER = "handler:"
_OF_THE_GUIDE = frozenset({"terms", "told", "letters"})
"""What an event keeps of the guide and of letters; nobody said it."""
_OBJECTED = JournalEntry.kind == literal_column("'PublicityObjected'")
"""Written out and not bound, so that the database sees that its index of objections serves."""


def of_case(session: Session, row: CaseRow, recorded: Sequence[Recorded], by: Actor) -> list[dict[str, Any]]:
    """What was said in an own case: by the person, and for its owner by everybody who speaks for the enterprise.

    Who objected to it before the public speaks for himself, and is told to nobody else.
    """
    return _said(session, row, [one for one in recorded if one.by in _own(session, row, recorded, by)])


def elsewhere(session: Session, by: Actor) -> list[dict[str, Any]]:
    """What the person did and said in cases that are not, or no longer, in his hands: his own acts and nothing else of them."""
    if not by.reference.startswith(_HANDLER):
        return []
    objected = select(JournalEntry.case_id).where(_OBJECTED, JournalEntry.by == by.reference)
    foreign = ~own_rows(CaseRow, by) if by.enterprise_id is not None else CaseRow.id > 0
    mine = or_(and_(CaseRow.handler_id == by.id, foreign), and_(CaseRow.id.in_(objected), foreign))
    found = []
    for row in session.scalars(select(CaseRow).where(mine).order_by(CaseRow.id)):
        own = [one for one in journal.load(session, row.id) if one.by == by.reference]
        found.append({"number": row.number, "item": row.item, "said": _said(session, row, own)})
    return found


def _own(session: Session, row: CaseRow, recorded: Iterable[Recorded], by: Actor) -> set[str]:
    if not by.owner:
        return {by.reference}
    numbers = {int(one.by.removeprefix(_HANDLER)) for one in recorded if one.by.startswith(_HANDLER)}
    firm = select(User.id).where(User.id.in_(numbers), User.enterprise_id == row.enterprise_id)
    return {f"{_HANDLER}{number}" for number in {*session.scalars(firm), row.handler_id}} | {by.reference}


def _said(session: Session, row: CaseRow, recorded: Iterable[Recorded]) -> list[dict[str, Any]]:
    """Each act with what the journal says of it, and the words that lie beside the journal."""
    found = []
    for one in recorded:
        paper = getattr(one.event, "paper", "")
        words = act_contents.content_of(session, row.id, paper) if isinstance(paper, str) else {}
        facts = {name: value for name, value in to_payload(one.event).items() if name not in _OF_THE_GUIDE}
        said = {"at": one.at, "what": kind_of(one.event), "facts": facts}
        found.append({**said, "words": words} if words else said)
    return found
