"""The outbox: side effects promised with the event and delivered after commit, at least once, under a key (DESIGN §3.9)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from blinker import Signal
from flask import current_app
from sqlalchemy import Executable, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.clock import day_starts
from portal.db import reading, table_of, transaction
from portal.models import Case as CaseRow
from portal.models import OutboxMessage
from portal.services.message_topics import REMINDED, TOPIC_OF
from portal.services.outbox_retry import MAX_ATTEMPTS, UNTIRING, WorkerLost, postpone
from workflows import events as e
from workflows.case import Case
from workflows.events import Recorded, kind_of
from workflows.events.telling import tells
from workflows.renewal import renewal_over

committed = Signal("messages of the outbox were committed, (number, kind) each; the queue may be woken")

TOLD = frozenset(TOPIC_OF) - {REMINDED}
"""Which events are told to the applicant: those that have a topic. What a message says is worked out when it is sent."""

LISTED = (
    e.Granted, e.Refused, e.DeemedFiled, e.DeemedRenewed, e.LicenceIssued, e.LicenceDecision, e.LicenceReplaced,
    e.LicenceReissued, e.GrantEnded,
)  # fmt: skip
"""Events that put a line on the public list, or correct the line that stands there."""

STOOD_ON = (e.LicenceDecision, e.LicenceReplaced, e.LicenceActProposed, e.LicenceActDropped, e.RevocationProposed)
"""Events that change how a licence stands, for the open cases whose result would take its place and for its chain."""

OBJECTION = "objection"
"""The mail to whoever objected in a publicity window, who need not have an account."""
_OUTBOX = table_of(OutboxMessage)
_WRITTEN = (_OUTBOX.c.id, _OUTBOX.c.kind, _OUTBOX.c.due_at, _OUTBOX.c.created_at)
_INSERT = _OUTBOX.insert().returning(*_WRITTEN)
_ONCE: dict[str, Executable] = {
    name: dialect.insert(_OUTBOX).on_conflict_do_nothing(index_elements=["key"]).returning(*_WRITTEN)
    for name, dialect in (("postgresql", postgresql), ("sqlite", sqlite))
}
"""The same where a key may stand there already: whoever promises the same at this very moment is waited for, and nothing fails."""
CLAIM = timedelta(minutes=3)  # how long a worker has for one message before another may take it up


def is_told(event: e.Event) -> bool:
    """Whether the applicant's side is told of an event."""
    return kind_of(event) in TOLD and tells(event)


def promise(session: Session, row: CaseRow, case: Case, recorded: Sequence[Recorded]) -> None:
    """Write the messages that these events cause, in the same transaction; wake the queue once it is committed."""
    rows = [message for entry in recorded for message in _messages(row, entry)]
    rows += [_message(row, entry, "renewal", {}) for entry in recorded if renewal_over(case, entry.event)]
    if rows:
        _write(session, rows)


def post(
    session: Session,
    key: str,
    kind: str,
    *,
    case_id: int | None,
    payload: dict[str, Any],
    at: datetime,
    due: datetime | None = None,
) -> bool:
    """Write one message that no event causes, to go out at `due` (now, where nothing is said).

    False, and nothing is written, when its key was used before.
    """
    row: dict[str, Any] = {
        "key": key,
        "kind": kind,
        "case_id": case_id,
        "payload": payload,
        "state": "queued",
        "attempts": 0,
    }
    row |= {"due_at": due or at, "created_at": at, "error": ""}
    return _write(session, [row], _ONCE[session.get_bind().dialect.name])


def _write(session: Session, rows: list[dict[str, Any]], insert: Executable = _INSERT) -> bool:
    """Write messages; what is due later is woken by the sweep when its time has come. False where nothing was written."""
    written = session.connection().execute(insert, rows).all()
    due_now = [(number, kind) for number, kind, due, created in written if due <= created]
    if due_now:
        wake_after_commit(session, due_now)
    return bool(written)


def wake_after_commit(session: Session, messages: list[tuple[int, str]]) -> None:
    """Wake the queue for these messages once the transaction is committed."""
    after = session.info.setdefault("after_commit", [])
    after.append(lambda: committed.send(None, messages=messages))


def _messages(row: CaseRow, entry: Recorded) -> Iterable[dict[str, Any]]:
    if is_told(entry.event):
        yield _message(row, entry, "mail", {"notice": kind_of(entry.event)})
    if getattr(entry.event, "letters", ()):
        yield _message(row, entry, "letter", {"seq": entry.seq})
    if isinstance(entry.event, LISTED):
        yield {**_message(row, entry, "publication", {}), "due_at": _listed_at(entry)}
    if isinstance(entry.event, STOOD_ON):
        for n, due in enumerate(sorted({entry.at, _listed_at(entry)})):
            yield {**_message(row, entry, "former", {}), "key": f"{row.public_id}-{entry.seq}-former{n}", "due_at": due}
    if isinstance(entry.event, e.PublicityAnswered):
        yield _message(row, entry, OBJECTION, {"objection": entry.event.objection, "notice": kind_of(entry.event)})
    if (
        isinstance(entry.event, e.InspectionHandedOver | e.DutyChecked)
        and current_app.config["SETTINGS"].inspection_url
    ):
        yield _message(row, entry, "inspection", {})


def _listed_at(entry: Recorded) -> datetime:
    """When the public list takes an event up: at once, or on the day on which a decision on a licence takes effect."""
    effective_on = getattr(entry.event, "effective_on", None)
    return max(entry.at, day_starts(effective_on)) if effective_on else entry.at


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


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message as its carrier gets it: the idempotency key, the case, and codes; never personal data."""

    key: str
    kind: str
    case_id: int | None
    payload: dict[str, Any]


Carrier = Callable[[Parcel, datetime], None]


def deliver(message_id: int, *, at: datetime) -> str:
    """Deliver one message; return what became of it: `sent`, `queued` (is or will be tried again), `failed` or `withheld`.

    A worker claims the message for some minutes before it carries it, so that two never carry it at once; when the worker
    dies, the claim ends and the sweep wakes the message again; one that every worker died of is given up, and a person is
    asked. Carriers know the key and do nothing twice.
    """
    from portal.services.carriers import CARRIERS  # they read cases, whose journal promises messages here

    parcel = _claim(message_id, at)
    if isinstance(parcel, str):
        return parcel
    try:
        CARRIERS[parcel.kind](parcel, at)
    except Exception as error:  # whatever a carrier raises, the message stays and is tried again
        return _settle(message_id, at, error)
    return _settle(message_id, at, None)


def _claim(message_id: int, at: datetime) -> Parcel | str:
    with transaction() as session:
        message = _locked(session, message_id, skip=True)  # another worker has it in hand at this moment
        if message is None or message.state in ("sent", "failed", "withheld"):
            return message.state if message else "queued"
        if message.state == "sending" and message.due_at > at:
            return "queued"
        if message.state == "sending" and message.attempts >= MAX_ATTEMPTS and message.kind not in UNTIRING:
            postpone(message, WorkerLost("every worker that carried it was lost"), at)
            return message.state
        message.state, message.attempts = "sending", message.attempts + 1
        message.due_at = at + CLAIM
        return Parcel(message.key, message.kind, message.case_id, dict(message.payload))


def _settle(message_id: int, at: datetime, error: Exception | None) -> str:
    """Write down what became of a message. Whoever holds its row is waited for: what was sent and is not said to be goes twice."""
    with transaction() as session:
        message = _locked(session, message_id)
        if message is None:
            return "queued"
        if error is None:
            message.state, message.sent_at, message.error = "sent", at, ""
        else:
            postpone(message, error, at)
        return message.state


def _locked(session: Session, message_id: int, *, skip: bool = False) -> OutboxMessage | None:
    statement = select(OutboxMessage).where(OutboxMessage.id == message_id).with_for_update(skip_locked=skip)
    return session.scalars(statement).one_or_none()


def wake(*, at: datetime, limit: int = 500) -> int:
    """Ask the queue again for every message that is due and not yet sent: what a lost Redis forgot, this remembers."""
    statement = select(OutboxMessage.id, OutboxMessage.kind).where(
        OutboxMessage.state.in_(("queued", "sending")), OutboxMessage.due_at <= at
    )
    with reading() as session:
        found = session.execute(statement.order_by(OutboxMessage.due_at, OutboxMessage.id).limit(limit))
        messages = [(number, kind) for number, kind in found]
    if messages:
        committed.send(None, messages=messages)
    return len(messages)


GOES_OUT = (
    "mail", "message_digest", "sms", "webhook", "digest", "letter", "seal", "visit_digest", "appointment", "account", "put_back",
    "to_head", OBJECTION, "rating_sms", "mobile_code", "credit_objection",
)  # fmt: skip
"""The kinds of message that leave the house, and the letters."""


def withhold(*, until: datetime) -> int:
    """Let no mail and no letter go out that was promised before `until` and has not gone yet; return how many there were.

    For a past that was only played: nobody waits for its mail, and its letters are written when somebody opens them.
    """
    waiting = (OutboxMessage.state == "queued", OutboxMessage.kind.in_(GOES_OUT))
    statement = update(OutboxMessage).where(*waiting, OutboxMessage.created_at < until).values(state="withheld")
    with transaction() as session:
        return len(session.scalars(statement.returning(OutboxMessage.id)).all())
