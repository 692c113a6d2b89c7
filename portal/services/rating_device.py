"""The rating device of a counter (评价器): an officer calls a case up on it, and the applicant who stands there rates (R83, R86).

The officer cannot choose the device, only the one of the counter where the applicant came today; every rating on it is marked with
who called it up, is told to the applicant, and can be disowned.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access import require
from portal.actors import Actor, Role
from portal.clock import business_day
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import RatingDevice, ServiceWindow
from portal.services import casefile, journal
from portal.services.rating_proof import Proof
from workflows.case import Case
from workflows.rating import MATTER, acts
from workflows.refusal import Refusal

OPEN_FOR = timedelta(minutes=5)
"""How long a case stays on the device: nobody who comes later finds the case of the one before."""


@dataclass(frozen=True, slots=True)
class Called:
    """What a device shows: its counter, and the act of the case that was called up on it, with the proof for rating it.

    `call` is the same from the call to the end of its rating: by it a second click is known.
    """

    window: str
    act: str = ""
    proof: Proof | None = None
    call: str = ""


def install(window_id: int, *, by: Actor, at: datetime) -> str:
    """Give a counter a device; returns its key, which is shown once. A new key ends the old device."""
    require(by.holds(Role.ADMINISTRATOR), "role", roles=[str(Role.ADMINISTRATOR)])
    key = secrets.token_hex(8)
    with transaction() as session:
        if session.get(ServiceWindow, window_id) is None:
            raise Refusal("no_such_window")
        device = session.get(RatingDevice, window_id)
        if device is None:
            session.add(device := RatingDevice(window_id=window_id, key_hash="", made_at=at))
        device.key_hash, device.made_at = _hash(key), at
        device.case_id, device.invited_by, device.invited_at = None, "", None
    return "-".join(key[at : at + 4] for at in range(0, len(key), 4))


def installed(window_id: int) -> datetime | None:
    """Since when a counter has its device; None without one."""
    with reading() as session:
        device = session.get(RatingDevice, window_id)
        return device.made_at if device else None


def call_up(case_id: str, window: str, *, by: Actor, at: datetime) -> str:
    """Show a finished case on the device of the counter, for five minutes; returns the counter's code.

    Raises Refusal where the counter has no device, where the applicant did not come there today, or where all is rated.
    """
    require(by.holds(Role.WINDOW), "role", roles=[str(Role.WINDOW)])
    with transaction() as session:
        row = casefile.locked(session, case_id, by=by)
        found = select(RatingDevice).join(ServiceWindow, ServiceWindow.id == RatingDevice.window_id)
        device = session.scalars(found.where(ServiceWindow.code == window, ServiceWindow.active)).one_or_none()
        if device is None:
            raise Refusal("no_rating_device")
        _act(journal.state_of(session, row.id), window, at)
        device.case_id, device.invited_by, device.invited_at = row.id, by.reference, at
    return window


def shown(key: str, *, at: datetime) -> Called | None:
    """What the device with this key shows now; None where there is no such device any more."""
    with reading() as session:
        found = _device(session, key)
        if found is None:
            return None
        device, window = found
        call = device.invited_at.isoformat() if device.invited_at else ""
        if device.case_id is None or device.invited_at is None or at >= device.invited_at + OPEN_FOR:
            return Called(window, call=call)
        row = session.get_one(CaseRow, device.case_id)
        try:
            act = _act(journal.state_of(session, row.id), window, device.invited_at)
        except Refusal:  # rated meanwhile, at home or here
            return Called(window, call=call)
        return Called(window, act, Proof(row.public_id, "device", device.invited_by), call)


def clear(key: str, *, rated: bool) -> None:
    """Take the case off the device: it was rated, or the applicant does not want to."""
    with transaction() as session:
        if found := _device(session, key):
            found[0].case_id, found[0].invited_by = None, ""
            found[0].invited_at = found[0].invited_at if rated else None


def _device(session: Session, key: str) -> tuple[RatingDevice, str] | None:
    statement = select(RatingDevice, ServiceWindow.code).join(ServiceWindow, ServiceWindow.id == RatingDevice.window_id)
    found = session.execute(statement.where(RatingDevice.key_hash == _hash(key), ServiceWindow.active)).one_or_none()
    return (found[0], found[1]) if found else None


def _act(case: Case, window: str, at: datetime) -> str:
    """What is rated at the counter: the applicant's coming there today, or the matter where that is rated already."""
    if not case.ended:
        raise Refusal("rated_too_early")
    day = business_day(at)
    here = [one.key for one in acts(case) if one.on == day and one.window == window]
    if not here:
        raise Refusal("nobody_here_today")
    left = [key for key in (*here, MATTER) if key not in case.ratings or case.ratings[key].void]
    if not left:
        raise Refusal("rated_already")
    return left[0]


def _hash(key: str) -> str:
    return hashlib.sha256("".join(letter for letter in key.lower() if letter.isalnum()).encode()).hexdigest()
