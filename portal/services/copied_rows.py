"""Everything of which a case has several, as rows that lists ask for: each kind is copied from the case by its own module."""

from __future__ import annotations

from typing import Protocol

from sqlalchemy.orm import Session

from portal.models import Case as CaseRow
from portal.services import duty_columns, licence_rows, promise_rows, rating_rows, service_rows, visit_rows
from workflows.case import Case
from workflows.rules import Moment


class Rows(Protocol):
    """One kind of rows."""

    def copy(
        self, session: Session, row: CaseRow, before: Case | None, case: Case, now: Moment, *, anew: bool = False
    ) -> None:
        """Write what an act changed since `before`; with `anew` also what another calendar moves."""


KINDS: tuple[Rows, ...] = (rating_rows, duty_columns, visit_rows, promise_rows, service_rows, licence_rows)


def copy(session: Session, row: CaseRow, before: Case | None, case: Case, now: Moment, *, anew: bool) -> None:
    """Write the rows of every kind; only services.journal does so (DESIGN §3.1)."""
    for kind in KINDS:
        kind.copy(session, row, before, case, now, anew=anew)
