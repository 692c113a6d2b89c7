"""The whole road in a browser: from the public guide to a licence that anybody can verify, in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.documents import qr
from portal.services import verification
from tests.browser import anybody, enterprise, review, window
from tests.browser.enterprise import DEFERRED, Receipt
from tests.browser.live import Live
from tests.browser.papers import text_of
from tests.browser.town import CLERK, DECIDER, ECO, FIRE, HANDLER, MARKET, REVIEWER, SUPERVISOR
from tests.browser.visitor import Visitor
from tests.browser.window import LATER, Verdict

CORRECTED, WORDS = "rules_list", "清单缺少隐患排查治理制度，请补充后重新上传。"
SCOPE = "甲苯、丙酮、乙醇"
BESIDE = "何思远"
"""The officer who goes along to the site."""
STEPS = 16
"""Submitted, credit, told, corrected, accepted, four opinions, supplied, confirmed, granted, issued, delivered."""


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_licence_with_storage_goes_the_whole_road(portal, town, newcomer, language):
    firm, clerk = newcomer(language), newcomer(language).sign_in(CLERK)
    slip = _applied(firm)
    anybody.track(newcomer(language), slip)

    window.open_desk(clerk)
    window.mark_all(clerk, {CORRECTED: Verdict("fix", WORDS), DEFERRED: LATER})
    window.conclude(clerk, "出具补正告知书")
    enterprise.correct(firm, CORRECTED)
    window.open_desk(clerk)
    window.mark_all(clerk)
    window.conclude(clerk, "容缺受理并出具文书")

    def came(login: str) -> Visitor:
        return newcomer(language).sign_in(login)

    decider = came(DECIDER)
    _heard(came, decider)
    enterprise.supply(firm, DEFERRED)
    window.confirm_supplement(clerk)
    review.open_case(decider)
    assert review.blockers(decider) == []
    review.decide(decider, "材料齐全，现场符合条件，准予许可。", SCOPE)

    window.open_delivery(clerk)
    clerk.press("制证并电子送达")
    number = _licence_in_hand(firm, newcomer(language), portal)
    supervisor = came(SUPERVISOR)
    _everything_is_on_record(supervisor, slip)
    _nothing_is_broken(portal, cases=1)
    assert number


def _applied(firm: Visitor) -> Receipt:
    """Sign up, read the guide, fill the form, bring everything but one material, hand in."""
    enterprise.sign_up(firm)
    enterprise.read_guide(firm, enterprise.QUESTIONS)
    enterprise.begin(firm)
    enterprise.fill_in(firm, enterprise.WITH_STORAGE)
    enterprise.bring(firm, later=[DEFERRED])
    firm.press("下一步：核对并提交")
    return enterprise.submit(firm)


def _heard(came: Callable[[str], Visitor], decider: Visitor) -> None:
    """Three departments answer, the site is seen by two officers, and what is missing becomes less with every answer."""
    review.open_case(decider)
    assert len(review.blockers(decider)) == 5  # four opinions and the deferred material
    reviewer = came(REVIEWER)
    review.give_opinion(reviewer, "documents", "材料齐全，证明申请人符合经营条件。")
    review.give_opinion(came(FIRE), "fire", "防火间距和消防设施符合标准。")
    review.give_opinion(came(ECO), "eco", "防渗、围堰和事故废水收集满足要求。")
    review.give_opinion(reviewer, "site", "现场与申请材料一致，符合安全条件。", officers=[BESIDE])
    review.open_case(decider)
    assert len(review.blockers(decider)) == 1


def _licence_in_hand(firm: Visitor, stranger: Visitor, portal: Live) -> str:
    """The enterprise has the licence as a PDF, and a stranger finds it good by its number and by its QR code."""
    enterprise.open_case(firm)
    firm.press("许可证", within="#letters")
    with firm.downloading() as got:
        firm.named("下载 PDF", within="body").click()
    number, token, signed = portal.licence()
    assert number in text_of(got.value.path())
    anybody.verify(stranger, number)
    assert signed
    address = f"{portal.address}/verify/{token}#{signed}"
    assert qr.svg_path(qr.code(address)) in firm.page.content()
    stranger.go(address)
    assert "望山石化销售有限公司" in stranger.words
    return number


def _everything_is_on_record(supervisor: Visitor, slip: Receipt) -> None:
    supervisor.go("/supervision").follow(supervisor.page.locator(".ow-worklist td a").first)
    assert supervisor.page.locator(".ow-record tbody tr").count() == STEPS
    assert slip.number[-12:]


def _nothing_is_broken(portal: Live, *, cases: int) -> None:
    with portal.app.app_context():
        found = verification.verify()
    assert (found.cases, found.broken) == (cases, ())


def test_a_licence_without_storage_is_handed_over_at_the_counter(portal, town, newcomer):
    firm, clerk, decider = newcomer().sign_in(HANDLER), newcomer().sign_in(CLERK), newcomer().sign_in(DECIDER)
    firm.go(f"/apply/{enterprise.ITEM}").press("开始填写")
    enterprise.fill_in(firm, enterprise.WITHOUT_STORAGE)
    enterprise.bring(firm)
    firm.press("下一步：核对并提交")
    enterprise.submit(firm)

    window.open_desk(clerk)
    window.mark_all(clerk)
    window.conclude(clerk, "受理并出具文书")
    reviewer = newcomer().sign_in(REVIEWER)
    review.give_opinion(reviewer, "documents", "材料齐全，证明申请人符合经营条件。")
    review.give_opinion(newcomer().sign_in(MARKET), "market", "登记状态为存续，住所与申请一致。")
    review.give_opinion(reviewer, "premises_check", "经营场所只有样品。", officers=[BESIDE])
    review.open_case(decider)
    review.decide(decider, "材料齐全，准予许可。", "甲苯")

    window.open_delivery(clerk)
    window.hand_over(clerk, "沈远航")
    assert firm.go("/my/cases").reads("已办结")
    _nothing_is_broken(portal, cases=1)
