"""The audit of the town's closed files: all checked, and a sample of the last month drawn by lot."""

from __future__ import annotations

from datetime import datetime, timedelta

from portal.actors import Actor
from portal.clock import business_day
from portal.services import audit_lot, case_audits
from workflows.refusal import Refusal

DRAWN = 5


def audit(*, by: Actor, at: datetime) -> None:
    """Check every closed file and draw a few; a town without closed files has none to draw."""
    while case_audits.check_closed(at=at):
        pass
    today = business_day(at)
    try:
        audit_lot.draw(first=today - timedelta(days=30), last=today - timedelta(days=1), number=DRAWN, by=by, at=at)
    except Refusal:
        return
