"""A guide page answers the questions of the law and of the applicant, for the answers given, in the version asked for."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from guides.load import load_catalogue
from portal import clock
from portal.services import law
from tests import at_window
from tests.core import small_guide
from tests.pages import Browser, said
from tests.under_review import beijing
from tests.web import people

pytestmark = pytest.mark.engines("sqlite")
HAZCHEM = "/guides/hazchem_business_licence"
ALL = "apply_type=first&business_mode=retail&has_storage=none&toxic_goods=no&explosive_goods=no"
STORED = "apply_type=reapply&business_mode=wholesale_stored&has_storage=leased&new_storage=no&toxic_goods=no&explosive_goods=no"


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: beijing("2026-11-22 10:20"))


def tight(browser: Browser) -> str:
    return "".join(browser.page.words.split())


def materials(browser: Browser) -> list[str]:
    return [said(one) for listed in browser.page.all("ol", "ow-mats") for one in listed.iter("h3")]


def test_the_facts_come_first(client: Browser) -> None:
    client.get(HAZCHEM)
    [facts] = client.page.all("dl", "ow-facts")
    words = "".join(said(facts).split())
    assert "承诺办结10–20个工作日看您的情形，以发证机关答复为准" in words
    assert "法定办结时限30个工作日自受理之日起" in words
    assert "到现场0次网上办；到窗口办1次" in words
    assert "收费不收费" in words
    assert "有效期3年" in words


def test_without_answers_everything_that_may_be_asked_stands_there(client: Browser) -> None:
    client.get(HAZCHEM)
    assert len(materials(client)) == 13
    assert "材料：一定要的7份，部分情形要的6份" in tight(client)
    assert "什么时候要：带储存设施经营" in tight(client)


def test_answers_give_the_exact_list(client: Browser) -> None:
    client.get(f"{HAZCHEM}?{ALL}")
    assert "您要准备的7份材料" in tight(client)
    assert "承诺办结10个工作日" in tight(client)
    assert (
        "您的情形：不带储存设施经营。由县级应急管理部门（本市由市应急管理局统一办理）办理，要7份材料，其中1份免提交，3份可以容缺"
        in tight(client)
    )
    client.get(f"{HAZCHEM}?{STORED}")
    assert "您要准备的11份材料" in tight(client)
    assert "安全评价报告" in materials(client)
    assert "带储存设施经营·储存设施为租赁·重新申请" in tight(client)


def test_the_answers_stay_chosen_and_a_question_that_hangs_on_one_appears(client: Browser) -> None:
    client.get(HAZCHEM)
    assert "has_storage-3" in client.page.ids
    assert "new_storage-1" not in client.page.ids
    client.get(f"{HAZCHEM}?has_storage=leased")
    assert client.page.ids["has_storage-3"].get("checked") is not None
    assert "new_storage-1" in client.page.ids
    assert "还有4个问题没有答" in tight(client)


NONSENSE = ["has_storage=castle", "has_storage=own&has_storage=none", "x=y&legal_rep=z", "business_mode=", "%00=%00"]


@pytest.mark.parametrize("query", NONSENSE)
def test_nonsense_in_the_address_breaks_nothing(client: Browser, query: str) -> None:
    assert client.get(f"{HAZCHEM}?{query}").status_code == 200


def test_every_material_says_form_source_tags_points_and_basis(client: Browser) -> None:
    client.get(f"{HAZCHEM}?{STORED}")
    words = tight(client)
    assert "安全评价报告原件1份·出具：具备资质的安全评价机构，由企业自己选择不可容缺审查要点5条，依据" in words
    assert "审查要点5条，依据机构资质范围和有效期覆盖本项目" in words
    assert "营业执照由市场监管部门共享取得，您核对即可免提交" in words
    assert "经营场所产权证明或者经营场所租赁证明2选一·复印件1份" in words
    assert "容缺书面承诺后可以后补，最迟在受理后8个工作日内补齐" in words
    assert "依据《危险化学品经营许可证管理办法》第九条第一款第二项" in words


def test_what_was_not_verified_is_never_shown_as_certain(client: Browser) -> None:
    client.get(f"{HAZCHEM}?{STORED}")
    words = tight(client)
    assert "自受理之日起20个工作日内以发证机关答复为准" in words
    assert "第七条、第八条、第十条、第十二条以发证机关答复为准" in words
    assert "author_notes" not in client.page.html
    assert "没有见到原文" not in client.page.html


def test_limits_say_unit_start_basis_and_what_is_not_counted(client: Browser) -> None:
    client.get(HAZCHEM)
    words = tight(client)
    assert "自收到申请材料之日起5个工作日内5个工作日内不告知的，自收到申请材料之日起即为受理" in words
    assert "承诺答复是否受理自收到申请材料之日起1个工作日内" in words
    assert "自受理之日起10个工作日内以发证机关答复为准不带储存设施经营" in words
    assert "自受理之日起20个工作日内以发证机关答复为准其他情形" in words
    assert "自受理之日起30个工作日内条例写“自收到证明材料之日起30日”" in words
    assert "专家评审：不计入承诺时限和法定时限，最长20个工作日" in words
    assert "现场核查后的企业整改：不计入承诺时限，法定时限照常走，最长15个工作日" in words


def test_the_drawing_is_said_in_words_and_listed_for_phones(client: Browser) -> None:
    client.get(f"{HAZCHEM}?{STORED}")
    [drawing] = [one for one in client.page.tree.iter() if one.get("class") == "ow-flow ow-show-l"]
    assert drawing.get("role") == "img"
    described = said(client.page.ids["flow-desc"]).replace("\u00a0", " ")
    assert "受理后，fire消防安全意见，5 个工作日。" in described
    assert "资料审查、消防安全意见之后，临江市应急管理局现场核查，4 个工作日 · 2 人。" in described
    [steps] = client.page.all("ol", "ow-time")
    reviewed = ["资料审查", "消防安全意见", "环境风险意见", "现场核查"]
    between = ["专家评审", "现场核查后的企业整改"]
    assert [said(one) for one in steps.iter("b")] == ["提交申请", "受理", *reviewed, *between, "审核决定", "结果送达"]


def test_departments_are_named_as_the_administration_names_them(app, client: Browser) -> None:  # type: ignore[no-untyped-def]
    people.settle(app)
    client.get(f"{HAZCHEM}?{STORED}")
    assert "受理后，临江市消防救援支队消防安全意见" in tight(client)


def test_the_rights_of_the_applicant_stand_on_the_page(client: Browser) -> None:
    client.get(HAZCHEM)
    words = tight(client)
    assert "自知道决定之日起60日内，向临江市人民政府申请" in words
    assert "自知道决定之日起6个月内，向临江市澄江区人民法院起诉" in words
    assert "政务服务便民热线12345" in words
    assert "只做贸易，不存放货物，也要办吗？要办，按“不带储存设施经营”申请" in words


def test_credit_is_mentioned_only_where_it_is_looked_up(client: Browser) -> None:
    client.get(HAZCHEM)
    assert "决定以前会查信用名单" in tight(client)
    client.get("/guides/emergency_plan_filing")
    assert "信用名单" not in tight(client)


def test_going_on_keeps_the_answers(client: Browser) -> None:
    client.get(f"{HAZCHEM}?{STORED}")
    href = client.page.links["在线申请"]
    assert urlsplit(href).path == "/apply/hazchem_business_licence"
    assert parse_qs(urlsplit(href).query)["has_storage"] == ["leased"]
    answer = client.get(href)
    assert answer.status_code == 303
    assert answer.location.startswith("/sign-in?")


def test_staff_are_told_who_applies_online(app, client: Browser) -> None:  # type: ignore[no-untyped-def]
    people.settle(app, at=beijing("2026-11-20 09:00"))
    people.sign_in(client, "zhou.min").get(HAZCHEM)
    assert "在线申请" not in client.page.links
    assert "在线申请由企业经办人登录后办理" in tight(client)


def test_the_checklist_is_for_the_same_answers(client: Browser) -> None:
    client.get(f"{HAZCHEM}?{STORED}")
    client.get(client.page.links["打印这一情形"])
    assert client.page.h1 == "危险化学品经营许可证核发"
    assert len(client.page.all("span", "ow-tick")) == 11
    client.get(f"{HAZCHEM}/checklist")
    assert "还没有回答完问题" in tight(client)


@pytest.mark.parametrize(
    "path", ["/guides/none", f"{HAZCHEM}?version=1999-01-01", f"{HAZCHEM}?version=x", "/guides/none/checklist"]
)
def test_what_does_not_exist_is_not_found(client: Browser, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.fixture
def three_versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The kiosk guide in force since 2025, since 2026, and from 2027 on."""
    folder = tmp_path / "emb" / "kiosk"
    folder.mkdir(parents=True)
    for year in (2025, 2026, 2027):
        (folder / f"{year}-01-01.yaml").write_text(small_guide.TEXT, "utf-8")
    loaded = load_catalogue(tmp_path)
    monkeypatch.setattr(law, "catalogue", lambda: loaded)


@pytest.mark.usefixtures("three_versions")
def test_the_version_in_force_announces_the_next_one(client: Browser) -> None:
    client.get("/guides/kiosk")
    assert "新版指南从2027年1月1日起施行" in tight(client)
    assert client.page.links["先看新版"] == "/guides/kiosk?version=2027-01-01"
    assert "在线申请" in client.page.links


@pytest.mark.usefixtures("three_versions")
@pytest.mark.parametrize(
    ("version", "banner"),
    [
        ("2025-01-01", "这是旧版指南，已经停用。它从2025年1月1日起施行，到2025年12月31日为止。"),
        ("2027-01-01", "这一版还没有施行。它从2027年1月1日起施行。"),
    ],
)
def test_another_version_says_so_and_cannot_be_applied_for(client: Browser, version: str, banner: str) -> None:
    client.get(f"/guides/kiosk?version={version}&size=big")
    assert banner in tight(client)
    assert client.page.links["看现行指南"] == "/guides/kiosk"
    assert "在线申请" not in client.page.links
    assert client.page.ids["size-2"].get("checked") is not None
    hidden = [one.get("value") for one in client.page.tree.iter("input") if one.get("name") == "version"]
    assert hidden == [version]


@pytest.mark.parametrize("item", ["hazchem_business_licence", "fireworks_retail_licence", "emergency_plan_filing"])
def test_every_guide_is_whole_in_english_too(client: Browser, item: str) -> None:
    people.speak_english(client).get(f"/guides/{item}")
    assert client.page.tree.get("lang") == "en"
    assert "check with the authority" in client.page.words
    client.get(f"/guides/{item}/checklist")
    assert "Checklist" in client.page.words


def test_what_was_most_often_sent_back_stands_beside_its_material(app: Flask, client: Browser) -> None:
    with app.app_context():
        town = at_window.settle(app)
        guide = law.catalogue().in_force(at_window.HAZCHEM, beijing("2026-11-22 10:00").date())
        assert guide
        ready = guide.materials[0].reasons[0]
        case_id = town.hand_in("2026-11-19 10:00")
        town.mark(case_id, "2026-11-20 10:00", fix={"application": ready.zh})
        town.conclude(case_id, "correction", "2026-11-20 10:10")
    client.get(HAZCHEM)
    assert "近90天退回补正的1件里，有1件是因为这一项，最常见的是：" + ready.zh.rstrip("。") in tight(client)
    client.get(f"{HAZCHEM}/checklist")
    assert "常见退回：" + ready.zh.rstrip("。") in tight(client)
    people.speak_english(client).get(HAZCHEM)
    assert "In the last 90 days 1 of 1 correction notices named this" in " ".join(client.page.words.split())
