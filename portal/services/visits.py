"""Visits: every coming in person is an event with place, purpose and cause, so that the promise can be measured (R63-R65)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from portal.access import may_act, require
from portal.actors import Actor, Role
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.services import casefile, first_contact, journal, people
from portal.services.casefile import CaseFile
from portal.services.people import Name
from portal.services.standing import check as check_standing
from workflows.case import Case
from workflows.commands import AskVisit, RecordVisit, WithdrawVisit
from workflows.visits import Ask, open_asks

ASKING = (Role.WINDOW, Role.REVIEWER, Role.DECIDER)
"""Who may ask an applicant to come: the window, and every office that the case concerns."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a matter stands against its promise, before anybody asks the applicant to come once more."""

    file: CaseFile
    made: int
    promise: int
    waiting: tuple[Ask, ...]
    names: dict[str, Name]

    @property
    def expected(self) -> int:
        """Visits made and asked for."""
        return self.made + len(self.waiting)

    @property
    def beyond(self) -> bool:
        """Whether one more would pass the promise."""
        return self.expected >= self.promise


def standing(public_id: str, *, by: Actor) -> Standing:
    """The count of a matter beside the guide's promise (R63). One matter is one case, also where its guide joins items."""
    with reading() as session:
        file = casefile.gather(session, casefile.row_of(session, public_id), by=by)
        _require_asking(by, file.lead_office, file.case)
        names = people.names_of(session, {one.by for one in file.case.asks})
    return Standing(file, file.case.visits, file.case.terms.visits, open_asks(file.case.asks), names)


def record(
    public_id: str,
    place: str,
    purpose: str,
    cause: str,
    *,
    by: Actor,
    at: datetime,
    expected_seq: int | None = None,
    code: str = "",
    asked: int = 0,
    window: str = "",
) -> Case:
    """Record that the applicant came to `place`; the words are those of workflows/visits.yaml.

    Beyond the promise `code` says why; `asked` is the request that it answers. A second purpose on the same day at the
    same place is the same visit. Raises Refusal where something is missing.
    """
    with transaction() as session:
        row = casefile.locked(session, public_id, by=by)
        require(may_act(by, row, Role.WINDOW), "role", roles=[str(Role.WINDOW)])
        check_standing(session, by, Role.WINDOW)
        expected_seq = first_contact.first_act(session, row, by=by, at=at, expected_seq=expected_seq)
        command = RecordVisit(place, purpose, cause, code=code, asked=asked, window=window)
        return journal.record(session, row, command, by=by, at=at, expected_seq=expected_seq)


def ask(
    public_id: str,
    *,
    place: str,
    purpose: str,
    reason: str,
    instead: str,
    plan_on: date | None = None,
    code: str = "",
    by: Actor,
    at: datetime,
    expected_seq: int | None = None,
) -> Case:
    """Ask the applicant to come. `instead` says why neither the net nor the post will do; he is told by mail, with both.

    Raises Refusal: `visit_ways_first` without that, `visit_code_missing` beyond the promise, which goes to supervision.
    """
    command = AskVisit(place, purpose, reason, instead, by.office_code, plan_on=plan_on, code=code)
    with transaction() as session:
        row = _asking(session, public_id, by)
        return journal.record(session, row, command, by=by, at=at, expected_seq=expected_seq)


def withdraw(public_id: str, asked: int, reason: str, *, by: Actor, at: datetime) -> Case:
    """Take a request to come back; the applicant is told that he need not. Raises Refusal `visit_not_asked`."""
    with transaction() as session:
        row = _asking(session, public_id, by)
        return journal.record(session, row, WithdrawVisit(asked, reason, by.office_code), by=by, at=at)


def _asking(session: Session, public_id: str, by: Actor) -> CaseRow:
    row = casefile.locked(session, public_id, by=by)
    _require_asking(by, row.lead_office, journal.state_of(session, row.id))
    check_standing(session, by, *ASKING)
    return row


def _require_asking(by: Actor, lead: str, case: Case) -> None:
    """The window may ask, and the officers of the lead office and of every office with a track; whoever only looks may not."""
    offices = {lead, *(track.office for track in case.terms.tracks)}
    concerned = bool(by.roles & {Role.REVIEWER, Role.DECIDER}) and by.office_code in offices
    require(by.holds(Role.WINDOW) or concerned, "role", roles=[str(role) for role in ASKING])
