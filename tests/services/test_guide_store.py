"""One catalogue of files and database: what is used is locked, what is published counts, nothing broken takes it down."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError

from guides.load import CATALOGUE, Catalogue, load_catalogue
from portal.db import db, reading, transaction
from portal.models import GuideText
from portal.services import casefile, drafts, guide_rows, guide_store, guide_versions, law, users
from tests.at_window import HAZCHEM, Town, beijing, settle
from tests.services.guide_desk import DAY, KIOSK, GuideDesk, person
from workflows.refusal import Refusal

AT = beijing("2026-09-28 10:00")
FILE = Path("emb", HAZCHEM, "2026-05-01.yaml")
VERSION = date(2026, 5, 1)


@pytest.fixture
def town(database: Flask) -> Town:
    return settle(database)


@pytest.fixture
def desk(town: Town) -> GuideDesk:
    numbers = [users.find(login).rows[0].id for login in ("ye.qing", "ji.wen")]
    return GuideDesk(*map(person, numbers))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The catalogue's files in a folder of this test."""
    root = tmp_path / "catalogue"
    shutil.copytree(CATALOGUE, root)
    return root


def served(root: Path, monkeypatch: pytest.MonkeyPatch) -> Catalogue:
    """The catalogue after a restart on the files of that folder."""
    files = load_catalogue(root)
    monkeypatch.setattr(law, "_files", lambda folder=None: files)
    return law.catalogue()


def edit(root: Path) -> None:
    file = root / FILE
    file.write_text(file.read_text("utf-8").replace("days: 15", "days: 14") + "\n# edited\n", "utf-8")


def test_an_empty_database_adds_nothing_to_the_files(database: Flask):
    assert law.catalogue() is law._files(None)


def test_the_first_draft_locks_the_text_of_its_guide_once(town: Town):
    for _twice in range(2):
        drafts.start(HAZCHEM, by=town.handler, at=AT)
    with reading() as session:
        [row] = session.query(GuideText)
    assert (row.item, row.effective_from, row.office) == (HAZCHEM, VERSION, "emb")
    assert row.source.encode() == (CATALOGUE / FILE).read_bytes()
    assert guide_rows.locked(HAZCHEM) == {VERSION: 2}


def test_drafts_that_begin_at_the_same_moment_lock_one_text(database: Flask, town: Town):
    def begin(_number: int) -> str:
        with database.app_context():
            return drafts.start(HAZCHEM, by=town.handler, at=AT)

    with ThreadPoolExecutor(4) as hands:
        assert len(set(hands.map(begin, range(4)))) == 4
    with reading() as session:
        assert session.query(GuideText).count() == 1


def test_a_file_that_was_edited_after_use_is_reported_and_the_locked_text_is_served(
    town: Town, copy: Path, monkeypatch
):
    case_id = town.hand_in("2026-09-28 10:00")
    before = law.guide_of(HAZCHEM, VERSION)
    edit(copy)
    catalogue = served(copy, monkeypatch)
    assert catalogue.version(HAZCHEM, VERSION) == before == catalogue.in_force(HAZCHEM, AT.date())
    [error] = catalogue.errors
    assert error.code == "version_locked"
    assert "已经有 1 件办件使用" in str(error)
    assert casefile.casefile(case_id, by=town.handler).guide.digest == before.digest


def test_a_file_that_nobody_uses_may_be_edited(database: Flask, copy: Path, monkeypatch):
    edit(copy)
    catalogue = served(copy, monkeypatch)
    assert not catalogue.errors
    assert catalogue.version(HAZCHEM, VERSION).digest != law.load_catalogue().version(HAZCHEM, VERSION).digest


@pytest.mark.parametrize("broken", [True, False], ids=["broken", "removed"])
def test_a_used_version_is_served_when_its_file_is_broken_or_gone(town: Town, copy: Path, monkeypatch, broken):
    draft = drafts.start(HAZCHEM, by=town.handler, at=AT)
    if broken:
        (copy / FILE).write_text("name: [", "utf-8")
    else:
        (copy / FILE).unlink()
    catalogue = served(copy, monkeypatch)
    assert {error.code for error in catalogue.errors} == {"yaml" if broken else "version_lost"}
    assert drafts.view(draft, by=town.handler).guide.version == "2026-05-01"
    assert drafts.start(HAZCHEM, by=town.handler, at=AT)


def test_locked_texts_and_the_record_refuse_to_be_changed(town: Town, desk: GuideDesk):
    desk.publish()
    drafts.start(HAZCHEM, by=town.handler, at=AT)
    for statement in ("UPDATE guide_texts SET source = ''", "DELETE FROM guide_texts", "DELETE FROM guide_acts"):
        with pytest.raises(DBAPIError, match="append-only"), transaction() as session:
            session.execute(text(statement))


def test_a_version_published_here_is_in_the_catalogue_at_once(desk: GuideDesk):
    desk.publish()
    assert law.catalogue().in_force(KIOSK, DAY).name.zh == "报刊亭许可"
    assert [one[:3] for one in guide_store.published()] == [("emb", KIOSK, DAY)]


def test_another_process_notices_within_a_few_seconds_and_asks_little(desk: GuideDesk, monkeypatch):
    """What another process knows stands still until its next look, which is one row by its key."""
    stale = law.catalogue()
    monkeypatch.setattr(guide_store, "forget", lambda: None)
    desk.publish()
    assert law.catalogue() is stale
    clock = guide_store.monotonic() + guide_store.LOOK_EVERY
    monkeypatch.setattr(guide_store, "monotonic", lambda: clock)
    assert law.catalogue().version(KIOSK, DAY) is not None


def test_asking_for_the_catalogue_runs_no_query_of_its_own(desk: GuideDesk):
    desk.publish()
    law.catalogue()
    counted: list[str] = []

    def listen(*facts: object) -> None:
        counted.append(str(facts[2]))

    event.listen(db.engine, "before_cursor_execute", listen)
    for _often in range(1000):
        law.catalogue()
    event.remove(db.engine, "before_cursor_execute", listen)
    assert counted == []


def test_a_case_on_a_version_that_this_process_has_not_noticed_yet_is_found(desk: GuideDesk, monkeypatch):
    forget = guide_store.forget
    monkeypatch.setattr(guide_store, "forget", lambda: None)
    desk.publish()
    monkeypatch.setattr(guide_store, "forget", forget)
    assert law.guide_of(KIOSK, DAY).item == KIOSK


def test_a_database_that_does_not_answer_leaves_the_files(database: Flask, monkeypatch):
    guide_store.reset()
    with db.engine.connect() as connection:
        connection.execute(text("ALTER TABLE counters RENAME TO elsewhere"))
        connection.commit()
    try:
        assert law.catalogue() is law._files(None)
    finally:
        with db.engine.connect() as connection:
            connection.execute(text("ALTER TABLE elsewhere RENAME TO counters"))
            connection.commit()


def test_a_file_for_a_day_that_was_published_here_is_reported(desk: GuideDesk, copy: Path, monkeypatch):
    desk.publish()
    folder = copy / "emb" / KIOSK
    folder.mkdir()
    shutil.copy(copy / "emb" / "fireworks_retail_licence" / "2026-01-01.yaml", folder / "2026-10-10.yaml")
    catalogue = served(copy, monkeypatch)
    assert [error.code for error in catalogue.errors] == ["version_twice"]
    assert catalogue.version(KIOSK, DAY).name.zh == "报刊亭许可"


def test_a_version_changed_under_a_running_process_is_not_used_half_read(town: Town, copy: Path, monkeypatch):
    """The process read one text, the file now holds another: nobody may rest on a text that cannot be kept."""
    monkeypatch.setattr(guide_store, "text_of", lambda guide, root: None)
    with pytest.raises(Refusal, match="guide_unavailable"):
        drafts.start(HAZCHEM, by=town.handler, at=AT)


def test_a_withdrawn_version_cannot_be_begun_with_and_can_still_be_read(town: Town, desk: GuideDesk):
    guide_versions.withdraw(HAZCHEM, VERSION, "条款有误", by=desk.author, at=AT)
    catalogue = law.catalogue()
    assert catalogue.in_force(HAZCHEM, AT.date()) is None
    assert catalogue.in_force(HAZCHEM, date(2026, 9, 27)) is not None
    assert catalogue.version(HAZCHEM, VERSION) is not None
    assert HAZCHEM not in {one.item for one in catalogue.items(AT.date())}
