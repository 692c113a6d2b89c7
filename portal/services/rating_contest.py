"""Ratings that applicants disown: the supervisor looks, and says whose they were (R83)."""

from __future__ import annotations

from datetime import datetime

from portal.access import require
from portal.actors import Actor, Role
from portal.db import transaction
from portal.services import casefile, journal, standing
from portal.services.freshness import known_seq
from workflows.commands import DecideContest


def decide(
    case_id: str, act: str, verdict: str, reason: str, *, by: Actor, at: datetime, expected_seq: int | None
) -> None:
    """Say, as a supervisor, that a rating was not the applicant's (upheld: it counts no more) or was (rejected). Raises Refusal."""
    require(by.holds(Role.SUPERVISOR), "role", roles=[str(Role.SUPERVISOR)])
    with transaction() as session:
        row = casefile.locked(session, case_id, by=by)
        standing.check(session, by, Role.SUPERVISOR)
        seq = known_seq(session, row, expected_seq)
        journal.record(session, row, DecideContest(act, verdict, reason), by=by, at=at, expected_seq=seq)
