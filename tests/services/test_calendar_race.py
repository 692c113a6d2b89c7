"""An act and an import at the same moment: the act uses the schedules that are committed, whoever brought them in (R158)."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.services import calendar_import, calendar_store, journal, law
from tests.services.cases import Hall, at, in_order
from tests.services.test_calendar_import import LONGER, NOW, applied, bring_in, crossing, notice, statutory
from workflows import commands as c

EARLY = notice(["2027-01-01"], ["2026-12-26", "2026-12-27", "2027-01-02", "2027-01-03"])


@pytest.fixture
def hall(database: Flask, monkeypatch: pytest.MonkeyPatch) -> Hall:
    monkeypatch.setattr(calendar_store, "LOOK_EVERY", 3600.0)  # only an act looks: what a page knows may be an hour old
    hall = Hall(database)
    law.calendar()
    return hall


def waiting_for_acceptance(hall: Hall) -> int:
    case_id = hall.submitted("2026-12-07T09:00")
    hall.do(case_id, c.LookUpCredit("intake", "none"), "2026-12-08T09:00")
    return case_id


def accept(hall: Hall, case_id: int) -> None:
    hall.do(case_id, c.Accept(in_order()), "2026-12-08T10:00")


def imported_elsewhere(app: Flask, folder: Path, text: str) -> None:
    """Bring a notice in with the command, in a process of its own."""
    file = folder / "2027.json"
    file.write_text(text)
    settings = app.config["SETTINGS"]
    environ = {**os.environ, "DATABASE_URL": settings.database_url, "ONEWINDOW_SECRET_KEY": settings.secret_key}
    command = [sys.executable, "-c", "from portal.cli import main; main()", "calendar", "import", str(file)]
    subprocess.run([*command, "--data", str(settings.data)], check=True, env=environ, capture_output=True)


def test_an_act_uses_what_another_process_committed_a_moment_ago(hall: Hall, database: Flask, tmp_path: Path):
    case_id = waiting_for_acceptance(hall)
    imported_elsewhere(database, tmp_path, notice(LONGER))
    assert not law.calendar().schedule(2027).published, "this process's pages have not looked yet"
    accept(hall, case_id)
    assert statutory(case_id) == date(2027, 1, 8)
    told = {one.clock: one.on for one in entry(case_id, "Accepted").told}
    assert told["statutory"] == date(2027, 1, 8)


def test_an_import_waits_for_the_act_that_began_before_it_and_derives_it_again(hall: Hall, database: Flask):
    case_id, done = waiting_for_acceptance(hall), threading.Event()

    def bring() -> None:
        with database.app_context():
            bring_in(notice(LONGER))
        done.set()

    with transaction() as session:
        row = journal.lock(session, case_id)
        journal.record(session, row, c.Accept(in_order()), by=hall.clerk, at=at("2026-12-08T10:00"))
        other = threading.Thread(target=bring)
        other.start()
        assert not done.wait(0.4), "the import was committed while an act was under way by the schedules before it"
    other.join(20)
    assert statutory(case_id) == date(2027, 1, 8)
    assert [one.clock for one in applied(case_id)[0].moved if one.before != one.after]


def test_whoever_acts_before_the_import_reached_the_case_settles_it_first(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    """Under a shorter count the told day stays, although the act comes by the new schedule; and it is settled only once."""
    case_id = crossing(hall)
    before = statutory(case_id)
    with monkeypatch.context() as interrupted:
        interrupted.setattr(calendar_import, "_touched", lambda year, before=None: iter(()))
        bring_in(EARLY)
    hall.do(case_id, c.PauseClock("testing", 3, "送检"), "2026-12-14T10:00", hall.reviewer, seq(case_id))
    kinds = [type(one.event).__name__ for one in entries(case_id)]
    assert kinds[-2:] == ["CalendarApplied", "ClockPaused"]
    hall.do(case_id, c.ResumeClock("testing"), "2026-12-17T10:00", hall.reviewer)
    assert statutory(case_id) > before
    with transaction() as session:
        assert journal.settle(session, journal.lock(session, case_id), by=hall.clerk, at=NOW) == 0
    assert len(applied(case_id)) == 1


def test_a_case_accepted_under_the_new_schedule_keeps_nothing_of_the_old(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    case_id = waiting_for_acceptance(hall)
    monkeypatch.setattr(calendar_import, "_touched", lambda year, before=None: iter(()))
    bring_in(EARLY)
    accept(hall, case_id)
    assert statutory(case_id) == date(2027, 1, 2)
    with transaction() as session:
        journal.settle(session, journal.lock(session, case_id), by=hall.clerk, at=NOW)
    assert statutory(case_id) == date(2027, 1, 2)


def test_a_case_settled_in_the_act_that_accepts_it_has_its_tracks(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    case_id = waiting_for_acceptance(hall)
    monkeypatch.setattr(calendar_import, "_touched", lambda year, before=None: iter(()))
    bring_in(notice(LONGER))
    accept(hall, case_id)
    with reading() as session:
        row = session.get_one(CaseRow, case_id)
        assert (row.tracks_total, row.calendar_version) == (3, 1)


def test_many_acts_and_imports_at_once_leave_every_case_under_the_newest(hall: Hall, database: Flask):
    cases = [waiting_for_acceptance(hall) for _ in range(6)]
    versions = [notice([*LONGER, f"2027-01-{day:02}"]) for day in (6, 7, 8)]
    work = [threading.Thread(target=run, args=(database, accept, hall, case_id)) for case_id in cases]
    work += [threading.Thread(target=run, args=(database, bring_in, text)) for text in versions]
    for one in work:
        one.start()
    for one in work:
        one.join(30)
    calendar_import.finish(at=NOW)
    calendar_store.forget()
    expected = law.calendar().add(date(2026, 12, 8), 20)
    for case_id in cases:
        told = [one.on for e in entries(case_id) for one in getattr(e.event, "told", ()) if one.clock == "statutory"]
        assert statutory(case_id) == max([expected, *told])


def run(app: Flask, act: object, *args: object) -> None:
    with app.app_context():
        act(*args)  # type: ignore[operator]


def seq(case_id: int) -> int:
    with reading() as session:
        return session.get_one(CaseRow, case_id).seq


def entries(case_id: int) -> list:
    with transaction() as session:
        return journal.load(session, case_id)


def entry(case_id: int, kind: str):
    return next(one.event for one in entries(case_id) if type(one.event).__name__ == kind)
