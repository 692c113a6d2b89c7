"""The owner of an enterprise reads who did what for it: acts, uploads and downloads, in pages, narrowed, and nobody else does."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import event

from portal.access import Denied
from portal.actors import Actor
from portal.db import db, transaction
from portal.services import account_log, casefile, drafts, enterprise_log, file_acts, parcels, uploads
from portal.services.enterprise_log import Log, LogFilter
from tests.at_window import HAZCHEM, Town, beijing, pdf, settle
from workflows.refusal import Refusal

DAY = date(2026, 10, 12)
QUERIES = 8


@pytest.fixture
def town(database: Flask) -> Town:
    return settle(database)


@pytest.fixture
def owner(town: Town) -> Actor:
    return replace(town.handler, owner=True)


def seen(owner: Actor, page: int = 1, on: date = DAY, **wanted: str | int) -> Log:
    return enterprise_log.of_enterprise(by=owner, on=on, wanted=LogFilter(**wanted), page=page)  # type: ignore[arg-type]


@contextmanager
def counted() -> Iterator[list[str]]:
    asked: list[str] = []

    def note(_connection, _cursor, statement, *_rest):  # type: ignore[no-untyped-def]
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield asked
    event.remove(db.engine, "before_cursor_execute", note)


def test_uploads_and_downloads_stand_in_it_by_material_and_case_and_never_by_file_name(town: Town, owner: Actor):
    case_id = town.hand_in("2026-10-12 09:00")
    found = seen(owner, kind="files").page
    assert {one.kind for one in found.rows} == {"file_uploaded"}
    assert found.total == len(found.rows) >= 5
    assert all(one.material and one.case_id == case_id and one.by for one in found.rows)
    name = a_file(town, case_id)
    file_acts.taken(name, by=town.handler, at=beijing("2026-10-12 11:00"))
    file_acts.taken(name, by=town.clerk, at=beijing("2026-10-12 11:01"))
    first, second, *_rest = seen(owner, kind="files").page.rows
    assert (first.kind, first.at, second.kind) == ("file_downloaded", beijing("2026-10-12 11:00"), "file_uploaded")


def a_file(town: Town, case_id: str) -> str:
    return casefile.casefile(case_id, by=town.handler).files[0].public_id


def test_acts_on_cases_are_told_apart_from_people_and_files(town: Town, owner: Actor):
    town.hand_in("2026-10-12 09:00")
    with transaction() as session:
        account_log.note(
            session, "invited", by=owner, at=beijing("2026-10-12 12:00"), enterprise_id=owner.enterprise_id
        )
    assert {one.kind for one in seen(owner, kind="cases").page.rows} == {"draft_begun", "Submitted"}
    assert "invited" in {one.kind for one in seen(owner, kind="people").page.rows}
    every = seen(owner).page.total
    assert every == sum(seen(owner, kind=kind).page.total for kind in enterprise_log.KINDS)


def test_it_is_narrowed_to_a_person_and_to_days(town: Town, owner: Actor):
    town.hand_in("2026-10-12 09:00")
    ref, name = seen(owner).persons[0]
    assert name
    assert {one.by for one in seen(owner, person=ref).page.rows} == {name}
    assert seen(owner, person="handler:999999").page.total == 0
    week = DAY + timedelta(days=6)
    assert seen(owner, on=week, days=7, kind="files").page.total > 0
    assert seen(owner, on=week + timedelta(days=1), days=7, kind="files").page.total == 0
    assert seen(owner, days=5, kind="nonsense").page.total == seen(owner).page.total, (
        "what is not offered narrows nothing"
    )


def test_it_does_not_end_anywhere_and_costs_the_same_queries(town: Town, owner: Actor):
    with transaction() as session:
        for minute in range(260):
            at = beijing("2026-10-01 09:00") + timedelta(minutes=minute)
            facts = {"item": HAZCHEM, "version": "2026-05-01", "material": "application", "draft": 0, "case": None}
            account_log.note(session, "file_uploaded", by=owner, at=at, enterprise_id=owner.enterprise_id, **facts)
    town.hand_in("2026-10-12 09:00")
    first = seen(owner).page
    assert first.total > 260
    assert first.pages == -(-first.total // enterprise_log.ROWS)
    found = [one for page in range(1, first.pages + 1) for one in seen(owner, page=page).page.rows]
    assert len(found) == first.total
    assert [one.at for one in found] == sorted((one.at for one in found), reverse=True)
    with counted() as asked:
        seen(owner)
    assert len([one for one in asked if one.lstrip().startswith("SELECT")]) <= QUERIES, "\n".join(asked)


def test_nobody_but_the_owner_reads_it(town: Town, owner: Actor):
    for somebody in (
        replace(owner, owner=False),
        replace(owner, mandate_id=1),
        town.clerk,
        replace(owner, enterprise_id=None),
    ):
        with pytest.raises(Denied):
            seen(somebody)


def test_another_enterprise_has_a_log_of_its_own(town: Town, owner: Actor):
    town.hand_in("2026-10-12 09:00")
    other = replace(owner, enterprise_id=(owner.enterprise_id or 0) + 1)
    assert seen(other).page.total == 0
    drafts.start(HAZCHEM, by=town.handler, at=beijing("2026-10-12 13:00"))
    assert seen(owner).page.rows[0].kind == "draft_begun"


def test_a_file_that_is_removed_before_it_is_handed_in_and_a_stated_validity_stand_in_it(town: Town, owner: Actor):
    at = beijing("2026-10-12 10:00")
    draft_id = drafts.start(HAZCHEM, by=town.handler, at=at)
    name = uploads.attach(draft_id, "application", "a.pdf", io.BytesIO(pdf()), by=town.handler, at=at)
    uploads.remove(name, by=town.handler, at=at)
    with pytest.raises(Refusal):
        uploads.remove(name, by=town.handler, at=at)
    lines = [one for one in seen(owner, kind="files").page.rows if one.kind == "file_removed"]
    assert [(one.at, bool(one.material), one.by) for one in lines] == [(at, True, lines[0].by)]
    assert lines[0].by


def test_what_a_clerk_removes_of_the_enterprises_own_files_stands_in_it(town: Town, owner: Actor):
    case_id = town.hand_in("2026-10-12 09:00")
    town.mark(case_id, "2026-10-12 10:00", fix={"application": "申请文件没有盖章。"})
    town.conclude(case_id, "correction", "2026-10-12 10:10")
    at, content = beijing("2026-10-13 10:00"), io.BytesIO(pdf("again"))
    name = uploads.attach_to_case(
        case_id, "application", "a.pdf", content, purpose="correction", by=town.handler, at=at
    )
    uploads.remove(name, by=town.clerk, at=beijing("2026-10-13 11:00"))
    content = io.BytesIO(pdf("at the window"))
    own = uploads.attach_to_case(case_id, "application", "b.pdf", content, purpose="correction", by=town.clerk, at=at)
    uploads.remove(own, by=town.clerk, at=beijing("2026-10-13 11:10"))
    lines = [one for one in seen(owner, kind="files").page.rows if one.kind == "file_removed_desk"]
    assert [(one.by, one.case_id, bool(one.material)) for one in lines] == [("周敏", case_id, True)]


def test_a_time_at_the_window_and_the_courier_stand_among_the_matters(town: Town, owner: Actor):
    case_id = town.hand_in("2026-10-12 09:00")
    at = beijing("2026-10-12 10:00")
    parcels.want(case_id, "沈远航", "13800000001", "临江市一号路 1 号", by=town.handler, at=at)
    parcels.want(case_id, "沈远航", "13800000001", "临江市一号路 2 号", by=town.clerk, at=at)
    parcels.drop(case_id, by=town.handler, at=at)
    found = [one for one in seen(owner, kind="cases").page.rows if one.kind.startswith("courier")]
    assert sorted(one.kind for one in found) == ["courier_dropped", "courier_wanted"]
    assert all(one.case_id == case_id for one in found)
    assert "一号路" not in str(found)
