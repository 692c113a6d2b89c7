"""Delivery: what waits to go out, the licence made out without a gap in its numbers, and its service (R26, R116, R146)."""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta

from sqlalchemy import and_, case, literal, select
from sqlalchemy.orm import Session

from guides.guide import Answers, Guide, Result
from portal.access import may_act, require
from portal.actors import Actor, Role
from portal.clock import business_day
from portal.db import transaction
from portal.models import Case as CaseRow
from portal.models import Licence, Office
from portal.services import (
    casefile,
    first_contact,
    former_taken,
    journal,
    law,
    licence_chain,
    licence_numbers,
    licence_rows,
    licence_signing,
    numbering,
    parcels,
    snapshots,
    standing,
)
from portal.services.licensee import licensee
from portal.services.window_listing import Listing, listed
from portal.services.window_rows import READY_KINDS, WaitingPage
from portal.services.worklist_query import near_until
from workflows.case import Case
from workflows.commands import Deliver, IssueLicence
from workflows.ledger import months_after
from workflows.limits import Signal
from workflows.terms import FormerTerm

Former = tuple[FormerTerm, Licence, CaseRow]
SIGNED, TWO = "signed", "two"  # what the journal keeps of names: that somebody signed, that there were witnesses


def ready(
    *, by: Actor, on: date, kind: str = "", light: Signal | str | None = None, search: str = "", page: int = 1
) -> WaitingPage:
    """What waits to go out, by the time left to deliver (article 44): granted to be made out, issued and refused to be served."""
    require(by.holds(Role.WINDOW), "role", roles=[str(Role.WINDOW)])
    until, near = CaseRow.delivery_due, near_until(on, law.calendar())
    listing = Listing(
        where=CaseRow.state.in_(READY_KINDS),
        kind=CaseRow.state,
        due=until,
        light=case(
            (until < on, literal(str(Signal.DARK))),
            (and_(until >= on, until <= near), literal(str(Signal.YELLOW))),
            else_=literal(str(Signal.GREEN)),
        ),
    )
    return listed(listing, on=on, light=light, kind=kind, words=search, page=page)


def issue(
    public_id: str, *, by: Actor, at: datetime, expected_seq: int | None = None, electronic: bool = False
) -> Case:
    """Make the licence out: number by the guide's rule, term in months, identifier and QR token, all in one transaction.

    With `electronic` the electronic licence is delivered in the same act. Raises Refusal when nothing was granted, or `stale`.
    """
    with transaction() as session:
        former = licence_chain.locked_former(session, casefile.row_of(session, public_id).id)
        row = _locked(session, public_id, by)
        expected_seq = former_taken.before_issue(session, row, by=by, at=at, expected_seq=expected_seq)
        file = casefile.gather(session, row, by=by)
        guide, day = file.guide, business_day(at)
        number = licence_numbers.next_number(session, guide.result.number_rule, day.year)
        case = journal.state_of(session, row.id)
        since, until = _days(guide.result, file.needs.answers, day, former, case)
        identifier = _identifier(session, row, guide, day.year)
        command = IssueLicence(number, since, until, identifier)
        expected_seq = first_contact.first_act(session, row, by=by, at=at, expected_seq=expected_seq)
        made = journal.record(session, row, command, by=by, at=at, expected_seq=expected_seq)
        if former:
            before = journal.state_of(session, former[2].id)
            licence_chain.take_place(session, former, number, row.number, made.decided_on, by=by, at=at)
            made = licence_chain.hand_on(session, former, before, row, by=by, at=at)
        session.add(_licence(session, row, made, at, guide, former))
        if electronic:
            made = journal.record(session, row, Deliver("electronic"), by=by, at=at)
            parcels.close(session, row.id, "electronic", business_day(at), at=at)
        return made


def deliver(
    public_id: str,
    way: str,
    *,
    recipient: str = "",
    proof: str = "",
    visit_code: str = "",
    window: str = "",
    by: Actor,
    at: datetime,
    expected_seq: int | None = None,
) -> Case:
    """Serve the licence or the refusal (R146). `way`: electronic, counter (`recipient` says who signed for it) or courier
    (`proof` is the number of the mail), left (`proof` names the witnesses), entrusted (`proof` is the body), or public_notice
    once its days are over. Raises Refusal where that is missing or nothing is there to serve.
    Collecting is a visit: beyond the promise `visit_code` says why.
    """
    with transaction() as session:
        row = _locked(session, public_id, by)
        names = proof.strip() if way == "left" else recipient.strip()
        expected_seq = first_contact.first_act(session, row, by=by, at=at, expected_seq=expected_seq)
        signed = SIGNED if recipient.strip() else ""
        command = Deliver(way, signed, TWO if way == "left" and names else proof, visit_code=visit_code, window=window)
        case = journal.record(session, row, command, by=by, at=at, expected_seq=expected_seq)
        parcels.close(session, row.id, way, business_day(at), at=at)
        if names:
            numbering.name_recipient(session, row.id, names)
        return case


def planned(
    session: Session, row: CaseRow, result: Result, answers: Answers, day: date
) -> tuple[date, date | None]:  # fmt: skip
    """First and last day that a licence of this case would have if it were made out on that day."""
    former = licence_chain.former_of(session, row.id)
    return _days(result, answers, day, (*former, row) if former else None, journal.state_of(session, row.id))


def _days(result: Result, answers: Answers, day: date, former: Former | None, case: Case) -> tuple[date, date | None]:
    """First and last day of a licence made out on that day; those of the one that it takes the place of where it has one.

    A licence that no register holds is renewed from the day of expiry that the form names."""

    def ends(start: date) -> date | None:
        return term_of(result, answers, start)

    granted_on, renewed = case.decided_on or day, case.terms.renewal
    if former is not None:
        return licence_chain.days(former[0], former[1], ends, day, granted_on)
    if renewed is not None and granted_on <= renewed.expires_on:
        return licence_chain.renewed_days(renewed.expires_on, ends, day, granted_on)
    return day, ends(day)


def term_of(result: Result, answers: Answers, start: date) -> date | None:
    """The last day of a licence made out on `start`: the guide's term, but not beyond the day that the form asked for.

    So a seasonal licence ends with its season, and a change leaves the end of the old licence as it is.
    """
    ends = [valid_until(start, result.validity_months)]
    asked = answers.get(result.until_field) if result.until_field else None
    if asked:
        ends.append(date.fromisoformat(asked))
    return min((end for end in ends if end), default=None)


def valid_until(start: date, months: int | None) -> date | None:
    """The last day of a term of so many months that begins on `start`: the day before the same day; None for no end."""
    if months is None:
        return None
    same = months_after(start, months)
    return same - timedelta(days=1) if same.day == start.day else same  # a shorter month ends before the same day


def _locked(session: Session, public_id: str, by: Actor) -> CaseRow:
    row = casefile.locked(session, public_id, by=by)
    require(may_act(by, row, Role.WINDOW), "role", roles=[str(Role.WINDOW)])
    standing.check(session, by, Role.WINDOW)
    return row


def _identifier(session: Session, row: CaseRow, guide: Guide, year: int) -> str:
    """The electronic licence identifier (R116); nothing while the issuing office has no code of its own."""
    issuer = session.scalars(select(Office.uscc).where(Office.code == row.lead_office)).one_or_none()
    return licence_numbers.next_identifier(session, issuer, guide.codes.catalog_code[-3:], year) if issuer else ""


def _licence(session: Session, row: CaseRow, made: Case, at: datetime, guide: Guide, former: Former | None) -> Licence:
    facts, holder = made.licence, licensee(guide, snapshots.latest(session, row.id))
    assert facts is not None
    return Licence(
        number=facts.number,
        token=secrets.token_urlsafe(18),
        case_id=row.id,
        enterprise_id=row.enterprise_id,
        item=row.item,
        office=row.lead_office,
        holder_name=holder["name"],
        holder_code=holder["uscc"],
        scope=made.scope,
        issued_on=business_day(at),
        valid_from=facts.valid_from,
        valid_to=facts.valid_to,
        payload=licence_signing.signed(session, row, made, guide, at),
        kind=former[0].kind if former else licence_chain.FIRST,
        former=former[1].number if former else "",
        **licence_rows.of_licence(made),
    )
