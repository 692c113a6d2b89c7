"""What silence decided and no sweep has written down yet: written down when somebody comes upon it (R37)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from portal.actors import SYSTEM
from portal.db import transaction
from portal.services import casefile, former_licence, journal
from workflows.refusal import Refusal
from workflows.rules.silence import SPOKEN


@contextmanager
def written_down(case_id: str, *, at: datetime) -> Iterator[None]:
    """An act on a case that is refused because silence has decided it leaves that decision in the journal, with the day on which
    the law took it: nobody waits for a sweep that is late or does not run."""
    try:
        yield
    except Refusal as refusal:
        if refusal.rule == SPOKEN:
            _write_down(case_id, at)
        raise


def _write_down(case_id: str, at: datetime) -> None:
    with transaction() as session:
        row = casefile.locked(session, case_id, by=SYSTEM)
        former_licence.before_silence(session, row, by=SYSTEM, at=at)
        journal.fall_due(session, row, by=SYSTEM, at=at)
