"""A guide as rows of the national tables and as linked data: nothing is said there that the guide does not say."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from guides.linked_data import linked_data
from guides.load import load_catalogue
from guides.national_table import item_row, material_rows
from tests.core import rich_guide, small_guide

TODAY = date(2026, 11, 22)
GUIDE = rich_guide.read()
PAGE = "https://example.org/guides/bookshop"


def test_the_item_table_has_the_national_columns() -> None:
    row = item_row(GUIDE, TODAY)
    assert (row["task_type"], row["catalog_code"], row["use_level"]) == ("行政许可", "000125990001", "市级")
    assert row["dept_code"] == "11990100MB2F56132U"
    assert (row["anticipate_day"], row["anticipate_type"]) == ("30", "日")
    assert row["anticipate_explain"] == "现场核查后 45 日；30 日"
    assert (row["promise_day"], row["promise_type"]) == ("7.5", "工作日")
    assert (row["limit_scene_num"], row["limit_scene_explain"]) == ("0", "交回旧卡")
    assert (row["project_type"], row["is_fee"], row["handle_area"]) == ("2", "1", "跨省")
    assert row["handle_flow"] == "受理 → 资料审查 → 消防意见 → 现场核查 → 招牌审核 → 决定 → 送达"
    assert row["online_handle_depth"] == "全程网办"
    assert row["transact_addr"] == "滨江大道99号；桥头路5号"
    assert row["server_type"] == "企业法人；个体工商户"
    assert (row["dept_type"], row["is_pay_online"]) == ("授权组织", "1")
    assert (row["result_type"], row["result_guid"]) == ("批文", "窗口有样本")


def test_the_material_table_says_whether_it_may_follow_later() -> None:
    rows = {row["material_id"]: row for row in material_rows(GUIDE)}
    assert [row["is_need"] for row in rows.values()] == ["必要", "容缺后补", "必要", "必要", "必要"]
    assert (rows["form"]["page_format"], rows["form"]["example_guid"]) == ("A4 纸，单面", "样表在窗口和本页下载处都有")
    assert (rows["form"]["form_guid"], rows["lease"]["form_guid"]) == ("网上填报后自动生成", "")
    assert (rows["lease"]["page_num"], rows["lease"]["group"], rows["lease"]["verified"]) == ("2", "premises", "0")
    assert json.loads(rows["fire_report"]["when"]) == {"case": "large"}


def test_a_guide_that_charges_nothing_has_nothing_to_pay_online() -> None:
    free = small_guide.read()
    assert not free.fees.charged
    row = item_row(free, TODAY)
    assert (row["dept_type"], row["is_pay_online"], row["result_type"]) == ("法定机关", "0", "证照")


def test_every_row_of_a_table_has_the_same_columns() -> None:
    guides = [*load_catalogue().items(TODAY), GUIDE, small_guide.read()]
    assert len({tuple(item_row(one, TODAY)) for one in guides}) == 1
    assert len({tuple(row) for one in guides for row in material_rows(one)}) == 1


def linked() -> dict[str, Any]:
    return linked_data(GUIDE, TODAY, page=PAGE, apply="https://example.org/apply/bookshop")


def test_linked_data_is_a_government_service_and_a_public_service() -> None:
    found = linked()
    assert found["@type"] == ["GovernmentService", "cpsv:PublicService"]
    assert found["name"] == [
        {"@language": "zh-CN", "@value": "开书店一件事"},
        {"@language": "en", "@value": "Opening a bookshop"},
    ]
    assert found["availableChannel"][0]["serviceUrl"] == "https://example.org/apply/bookshop"
    assert [one["name"][0]["@value"] for one in found["dct:hasPart"]] == [
        "出版物零售许可",
        "招牌备案",
        "营业前消防检查",
    ]
    assert found["serviceOutput"]["validFor"] == "P36M"
    assert found["offers"][0]["price"] == 12.5


def test_linked_data_says_of_a_limit_its_unit_its_start_and_that_it_was_not_verified() -> None:
    limits = {(one["propertyID"], one["value"]): one for one in linked()["additionalProperty"]}
    assert limits["promised", 7.5]["unitText"] == "working_day"
    assert "disambiguatingDescription" in limits["promised", 7.5]
    assert "disambiguatingDescription" not in limits["statutory", 30]
    assert limits["statutory", 45]["measurementTechnique"] == "counted from: report_received; after: site_check"


def test_linked_data_keeps_the_notes_of_the_author_to_itself() -> None:
    assert "没有核实的地方照实标注" not in json.dumps(linked(), ensure_ascii=False)
