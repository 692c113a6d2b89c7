"""What a guide says beside its core stands on its page: bundles, levels, commitments, seasons, later checks."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pages import Browser, said
from tests.web import people
from tests.web.bookshop import LARGE, SHOP, SMALL, move_in

pytestmark = pytest.mark.engines("sqlite")
UNSURE = "以发证机关答复为准"


@pytest.fixture(autouse=True)
def bookshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    move_in(tmp_path, monkeypatch)


def section(browser: Browser, name: str) -> str:
    return "".join(said(browser.page.ids[name]).split())


def test_a_bundle_lists_its_items_with_office_result_and_what_comes_first(client: Browser) -> None:
    client.get(f"{SHOP}?{LARGE}")
    words = section(client, "members")
    assert "一次申请，办3个事项" in words
    assert "招牌备案以发证机关答复为准《招牌办法》第二条market招牌备案回执出版物零售许可" in words
    assert "出版物零售许可《某条例》第四条某市书业局零售许可证不用等" in words
    assert client.page.links["出版物零售许可"] == "/guides/kiosk"


def test_an_item_of_a_bundle_that_the_answers_rule_out_is_not_shown(client: Browser) -> None:
    client.get(f"{SHOP}?{SMALL}")
    assert "招牌备案" not in section(client, "members")
    client.get(SHOP)
    assert "招牌备案以发证机关答复为准部分情形挂招牌" in section(client, "members")


def test_another_level_leads_where_the_answers_say_so(client: Browser) -> None:
    client.get(f"{SHOP}?{LARGE}")
    words = "".join(client.page.words.split())
    assert "由省书业厅办理，要4份材料" in words
    assert "全部意见到齐后，省书业厅在0.5个工作日内作出决定" in words
    client.get(f"{SHOP}?{SMALL}")
    assert "由某市书业局办理，要3份材料" in "".join(client.page.words.split())


def test_every_material_says_issuer_sample_format_use_and_when_it_is_shown(client: Browser) -> None:
    client.get(f"{SHOP}?{LARGE}")
    words = section(client, "materials")
    assert "由谁出具申请人自己规格A4纸，单面空白表格网上填报后自动生成样本样表" in words
    assert "样表在窗口和本页下载处都有用于出版物零售许可、招牌备案" in words
    assert "租赁合同或者场所承诺书2选一" in words
    assert "容后收取申请时传电子件即可，领结果时带原件交验。" in words
    assert "由谁出具出租方容缺受理后5个工作日内，最迟在现场核查前" in words


def test_commitment_and_outside_services_say_why_by_whom_and_how_long(client: Browser) -> None:
    client.get(f"{SHOP}?{LARGE}")
    words = section(client, "proofs")
    assert f"不适用{UNSURE}消防涉及公共安全，不适用告知承诺" in words
    assert f"消防设施检测{UNSURE}机构由您自己选，费用由您付。要5个工作日。做成的材料：消防检测报告。" in words
    client.get(f"{SHOP}?{SMALL}")
    assert "消防设施检测" not in section(client, "proofs")


def test_limits_know_fractions_the_spot_changes_and_the_applicants_own(client: Browser) -> None:
    client.get(f"{SHOP}?{LARGE}")
    words = section(client, "limits")
    assert f"预审自收到申请材料之日起0.5个工作日内{UNSURE}" in words
    assert "答复是否受理当场" in words
    assert f"自收到报告之日起30天内第九条要现场核查的：自收到报告之日起45天内{UNSURE}" in words
    assert f"开业：6个月内（从领证之日起算）{UNSURE}逾期的，许可证失效。" in words
    assert "申请续期：至少提前30天（有效期届满以前）逾期的，要重新申请。" in words


def test_result_says_renewal_fees_and_later_checks(client: Browser) -> None:
    client.get(SHOP)
    words = section(client, "result")
    assert "租约短于三年的，以租约为准" in words
    assert f"最晚在有效期届满前30天申请。按期申请、到期没有答复的，视为准予延续。{UNSURE}延续的办事指南" in words
    assert "工本费12.5元（每本）" in words
    assert f"开业后检查{UNSURE}market：作出决定后30个工作日内" in words
    assert "年度抽查market：每年一次" in words


def test_where_and_when_one_can_apply(client: Browser) -> None:
    client.get(SHOP)
    words = section(client, "where")
    assert "网上办跑0次。网上办理深度：全程网办。" in words
    assert "到窗口办跑1次：交回旧卡。" in words
    assert "3月1日至10月31日冬季不受理16:30以后提交的，算下一个工作日收到。" in words
    assert "跨省通办（异地代收代办）外省窗口可以代收" in words
    assert "市中心大厅滨江大道99号·0390-5550117工作日9:00–17:006月1日至9月30日：工作日8:00–16:00" in words
    assert "一共20个。按受理先后" in section(client, "conditions")


def test_the_item_names_its_power_its_levels_who_does_what_and_former_codes(client: Browser) -> None:
    client.get(SHOP)
    words = section(client, "item")
    assert "书店设立·新设·新设书店联办" in words
    assert "行政许可，承诺件" in words
    assert f"省书业厅（省级）：大书店{UNSURE}" in words
    assert "受理：centre决定：某市书业局制证：centre监管：market" in words
    assert f"澄江区书业所：现场查看{UNSURE}" in words
    assert f"XK001250012018年十位编码，用到2025年12月31日{UNSURE}" in words


@pytest.mark.parametrize("query", ["", f"?{LARGE}", f"?{SMALL}"])
def test_the_whole_bundle_reads_in_english(client: Browser, query: str) -> None:
    people.speak_english(client).get(f"{SHOP}{query}")
    assert client.page.h1 == "Opening a bookshop"
    assert "within 6 months, counted from the day of the licence" in client.page.words.replace("\u00a0", " ")
