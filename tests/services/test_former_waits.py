"""A list knows how a former licence stands without anybody opening the case: after acts on it, its expiry, and at submission."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.actors import SYSTEM
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import OutboxMessage
from portal.services import (
    chain_news,
    delivery,
    former_licence,
    former_waits,
    journal,
    licence_acts,
    outbox,
    verification,
)
from portal.services.outbox import Parcel
from tests.after_licence import granted, licensed
from tests.services.cases import Hall, at
from tests.services.test_duties import check
from tests.services.test_former_licence import act, heard, naming, number_of, state
from workflows.clocks import clocks
from workflows.events import FormerSeen
from workflows.waits import first_of, from_columns

ON = date(2026, 3, 9)


@pytest.fixture
def old(hall: Hall) -> str:
    """A licence made out on 9 March 2026, valid until 8 March 2029."""
    return licensed(hall)


def carried(when: datetime) -> None:
    """Deliver what is promised to the cases that stand on a licence and due by then."""
    with reading() as session:
        due = (OutboxMessage.kind == former_waits.KIND, OutboxMessage.due_at <= when, OutboxMessage.state == "queued")
        wanted = list(session.scalars(select(OutboxMessage.id).where(*due)))
    for one in wanted:
        assert outbox.deliver(one, at=when) == "sent"


def listed(case_id: str, on: date = ON) -> str:
    """What the list says that a case waits for first, from its own columns alone."""
    with reading() as session:
        kept = session.scalars(select(CaseRow.waits).where(CaseRow.public_id == case_id)).one()
    found = first_of(from_columns(kept), on)
    return found.code if found else ""


def test_what_a_check_finds_false_after_a_change_reaches_the_newest_licence_and_its_end_the_checks(
    hall: Hall, old: str
):
    change = granted(hall, naming("change", number_of(old, hall)))
    delivery.issue(change, by=hall.clerk, at=at("2026-03-12T10:00"), electronic=True)
    assert clocks(state(old))["check:commitment"].stopped is None
    check(hall, old, "failed", "2026-04-01")
    for _twice in range(2):
        carried(at("2026-04-01T16:05"))
        chain_news.tell(casefile_id(old), at=at("2026-04-01T16:06"))
    assert state(change).revocation_on == date(2026, 4, 1)
    act(hall, change, "cancel", "applied", "2026-04-02")
    carried(at("2026-04-02T10:00"))
    assert clocks(state(old))["check:fire_visit"].stopped == date(2026, 4, 1), "the revocation is proposed"
    own = state(old).licence
    assert own is not None
    assert own.chain_over_on == date(2026, 4, 2)


def test_the_checks_of_an_older_licence_go_on_when_the_newest_is_not_revoked_for_what_they_found(hall: Hall, old: str):
    change = granted(hall, naming("change", number_of(old, hall)))
    delivery.issue(change, by=hall.clerk, at=at("2026-03-12T10:00"), electronic=True)
    check(hall, old, "failed", "2026-04-01")
    carried(at("2026-04-01T16:05"))
    assert clocks(state(old))["check:fire_visit"].stopped == date(2026, 4, 1)
    said = {"facts": "见案卷", "reason": "依法", "by": hall.reviewer, "at": at("2026-04-02T09:00")}
    licence_acts.propose(change, "revoke", "fraud", **said)
    carried(at("2026-04-02T09:05"))
    assert state(old).revocation_on == date(2026, 4, 1), "it is still proposed"
    licence_acts.drop(change, "复核后承诺属实", by=hall.head, at=at("2026-04-03T09:00"))
    for _twice in range(2):
        carried(at("2026-04-03T09:05"))
        chain_news.tell(casefile_id(change), at=at("2026-04-03T09:06"))
    assert (state(change).revocation_on, state(old).revocation_on) == (None, None)
    assert clocks(state(old))["check:fire_visit"].stopped is None
    chain_news.tell(casefile_id(old), at=at("2026-04-03T09:07"))
    assert state(change).revocation_on is None, "what was settled is not proposed again"
    assert verification.verify().broken == ()


def casefile_id(case_id: str) -> int:
    with reading() as session:
        return session.scalars(select(CaseRow.id).where(CaseRow.public_id == case_id)).one()


def looks(case_id: str) -> int:
    with reading() as session:
        number = session.scalars(select(CaseRow.id).where(CaseRow.public_id == case_id)).one()
        return sum(isinstance(one.event, FormerSeen) for one in journal.load(session, number))


@pytest.mark.parametrize("kind", ["change", "renewal", "reissue"])
def test_an_act_that_ends_a_licence_reaches_the_lists_of_those_who_stand_on_it(hall: Hall, old: str, kind: str):
    case_id = heard(hall, naming(kind, number_of(old, hall)))
    assert listed(case_id) == ""
    act(hall, old, "cancel", "applied", "2026-03-09")
    carried(at("2026-03-09T09:31"))
    assert listed(case_id) == "former_not_good"
    assert verification.verify().broken == ()
    carried(at("2026-03-09T09:40"))
    assert looks(case_id) == 1


def test_a_proposal_is_listed_while_it_is_open_and_a_good_licence_is_never_noted(hall: Hall, old: str):
    case_id = heard(hall, naming("change", number_of(old, hall)))
    facts = {"facts": "见案卷", "reason": "依法", "document": "临应急罚〔2026〕3号", "by": hall.reviewer}
    licence_acts.propose(old, "suspend", "penalty", at=at("2026-03-09T10:30"), **facts)
    carried(at("2026-03-09T10:31"))
    assert listed(case_id) == "former_act_open"
    licence_acts.drop(old, "证据不足", by=hall.head, at=at("2026-03-09T11:00"))
    carried(at("2026-03-09T11:01"))
    assert (listed(case_id), looks(case_id)) == ("", 2)


def test_the_night_after_the_last_day_a_change_is_listed_as_waiting_for_nothing_that_comes(hall: Hall, old: str):
    waiting = [heard(hall, naming(kind, number_of(old, hall))) for kind in ("change", "reissue")]
    night = at("2029-03-09T01:10")
    for _ in range(2):  # every minute of the night asks, and one answers
        former_waits.promise(at=night)
        carried(night)
    assert {listed(one, date(2029, 3, 9)) for one in waiting} == {"former_not_good"}
    assert [looks(one) for one in waiting] == [1, 1]


def test_a_case_that_is_filed_on_a_suspended_licence_says_so_from_its_first_day(hall: Hall, old: str):
    act(hall, old, "suspend", "penalty", "2026-03-10")
    number = hall.submitted(terms=naming("change", number_of(old, hall)))
    with transaction() as session:
        former_licence.learn(session, journal.lock(session, number), by=SYSTEM, at=at("2026-03-10T12:00"))
        assert [one.event.stands for one in journal.load(session, number)[1:]] == ["suspended"]
        former_licence.learn(session, journal.lock(session, number), by=SYSTEM, at=at("2026-03-10T12:01"))
        assert len(journal.load(session, number)) == 2


def test_a_decided_case_learns_nothing_more(hall: Hall, old: str):
    with reading() as session:
        assert session.scalars(select(CaseRow.former).where(CaseRow.public_id == old)).one() == ""


def test_a_case_that_cannot_learn_it_keeps_no_other_waiting_and_is_told_again(
    hall: Hall, old: str, monkeypatch: pytest.MonkeyPatch
):
    broken, whole = (heard(hall, naming(kind, number_of(old, hall))) for kind in ("change", "reissue"))
    act(hall, old, "cancel", "applied", "2026-03-09")
    real = former_licence.learn

    def fails(session: Session, row: CaseRow, **asked: Any) -> None:
        if row.public_id == broken:
            raise ValueError("a journal that cannot be read")
        real(session, row, **asked)

    monkeypatch.setattr(former_licence, "learn", fails)
    with pytest.raises(ValueError, match="cannot be read"):
        former_waits.carry(Parcel("", former_waits.KIND, casefile_id(old), {}), at("2026-03-09T09:31"))
    assert (listed(broken), listed(whole)) == ("", "former_not_good")
    monkeypatch.undo()
    former_waits.carry(Parcel("", former_waits.KIND, casefile_id(old), {}), at("2026-03-09T09:33"))
    assert listed(broken) == "former_not_good"
