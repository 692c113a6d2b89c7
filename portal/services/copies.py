"""The copied columns and rows of every case, written again from its journal: asked for by the operator, done by the sweep."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CursorResult, func, select, update

from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.services import sweep
from portal.services.columns import LONG_AGO
from portal.services.sweep import Swept

BATCH = 1000


def derive_again(*, at: datetime) -> tuple[int, Swept]:
    """Wake every case, and sweep: each gets its copies anew. Returns how many were woken, and what the sweep did.

    The journal alone is read, and nothing of it is changed; whoever acts meanwhile writes the copies of that case as ever.
    Interrupted, or while another sweep runs, the rest is done by the next sweep.
    """
    with reading() as session:
        last = session.scalar(select(func.max(CaseRow.id))) or 0
    woken = 0
    for first in range(0, last, BATCH):
        with transaction() as session:
            part = update(CaseRow).where(CaseRow.id > first, CaseRow.id <= first + BATCH).values(wake_on=LONG_AGO)
            found = session.execute(part, execution_options={"synchronize_session": False})
            woken += found.rowcount if isinstance(found, CursorResult) else 0
    return woken, sweep.run(at=at)
