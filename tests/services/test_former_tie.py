"""The application of an account that nobody has let in follows its licence as soon as it is known who applies (ADR 0012)."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from portal.access import Denied
from portal.actors import Actor
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import Draft, Licence, OutboxMessage
from portal.services import (
    casefile,
    delivery,
    former_licence,
    former_tie,
    journal,
    licence_acts,
    membership,
    outbox,
    renewals,
    tracking,
)
from portal.services import sweep as sweeping
from tests.after_licence import AFTER, granted, licensed
from tests.services.cases import Hall, at, in_order, with_draft
from tests.services.test_former_licence import naming, number_of, public, state
from tests.services.test_former_taken import change, says
from tests.web import people
from tests.web.reach import person
from workflows import commands as c
from workflows.events import FormerTied
from workflows.refusal import Refusal
from workflows.terms import RenewalTerm

RENEW = "hazchem_business_renewal"
LAST = date(2029, 3, 8)
UNTIED = replace(AFTER, renewal=RenewalTerm(LAST, 3, "month"))
FIRST, SECOND = "zhao@example.cn", "qian@example.cn"
SIGNED = at("2026-03-01T12:00")


@pytest.fixture
def old(hall: Hall) -> str:
    """A licence of the enterprise, valid until 8 March 2029."""
    return licensed(hall)


def stranger(email: str = FIRST, mobile: str = "13900000005") -> Actor:
    """Somebody who has typed what is public of the enterprise."""
    people.join(email, "赵闻", mobile, at=SIGNED)
    return person(email).actor


def applied(hall: Hall, by: Actor, number: str, when: str = "2026-03-10T09:00") -> int:
    """A renewal that he has handed in, of the licence of that number."""
    assert by.enterprise_id is not None
    answers = {"licence_no": number, "valid_to": LAST.isoformat()}
    return hall.submitted(when, UNTIED, item=RENEW, answers=answers, enterprise=by.enterprise_id)


def let_in(hall: Hall, email: str = FIRST, when: str = "2026-03-11T10:00") -> list[str]:
    """The owner lets him in, and the messages to his cases are carried."""
    owner = person(people.HANDLER).actor
    asked = next(one.id for one in membership.requests(by=owner) if one.email == email)
    membership.answer(asked, granted=True, by=owner, at=at(when))
    return carried("tie", when)


def carried(kind: str, when: str) -> list[str]:
    with reading() as session:
        found = session.scalars(select(OutboxMessage.id).filter_by(kind=kind, state="queued")).all()
    return [outbox.deliver(one, at=at(when)) for one in found]


def number(case_id: int) -> str:
    with reading() as session:
        return session.get_one(CaseRow, case_id).number


def told(case_id: int, *, by: Actor, at: datetime) -> former_tie.Untied | None:
    """What the page of a case says to an officer of a licence that is not tied."""
    with transaction() as session:
        row = session.get_one(CaseRow, case_id)
        if session.scalar(select(Draft.id).where(Draft.case_id == case_id)) is None:
            with_draft(session, row)
    return former_tie.of_file(casefile.casefile(public(case_id), by=by), by=by, at=at)


def rule(case_id: int, hall: Hall, when: str = "2026-03-12T10:00") -> str:
    """What the desk reads: the rule that stands in the way, `free` where the button stands, `-` where nothing is said."""
    said = told(case_id, by=hall.clerk, at=at(when))
    return "-" if said is None else said.why.rule if said.why else "free"


def test_until_he_is_let_in_nothing_is_tied_and_then_it_is_as_from_the_first_day(hall: Hall, old: str):
    case_id = applied(hall, stranger(), number_of(old, hall))
    assert carried("tie", "2026-03-10T10:00") == []
    assert (state(public(case_id)).terms.former, state(old).renewed_by) == (None, "")
    assert let_in(hall) == ["sent"]
    case = state(public(case_id))
    assert case.terms.former is not None
    assert case.terms.renewal is not None
    assert (case.terms.former.kind, case.terms.former.licence) == ("renewal", number_of(old, hall))
    assert case.terms.renewal.licence == number_of(old, hall), "silence renews that licence"
    assert (state(old).renewed_by, state(old).renewed_on) == (number(case_id), date(2026, 3, 10))
    assert rule(case_id, hall) == "-"


def test_the_chain_holds_from_the_joined_application_to_the_newer_licence(hall: Hall, old: str):
    case_id = applied(hall, stranger(), number_of(old, hall))
    let_in(hall)
    decided(hall, case_id)
    delivery.issue(public(case_id), by=hall.clerk, at=at("2028-12-20T10:00"), electronic=True)
    with reading() as session:
        before, after = session.scalars(select(Licence).order_by(Licence.id)).all()
    assert (before.successor, after.former, after.kind) == (after.number, before.number, "renewal")
    assert after.valid_to == date(2032, 3, 8)


def decided(hall: Hall, case_id: int) -> None:
    hall.do(case_id, c.LookUpCredit("intake", "none"), "2026-03-12T10:00")
    hall.do(case_id, c.Accept(in_order()), "2026-03-12T10:00")
    for track, by in (("documents", hall.reviewer), ("fire", hall.fire), ("site", hall.reviewer)):
        hall.do(case_id, c.GiveOpinion(track, "agree", "符合条件", officers=("officer:99",)), "2026-03-12T11:00", by)
    hall.do(case_id, c.Grant("符合法定条件"), "2026-03-13T10:00", hall.head)


def test_silence_renews_the_licence_of_a_joined_application(hall: Hall, old: str):
    case_id = applied(hall, stranger(), number_of(old, hall))
    hall.do(case_id, c.LookUpCredit("intake", "none"), "2026-03-12T10:00")
    hall.do(case_id, c.Accept(in_order()), "2026-03-12T10:00")
    let_in(hall)
    sweeping.run(at=at("2029-03-09T00:10"))
    assert state(public(case_id)).outcome == "grant"
    assert carried("renewal", "2029-03-09T00:11") == ["sent"]
    licence = state(old).licence
    assert licence is not None
    assert licence.state == "renewed", "the old licence is good until the newer one is made out"


def test_what_silence_granted_before_he_was_let_in_is_told_to_the_licence(hall: Hall, old: str):
    case_id = applied(hall, stranger(), number_of(old, hall))
    hall.do(case_id, c.LookUpCredit("intake", "none"), "2026-03-12T10:00")
    hall.do(case_id, c.Accept(in_order()), "2026-03-12T10:00")
    sweeping.run(at=at("2029-03-09T00:10"))
    assert carried("renewal", "2029-03-09T00:11") == []
    let_in(hall, when="2029-03-10T09:00")
    assert carried("renewal", "2029-03-10T09:01") == ["sent"]
    licence = state(old).licence
    assert licence is not None
    assert licence.state == "renewed"


def test_a_change_made_out_meanwhile_is_taken_over(hall: Hall):
    old = granted(hall, **says("临江旧源化工有限公司", "临江市老街 1 号"))
    delivery.issue(old, by=hall.clerk, at=at("2026-03-09T10:00"), electronic=True)
    by = stranger()
    case_id = applied(hall, by, number_of(old, hall))
    changed = change(hall, old)
    let_in(hall, when="2026-03-13T10:00")
    with reading() as session:
        look = former_licence.look(session, case_id, state(public(case_id)), date(2026, 3, 13))
    assert look is not None
    assert (look.licence, bool(look.changed)) == (number_of(changed, hall), True)
    assert state(changed).renewed_by == number(case_id)


def test_the_desk_that_looked_at_the_papers_ties_it_at_once_and_the_account_reads_nothing(hall: Hall, old: str):
    by = stranger()
    case_id = applied(hall, by, number_of(old, hall))
    assert rule(case_id, hall) == "free"
    with pytest.raises(Refusal, match="former_identity"):
        former_tie.tie(public(case_id), False, by=hall.clerk, at=at("2026-03-11T10:00"))
    assert told(case_id, by=by, at=at("2026-03-11T10:00")) is None
    for who in (by, hall.handler, hall.fire):
        with pytest.raises(Denied):
            former_tie.tie(public(case_id), True, by=who, at=at("2026-03-11T10:00"))
    former_tie.tie(public(case_id), True, by=hall.clerk, at=at("2026-03-11T10:00"))
    with reading() as session:
        (tied,) = [one.event for one in journal.load(session, case_id) if isinstance(one.event, FormerTied)]
    assert tied.checked
    assert state(old).renewed_by == number(case_id)
    steps = {one.code for one in tracking.tracking(public(case_id), by=by, at=at("2026-03-12T10:00")).steps}
    assert not steps & {"FormerTied", "FormerSeen", "FormerTaken"}
    assert rule(case_id, hall) == "-"
    assert let_in(hall) == ["sent"], "and being let in later does nothing twice"


def test_what_stands_in_the_way_is_said_and_a_corrected_number_is_tied(hall: Hall, old: str):
    by = stranger()
    unknown = applied(hall, by, "临危化经字〔2019〕7777")
    assert rule(unknown, hall) == "former_unknown"
    assert let_in(hall) == ["sent"]
    assert rule(unknown, hall) == "former_unknown"
    case_id = applied(hall, person(people.HANDLER).actor, number_of(old, hall))
    assert rule(case_id, hall) == "free"
    former_tie.tie(public(case_id), False, by=hall.reviewer, at=at("2026-03-12T10:00"))
    assert state(old).renewed_by == number(case_id)


def test_the_licence_of_another_holder_is_not_tied(hall: Hall, old: str):
    people.join(FIRST, "赵闻", "13900000005", uscc="91990103MA3KQ8NN2R", firm="望山石化销售有限公司", at=SIGNED)
    case_id = applied(hall, person(FIRST).actor, number_of(old, hall))
    assert rule(case_id, hall) == "former_elsewhere"
    people.admit(FIRST, at=at("2026-03-11T10:00"))
    assert carried("tie", "2026-03-11T10:01") == ["sent"]
    assert (rule(case_id, hall), state(old).renewed_by) == ("former_elsewhere", "")


def test_a_licence_that_was_ended_is_not_tied(hall: Hall, old: str):
    case_id = applied(hall, stranger(), number_of(old, hall))
    facts = {"facts": "见案卷", "reason": "依法", "document": "临应急撤〔2026〕3号", "by": hall.reviewer}
    licence_acts.propose(old, "cancel", "applied", at=at("2026-03-10T10:00"), **facts)
    licence_acts.decide(old, by=hall.head, at=at("2026-03-10T10:30"))
    let_in(hall)
    assert (rule(case_id, hall), state(public(case_id)).terms.former) == ("former_over", None)


def test_while_another_renewal_is_under_way_it_waits_and_follows_when_that_one_ends(hall: Hall, old: str):
    own = hall.submitted(terms=naming("renewal", number_of(old, hall)))
    with transaction() as session:
        licence = session.scalars(select(Licence)).one()
        renewals.answer(session, licence, session.get_one(CaseRow, own).number, by=hall.handler, at=SIGNED)
    case_id = applied(hall, stranger(), number_of(old, hall))
    let_in(hall)
    said = told(case_id, by=hall.clerk, at=at("2026-03-12T10:00"))
    assert said is not None
    assert said.why is not None
    assert (said.why.rule, said.why.facts["other"]) == ("former_asked_elsewhere", number(own))
    hall.do(own, c.Withdraw("改由另一件办理"), "2026-03-12T11:00", hall.handler)
    assert rule(case_id, hall) == "free"
    former_tie.tie(public(case_id), False, by=hall.clerk, at=at("2026-03-12T12:00"))
    assert state(old).renewed_by == number(case_id)


@pytest.mark.engines("postgresql")  # SQLite lets one write at a time: there is nothing between
def test_of_two_that_are_tied_at_once_one_renews_the_licence(hall: Hall, old: str, database: Flask):
    both = [applied(hall, stranger(), number_of(old, hall))]
    both.append(applied(hall, stranger(SECOND, "13900000006"), number_of(old, hall)))
    start, said = threading.Barrier(2, timeout=10), []

    def run(case_id: int) -> None:
        with database.app_context():
            start.wait()
            try:
                former_tie.tie(public(case_id), True, by=hall.clerk, at=at("2026-03-11T10:00"))
                said.append("tied")
            except Refusal as refusal:
                said.append(refusal.rule)

    threads = [threading.Thread(target=run, args=(one,)) for one in both]
    for one in threads:
        one.start()
    for one in threads:
        one.join(20)
    assert sorted(said) == ["former_asked_elsewhere", "tied"]
    tied = [one for one in both if state(public(one)).terms.former is not None]
    assert [number(one) for one in tied] == [state(old).renewed_by]
