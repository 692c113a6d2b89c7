"""When a message that could not be delivered is tried again, and when it is given up."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from portal.connectors.mail import NobodyToTell, NotNow, Undeliverable
from portal.connectors.port import PortResting
from portal.models import OutboxMessage

log = logging.getLogger("onewindow.outbox")

RETRY_AFTER = (1, 5, 15, 60, 240)  # minutes
MAX_ATTEMPTS = 8
HELD = "Held: quiet hours"
"""What stands with a message that waits for the end of quiet hours."""

NOBODY = "Nobody to tell: "
"""What stands, with its reason, with a message that never left because nobody was to be told any more."""

UNTIRING = frozenset({"check_antivirus", "check_register", "check_projects", "check_credit", "seal", "courier"})
"""What waits for an outside system is owed until it was done: it is never given up, and tried at least every quarter of an hour."""


class WorkerLost(Exception):
    """A message that no worker lived to say anything of."""


def postpone(message: OutboxMessage, error: Exception, at: datetime) -> None:
    """Put the message back for its next try, or let it fail when there were enough; who rests or waits loses no try."""
    if isinstance(error, PortResting):  # it was not tried: that is no attempt, and it is tried when the rest is over
        message.attempts -= 1
        message.state, message.due_at = "queued", max(error.until, at + timedelta(minutes=1))
        message.error = str(error)[:400]
        return
    if isinstance(error, NotNow):  # nothing failed: the message waits for its time, and this try does not count
        message.state, message.attempts = "queued", message.attempts - 1
        message.due_at, message.error = error.until, HELD
        return
    if isinstance(error, NobodyToTell):
        message.state, message.error = "withheld", f"{NOBODY}{error.why}"
        return
    minutes = RETRY_AFTER[min(message.attempts, len(RETRY_AFTER)) - 1]
    untiring = message.kind in UNTIRING
    over = message.attempts >= MAX_ATTEMPTS or isinstance(error, Undeliverable)
    message.error = f"{type(error).__name__}: {error}"[:400]
    message.state = "failed" if over and not untiring else "queued"
    minutes = min(minutes, 15) if untiring else minutes
    message.due_at = at + timedelta(minutes=minutes)
    log.warning("message %s was not delivered (attempt %s): %s", message.key, message.attempts, type(error).__name__)
