"""Who may sign or give back the answer to an application that another one proposed: a head of the office, never alone (R18)."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.access import may_act, require
from portal.actors import Actor, Role
from portal.models import Case as CaseRow
from portal.services import standing
from workflows.two_signatures import Proposed

OFFICERS = (Role.REVIEWER, Role.DECIDER)
"""Who may propose, and take back what he proposed himself."""


def head(session: Session, row: CaseRow, by: Actor) -> None:
    """Whoever signs is a head of the office that leads. Raises Denied for all others, Refusal `right_revoked`."""
    require(may_act(by, row, Role.DECIDER), "decider")
    standing.check(session, by, Role.DECIDER)


def may_give_back(session: Session, row: CaseRow, proposed: Proposed | None, by: Actor) -> None:
    """Whoever proposed takes it back himself; it is sent back by a head. Raises what `head` raises."""
    if proposed is not None and proposed.by != by.reference:
        head(session, row, by)
