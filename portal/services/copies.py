"""The copied columns and rows of every case, written again from its journal: asked for by the operator, done by the sweep."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CursorResult, func, select, update
from sqlalchemy.orm import Session

from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.services import sweep
from portal.services.columns import AT_LEISURE, NEXT

BATCH = 1000


def derive_again(*, at: datetime) -> tuple[int, bool]:
    """Wake every case, and sweep until each has its copies anew. Returns how many were woken, and whether all were swept here.

    The journal alone is read, and nothing of it is changed; whoever acts meanwhile writes the copies of that case as ever.
    Interrupted, or while another sweep runs, the rest is done by the next sweeps.
    """
    with reading() as session:
        last = session.scalar(select(func.max(CaseRow.id))) or 0
    woken = 0
    for first in range(0, last, BATCH):
        with transaction() as session:
            woken += _wake(session, first)
    ran = sweep.run(at=at).ran
    while ran and _waiting():
        ran = sweep.run(at=at).ran
    return woken, ran


def _wake(session: Session, after: int) -> int:
    """Open cases are looked at next, for something may fall due on them; ended ones by and by."""
    woken = 0
    for when, part in ((NEXT, CaseRow.closed_on.is_(None)), (AT_LEISURE, CaseRow.closed_on.is_not(None))):
        chosen = update(CaseRow).where(CaseRow.id > after, CaseRow.id <= after + BATCH, part)
        found = session.execute(chosen.values(wake_on=when), execution_options={"synchronize_session": False})
        woken += found.rowcount if isinstance(found, CursorResult) else 0
    return woken


def _waiting() -> bool:
    with reading() as session:
        return session.scalar(select(CaseRow.id).where(CaseRow.wake_on == AT_LEISURE).limit(1)) is not None
