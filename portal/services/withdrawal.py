"""Withdrawal: the applicant takes the application back, until it is decided."""

from __future__ import annotations

from datetime import datetime

from portal.access import may_act, require
from portal.actors import Actor, Role
from portal.db import transaction
from portal.services import casefile, journal, publicity_mail, silences, standing
from portal.services.freshness import known_seq
from workflows.commands import Withdraw


def withdraw(case_id: str, reason: str, *, by: Actor, at: datetime, expected_seq: int | None = None) -> None:
    """Take an application back. Raises Refusal when it is decided or ended, or when no reason is given."""
    with silences.written_down(case_id, at=at), transaction() as session:
        row = casefile.locked(session, case_id, by=by)
        require(may_act(by, row, Role.HANDLER) or may_act(by, row, Role.WINDOW), "enterprise")
        standing.check(session, by, Role.WINDOW)
        seq = known_seq(session, row, expected_seq)
        case = journal.record(session, row, Withdraw(reason), by=by, at=at, expected_seq=seq)
        publicity_mail.dropped(session, row, case, at=at)
