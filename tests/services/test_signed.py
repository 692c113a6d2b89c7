"""Signed and not sent: nothing leaves for some minutes, one click takes it back, and what leaves is outcome and letter at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select, text

from portal.access import Denied
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import Document, Enterprise, JournalEntry, OutboxMessage
from portal.services import casefile, decided, decision, outbox, review, signed, sweep, tracking, users
from portal.services.caseclocks import clock_views
from portal.services.credit_lists import Entry
from tests import under_review
from tests.under_review import Town, beijing
from workflows import commands as c
from workflows.case import State
from workflows.refusal import Refusal

SIGNED, DUE = beijing("2026-11-12 09:00"), beijing("2026-11-12 09:10")
GRANT = c.Grant("经审查，符合第六条，准予。", scope="甲苯")


@pytest.fixture
def town(database) -> Town:
    return under_review.settle()


@pytest.fixture(autouse=True)
def ten_minutes(database: Flask) -> Iterator[None]:
    before = database.config["SETTINGS"]
    database.config["SETTINGS"] = replace(before, decision_undo_minutes=10)
    yield
    database.config["SETTINGS"] = before


def heard(town: Town) -> str:
    case_id = town.apply("2026-11-09 15:42")
    town.accept(case_id, "2026-11-10 09:40")
    town.heard(case_id, "2026-11-11")
    return case_id


def sign(town: Town, case_id: str, said: c.Grant | c.Refuse = GRANT, at=SIGNED, **more):
    return signed.sign(case_id, said, by=town["han.weidong"], at=at, **more)


def row_of(case_id: str) -> CaseRow:
    with reading() as session:
        return session.scalars(select(CaseRow).where(CaseRow.public_id == case_id)).one()


def left(case_id: str) -> tuple[list[str], list[str]]:
    """The letters of a case, and the messages that its last act caused."""
    with reading() as session:
        row = session.scalars(select(CaseRow).where(CaseRow.public_id == case_id)).one()
        letters = list(session.scalars(select(Document.kind).where(Document.case_id == row.id).order_by(Document.id)))
        caused = f"{row.public_id}-{row.seq}-%"
        sent = select(OutboxMessage.kind).where(OutboxMessage.key.like(caused)).order_by(OutboxMessage.kind)
        return letters, list(session.scalars(sent))


def kinds(case_id: str) -> list[str]:
    with reading() as session:
        of_case = JournalEntry.case_id == row_of(case_id).id
        return list(session.scalars(select(JournalEntry.kind).where(of_case).order_by(JournalEntry.seq)))


def test_nothing_leaves_when_it_is_signed(town):
    case_id = heard(town)
    letters, _sent = left(case_id)
    sign(town, case_id)
    row = row_of(case_id)
    assert (row.state, row.decided_on, row.outcome, row.releases_at) == ("in_review", None, None, DUE)
    assert left(case_id) == (letters, [])
    assert not decided.decided(by=town["han.weidong"]).total


def test_the_applicant_sees_nothing_of_it_and_officers_see_all(town):
    case_id = heard(town)
    sign(town, case_id)
    file = casefile.casefile(case_id, by=town["su.ming"])
    clocks = clock_views(file, date(2026, 11, 12))
    assert "DecisionSigned" not in {step.code for step in tracking.timeline(file, clocks=clocks)}
    assert "DecisionSigned" in {step.code for step in tracking.timeline(file, clocks=clocks, internal=True)}


def test_the_sweep_lets_it_leave_with_letter_mail_and_publication_dated_on_the_day_of_signing(town):
    case_id = heard(town)
    sign(town, case_id, at=beijing("2026-11-12 23:55"))
    sweep.run(at=beijing("2026-11-13 00:04"))
    assert row_of(case_id).state == State.IN_REVIEW
    sweep.run(at=beijing("2026-11-13 00:05"))
    row = row_of(case_id)
    assert (row.state, row.decided_on, row.releases_at) == (State.GRANTED, date(2026, 11, 12), None)
    letters, sent = left(case_id)
    assert (letters[-1], sent) == ("grant", ["letter", "mail", "publication"])
    with reading() as session:
        letter = session.scalars(select(Document).where(Document.case_id == row.id, Document.kind == "grant")).one()
        assert (letter.dated, letter.signer) == (date(2026, 11, 12), "韩卫东")
    file = casefile.casefile(case_id, by=town["han.weidong"])
    assert file.case.decided_by == town["han.weidong"].reference


def test_a_letter_that_leaves_in_the_new_year_is_of_the_year_of_its_signature(town):
    case_id = heard(town)
    review.look_up_credit(case_id, by=town["chen.li"], at=beijing("2026-12-31 23:00"))
    late = replace(GRANT, explanation="评审延后")
    sign(town, case_id, late, at=beijing("2026-12-31 23:55"))
    assert signed.release_due(at=beijing("2027-01-01 00:05")) == 1
    with reading() as session:
        letter = session.scalars(select(Document).where(Document.kind == "grant")).one()
        assert (letter.dated, "〔2026〕" in letter.number) == (date(2026, 12, 31), True)


def test_taken_back_nothing_ever_leaves_and_the_journal_keeps_both_acts(town):
    case_id = heard(town)
    letters, _sent = left(case_id)
    case = sign(town, case_id)
    signed.take_back(
        case_id, "范围写错了", by=town["han.weidong"], at=beijing("2026-11-12 09:09"), expected_seq=case.seq
    )
    assert signed.release_due(at=beijing("2026-11-12 10:00")) == 0
    assert kinds(case_id)[-2:] == ["DecisionSigned", "DecisionTakenBack"]
    assert left(case_id) == (letters, [])
    assert row_of(case_id).releases_at is None
    decision.grant(case_id, reason="经审查，符合第六条。", by=town["han.weidong"], at=beijing("2026-11-12 10:00"))


def test_nobody_but_who_signed_takes_it_back(town):
    case_id = heard(town)
    sign(town, case_id)
    for login in ("chen.li", "qin.yue", "su.ming", "zhou.min"):
        with pytest.raises(Denied):
            signed.take_back(case_id, "写错了", by=town[login], at=beijing("2026-11-12 09:05"))


def test_releasing_twice_gives_one_outcome_and_one_letter(town):
    case_id = heard(town)
    sign(town, case_id)
    number = row_of(case_id).id
    assert [signed.release(number, at=DUE) for _ in range(3)] == ["released", "", ""]
    assert left(case_id)[0].count("grant") == 1
    assert kinds(case_id).count("Granted") == 1


def test_a_fault_between_outcome_and_letter_leaves_neither_and_the_next_sweep_makes_both(town, engine):
    case_id = heard(town)
    sign(town, case_id)
    letters, _sent = left(case_id)
    number = row_of(case_id).id
    with no_letter_can_be_stored(engine):
        assert signed.release_due(at=DUE) == 0
    assert (row_of(case_id).state, left(case_id)[0], kinds(case_id)[-1]) == ("in_review", letters, "DecisionSigned")
    assert signed.release(number, at=beijing("2026-11-12 09:11")) == "released"
    assert left(case_id)[0] == [*letters, "grant"]


@contextmanager
def no_letter_can_be_stored(engine: str) -> Iterator[None]:
    """A database that refuses new rows of letters, as a full disk would in the middle of a release."""
    if engine == "postgresql":
        statements("CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no room'; END $$")
        statements("CREATE TRIGGER full_disk BEFORE INSERT ON documents FOR EACH ROW EXECUTE FUNCTION no_room()")
    else:
        statements("CREATE TRIGGER full_disk BEFORE INSERT ON documents BEGIN SELECT RAISE(ABORT, 'no room'); END")
    try:
        yield
    finally:
        if engine == "postgresql":
            statements("DROP TRIGGER full_disk ON documents", "DROP FUNCTION no_room()")
        else:
            statements("DROP TRIGGER full_disk")


def statements(*written: str) -> None:
    with transaction() as session:
        for one in written:
            session.execute(text(one))


def test_who_lost_the_right_meanwhile_decides_nothing_and_his_colleagues_are_told(town, database):
    case_id = heard(town)
    sign(town, case_id)
    users.set_active(town["han.weidong"].id, False, reason="调离", by=town["lin.jing"], at=SIGNED)
    assert signed.release_due(at=DUE) == 1
    row = row_of(case_id)
    assert (row.state, row.put_back, row.releases_at) == ("in_review", "right_revoked", None)
    assert left(case_id)[0].count("grant") == 0
    assert kinds(case_id)[-1] == "DecisionPutBack"


def test_a_decision_that_did_not_leave_goes_back_to_who_signed_it_with_its_cause(town, database):
    for old in (database.config["SETTINGS"].data / "mail").glob("*.eml"):
        old.unlink()
    case_id = heard(town)
    sign(town, case_id)
    town.do(case_id, c.LookUpCredit("review", "black"), "2026-11-12 09:05")
    assert signed.release_due(at=DUE) == 1
    assert row_of(case_id).put_back == "cosignature_missing"
    with reading() as session:
        message = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "put_back")).one()
    assert outbox.deliver(message.id, at=DUE) == "sent"
    mail = next((database.config["SETTINGS"].data / "mail").glob("*.eml")).read_bytes()
    assert b"han.weidong@linjiang.example" in mail
    seen = decision.view(case_id, by=town["han.weidong"], at=DUE)
    assert seen.case.unsent is not None
    assert seen.case.unsent.decision == GRANT


def test_with_no_minutes_it_leaves_in_the_very_act(town, database):
    database.config["SETTINGS"] = replace(database.config["SETTINGS"], decision_undo_minutes=0)
    case_id = heard(town)
    assert sign(town, case_id).state is State.GRANTED
    assert "DecisionSigned" not in kinds(case_id)


def test_a_page_from_before_the_signature_decides_nothing(town):
    case_id = heard(town)
    seq = row_of(case_id).seq
    sign(town, case_id, expected_seq=seq)
    with pytest.raises(Refusal, match="decision_signed"):
        sign(town, case_id, expected_seq=seq)


LATER = beijing("2026-11-20 09:00")
"""Ten days after the look at acceptance, which holds for seven."""


def looks(case_id: str) -> list[str]:
    with reading() as session:
        of_case = (JournalEntry.case_id == row_of(case_id).id, JournalEntry.kind == "CreditLookedUp")
        wanted = select(JournalEntry.payload).where(*of_case).order_by(JournalEntry.seq)
        return [payload["stage"] for payload in session.scalars(wanted)]


def test_a_signature_looks_at_the_lists_again_where_the_last_look_is_too_old(town):
    case_id = heard(town)
    seen = decision.view(case_id, by=town["han.weidong"], at=LATER)
    assert seen.blockers["grant"] == ()
    assert sign(town, case_id, at=LATER, expected_seq=seen.case.seq).signed is not None
    assert looks(case_id) == ["intake", "decision"]


def test_nobody_signs_past_an_entry_that_came_in_since_the_last_look(town):
    case_id = heard(town)
    with reading() as session:
        firm = session.get_one(Enterprise, row_of(case_id).enterprise_id)
    listed = Entry("瞒报事故", "某市应急管理局", date(2026, 11, 1), uscc=firm.uscc, unit_name=firm.name)
    town.list_black(listed, at="2026-11-18 06:00", version="2026-11-18")
    seq = decision.view(case_id, by=town["han.weidong"], at=LATER).case.seq
    with pytest.raises(Refusal, match="credit_changed"):
        sign(town, case_id, at=LATER, expected_seq=seq)
    assert looks(case_id) == ["intake", "decision"]
    with pytest.raises(Refusal, match="blocked"):
        sign(town, case_id, at=LATER)
    assert looks(case_id) == ["intake", "decision"]
    assert row_of(case_id).state == "in_review"
