"""The journal in a database: whole, chained, never changed, and never written twice for one act (DESIGN §3)."""

from __future__ import annotations

import random
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from portal.db import db, reading, transaction
from portal.models import Case as CaseRow
from portal.models import Counter, Document, JournalEntry, OutboxMessage
from portal.services import journal, outbox, verification
from tests.core.play import signed
from tests.services.cases import Hall, at, in_order
from tests.under_review import queries
from workflows import commands as c
from workflows.refusal import Refusal


def faults() -> list[str]:
    return [b.fault for b in verification.verify().broken]


def test_every_row_equals_the_fold_of_its_journal(hall: Hall):
    case_id = hall.heard()
    hall.do(case_id, c.Grant("符合"), "2026-03-06T10:00", hall.head)
    verdict = verification.verify()
    assert (verdict.cases, verdict.events, verdict.broken) == (1, 7, ())


def test_random_hands_leave_every_row_equal_to_its_journal(hall: Hall):
    ids = [hall.submitted() for _ in range(4)]
    dice = random.Random(20261122)
    days = sorted(dice.randrange(2, 29) for _ in range(90))
    done = 0
    for day in days:
        try:
            hall.do(
                dice.choice(ids), dice.choice(SOME)(), f"2026-03-{day:02d}T10:00", dice.choice([hall.clerk, hall.head])
            )
            done += 1
        except Refusal:
            continue
    assert done > 15
    assert faults() == []


SOME = (
    lambda: c.LookUpCredit("review", "none"),
    lambda: c.Accept(in_order()),
    lambda: c.AcceptWithDeferral(in_order(lease="later"), signed("lease")),
    lambda: c.RequestCorrection(in_order(form="fix")),
    lambda: c.Cosign("复核"),
    lambda: c.GiveOpinion("documents", "agree", "符合"),
    lambda: c.GiveOpinion("fire", "agree", "符合"),
    lambda: c.PauseClock("expert_review", 5, "论证"),
    lambda: c.ResumeClock("expert_review"),
    lambda: c.Extend(5, "复杂", "局长"),
)


@pytest.mark.parametrize(
    "statement", ["UPDATE journal SET kind = 'Granted'", "DELETE FROM journal", "DELETE FROM snapshots"]
)
def test_the_database_itself_refuses_to_change_the_record(hall: Hall, statement: str):
    hall.submitted()
    with pytest.raises(DatabaseError, match="append-only"), transaction() as session:
        session.execute(text(statement))
    assert faults() == []


def unguarded(statement: str) -> None:
    """What somebody with the keys of the database could do."""
    with db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("ALTER TABLE journal DISABLE TRIGGER USER"))
            connection.execute(text(statement))
            connection.execute(text("ALTER TABLE journal ENABLE TRIGGER USER"))
            return
        kept = list(
            connection.execute(
                text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'journal'")
            )
        )
        for name, _ in kept:
            connection.execute(text(f"DROP TRIGGER {name}"))
        connection.execute(text(statement))
        for _, sql in kept:
            connection.execute(text(sql))


@pytest.mark.forges_the_journal
@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE journal SET kind = 'Granted' WHERE seq = 3", "changed entry"),
        ("UPDATE journal SET \"by\" = 'officer:9' WHERE seq = 2", "changed entry"),
        ("DELETE FROM journal WHERE seq = 2", "missing entry"),
        ("DELETE FROM journal WHERE seq = 3", "the journal ends elsewhere than the row says"),
        ("UPDATE cases SET promised_due = '2030-01-01'", "promised_due is"),
        ("UPDATE case_tracks SET office = 'eco' WHERE track = 'fire'", "the tracks differ"),
    ],
)
def test_whoever_changes_the_record_behind_our_back_is_found(hall: Hall, statement: str, fault: str):
    hall.accepted()
    assert faults() == []
    unguarded(statement)
    assert any(found.startswith(fault) for found in faults())


def test_a_stale_page_never_acts_and_learns_who_did(hall: Hall):
    case_id = hall.submitted()
    hall.do(case_id, c.LookUpCredit("intake", "none"), "2026-03-03T09:00", seq=1)
    with pytest.raises(Refusal) as caught:
        hall.do(case_id, c.Accept(in_order()), "2026-03-03T10:00", seq=1)
    assert caught.value.rule == "stale"
    assert caught.value.facts["by"] == hall.clerk.reference
    assert caught.value.facts["kind"] == "CreditLookedUp"


def test_two_officers_at_once_end_with_one_outcome(hall: Hall, database: Flask):
    case_id = hall.heard()
    hall.do(case_id, c.ReviewLegally("passed", "合法"), "2026-03-06T09:00", hall.lawyer)

    def decide(command: c.Command) -> str:
        with database.app_context():
            try:
                hall.do(case_id, command, "2026-03-06T10:00", hall.head)
            except Refusal as refusal:
                return refusal.rule
            return "done"

    commands = [
        c.Grant("符合"),
        c.Refuse("事实", "理由", "第六条"),
        c.Grant("符合"),
        c.Refuse("事实", "理由", "第六条"),
    ]
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(decide, commands))
    assert sorted(results) == ["already_decided"] * 3 + ["done"]
    with reading() as session:
        kinds = list(session.scalars(select(JournalEntry.kind).where(JournalEntry.case_id == case_id)))
    assert sum(kind in ("Granted", "Refused") for kind in kinds) == 1
    assert faults() == []


def test_document_numbers_have_neither_doubles_nor_gaps_under_concurrency(hall: Hall, database: Flask):
    ids = [hall.accepted() for _ in range(6)]
    assert ids

    def extend(case_id: int) -> None:
        with database.app_context():
            hall.do(case_id, c.Extend(5, "复杂", "局长"), "2026-03-04T10:00", hall.head)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(extend, ids))
    with reading() as session:
        numbers = sorted(session.scalars(select(Document.number).where(Document.kind == "extension")))
    assert [int(n.split("〕")[1].rstrip("号")) for n in numbers] == [1, 2, 3, 4, 5, 6]


def test_a_refused_act_leaves_nothing_behind_not_even_a_number(hall: Hall):
    case_id = hall.submitted()
    with reading() as session:
        before = dict(session.execute(select(Counter.name, Counter.value)).all())
    with pytest.raises(Refusal):
        hall.do(case_id, c.Accept(in_order(form="fix")), "2026-03-03T10:00")
    with reading() as session:
        assert dict(session.execute(select(Counter.name, Counter.value)).all()) == before
        assert session.scalar(select(func.count()).select_from(JournalEntry)) == 1


def test_a_transaction_that_fails_late_takes_everything_back_and_wakes_nobody(hall: Hall):
    case_id = hall.submitted()
    woken: list[object] = []

    def woke(sender: object, messages: object) -> None:
        woken.append(messages)

    outbox.committed.connect(woke)

    def work_until_the_power_fails() -> None:
        with transaction() as session:
            row = journal.lock(session, case_id)
            journal.record(session, row, c.LookUpCredit("intake", "none"), by=hall.clerk, at=at("2026-03-03T09:00"))
            journal.record(session, row, c.Accept(in_order()), by=hall.clerk, at=at("2026-03-03T09:00"))
            raise RuntimeError("the power fails")

    with pytest.raises(RuntimeError):
        work_until_the_power_fails()
    outbox.committed.disconnect(woke)
    assert woken == []
    with reading() as session:
        assert session.get_one(CaseRow, case_id).seq == 1
    assert faults() == []


def test_a_letter_and_its_messages_are_promised_with_the_event(hall: Hall):
    hall.accepted()
    with reading() as session:
        kinds = list(session.scalars(select(Document.kind).order_by(Document.id)))
        of_cases = select(OutboxMessage.kind).where(OutboxMessage.case_id.is_not(None))
        messages = list(session.scalars(of_cases.order_by(OutboxMessage.id)))
        signer = session.scalars(select(Document.signer).where(Document.kind == "acceptance")).one()
    assert kinds == ["receipt", "acceptance"]
    assert messages == ["mail", "letter", "mail", "letter"]
    assert signer == "周敏"


def test_an_act_sends_one_statement_for_each_thing_it_reads_or_writes(hall: Hall):
    case_id = hall.submitted()
    with queries() as sent:
        hall.do(case_id, c.LookUpCredit("intake", "none"), "2026-03-03T09:00")
    assert acts(sent) == ["SELECT cases", "SELECT journal", "SELECT counters", "UPDATE cases", "INSERT journal"]

    with queries() as sent:
        hall.do(case_id, c.Accept(in_order()), "2026-03-03T10:00")
    read = ["SELECT cases", "SELECT journal", "SELECT counters", "SELECT offices", "INSERT counters"]
    written = ["UPDATE cases", "INSERT journal", "INSERT case_tracks", "INSERT documents"]
    written += ["INSERT letter_services", "INSERT outbox", "INSERT messages"]
    assert acts(sent) == read + written


def acts(sent: list[str]) -> list[str]:
    """What each statement does, and to which table."""
    found = (re.match(r"(SELECT|INSERT|UPDATE)(?: INTO|.*?FROM|) (\w+)", statement, re.DOTALL) for statement in sent)
    return [f"{one[1]} {one[2]}" for one in found if one]


def test_several_acts_in_one_transaction_are_one_page_of_the_journal(hall: Hall):
    case_id = hall.submitted()
    with transaction() as session:
        row = journal.lock(session, case_id)
        journal.record(session, row, c.LookUpCredit("intake", "none"), by=hall.clerk, at=at("2026-03-03T09:00"))
        case = journal.record(session, row, c.Accept(in_order()), by=hall.clerk, at=at("2026-03-03T09:00"))
        assert [r.seq for r in journal.load(session, case_id)] == [1, 2, 3]
        assert journal.state_of(session, case_id) == case
    assert faults() == []
