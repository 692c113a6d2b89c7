"""One case on one sheet of paper: what to bring, by when, where to, and the code that leads back to the same answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.documents import qr
from portal.services import law
from tests.pages import Browser, said
from tests.web import people
from tests.web.bookshop import LARGE, SHOP, SMALL, move_in

pytestmark = pytest.mark.engines("sqlite")


@pytest.fixture(autouse=True)
def bookshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    move_in(tmp_path, monkeypatch)


def tight(browser: Browser) -> str:
    [main] = browser.page.all("main")
    return "".join(said(main).split())


def test_the_guide_leads_to_the_sheet_of_its_answers(client: Browser) -> None:
    client.get(SHOP)
    assert client.page.links["办事清单（打印用）"] == f"{SHOP}/checklist"
    client.get(f"{SHOP}?{LARGE}")
    client.get(client.page.links["打印这一情形"])
    assert client.page.h1 == "开书店一件事"
    assert "您的情形：大书店·挂招牌书店多大？：大挂招牌吗？：是" in tight(client)


def test_every_material_has_a_box_its_issuer_its_terms_its_sample_and_its_basis(client: Browser) -> None:
    client.get(f"{SHOP}/checklist?{LARGE}")
    words = tight(client)
    assert len(client.page.all("span", "ow-tick")) == 4
    assert "1.申请书原件1份A4纸，单面出具：申请人自己。样本：样表在窗口和本页下载处都有。《某条例》第八条" in words
    assert "3.旧卡原件1份出具：申请人自己。领证时验原件。" in words
    assert "4.消防检测报告原件1份出具：检测机构。《消防规定》第四条以发证机关答复为准" in words
    client.get("/guides/kiosk/checklist?size=big")
    assert "2.租赁合同复印件1份出具：申请人自己。可容缺：受理后5个工作日内。" in tight(client)


def test_limits_steps_places_fees_and_complaints_stand_below(client: Browser) -> None:
    client.get(f"{SHOP}/checklist?{LARGE}")
    words = tight(client)
    assert "答复是否受理当场承诺办结自受理之日起7.5个工作日内以发证机关答复为准" in words
    assert "现场核查省书业厅，1.5个工作日" in words
    assert "审核决定省书业厅，0.5个工作日" in words
    assert "到窗口办跑1次：交回旧卡" in words
    assert "澄江分厅桥头路5号0390-5550118周二、周四" in words
    assert "收费工本费12.5元（每本）" in words
    assert "投诉热线12345" in words


def test_only_what_the_answers_ask_for_is_on_the_sheet(client: Browser) -> None:
    client.get(f"{SHOP}/checklist?{SMALL}")
    assert "消防检测报告" not in tight(client)
    client.get(f"{SHOP}/checklist")
    assert "还没有回答完问题" in tight(client)
    assert "部分情形大书店" in tight(client)


def test_the_sheet_names_its_version_and_its_code_leads_back(client: Browser) -> None:
    client.get(f"{SHOP}/checklist?{LARGE}")
    guide = law.catalogue().versions("bookshop")[0]
    words = tight(client)
    assert f"指南版本：2026年1月1日起施行·校验码{guide.digest[:12]}·打印于2026年11月22日" in words
    [address] = [said(one) for one in client.page.all("p", "ow-break")]
    assert address.endswith(f"{SHOP}?{LARGE}")
    [drawn] = [one for one in client.page.tree.iter() if one.get("class") == "ow-qr"]
    assert qr.svg_path(qr.code(address)) in [part.get("d") for part in drawn.iter()]


def test_the_sheet_reads_in_english(client: Browser) -> None:
    people.speak_english(client).get(f"{SHOP}/checklist?{LARGE}")
    assert "Your case: Large shop · With a sign" in client.page.words
