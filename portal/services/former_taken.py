"""The change of a licence under renewal is taken over by the renewal, so that nothing that was granted is undone (R50)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from portal.access import may_act, require
from portal.actors import Actor, Role
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.services import casefile, former_changes, former_licence, journal, snapshots, standing
from portal.services.former_changes import Difference
from portal.services.freshness import known_seq
from workflows.case import Case
from workflows.commands import TakeFormer
from workflows.former_licence import former_term
from workflows.refusal import Refusal

OFFICERS = (Role.REVIEWER, Role.DECIDER)


def shown(case_id: str, *, by: Actor) -> tuple[Difference, ...]:
    """What the page of a renewal says of the change, each line once. Raises Denied for whoever may not see the case."""
    with reading() as session:
        row = casefile.row_of(session, case_id)
        casefile.check_sight(session, row, by)
        term = former_term(journal.state_of(session, row.id).terms)
        newest = former_licence.newest(session, term, row.id) if term else None
        if term is None or newest is None or not former_changes.changed(session, row.id, term, newest):
            return ()
        found = former_changes.differences(session, row.id, term, newest)
        return tuple({(one.before, one.now): one for one in reversed(found)}.values())[::-1]


def take(case_id: str, *, by: Actor, at: datetime, expected_seq: int | None = None) -> Case:
    """Take the changes over, as an officer who leads the case. Raises Refusal `former_unchanged` where there are none."""
    with transaction() as session:
        row = casefile.locked(session, case_id, by=by)
        require(any(may_act(by, row, role) for role in OFFICERS), "lead")
        standing.check(session, by, *OFFICERS)
        seq = known_seq(session, row, expected_seq)
        return _take(session, row, by=by, at=at, expected_seq=seq)


def before_issue(session: Session, row: CaseRow, *, by: Actor, at: datetime, expected_seq: int | None) -> int | None:
    """Take over, on a locked case that was granted, what was changed since: a grant by silence was looked at by nobody. Returns the
    sequence that the page then knows."""
    term = former_term(journal.state_of(session, row.id).terms)
    newest = former_licence.newest(session, term, row.id) if term else None
    if term is None or newest is None or not former_changes.changed(session, row.id, term, newest):
        return expected_seq
    _take(session, row, by=by, at=at, expected_seq=expected_seq)
    return None if expected_seq is None else row.seq


def _take(session: Session, row: CaseRow, *, by: Actor, at: datetime, expected_seq: int | None) -> Case:
    case = journal.state_of(session, row.id)
    term = former_term(case.terms)
    newest = former_licence.newest(session, term, row.id) if term else None
    if term is None or newest is None or newest.case_id == row.id:
        raise Refusal("no_former_licence")
    names = former_changes.changed(session, row.id, term, newest)
    content = former_changes.merged(session, row.id, term, newest) if names else {}
    command = TakeFormer(newest.number, snapshots.digest_of(content), names)
    made = journal.record(session, row, command, by=by, at=at, expected_seq=expected_seq)
    snapshots.keep(session, row.id, made.round, content, at=at)
    return made
