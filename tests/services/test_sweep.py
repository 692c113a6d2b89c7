"""The sweep: what time brings about is recorded once, on its true day, whoever runs it and however often (R5, R8, R73, R119)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event as sql_event
from sqlalchemy import select

from portal.db import db, reading, transaction
from portal.models import Case as CaseRow
from portal.models import JournalEntry, Lease
from portal.services import journal, signed, sweep, tickets, verification, visit_digest
from portal.services.counters import next_value
from portal.services.leases import lease
from tests.core.play import signed as promised
from tests.services.cases import Hall, at, in_order
from workflows import commands as c
from workflows.events import Reminded
from workflows.ladder import load_ladder


def kinds(case_id: int) -> list[str]:
    with reading() as session:
        return list(
            session.scalars(select(JournalEntry.kind).where(JournalEntry.case_id == case_id).order_by(JournalEntry.seq))
        )


def test_silence_accepts_from_the_day_of_receipt_once(hall: Hall):
    case_id = hall.submitted("2026-03-02T09:00")
    for _ in range(3):
        sweep.run(at=at("2026-03-10T00:05"))
    assert kinds(case_id).count("DeemedAccepted") == 1
    with reading() as session:
        assert session.get_one(CaseRow, case_id).accepted_on == date(2026, 3, 2)


def test_after_a_days_outage_everything_is_recorded_with_its_true_day(hall: Hall):
    case_id = hall.submitted("2026-03-02T09:00")
    hall.do(case_id, c.LookUpCredit("intake", "none"), "2026-03-03T09:00")
    hall.do(case_id, c.AcceptWithDeferral(in_order(lease="later"), promised("lease")), "2026-03-03T10:00")
    sweep.run(at=at("2026-04-20T00:05"))
    with reading() as session:
        lapsed = session.scalars(select(JournalEntry.payload).where(JournalEntry.kind == "DeferralLapsed")).one()
    assert lapsed["due_on"] == "2026-03-13"
    assert verification.verify().broken == ()


def test_two_sweeps_at_once_record_each_thing_once(hall: Hall, database: Flask):
    ids = [hall.submitted("2026-03-02T09:00") for _ in range(5)]

    def go(_: int) -> bool:
        with database.app_context():
            return sweep.run(at=at("2026-03-10T00:05")).ran

    with ThreadPoolExecutor(4) as pool:
        assert any(pool.map(go, range(4)))
    sweep.run(at=at("2026-03-10T00:06"))
    assert [kinds(case_id).count("DeemedAccepted") for case_id in ids] == [1] * 5


def test_a_lease_is_held_once_and_a_dead_holder_loses_it(hall: Hall):
    now = at("2026-03-10T00:05")
    with lease("sweep", at=now) as first, lease("sweep", at=now) as second:
        assert (first, second) == (True, False)
    with transaction() as session:
        session.add(Lease(name="sweep", holder="dead", until=now + timedelta(minutes=10)))
    assert not sweep.run(at=now).ran
    assert sweep.run(at=now + timedelta(minutes=11)).ran


def test_a_sweep_with_nothing_to_do_asks_only_what_is_due_or_signed_and_whose_copies_are_old(hall: Hall):
    for _ in range(3):
        hall.submitted("2026-03-02T09:00")
    asked: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        asked.append(statement)

    sql_event.listen(db.engine, "before_cursor_execute", note)
    sweep.run(at=at("2026-03-03T00:05"))
    sql_event.remove(db.engine, "before_cursor_execute", note)
    assert sum("FROM cases" in statement for statement in asked) == 3
    assert len([s for s in asked if s.lstrip().upper().startswith(("SELECT", "INSERT", "UPDATE", "DELETE"))]) <= 8


def test_each_rung_of_each_clock_is_recorded_once(hall: Hall):
    case_id = hall.accepted("2026-03-03T10:00")
    for day in range(4, 31):
        sweep.run(at=at(f"2026-03-{day:02d}T00:05"))
    found = reminded(case_id)
    assert len({(e.clock, e.rung) for e in found}) == len(found) == kinds(case_id).count("Reminded")
    assert {e.rung for e in found if e.clock == "promised"} == {
        rung.name for rung in load_ladder().passed_by("promised")
    }


def test_an_outage_of_many_days_changes_no_day_of_the_record(hall: Hall):
    """What fell due one by one and what is made up for in one sweep carry the same days, letters' last days included."""
    daily, late = hall.accepted("2026-03-03T10:00"), hall.accepted("2026-03-03T10:00")
    with transaction() as session:
        session.get_one(CaseRow, late).wake_on = None
    for day in range(4, 31):
        sweep.run(at=at(f"2026-03-{day:02d}T00:05"))
    with transaction() as session:
        session.get_one(CaseRow, late).wake_on = date(2026, 3, 4)
    sweep.run(at=at("2026-03-30T09:00"))
    told = [{(e.clock, e.rung, e.due_on, e.reached_on) for e in reminded(each)} for each in (daily, late)]
    assert told[0] == told[1]
    assert len(told[0]) > 10


def test_silences_after_an_outage_name_the_day_that_was_the_last(hall: Hall):
    silent, unanswered = hall.submitted("2026-03-02T09:00"), hall.submitted("2026-03-02T09:00")
    hall.do(unanswered, c.RequestCorrection(in_order(form="fix")), "2026-03-03T10:00")
    sweep.run(at=at("2026-05-20T09:00"))
    with reading() as session:
        entries = select(JournalEntry.case_id, JournalEntry.kind, JournalEntry.payload)
        found = {(case, kind): payload for case, kind, payload in session.execute(entries)}
    assert found[silent, "DeemedAccepted"]["effective_on"] == "2026-03-02"
    assert found[silent, "DeemedAccepted"]["due_on"] == "2026-03-09"
    assert found[unanswered, "DeemedWithdrawn"]["effective_on"] == "2026-03-25"


@pytest.mark.engines("postgresql")
def test_two_schedulers_without_a_common_lease_still_record_everything_once(hall: Hall, database: Flask):
    """The lease spares work; that nothing is recorded twice rests on the lock of each case alone."""
    ids = [hall.submitted("2026-03-02T09:00") for _ in range(8)]
    ready = Barrier(4)

    def go(_: int) -> int:
        with database.app_context():
            ready.wait()
            return sweep._cases(at("2026-03-10T00:05"))[1]

    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(go, range(4)))
    assert [kinds(case_id).count("DeemedAccepted") for case_id in ids] == [1] * 8
    assert sum(made) == sum(len(kinds(case_id)) for case_id in ids) - len(ids)
    for case_id in ids:
        rungs = [(e.clock, e.rung, e.due_on) for e in reminded(case_id)]
        assert len(rungs) == len(set(rungs))


def test_a_case_that_woke_for_nothing_sleeps_on_until_its_day(hall: Hall, caplog: pytest.LogCaptureFixture):
    case_id = hall.accepted("2026-03-03T10:00")
    with transaction() as session:
        row = session.get_one(CaseRow, case_id)
        before, row.wake_on = row.wake_on, date(2026, 3, 3)
    assert sweep.run(at=at("2026-03-03T12:00")).events == 0
    assert "swept" not in caplog.text
    with reading() as session:
        assert session.get_one(CaseRow, case_id).wake_on == before


def test_a_case_that_cannot_be_swept_keeps_no_other_case_from_it(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    broken, whole = hall.submitted("2026-03-02T09:00"), hall.submitted("2026-03-02T09:00")
    real = journal.fall_due

    def fails(session: Any, row: CaseRow, **asked: Any) -> int:
        if row.id == broken:
            raise ValueError("a journal that cannot be read")
        return real(session, row, **asked)

    monkeypatch.setattr(journal, "fall_due", fails)
    assert sweep.run(at=at("2026-03-10T00:05")).ran
    assert "DeemedAccepted" in kinds(whole)


def reminded(case_id: int) -> list[Reminded]:
    with reading() as session:
        return [entry.event for entry in journal.load(session, case_id) if isinstance(entry.event, Reminded)]


@pytest.mark.engines("postgresql")
def test_an_officer_who_takes_numbers_in_another_order_goes_on_and_the_sweep_yields(
    hall: Hall, database: Flask, monkeypatch: pytest.MonkeyPatch
):
    first, second = sorted(hall.submitted("2026-03-02T09:00") for _ in range(2))
    taken, fall_due, tries = Barrier(2), sweep._fall_due, []

    def in_a_circle(session, row, moment):
        tries.append(row.id)
        if row.id == first:
            next_value(session, "document:2026")
            if tries == [first]:
                taken.wait(timeout=10)
        else:
            next_value(session, "licence:2026")
        return fall_due(session, row, moment)

    def officer() -> int:
        with database.app_context(), transaction() as session:
            next_value(session, "licence:2026")
            taken.wait(timeout=10)
            return next_value(session, "document:2026")

    monkeypatch.setattr(sweep, "_fall_due", in_a_circle)
    with ThreadPoolExecutor(1) as pool:
        signs = pool.submit(officer)
        sweep.run(at=at("2026-03-10T00:05"))
        assert signs.result() == 1
    assert tries == [first, second, first, second]
    assert [kinds(case_id).count("DeemedAccepted") for case_id in (first, second)] == [1, 1]


def test_a_part_that_fails_keeps_no_case_from_its_day_and_no_message_from_leaving(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
):
    case_id = hall.submitted("2026-03-02T09:00")

    def fails(*, at: object) -> int:
        raise ValueError("a part of the sweep that cannot be done")

    for part, name in ((signed, "release_due"), (visit_digest, "promise"), (tickets, "close_past")):
        monkeypatch.setattr(part, name, fails)
    swept = sweep.run(at=at("2026-03-10T00:05"))
    assert "DeemedAccepted" in kinds(case_id)
    assert swept.woken > 0
