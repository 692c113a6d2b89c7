"""A manager who never used the portal files a complete application on a phone: counted, and timed by a model (see `effort`)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from guides.guide import Guide
from portal.services import law
from tests.browser import enterprise
from tests.browser.effort import Effort
from tests.browser.enterprise import EMAIL, FIRM, USCC, WITH_STORAGE
from tests.browser.filler import GOODS, fill_section
from tests.browser.live import MORNING
from tests.browser.visitor import Visitor
from tests.outside import register_of, running
from tests.web.people import PASSWORD

PHONE = 390
KNOWN = {"uscc": USCC, "name": FIRM, "legal_representative": "顾长宁", "address": "临江市澄江区望山路18号"}
ANSWERS = {"hazchem_business_licence": {**WITH_STORAGE, "chemicals": [{**GOODS[0], "cas": ""}]}}


@pytest.mark.parametrize("item", ["hazchem_business_licence", "emergency_plan_filing", "special_operator_certificate"])
def test_a_newcomer_files_on_a_phone_in_under_ten_minutes(portal, town, newcomer, monkeypatch, item):
    guide = law.catalogue().in_force(item, date.fromisoformat(MORNING.split()[0]))
    assert guide is not None
    firm, effort = newcomer(width=PHONE), Effort()
    firm.thorough = False
    effort.watch(firm.context)
    firm.inspect = lambda: effort.look(firm.page)
    with running(register_of(KNOWN)) as server:
        settings = portal.app.config["SETTINGS"]
        monkeypatch.setitem(portal.app.config, "SETTINGS", replace(settings, register_url=server.url))
        _walk(firm, guide)
    print(f"\n{item}: {effort}")
    print(*effort.log, sep="\n")
    assert firm.path.endswith("/receipt")


def _walk(firm: Visitor, guide: Guide) -> None:
    """From the first page of the portal to the receipt."""
    answers = ANSWERS.get(guide.item, {})
    firm.go("/").field("用自己的话说要办的事").fill(guide.name.zh[:6])
    firm.press("找指南").follow(firm.page.locator(f'main a[href*="/guides/{guide.item}"]').first)
    for _ in guide.questions if answers else ():
        if enterprise._answer(firm, answers) == 0:
            break
        firm.follow(firm.page.locator("form.ow-ask button[type=submit]"))
    firm.press("在线申请", within="aside").press("登记企业账户")
    sign_up(firm)
    firm.press("开始填写").press("继续填写")
    for section in guide.form:
        assert firm.path.endswith(f"/sections/{section.id}"), firm.words
        fill_section(firm, guide, section.id, answers, optional=False)
        firm.press("检查并进入下一步")
    enterprise.bring(firm)
    firm.press("下一步：核对并提交")
    enterprise.submit(firm)


def sign_up(visitor: Visitor) -> None:
    told = {
        "统一社会信用代码": USCC, "企业名称": FIRM, "法定代表人": "顾长宁", "经办人姓名": "顾长宁",
        "手机号": "13900000077", "电子邮箱": EMAIL, "密码": PASSWORD, "密码再输一遍": PASSWORD,
    }  # fmt: skip
    for label, text in told.items():
        visitor.field(label).first.fill(text)
    visitor.page.locator("[name=consent]").check()
    visitor.press("登记")
    visitor.press("去登录").sign_in(EMAIL)
