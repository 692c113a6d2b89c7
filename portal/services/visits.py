"""Visits: every coming in person is an event with place, purpose and cause, so that the promise can be measured (R63-R64)."""

from __future__ import annotations

from datetime import datetime

from portal.access import may_act, require
from portal.actors import Actor, Role
from portal.db import transaction
from portal.services import casefile, first_contact, journal
from workflows.case import Case
from workflows.commands import RecordVisit


def record(
    public_id: str,
    place: str,
    purpose: str,
    cause: str,
    *,
    by: Actor,
    at: datetime,
    expected_seq: int | None = None,
) -> Case:
    """Record that the applicant came to `place` (window, site). `purpose`: submit, original, interview, sign, collect;
    `cause`: promised, incomplete (the applicant's own materials) or ours. Raises Refusal where one of them is missing.
    """
    with transaction() as session:
        row = casefile.locked(session, public_id, by=by)
        require(may_act(by, row, Role.WINDOW), "role", roles=[str(Role.WINDOW)])
        expected_seq = first_contact.first_act(session, row, by=by, at=at, expected_seq=expected_seq)
        command = RecordVisit(place, purpose, cause)
        return journal.record(session, row, command, by=by, at=at, expected_seq=expected_seq)
