"""People find what to do by what has happened: in their own words, as far as guides are in force, with the limits of their case."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from portal.services import guide_store, law, life_events
from portal.services.life_events import search
from tests.core.small_guide import TEXT
from tests.core.test_life_events import EVENTS

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("query", "event"),
    [
        ("我要开加油站", "open_filling_station"),
        ("换了法定代表人", "new_head"),
        ("换老板", "new_head"),
        ("公司搬家", "moved"),
        ("许可证快到期了", "expiring"),
        ("证丢了怎么补", "lost"),
        ("要开工建设", "start_building"),
        ("出了事故之后", "after_accident"),
        ("员工要考电工证", "staff_certificate"),
        ("企业注销", "close_down"),
        ("we have moved to a new address", "moved"),
        ("licence lost", "lost"),
        ("名字改了", "renamed"),
        ("开个小超市卖花炮", "sell_fireworks"),
        ("new manager", "new_head"),
    ],
)
def test_plain_words_lead_to_the_event(query: str, event: str) -> None:
    assert search(query, on=TODAY)[0].id == event


@pytest.mark.parametrize(
    ("query", "event"),
    [
        ("卖油漆稀料", "trade_chemicals"),
        ("卖漆用的稀料", "trade_chemicals"),
        ("卖甲苯", "trade_chemicals"),
        ("执照丢了", "lost"),
        ("卖烟花", "sell_fireworks"),
        ("paint thinner", "trade_chemicals"),
    ],
)
def test_an_event_that_merely_sells_something_too_is_not_offered_beside_what_was_named(query: str, event: str) -> None:
    assert [one.id for one in search(query, on=TODAY)] == [event]


@pytest.mark.parametrize("query", ["", "  ", "钢琴考级", "qwertz", "000125990001"])
def test_what_no_event_is_about_finds_none(query: str) -> None:
    assert search(query, on=TODAY) == ()


def test_the_first_few_are_of_every_kind() -> None:
    found = life_events.grouped(on=TODAY)
    turns = life_events.in_turn(found)
    assert [one.group for one in turns[: len(found)]] == [group.id for group, _events in found]
    assert len(turns) == sum(len(events) for _group, events in found)


def test_a_step_has_the_limits_of_its_own_case() -> None:
    found = life_events.page("new_head", on=TODAY)
    assert found
    change = found.steps[0]
    assert change.page
    assert change.page.outlook.answers == {"change_items": ["principal"]}
    assert [(one.limit.value, one.limit.unit) for one in change.own_limits] == [(20, "working_day")]
    assert {one.group for one in found.beside} == {"change"}


def test_before_any_guide_is_in_force_no_event_needs_one() -> None:
    early = date(2020, 1, 1)
    assert {one.id for _group, events in life_events.grouped(on=early) for one in events} == {
        "expiring", "lost", "close_down",
    }  # fmt: skip
    assert life_events.page("open_filling_station", on=early) is None
    assert life_events.page("no_such", on=TODAY) is None


def test_a_folder_of_guides_brings_its_own_events(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "life_events.yaml").write_text(EVENTS.replace("item: kiosk", "item: emergency_plan_filing"), "utf-8")
    files = law.catalogue()
    monkeypatch.setattr(guide_store, "folder", lambda: tmp_path)
    monkeypatch.setattr(law, "_files", lambda _folder: files)
    assert [one.id for _group, events in life_events.grouped(on=TODAY) for one in events] == ["open_kiosk"]
    assert "hazchem_business_licence" in [line.guide.item for line in life_events.unnamed(on=TODAY)]


def test_events_that_cannot_be_read_keep_nobody_from_the_guides(tmp_path: Path, monkeypatch, caplog) -> None:
    (tmp_path / "emb/kiosk").mkdir(parents=True)
    (tmp_path / "emb/kiosk/2026-01-01.yaml").write_text(TEXT, "utf-8")
    (tmp_path / "life_events.yaml").write_text("events: 1", "utf-8")
    monkeypatch.setattr(guide_store, "folder", lambda: tmp_path)
    assert life_events.grouped(on=TODAY) == ()
    assert "life_events.yaml:1" in caplog.text
    assert [line.guide.item for line in life_events.unnamed(on=TODAY)] == ["kiosk"]
