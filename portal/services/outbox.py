"""The outbox: side effects promised with the event, delivered after commit, at least once, under an idempotency key (DESIGN §3.9)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from blinker import Signal
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import OutboxMessage
from workflows import events as e
from workflows.events import Recorded, kind_of

committed = Signal("messages of the outbox were committed; the queue may be woken")

# Which events are told to the applicant by mail. What the mail says is worked out when it is sent.
TOLD = frozenset(
    {
        "Submitted",
        "NotRequiredDeclared",
        "CompetenceDeclined",
        "CorrectionRequested",
        "Accepted",
        "AcceptedDeferred",
        "DeemedAccepted",
        "AcceptanceRefused",
        "DeemedWithdrawn",
        "AcceptanceRevoked",
        "DeferredRejected",
        "ClockPaused",
        "ClockResumed",
        "Extended",
        "Granted",
        "Refused",
        "DeemedFiled",
        "LicenceIssued",
        "Delivered",
        "Reminded",
    }
)
RETRY_AFTER = (1, 5, 15, 60, 240)  # minutes
MAX_ATTEMPTS = 8


def promise(session: Session, row: CaseRow, recorded: Iterable[Recorded]) -> None:
    """Write the messages that these events cause, in the same transaction; wake the queue once it is committed."""
    rows = [message for entry in recorded for message in _messages(row, entry)]
    if not rows:
        return
    ids = list(session.scalars(insert(OutboxMessage).returning(OutboxMessage.id), rows))
    after = session.info.setdefault("after_commit", [])
    after.append(lambda: committed.send(None, ids=ids))


def _messages(row: CaseRow, entry: Recorded) -> Iterable[dict[str, Any]]:
    kind = kind_of(entry.event)
    if kind in TOLD:
        yield _message(row, entry, "mail", {"notice": kind})
    if getattr(entry.event, "letters", ()):
        yield _message(row, entry, "letter", {"seq": entry.seq})
    if isinstance(entry.event, e.Granted | e.Refused | e.DeemedFiled):
        yield _message(row, entry, "publication", {})


def _message(row: CaseRow, entry: Recorded, kind: str, payload: dict[str, Any]) -> dict[str, Any]:
    return {
        "key": f"{row.public_id}-{entry.seq}-{kind}",
        "kind": kind,
        "case_id": row.id,
        "payload": {"seq": entry.seq, **payload},
        "state": "queued",
        "attempts": 0,
        "due_at": entry.at,
        "created_at": entry.at,
        "error": "",
    }
