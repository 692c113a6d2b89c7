"""Preparing everything about oneself: letters that nobody opened yet are written some at a time, then the file is made and told."""

from __future__ import annotations

from datetime import datetime

from flask import current_app
from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.actors import Actor
from portal.clock import business_day
from portal.connectors.mail import NobodyToTell
from portal.db import reading, transaction
from portal.models import OwnPackage, User
from portal.services import letters, other_messages, outbox, own_package, own_requests, sign_ins, storage
from portal.services.outbox import Parcel

LETTERS_AT_ONCE = 100
"""So many letters are written by one message; the next one goes on, and whatever else waits in its queue has its turn between."""


def carry(parcel: Parcel, at: datetime) -> None:
    """Carry an `own_data` message: write the letters that are missing, or make the file where none is missing any more.

    Raises NobodyToTell where it was asked anew, or where the person may not see any more what was asked for.
    """
    package_id, after = int(parcel.payload["package"]), int(parcel.payload.get("after", 0))
    with reading() as session:
        row = session.get(OwnPackage, package_id)
        if row is None or row.key != parcel.key:
            raise NobodyToTell("over")
        if row.ready_at is not None:
            return
        user_id, mandate_id, reach, locale = row.user_id, row.mandate_id, row.reach, row.locale
    person = sign_ins.acting(user_id, mandate_id=mandate_id, at=at)
    if person is None or own_requests.reach_of(person.actor) != reach:
        _withdraw(package_id, parcel.key, at)
        raise NobodyToTell("left")
    missing = own_package.unwritten(by=person.actor, after=after, most=LETTERS_AT_ONCE)
    for number in missing:
        letters.render(number, at=at)
    if len(missing) == LETTERS_AT_ONCE:
        _go_on(package_id, parcel, missing[-1], at)
        return
    with force_locale(locale):
        _make(package_id, parcel, person.actor, at)


def _go_on(package_id: int, parcel: Parcel, after: int, at: datetime) -> None:
    """Leave the rest to the next message, in the same transaction in which it becomes the one that counts."""
    with transaction() as session:
        row = _held(session, package_id, parcel.key)
        row.key = f"{parcel.key.partition('.')[0]}.{after}"
        payload = {"package": package_id, "after": after}
        outbox.post(session, row.key, own_requests.KIND, case_id=None, payload=payload, at=at)


def _make(package_id: int, parcel: Parcel, by: Actor, at: datetime) -> None:
    with storage.writing() as made:
        size = own_package.write(made.file, pages=current_app.extensions["own_pages"], by=by, at=at)
        with transaction() as session:
            row = _held(session, package_id, parcel.key)
            row.storage_key, row.size, row.ready_at = made.keep(), size, at
            _tell(session, row, at)


def _tell(session: Session, row: OwnPackage, at: datetime) -> None:
    """Tell the person in the inbox and as chosen, at once whatever the hour: he has just asked for it."""
    assert row.ready_at is not None
    user, today = session.get_one(User, row.user_id), business_day(at)
    on, key = own_requests.last_on(row.ready_at).isoformat(), f"{row.key}-told"
    about = {"own_data": row.id}
    other_messages.note(
        session, user, other_messages.OWN_DATA, key=key, facts={"on": on}, at=at, keep=today, about=about
    )
    payload = {"ready": user.id, "on": on, "keep": today.isoformat(), **about}
    outbox.post(session, key, "account", case_id=None, payload=payload, at=at)


def _withdraw(package_id: int, key: str, at: datetime) -> None:
    with transaction() as session:
        own_requests.withdraw(session, _held(session, package_id, key), at)


def _held(session: Session, package_id: int, key: str) -> OwnPackage:
    """The row while nobody else goes on with it. Raises NobodyToTell where it was asked anew meanwhile."""
    found = select(OwnPackage).where(OwnPackage.id == package_id, OwnPackage.key == key).with_for_update()
    row = session.scalars(found).one_or_none()
    if row is None or row.ready_at is not None:
        raise NobodyToTell("over")
    return row
