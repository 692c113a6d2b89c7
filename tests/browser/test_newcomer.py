"""A manager who never used the portal files a complete application on a phone: counted, and timed by a model (see `effort`).

From the first page without an account to the application that is handed in; the register runs, the papers are on the phone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from guides.effort import estimate, first_answers
from guides.guide import Guide
from portal.connectors.register_reference import server as registers
from portal.services import law
from portal.web import xlsx_file
from tests.browser import axe, enterprise
from tests.browser.effort import Effort
from tests.browser.enterprise import FIRM, USCC, WITH_STORAGE
from tests.browser.filler import GOODS, fill_section
from tests.browser.live import MORNING
from tests.browser.papers import paper
from tests.browser.visitor import PATIENCE, Visitor
from tests.outside import running

PHONE = 390
KNOWN = {"uscc": USCC, "name": FIRM, "legal_representative": "顾长宁", "address": "临江市澄江区望山路18号"}
ISSUED = {
    "uscc": USCC,
    "certificates": [{"kind": "chemical_registration", "number": "990110023", "valid_to": "2028-06-30"}],
}
WAREHOUSE = {
    "name": "1号甲类仓库",
    "structure": "砖混",
    "volume": "",
    "area": "600",
    "capacity": "200",
    "goods": "甲苯",
}
ONE_PRODUCT: dict[str, Any] = {
    **WITH_STORAGE,
    "storage_facilities": [WAREHOUSE],
    "chemicals": [{**GOODS[0], "cas": ""}],
}


XLSX = xlsx_file.KIND
LISTS = (
    xlsx_file.Sheet(
        "安全管理人员台账",
        ["序号", "姓名", "职务", "学历", "证书编号", "有效期至", "备注"],
        [
            ["1", "顾长宁", "总经理", "本科，化学工程", "990101197803073011", "2028-05-01", ""],
            ["2", "沈远航", "安全总监", "本科，安全工程", "990101198003073019", "2028-05-01", ""],
            ["3", "陆思远", "安全员", "大专，应用化工", "990101198503073018", "2027-11-20", "夜班"],
        ],
    ),
    xlsx_file.Sheet(
        "特种作业人员",
        ["序号", "姓名", "作业类别", "操作证号", "有效期"],
        [
            ["1", "王海", "氯化工艺作业", "T990101198601013016", "2027-08-15"],
            ["2", "李春生", "氯化工艺作业", "T990101198702023017", "2027-08-15"],
            ["3", "赵国强", "化工自动化控制仪表作业", "T990101199003033015", "2028-03-31"],
            ["4", "周大伟", "低压电工作业", "T990101199104043014", "2026-12-31"],
        ],
    ),
)
"""The lists of a small plant, as its safety department keeps them."""


@dataclass(frozen=True)
class Most:
    """What a road may cost at most."""

    minutes: float
    pages: int
    fields: int
    characters: int


ROADS: dict[str, tuple[str, dict[str, Any], Most]] = {
    "an emergency plan": ("emergency_plan_filing", {}, Most(8, 10, 16, 150)),
    "hazardous chemicals": ("hazchem_business_licence", {}, Most(8, 13, 13, 110)),
    # The longest form: its people stand in lists of its own, its registration certificate in the library of certificates.
    "production of hazardous chemicals": ("hazchem_production_safety_licence", {}, Most(10, 13, 17, 150)),
    # It asks for the warehouse, its lease, its assessment and its stores, which no register has.
    "hazardous chemicals in a rented warehouse": ("hazchem_business_licence", ONE_PRODUCT, Most(10, 15, 21, 170)),
}
NEAR = 0.15
"""How far the estimate that an author sees may lie from what was counted, as a share."""


@pytest.mark.parametrize("road", ROADS)
def test_a_newcomer_files_on_a_phone_within_minutes(portal, town, newcomer, monkeypatch, road):
    item, answers, most = ROADS[road]
    guide = law.catalogue().in_force(item, date.fromisoformat(MORNING.split()[0]))
    assert guide is not None
    firm, effort = newcomer(width=PHONE), Effort()
    effort.watch(firm.context)
    monkeypatch.setattr(firm, "inspect", lambda: effort.look(firm.page))  # the walk of all pages inspects them
    with running(registers([KNOWN], certificates=[ISSUED])) as server:
        urls = {"register_url": server.url, "certificates_url": server.url}
        monkeypatch.setitem(portal.app.config, "SETTINGS", replace(portal.app.config["SETTINGS"], **urls))
        _file(firm, effort, guide, answers)
    assert firm.path.endswith("/receipt")
    assert not {FIRM, KNOWN["address"]} & set(effort.typed.values()), "nobody types what the register knows"
    assert effort.minutes < most.minutes, str(effort)
    assert estimate(guide, {**first_answers(guide), **answers}).minutes == pytest.approx(effort.minutes, rel=NEAR), (
        effort
    )
    assert effort.pages <= most.pages, str(effort)
    assert effort.fields <= most.fields, str(effort)
    assert effort.characters <= most.characters, str(effort)


def _file(firm: Visitor, effort: Effort, guide: Guide, answers: dict[str, Any]) -> None:
    """From the first page of the portal to the receipt."""
    firm.go("/")
    assert firm.page.locator(f'datalist option[value="{guide.name.zh}"]').count() == 1
    firm.field("用自己的话说要办的事").evaluate("(box, name) => box.value = name", guide.name.zh)
    effort.suggested(guide.name.zh[:2])
    firm.press("找指南")
    if any(name in guide.questions for name in answers):
        enterprise.answer_all(firm, answers)
    firm.press("企业第一次来，先登记", within=".ow-begin")
    firm.field("统一社会信用代码").fill(USCC)
    firm.press("下一步")
    assert not (found := axe.findings(firm.page)), "\n".join(found)
    enterprise.enrol(firm)
    firm.press("开始填写")
    for section in guide.form:
        if firm.path.endswith(f"/sections/{section.id}"):  # one in which nothing is left to fill in is passed over
            _fill(firm, guide, section.id, answers)
    assert firm.path.endswith("/materials")
    _bring(firm, effort)
    firm.press("下一步：核对并提交")
    enterprise.submit(firm)


def _bring(firm: Visitor, effort: Effort) -> None:
    """All papers in one go: scans are called what they are, by and large, and two photographs are not called anything."""
    firm.page.locator("form[data-sort] [type=file]").set_input_files(
        [paper(name, f"paper {at}") for at, name in enumerate(_names(firm))]
    )
    lines = firm.page.locator("[data-sorted] li")
    effort.look(firm.page, turned=False)
    taken = [one.input_value() for one in lines.locator("select").all()]
    for at, one in enumerate(lines.locator("select").all()):
        if not taken[at]:
            one.select_option(index=next(n for n in range(1, 30) if _option(one, n) not in taken))
            taken[at] = one.input_value()
    firm.page.locator("[data-sorted] button").click()
    expect(firm.page.locator("[data-requirement] .ow-files li")).to_have_count(len(taken), timeout=PATIENCE)
    effort.look(firm.page, turned=False)


def _option(select: Locator, at: int) -> str:
    return str(select.locator("option").nth(at).get_attribute("value"))


def _names(firm: Visitor) -> list[str]:
    """What the files are called: one for each paper, by the end of its name; of those that may stand for each other the first."""
    forms = firm.page.locator("[data-requirement]:has(form[data-upload])").all()
    titles = [re.split(r"\s+或者|（", one.locator("h3").inner_text())[0] for one in forms]
    return [f"IMG_20261130_{at}" if at in (1, 2) else title[-8:] for at, title in enumerate(titles)]


def _fill(firm: Visitor, guide: Guide, section: str, answers: dict[str, Any]) -> None:
    """Fill in what a section wants to know; only a warehouse lies elsewhere than the enterprise."""
    usual = {f'[name=same][value="{one.id}"]' for one in guide.fields.values() if one.often_registered}
    if usual and (same := firm.page.locator(", ".join(usual))).count():
        firm.follow(same.first)
    if any(one.ledger and one.required for s in guide.form if s.id == section for one in s.fields):
        guide = _bring_lists(firm, guide, section)
    fill_section(firm, guide, section, answers, optional=False)
    firm.press("检查并进入下一步")


def _bring_lists(firm: Visitor, guide: Guide, section: str) -> Guide:
    """Choose the file of the lists that the enterprise keeps, as it keeps them; the guide without what they answer."""
    firm.page.locator("#roster").set_input_files(
        {"name": "台账.xlsx", "mimeType": XLSX, "buffer": xlsx_file.book(*LISTS)}
    )
    firm.press("填入")
    assert firm.page.locator('[role=status] [href^="#"], .is-invalid').count() == 0
    form = [
        one.model_copy(update={"fields": tuple(f for f in one.fields if not f.ledger)}) if one.id == section else one
        for one in guide.form
    ]
    return guide.model_copy(update={"form": tuple(form)})
