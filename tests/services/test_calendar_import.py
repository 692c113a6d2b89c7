"""A published schedule brought in: later days move with a reason, told days never get earlier, twice is once (R158)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from portal.actors import SYSTEM
from portal.db import reading, transaction
from portal.models import CalendarYear, Document, OutboxMessage
from portal.models import Case as CaseRow
from portal.services import calendar_import, calendar_store, journal, law, sweep
from tests.core.play import TERMS
from tests.services.cases import Hall, at, in_order
from workflows import commands as c
from workflows.clocks import clocks
from workflows.limits import due
from workflows.refusal import Refusal
from workflows.terms import LimitTerm

NOW = at("2026-12-01T10:00")
LONGER = ["2027-01-01", "2027-01-02", "2027-01-03", "2027-01-04", "2027-01-05", "2027-02-08"]
"""A New Year of five days: whatever crosses it ends later than the statutory days alone would have it."""


def notice(off: list[str], work: Sequence[str] = (), year: int = 2027) -> str:
    days = [{"name": "元旦", "date": day, "isOffDay": day in off} for day in sorted([*off, *work])]
    return json.dumps({"year": year, "papers": ["国办发明电〔2026〕7号"], "days": days}, ensure_ascii=False)


def bring_in(text_: str, **more: object) -> calendar_import.Imported:
    return calendar_import.bring_in(text_, file="2027.json", at=NOW, by=SYSTEM, **more)  # type: ignore[arg-type]


def refused(text_: str, **more: object) -> Refusal:
    with pytest.raises(Refusal) as caught:
        bring_in(text_, **more)
    return caught.value


def crossing(hall: Hall) -> int:
    """A case whose statutory limit reaches into January 2027: 20 working days from 8 December."""
    case_id = hall.submitted("2026-12-07T09:00")
    hall.do(case_id, c.LookUpCredit("intake", "none"), "2026-12-08T09:00")
    hall.do(case_id, c.Accept(in_order()), "2026-12-08T10:00")
    return case_id


def statutory(case_id: int) -> date | None:
    with reading() as session:
        return session.get_one(CaseRow, case_id).statutory_due


def applied(case_id: int) -> list:
    with transaction() as session:
        return [one.event for one in journal.load(session, case_id) if type(one.event).__name__ == "CalendarApplied"]


def test_a_longer_holiday_moves_the_day_and_says_why(hall: Hall):
    case_id = crossing(hall)
    before = statutory(case_id)
    done = bring_in(notice(LONGER))
    assert (before, statutory(case_id)) == (date(2027, 1, 6), date(2027, 1, 8))
    assert (done.new, done.cases, done.year) == (True, 1, 2027)
    (event,) = applied(case_id)
    moved = next(one for one in event.moved if one.clock == "statutory")
    assert (moved.before, moved.after, moved.kept) == (before, date(2027, 1, 8), 0)
    assert [kind for kind, _ in event.letters] == ["calendar"]
    assert {told.clock: told.on for told in event.told}["statutory"] == date(2027, 1, 8)
    with reading() as session:
        assert not session.get_one(CaseRow, case_id).provisional
        mails = session.scalars(select(OutboxMessage.payload).where(OutboxMessage.kind == "mail"))
        assert [mail["notice"] for mail in mails].count("CalendarApplied") == 1


def test_a_told_day_never_gets_earlier(hall: Hall):
    case_id = crossing(hall)
    before = statutory(case_id)
    bring_in(notice(["2027-01-01"], ["2026-12-26", "2026-12-27", "2027-01-02", "2027-01-03"]))
    assert statutory(case_id) == before
    kept = {one.clock: one.kept for one in applied(case_id)[0].moved}
    assert kept["statutory"] == 4
    sweep.run(at=at("2026-12-30T00:05"))
    assert statutory(case_id) == before


def test_a_pause_after_the_import_pushes_the_kept_day_by_its_own_days(hall: Hall):
    case_id = crossing(hall)
    bring_in(notice(["2027-01-01"], ["2026-12-26", "2026-12-27"]))
    hall.do(case_id, c.PauseClock("testing", 3, "送检"), "2026-12-14T10:00", hall.reviewer)
    hall.do(case_id, c.ResumeClock("testing"), "2026-12-17T10:00", hall.reviewer)
    assert statutory(case_id) == date(2027, 1, 11)


def test_the_same_notice_twice_changes_nothing(hall: Hall):
    case_id = crossing(hall)
    bring_in(notice(LONGER))
    again = bring_in(notice(LONGER))
    assert (again.new, again.clocks) == (False, 0)
    assert len(applied(case_id)) == 1
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(CalendarYear)) == 1


def test_a_second_version_of_a_year_to_come_takes_the_place_of_the_first(hall: Hall):
    case_id = crossing(hall)
    bring_in(notice(LONGER))
    bring_in(notice([*LONGER, "2027-01-06"]))
    assert statutory(case_id) == date(2027, 1, 11)
    assert [one.version for one in calendar_import.in_force() if one.year == 2027] == [2]
    assert len(applied(case_id)) == 2


def test_a_preview_says_what_moves_and_moves_nothing(hall: Hall):
    case_id = crossing(hall)
    before = statutory(case_id)
    told = calendar_import.preview(notice(LONGER), file="x.json", at=NOW, by=SYSTEM)
    assert {one.clock for one in told.cases[0].moved} >= {"statutory"}
    assert (told.same, len(told.cases), told.clocks >= 1) == (False, 1, True)
    assert statutory(case_id) == before
    assert applied(case_id) == []


def test_an_interrupted_import_is_finished_by_the_sweep(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    case_id = crossing(hall)
    monkeypatch.setattr(calendar_import, "_touched", lambda year, before=None: iter(()))
    bring_in(notice(LONGER))
    monkeypatch.undo()
    with transaction() as session:
        session.execute(text("UPDATE calendar_years SET applied_at = NULL"))
    calendar_store.forget()
    assert statutory(case_id) == date(2027, 1, 6)
    sweep.run(at=NOW + timedelta(minutes=1))
    assert statutory(case_id) == date(2027, 1, 8)
    assert not law.unfinished_calendar()


def test_a_case_that_ended_keeps_its_journal_and_gets_its_copies_anew(hall: Hall):
    case_id = crossing(hall)
    hall.do(case_id, c.Withdraw("不办了"), "2026-12-10T10:00", hall.handler)
    bring_in(notice(LONGER))
    assert applied(case_id) == []
    assert statutory(case_id) == date(2027, 1, 8)


@pytest.mark.parametrize(
    ("text_", "said"),
    [
        ("", "empty"),
        ("{}", "which year"),
        (notice([]), "not published"),
        (notice(["2027-01-01"], ["2027-01-01"]), "twice"),
        ('{"year": 2027, "days": [{"name": "元旦", "date": "2027-02-30", "isOffDay": true}]}', "does not exist"),
        ('{"year": 2027, "days": [{"name": "元旦", "date": "2027-01-01"}]}', "isOffDay"),
        ("year: 2027\nstatus: provisional\nsource: x\noff: ['2027-01-01']\nwork: []\n", "provisional"),
        ("year: 2027\nstatus: published\nsource: x\noff: ['2027-01-01']\nwork: ['2027-01-04']\n", "weekend"),
        ("{", "JSON"),
    ],
)
@pytest.mark.engines("sqlite")
def test_a_file_that_cannot_be_right_is_refused_with_the_reason(hall: Hall, text_: str, said: str):
    found = refused(text_)
    assert found.rule == "calendar_unusable"
    assert said in str(found.facts["reason"])
    assert found.facts["reason_zh"] != found.facts["reason"]


@pytest.mark.engines("sqlite")
def test_a_year_beyond_a_gap_is_refused(hall: Hall):
    found = refused(notice(["2036-01-01"], year=2036))
    assert (found.rule, found.facts["missing"]) == ("calendar_gap", 2035)


def test_a_year_that_has_begun_changes_only_by_force(hall: Hall):
    shipped = law.calendar().schedule(2026)
    assert shipped is not None
    off = sorted(day.isoformat() for day in shipped.off)
    work = sorted(day.isoformat() for day in shipped.work)
    assert not bring_in(notice(off, work, 2026)).new
    assert refused(notice([*off, "2026-12-31"], work, 2026)).rule == "calendar_settled"
    case_id = crossing(hall)
    assert bring_in(notice([*off, "2026-12-31"], work, 2026), force=True).new
    assert statutory(case_id) == date(2027, 1, 7)


@pytest.mark.engines("sqlite")
def test_an_unknown_scope_is_refused(hall: Hall):
    assert refused(notice(LONGER), scope="nobody").rule == "calendar_scope"


def test_closing_days_of_an_office_leave_the_working_days_of_the_law_alone(hall: Hall):
    case_id = crossing(hall)
    before = statutory(case_id)
    assert bring_in(notice(["2027-01-04"]), scope="emb").new
    assert statutory(case_id) == before
    assert law.calendar().is_working_day(date(2027, 1, 4))
    assert law.closed_days("emb") == {date(2027, 1, 4)}
    assert law.closed_days("fire") == frozenset()


def test_what_was_brought_in_cannot_be_changed_or_removed(hall: Hall):
    bring_in(notice(LONGER))
    for statement in ("UPDATE calendar_years SET text = ''", "DELETE FROM calendar_years"):
        with pytest.raises(DatabaseError, match="append-only"), transaction() as session:
            session.execute(text(statement))


def test_the_letter_names_the_day_that_holds(hall: Hall):
    from portal.documents.letter import words
    from portal.services import letters

    case_id = crossing(hall)
    bring_in(notice(LONGER))
    with reading() as session:
        name = session.scalars(
            select(Document.public_id).where(Document.case_id == case_id, Document.kind == "calendar")
        ).one()
    said = "".join(words(letters.letter(name, by=hall.clerk).letter))
    assert "2027年节假日安排已经公布" in said
    assert "2027年1月8日" in said


def test_every_clock_of_the_case_comes_out_as_the_new_calendar_says(hall: Hall):
    case_id = crossing(hall)
    bring_in(notice(LONGER))
    with reading() as session:
        case = journal.state_of(session, case_id)
    assert due(clocks(case)["statutory"], law.calendar(), date(2026, 12, 8)).on == statutory(case_id)


def test_a_year_that_had_no_schedule_at_all_gets_its_days(hall: Hall):
    terms = replace(TERMS, statutory=LimitTerm(2040))
    case_id = hall.submitted("2026-12-07T09:00", terms)
    hall.do(case_id, c.LookUpCredit("intake", "none"), "2026-12-08T09:00")
    hall.do(case_id, c.Accept(in_order()), "2026-12-08T10:00")
    assert statutory(case_id) is None
    bring_in(notice(["2035-01-01"], year=2035))
    assert statutory(case_id) == date(2035, 1, 11)
    moved = next(one for one in applied(case_id)[0].moved if one.clock == "statutory")
    assert (moved.before, moved.after) == (None, date(2035, 1, 11))


def test_two_who_bring_in_the_same_notice_at_once_make_one_version(hall: Hall, database: Flask):
    def go(_: int) -> bool:
        with database.app_context():
            return bring_in(notice(LONGER)).new

    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(go, range(3))) == [False, False, True]
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(CalendarYear)) == 1


def test_a_case_whose_clocks_cannot_be_derived_keeps_no_other_from_it_and_is_tried_again(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
):
    broken, whole = crossing(hall), crossing(hall)
    real = journal.settle

    def fails(session: Session, row: CaseRow, **asked: Any) -> int:
        if row.id == broken:
            raise ValueError("a journal that cannot be read")
        return real(session, row, **asked)

    monkeypatch.setattr(journal, "settle", fails)
    assert bring_in(notice(LONGER)).cases == 1
    assert statutory(whole) == date(2027, 1, 8)
    assert sweep.run(at=NOW).ran
    assert law.unfinished_calendar(), "somebody is told of it as long as one case is left"
    monkeypatch.undo()
    sweep.run(at=NOW + timedelta(minutes=1))
    assert statutory(broken) == date(2027, 1, 8)
    assert not law.unfinished_calendar()
