"""Who hears of a case for the applicant: the handler who filed it while still in charge, otherwise the enterprise's owner."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.clock import business_day
from portal.models import Case as CaseRow
from portal.models import Mandate, User


def handler_of(session: Session, row: CaseRow, *, on: date | None = None) -> User | None:
    """The account that mails about a case go to; a removed handler, or an agent whose authority was taken back, gets none.

    Whoever filed at a window has no account, and gets none here either. An authority counts on the day `on`, by default that of
    the last act.
    """
    if row.handler_id is None:
        return None
    filed = session.get(User, row.handler_id)
    if (
        filed is not None
        and filed.active
        and (filed.enterprise_id == row.enterprise_id or _agent(session, filed, row, on))
    ):
        return filed
    owner = select(User).where(User.enterprise_id == row.enterprise_id, User.owner, User.active)
    return session.scalars(owner).one_or_none()


def _agent(session: Session, user: User, row: CaseRow, on: date | None) -> bool:
    one = Mandate
    day = on or business_day(row.changed_at)
    open_ = (one.accepted_at.is_not(None), one.ended_at.is_(None), one.valid_until >= day)
    wanted = select(one.id).where(one.user_id == user.id, one.enterprise_id == row.enterprise_id, *open_)
    return session.scalar(wanted.limit(1)) is not None
