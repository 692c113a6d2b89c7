"""Asking for everything about oneself: prepared in the background, taken by that person alone, deleted after its days.

《个人信息保护法》第四十五条: whoever is concerned may read and copy what is kept; how long the copy lies ready is a rule of
retention (`own_data`, 第十九条).
"""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from portal.actors import SYSTEM, Actor
from portal.clock import business_day
from portal.db import reading, transaction
from portal.models import OutboxMessage, OwnPackage, User
from portal.services import account_log, draftfiles, outbox, sealing, sign_ins, storage
from portal.services.retention_rows import ROWS, threshold
from workflows.retention import load_policy

KIND = "own_data"
"""The kind of the messages of the outbox that prepare it."""

NONE, PREPARING, READY, FAILED, CHANGED = "none", "preparing", "ready", "failed", "changed"


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands: since when it is prepared, or what lies ready of how many bytes, and the last day to take it.

    `CHANGED`: it was asked for with other powers than the person has now, and was deleted for that.
    """

    state: str = NONE
    asked_at: datetime | None = None
    ready_at: datetime | None = None
    size: int = 0
    last_on: date | None = None


@dataclass(frozen=True, slots=True)
class Ready:
    """The file as it lies ready."""

    path: Path
    made_at: datetime


def days() -> int:
    """For how many calendar days the file lies ready, that of its making among them."""
    return load_policy()[KIND].days


def reach_of(by: Actor) -> str:
    """A digest of what somebody may see: whoever may see less, or something else, finds no file that was made before."""
    seen = [by.kind, by.enterprise_id, by.owner, by.proven, by.mandate_id, sorted(by.roles), sorted(by.items or ())]
    return hashlib.sha256(json.dumps([*seen, by.items is None]).encode()).hexdigest()


def standing(*, by: Actor, at: datetime) -> Standing:
    """How the person's file stands; what outlived its days is none, although the night may not have deleted it yet.

    A file that was made under other powers is deleted here and now, and what the page says is why.
    """
    with reading() as session:
        rows = session.scalars(_all(by)).all()
        row = next((one for one in rows if one.reach == reach_of(by) and one.key and not _over(one, at)), None)
        others = [one for one in rows if one is not row and not _over(one, at)]
        if row is None:
            now = Standing(CHANGED, max(one.asked_at for one in others)) if others else Standing()
        elif row.ready_at is not None:
            now = Standing(READY, row.asked_at, row.ready_at, row.size, last_on(row.ready_at))
        else:
            now = Standing(FAILED if _given_up(session, row) else PREPARING, row.asked_at)
    if any(one.key for one in others):
        _withdraw_others(by, at)
    return now


def ask(*, locale: str, by: Actor, at: datetime) -> None:
    """Ask for the file; while one is prepared, nothing. One that lies ready is deleted and made anew."""
    with transaction() as session:
        session.execute(
            select(User.id).where(User.id == by.id).with_for_update()
        )  # the second of two clicks finds the first
        row = session.scalars(_own(by)).one_or_none()
        if row and row.key and row.ready_at is None and not _over(row, at) and not _given_up(session, row):
            return
        for other in session.scalars(_all(by).where(OwnPackage.reach != reach_of(by))).all():
            let_go(session, other)
        if row is None:
            row = OwnPackage(user_id=by.id, reach=reach_of(by))
            session.add(row)
        elif row.storage_key:
            draftfiles.erase_after_commit(session, [row.storage_key])
        row.mandate_id, row.locale, row.key = by.mandate_id, locale, f"own-data-{secrets.token_urlsafe(16)}"
        row.storage_key, row.size, row.asked_at, row.ready_at, row.taken_in = "", 0, at, None, ""
        session.flush()
        account_log.note(session, "data_asked", by=by, at=at, user_id=by.id, enterprise_id=by.enterprise_id)
        outbox.post(session, row.key, KIND, case_id=None, payload={"package": row.id}, at=at)


def take(*, part: bool = False, sign_in: str = "", by: Actor, at: datetime) -> Ready | None:
    """The file, to be sent now; that it was taken stands in the account's log. None where none lies ready for this person.

    Whoever asks for a `part` goes on with a download that was cut: within one sign-in (its token) that is no other download.
    """
    with transaction() as session:
        row = session.scalars(_own(by).with_for_update()).one_or_none()
        if row is None or row.ready_at is None or _over(row, at):
            return None
        path = storage.path_of(row.storage_key)
        if not path.is_file():
            return None
        taken_in = sealing.digest(sign_in)
        if not part or row.taken_in != taken_in:
            row.taken_in = taken_in
            account_log.note(session, "data_taken", by=by, at=at, user_id=by.id, enterprise_id=by.enterprise_id)
        return Ready(path, row.ready_at)


def discard(*, by: Actor, at: datetime) -> None:
    """Delete the file before its time; there need be none. That it was deleted stands in the account's log."""
    with transaction() as session:
        for row in session.scalars(_own(by).where(OwnPackage.ready_at.is_not(None)).with_for_update()).all():
            let_go(session, row)
            account_log.note(session, "data_deleted", by=by, at=at, user_id=by.id, enterprise_id=by.enterprise_id)


def let_go(session: Session, row: OwnPackage) -> None:
    """Delete a row, and its file once that is committed."""
    session.delete(row)
    if row.storage_key:
        draftfiles.erase_after_commit(session, [row.storage_key])


def withdraw(session: Session, row: OwnPackage, at: datetime) -> None:
    """Delete the file of somebody whose powers are others now; the row stays for its days, to say why there is none."""
    if row.storage_key:
        draftfiles.erase_after_commit(session, [row.storage_key])
    row.key, row.storage_key, row.size, row.ready_at = "", "", 0, None
    account_log.note(session, "data_withdrawn", by=SYSTEM, at=at, user_id=row.user_id)


def _withdraw_others(by: Actor, at: datetime) -> None:
    with transaction() as session:
        asked = _all(by).where(OwnPackage.reach != reach_of(by), OwnPackage.key != "")
        for row in session.scalars(asked.with_for_update()).all():
            withdraw(session, row, at)


def expire(session: Session, at: datetime) -> int:
    """Delete what has lain ready, or was asked for in vain, for its days, and files of people with other powers by now.

    Returns how many.
    """
    since = func.coalesce(OwnPackage.ready_at, OwnPackage.asked_at)
    old = select(OwnPackage).where(since < threshold(business_day(at), load_policy()[KIND])).order_by(OwnPackage.id)
    rows = session.scalars(old.limit(ROWS)).all()
    for row in rows:
        let_go(session, row)
    lying = session.scalars(select(OwnPackage).where(OwnPackage.storage_key != "").order_by(OwnPackage.id)).all()
    changed = [row for row in lying if row not in rows and not _holds(row, at)]
    for row in changed:
        withdraw(session, row, at)
    return len(rows) + len(changed)


def _holds(row: OwnPackage, at: datetime) -> bool:
    """Whether its person still has the powers under which it was asked for."""
    person = sign_ins.acting(row.user_id, mandate_id=row.mandate_id, at=at)
    return person is not None and reach_of(person.actor) == row.reach


def last_on(ready_at: datetime) -> date:
    """The last day on which a file can be taken."""
    return _gone_on(ready_at) - timedelta(days=1)


def _gone_on(since: datetime) -> date:
    return load_policy()[KIND].gone_on(business_day(since), None)


def _over(row: OwnPackage, at: datetime) -> bool:
    return business_day(at) >= _gone_on(row.ready_at or row.asked_at)


def _given_up(session: Session, row: OwnPackage) -> bool:
    state = session.scalar(select(OutboxMessage.state).where(OutboxMessage.key == row.key))
    return state in ("failed", "withheld", None)


def _all(by: Actor) -> Select[OwnPackage]:
    """Every request of a person in the same capacity, with whatever powers."""
    return select(OwnPackage).where(OwnPackage.user_id == by.id, OwnPackage.mandate_id == by.mandate_id)


def _own(by: Actor) -> Select[OwnPackage]:
    return select(OwnPackage).where(OwnPackage.user_id == by.id, OwnPackage.reach == reach_of(by))
