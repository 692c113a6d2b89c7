"""Credit lists that come by themselves, from a folder and the platform: once each, safe ones at once, others to a person."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from portal.access import Denied
from portal.connectors.credit_feed import CreditFeed
from portal.connectors.credit_feed_reference import Platform
from portal.connectors.port import PortDown
from portal.services import credit_arrivals, credit_feed, credit_folder, credit_import, credit_lists, ports, sweep
from portal.services.credit_arrivals import Arrival
from portal.services.credit_import import About
from portal.services.credit_lists import Entry
from portal.services.wrong_input import WrongInput
from tests import under_review
from tests.outside import running
from tests.services.test_credit_import import NAME, PERSON, UNIT, sheet
from tests.under_review import Town
from workflows.refusal import Refusal

NIGHT = datetime.fromisoformat("2026-10-08T02:00+08:00")
NOON = datetime.fromisoformat("2026-10-08T12:00+08:00")
RECORD = {
    "uscc": "91990101MA2HT5K72T",
    "grounds": "未经许可经营",
    "body": "望海市应急管理局",
    "listed_on": "2026-09-01",
}


@pytest.fixture
def town(database: Flask) -> Town:
    return under_review.settle()


@pytest.fixture
def folder(database: Flask, town: Town, tmp_path: Path) -> Iterator[Path]:
    root = tmp_path / "lists"
    for kind in ("black", "red"):
        (root / kind).mkdir(parents=True)
    yield from _with(database, root, credit_folder=str(root), credit_automatic=True)


def _with(app: Flask, given: Any, **settings: Any) -> Iterator[Any]:
    before = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(before, **settings)
    yield given
    app.config["SETTINGS"] = before


@pytest.fixture
def platform(database: Flask, town: Town) -> Iterator[Platform]:
    with running(Platform([], key="secret")) as one:
        yield from _with(database, one, credit_feed_url=one.url, credit_feed_key="secret", credit_automatic=True)


def use(*lines: Entry, version: str = "2026-09-01") -> None:
    """The list in use before anything comes."""
    more = {"rule_version": "应急管理部令第11号", "by": under_review.SYSTEM, "at": NIGHT - timedelta(days=20)}
    credit_lists.import_list("black", NAME, version, lines, **more)


def entries(number: int) -> list[Entry]:
    return [
        Entry("事由", "某局", date(2026, 9, 1), unit_name=f"某企业{n}", decision_document=f"文{n}")
        for n in range(number)
    ]


def as_csv(*lines: Entry) -> bytes:
    rows = (f",{one.unit_name},,,{one.grounds},{one.decision_document},{one.body},{one.listed_on},," for one in lines)
    return sheet(*rows)


def drop(folder: Path, name: str, data: bytes, age: int = 60) -> Path:
    path = folder / "black" / name
    path.write_bytes(data)
    moment = NIGHT.timestamp() - age
    os.utime(path, (moment, moment))
    return path


def came(town: Town) -> list[Arrival]:
    found = (*credit_arrivals.waiting(by=town["lin.jing"]), *credit_arrivals.settled(by=town["lin.jing"]))
    return sorted(found, key=lambda one: one.id)


def current() -> tuple[str, int]:
    one = next(one for one in credit_lists.lists() if one.name == NAME)
    return one.version, one.entries


def reports(folder: Path) -> list[str]:
    return [path.read_text("utf-8") for path in sorted(folder.glob("black/*/*.report.txt"))]


def test_a_newer_version_of_a_list_in_use_comes_in_by_itself_and_is_put_aside(town: Town, folder: Path):
    use(*entries(10))
    drop(folder, f"{NAME}@2026-10-08.csv", as_csv(*entries(9), *entries(12)[10:]))
    assert credit_folder.watch(at=NIGHT) == 1
    assert current() == ("2026-10-08", 11)
    (one,) = came(town)
    assert (one.state, one.counts["new"], one.counts["gone"], one.rule_version) == (
        "imported",
        2,
        1,
        "应急管理部令第11号",
    )
    assert [path.name for path in (folder / "black").iterdir()] == ["done"]
    assert credit_folder.watch(at=NIGHT) == 0


def test_the_same_file_again_is_put_aside_and_changes_nothing(town: Town, folder: Path):
    use(*entries(3))
    for version in ("2026-10-08", "2026-10-09", "2026-10-08"):
        drop(folder, f"{NAME}@{version}.csv", as_csv(*entries(4)))
        credit_folder.watch(at=NIGHT)
    assert (len(came(town)), current()[0]) == (2, "2026-10-09")


@pytest.mark.parametrize(
    ("automatic", "had", "data", "why"),
    [
        (False, 3, as_csv(*entries(3)), "manual"),
        (True, 0, as_csv(*entries(3)), "new_list"),
        (True, 3, sheet(UNIT, UNIT.replace("K72T", "K720")), "lines"),
        (True, 10, as_csv(*entries(7)), "shrunk"),
    ],
)
@pytest.mark.engines("sqlite")
def test_what_is_not_safe_waits_for_a_person(
    town: Town, folder: Path, database: Flask, automatic: bool, had: int, data: bytes, why: str
):
    database.config["SETTINGS"] = replace(database.config["SETTINGS"], credit_automatic=automatic)
    name = NAME if had else "新名单"
    if had:
        use(*entries(had))
    drop(folder, f"{name}@2.csv", data)
    credit_folder.watch(at=NIGHT)
    (one,) = credit_arrivals.waiting(by=town["lin.jing"])
    assert one.why == why
    assert all(known.version != "2" for known in credit_lists.lists())


def test_eight_of_ten_left_is_no_loss_that_waits(town: Town, folder: Path):
    use(*entries(10))
    drop(folder, f"{NAME}@2.csv", as_csv(*entries(8)))
    credit_folder.watch(at=NIGHT)
    assert current() == ("2", 8)


def test_what_cannot_be_read_is_moved_aside_with_a_report_in_both_languages(town: Town, folder: Path):
    drop(folder, "名单@1.xlsx", b"PK\x03\x04 torn")
    drop(folder, "名单@2.exe", b"MZ")
    credit_folder.watch(at=NIGHT)
    assert sorted(path.suffix for path in (folder / "black" / "refused").iterdir()) == [".exe", ".txt", ".txt", ".xlsx"]
    assert any("不是 Excel 工作簿" in said and "no Excel workbook" in said for said in reports(folder))
    assert [one.state for one in came(town)] == ["refused"], "what is no list by its name is no arrival"


def test_refused_lines_are_reported_beside_the_file_and_name_no_identity_number(town: Town, folder: Path):
    drop(folder, "名单@1.csv", sheet(UNIT, PERSON.replace("3019", "3010")))
    credit_folder.watch(at=NIGHT)
    (said,) = reports(folder)
    assert "3: 身份证号不对" in said
    assert "9901011980" not in said


def test_half_written_files_links_and_hidden_ones_are_left_alone(town: Town, folder: Path, tmp_path: Path):
    drop(folder, "新@1.csv", sheet(UNIT), age=1)
    drop(folder, ".新@1.csv", sheet(UNIT))
    (tmp_path / "secret.csv").write_bytes(sheet(UNIT))
    (folder / "black" / "链接@1.csv").symlink_to(tmp_path / "secret.csv")
    assert credit_folder.watch(at=NIGHT) == 0
    assert came(town) == []


@pytest.mark.engines("sqlite")
def test_a_folder_that_is_away_is_said_and_holds_nobody_up(town: Town, folder: Path, database: Flask):
    database.config["SETTINGS"] = replace(database.config["SETTINGS"], credit_folder=str(folder / "away"))
    with pytest.raises(PortDown):
        credit_folder.watch(at=NIGHT)
    states = {one.name: one.state for one in ports.every(by=town["lin.jing"], at=NIGHT)}
    assert (states["credit_folder"], states["credit_feed"]) == ("down", "off")
    assert ports.down(at=NIGHT) == ()
    assert sweep.run(at=NIGHT).ran


def test_a_person_brings_in_what_waits_or_does_not_use_it_and_a_newer_one_replaces_it(town: Town, folder: Path):
    use(*entries(10))
    admin = town["lin.jing"]
    for version, left in (("2", 4), ("3", 5)):
        drop(folder, f"{NAME}@{version}.csv", as_csv(*entries(left)))
        credit_folder.watch(at=NIGHT)
    assert [one.state for one in came(town)] == ["replaced", "waiting"]
    one = credit_arrivals.waiting(by=admin)[0]
    about = About(one.kind, one.name, one.version, one.rule_version)
    done = credit_import.bring_in(about, one.file, by=admin, at=NOON)
    credit_arrivals.confirmed(one.id, done.id, by=admin, at=NOON)
    assert (current(), credit_arrivals.waiting(by=admin)) == (("3", 5), ())
    with pytest.raises(Refusal, match="arrival_settled"):
        credit_arrivals.dismiss(one.id, "不完整", by=admin, at=NOON)
    drop(folder, f"{NAME}@4.csv", as_csv(*entries(1)))
    credit_folder.watch(at=NIGHT)
    (last,) = credit_arrivals.waiting(by=admin)
    with pytest.raises(WrongInput):
        credit_arrivals.dismiss(last.id, " ", by=admin, at=NOON)
    credit_arrivals.dismiss(last.id, "发布机关说文件不完整", by=admin, at=NOON)
    assert current() == ("3", 5)
    with pytest.raises(Denied):
        credit_arrivals.waiting(by=town["chen.li"])


def told(version: str, *records: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "black", "name": NAME, "version": version, "rule_version": "第11号令", "entries": [*records]}


def test_the_platform_is_asked_once_a_night_and_only_what_changed_comes(town: Town, platform: Platform):
    use()
    platform.lists = [told("1", RECORD)]
    assert credit_feed.fetch_by_night(at=NOON) == 0
    assert (credit_feed.fetch_by_night(at=NIGHT), current()) == (1, ("1", 1))
    assert credit_feed.fetch_by_night(at=NIGHT + timedelta(hours=1)) == 0
    assert platform.asked == 1
    assert credit_feed.fetch_by_night(at=NIGHT + timedelta(days=1)) == 0
    assert platform.asked == 2, "the platform says that nothing changed"
    platform.lists = [told("2", RECORD, {**RECORD, "uscc": "91990101MA2GL5678J"})]
    assert (credit_feed.fetch_by_night(at=NIGHT + timedelta(days=2)), current()) == (1, ("2", 2))
    assert [one.version for one in credit_lists.lists(current=False) if one.name == NAME][:2] == ["2", "1"]


def test_a_platform_that_is_away_is_asked_again_a_quarter_of_an_hour_later(
    town: Town, platform: Platform, database: Flask
):
    settings = database.config["SETTINGS"]
    database.config["SETTINGS"] = replace(settings, credit_feed_url="http://127.0.0.1:1/lists")
    with pytest.raises(PortDown):
        credit_feed.fetch_by_night(at=NIGHT)
    database.config["SETTINGS"] = settings
    platform.lists = [told("1", RECORD)]
    use()
    assert credit_feed.fetch_by_night(at=NIGHT + timedelta(minutes=14)) == 0
    assert credit_feed.fetch_by_night(at=NIGHT + timedelta(minutes=16)) == 1


def test_lists_that_a_fault_kept_out_are_fetched_again(town: Town, platform: Platform, monkeypatch: pytest.MonkeyPatch):
    platform.lists = [told("1", RECORD), {**told("1", RECORD), "name": "另一份名单"}]
    arrive, died = credit_arrivals.arrive, []

    def dies_after_the_first(*args: Any, **more: Any) -> Arrival | None:
        if died:
            raise OSError("the power is gone")
        died.append(True)
        return arrive(*args, **more)

    monkeypatch.setattr(credit_arrivals, "arrive", dies_after_the_first)
    with pytest.raises(OSError, match="power"):
        credit_feed.fetch(at=NIGHT)
    monkeypatch.undo()
    assert [one.name for one in credit_feed.fetch(at=NIGHT)] == ["另一份名单"]
    assert credit_feed.fetch(at=NIGHT) == ()


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize(
    "lists",
    [
        "nothing",
        [{"kind": "grey", "name": "x", "version": "1", "entries": []}],
        [{"kind": "red", "name": "", "version": "1", "entries": []}],
        [{"kind": "red", "name": "x", "version": "1", "entries": 3}],
        [told("1")] * 51,
    ],
)
def test_what_is_not_the_contract_is_no_answer(town: Town, platform: Platform, lists: Any):
    platform.lists = lists
    with pytest.raises(PortDown):
        credit_feed.fetch(at=NIGHT)
    assert came(town) == []


@pytest.mark.engines("sqlite")
def test_a_wrong_key_an_empty_list_and_a_name_that_is_too_long(town: Town, platform: Platform):
    with pytest.raises(PortDown, match="401"):
        CreditFeed(platform.url, "wrong").fetch()
    platform.lists = [told("1"), {**told("1", RECORD), "name": "长" * 300}]
    assert [(one.state, one.why) for one in credit_feed.fetch(at=NIGHT)] == [
        ("refused", "no_lines"),
        ("refused", "about"),
    ]


def test_the_sweep_takes_up_both(town: Town, platform: Platform, folder: Path):
    use()
    platform.lists = [told("1", RECORD)]
    sweep.run(at=NIGHT)
    assert current() == ("1", 1)
    drop(
        folder, f"{NAME}@2.csv", as_csv(Entry("事由", "某局", date(2026, 9, 1), uscc="91990101MA2HT5K72T"), *entries(1))
    )
    sweep.run(at=NIGHT + timedelta(minutes=1))
    assert [one.source for one in came(town)] == ["feed", "folder"]
