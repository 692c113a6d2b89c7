"""Open cases learn how the licence stands whose place their result would take, without anybody opening them (R37, R40).

What a decision waits for is copied with the journal of its own case (`cases.waits`). An act on the licence of another case reaches
it by a message of that act, and an expiry by one of the night, so that no transaction holds two cases in whatever order.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from portal.actors import SYSTEM
from portal.clock import business_day
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import Licence
from portal.services import chain_news, former_licence, journal, outbox
from portal.services.outbox import Parcel

log = logging.getLogger("onewindow.former")
KIND = "former"
RECENT = timedelta(days=7)
"""How long after its last day an expired licence is looked for: longer than a portal is ever stopped."""


def promise(*, at: datetime) -> None:
    """Promise the look of this night, once: who stands on a licence that expired."""
    with transaction() as session:
        outbox.post(session, f"former-{business_day(at):%Y%m%d}", KIND, case_id=None, payload={}, at=at)


def carry(parcel: Parcel, at: datetime) -> None:
    """Carry a `former` message: each open case that stands on the licence of this case, or on one that expired in these days,
    sees how it stands now. What it knows already is not recorded again; a case that cannot learn it keeps no other waiting, and the
    message is tried again for it."""
    with reading() as session:
        numbers = list(_expired(session, at) if parcel.case_id is None else _chain(session, parcel.case_id))
        found = list(session.scalars(_open().where(CaseRow.former.in_(numbers)))) if numbers else []
    wrong: Exception | None = None
    for case_id in found:
        try:
            with transaction() as session:
                former_licence.learn(session, journal.lock(session, case_id), by=SYSTEM, at=at)
        except Exception as error:
            log.warning("case %s did not learn how its former licence stands: %r", case_id, error)
            wrong = error
    if parcel.case_id is not None:
        chain_news.tell(parcel.case_id, at=at)
    if wrong is not None:
        raise wrong


def _open() -> Select[int]:
    return select(CaseRow.id).where(CaseRow.former != "").order_by(CaseRow.id)


def _chain(session: Session, case_id: int) -> Iterator[str]:
    """The number of the licence of a case, and those before it: a renewal follows what came after the one that it names."""
    own = session.scalars(select(Licence).where(Licence.case_id == case_id)).one_or_none()
    while own is not None:
        yield own.number
        before = select(Licence).where(Licence.number == own.former)
        own = session.scalars(before).one_or_none() if own.former else None


def _expired(session: Session, at: datetime) -> Iterator[str]:
    today = business_day(at)
    days = (today - RECENT, today - timedelta(days=1))
    open_ = select(CaseRow.former).where(CaseRow.former != "")
    yield from session.scalars(select(Licence.number).where(Licence.number.in_(open_), Licence.valid_to.between(*days)))
