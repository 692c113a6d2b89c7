"""The power list is the catalogue read by office; its history is the difference between versions; duties follow from law."""

from __future__ import annotations

from datetime import date

import pytest

from guides.duty_list import duties, rules
from guides.guide import Guide
from guides.load import Catalogue, load_catalogue
from guides.power_list import COLUMNS, Event, history, power, powers
from guides.text import Text
from tests.core import rich_guide, small_guide

TODAY = date(2026, 11, 22)
OFFICES = {"centre": Text(zh="中心", en="Centre"), "emb": Text(zh="应急局", en="EMB")}
LAW = "- {law: {zh: 某法, en: A law}, articles: {zh: 第一条, en: Article 1}, verified: true"


def kiosk(day: str, *edits: tuple[str, str]) -> Guide:
    return small_guide.read(small_guide.changed(*edits), effective_from=date.fromisoformat(day))


def told(*guides: Guide) -> list[Event]:
    return [*history(Catalogue(guides), TODAY, OFFICES)]


def test_powers_stand_under_the_office_that_answers_for_them() -> None:
    found = powers(Catalogue((rich_guide.read(), small_guide.read())), TODAY, OFFICES)
    assert {office: [one.guide.item for one in listed] for office, listed in found.items()} == {
        "emb": ["bookshop", "kiosk"]
    }


def test_a_power_says_code_kind_basis_level_who_does_what_limits_and_fee() -> None:
    cells = power(rich_guide.read(), TODAY, OFFICES).cells
    assert [*cells] == [*COLUMNS]
    assert {column: text.zh for column, text in cells.items()} == {
        "code": "000125990001",
        "name": "开书店一件事",
        "kind": "行政许可",
        "basis": "《某条例》第四条；《某条例》第四条至第九条",
        "level": "市级；省级（省书业厅）",
        "accepts": "中心",
        "decides": "应急局",
        "supervises": "market",
        "entrusted": "澄江区书业所（现场查看）",
        "limits": "法定 45 天、30 天；承诺 7.5 个工作日",
        "fee": "收费（《收费规定》第一条）",
    }
    assert cells["limits"].en == "law 45 days, 30 days; promise 7.5 working days"


def test_what_was_not_verified_is_known_column_by_column() -> None:
    assert power(rich_guide.read(), TODAY, OFFICES).unsure == {"code", "level", "entrusted", "limits"}
    assert power(small_guide.read(), TODAY, OFFICES).unsure == {"code"}


def test_a_power_enters_and_changes_with_the_versions_of_its_guide() -> None:
    newest, first = told(kiosk("2026-01-01"), kiosk("2026-06-01", ("promised, value: 10,", "promised, value: 8,")))
    assert (first.on, first.kind) == (date(2026, 1, 1), "entered")
    assert (newest.on, newest.kind, newest.ahead) == (date(2026, 6, 1), "changed", False)
    [altered] = newest.altered
    assert (altered.column, altered.before.zh) == ("limits", "法定 20 个工作日；承诺 10 个工作日")
    assert altered.after.zh == "法定 20 个工作日；承诺 8 个工作日"


def test_a_change_that_the_list_does_not_show_is_no_change_of_the_list() -> None:
    found = told(kiosk("2026-01-01"), kiosk("2026-06-01", ("有场所。", "有固定场所。")))
    assert [one.kind for one in found] == ["entered"]


def test_a_power_leaves_on_the_day_after_its_last_basis_ended_and_may_come_back() -> None:
    ending = (LAW, LAW + ', effective_to: "2026-03-31"')
    guides = kiosk("2026-01-01", ending), kiosk("2026-09-01")
    assert [(one.on.isoformat(), one.kind) for one in told(*guides)] == [
        ("2026-09-01", "entered"), ("2026-04-01", "left"), ("2026-01-01", "entered"),
    ]  # fmt: skip
    catalogue = Catalogue(guides)
    assert [bool(powers(catalogue, date(2026, month, 15), OFFICES)) for month in (3, 5, 10)] == [True, False, True]


def test_a_basis_that_ends_where_the_next_version_begins_leaves_no_gap() -> None:
    ending = (LAW, LAW + ', effective_to: "2026-05-31"')
    assert [one.kind for one in told(kiosk("2026-01-01", ending), kiosk("2026-06-01"))] == ["entered"]


def test_what_is_announced_stands_in_the_history_as_ahead() -> None:
    [newest, *_] = told(kiosk("2026-01-01"), kiosk("2027-01-01", ("报刊亭许可,", "书报亭许可,")))
    assert (newest.kind, newest.ahead, newest.altered[0].after.zh) == ("changed", True, "书报亭许可")


def test_every_licence_owes_what_the_licensing_law_says_from_publication_to_accountability() -> None:
    names = [one.name.zh for one in duties(rich_guide.read(), TODAY)]
    assert names == [
        "公示", "受理", "一次告知", "核查", "听取意见", "按期决定", "说明理由", "送达", "公开结果", "收费", "事后监管", "追责",
    ]  # fmt: skip


def test_a_duty_has_the_times_and_the_bases_of_the_guide() -> None:
    found = {one.id: one for one in duties(rich_guide.read(), TODAY)}
    assert [one.zh for one in found["tell_once"].times] == ["当场"]
    assert [one.zh for one in found["decide"].times] == ["承诺 7.5 个工作日", "法定 45 天", "法定 30 天"]
    assert "第九条" in [one.zh for one in found["decide"].bases]
    assert [one.zh for one in found["supervise"].times] == ["开业后检查（30 个工作日）", "年度抽查（每年一次）"]
    assert [one.zh for one in found["liability"].bases] == ["《行政许可法》第七十二条"]
    assert [name for name, one in found.items() if not one.verified] == ["decide", "supervise"]


def test_a_filing_owes_no_more_than_a_filing() -> None:
    filing = load_catalogue().in_force("emergency_plan_filing", TODAY)
    assert filing is not None
    assert [one.id for one in duties(filing, TODAY)][-1] == "filing_liability"
    assert not any("行政许可法" in basis.zh for one in duties(filing, TODAY) for basis in one.bases)


def test_no_duty_is_owed_before_its_law() -> None:
    assert duties(rich_guide.read(), date(2019, 4, 22)) == ()


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)
def test_every_duty_is_said_in_both_languages_with_a_basis_of_its_own_or_of_the_guide(rule) -> None:  # type: ignore[no-untyped-def]
    assert rule.name.en
    assert rule.duty.en
    assert rule.basis or rule.limit or rule.only
    assert not rule.basis or (rule.basis.en and rule.effective_from)
