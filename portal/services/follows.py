"""Following a case: who beside its handler wants to be told of it, said on the page of the case."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from portal.access import may_act, require
from portal.actors import Actor, Role
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import CaseFollow, MessageChoice
from portal.services import casefile

HANDLED, EVERY, FOLLOWED, NOT = "handled", "every", "followed", "not"


def state(case_id: str, *, by: Actor) -> str:
    """Whether the person is told of a case: as its handler, as an owner who follows every case, by following it, or not."""
    with reading() as session:
        row = casefile.row_of(session, case_id)
        require(may_act(by, row, Role.HANDLER))
        return _state(session, row, by)


def _state(session: Session, row: CaseRow, by: Actor) -> str:
    if row.handler_id == by.id:
        return HANDLED
    choice = session.get(MessageChoice, by.id) if by.owner and not by.mandate_id else None
    if choice is not None and choice.follows_all:
        return EVERY
    return FOLLOWED if session.get(CaseFollow, (row.id, by.id)) else NOT


def follow(case_id: str, wanted: bool, *, by: Actor, at: datetime) -> str:
    """Be told of a case from now on, or no more; a second click changes nothing. Returns how it is afterwards."""
    with transaction() as session:
        row = session.get_one(CaseRow, casefile.row_of(session, case_id).id, with_for_update=True)
        require(may_act(by, row, Role.HANDLER))
        known = session.get(CaseFollow, (row.id, by.id))
        if wanted and known is None and row.handler_id != by.id:
            session.add(CaseFollow(case_id=row.id, user_id=by.id, since=at))
        elif not wanted and known is not None:
            session.delete(known)
        session.flush()
        return _state(session, row, by)
