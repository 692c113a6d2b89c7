"""On the site, where there is no network: what is noted, and what is written for the record, outlives the page and the session."""

from __future__ import annotations

from playwright.sync_api import expect

from portal.services import casefile, site_checks, site_notes
from tests.after_licence import scan
from tests.at_window import Town, beijing
from tests.browser import stages_review
from tests.browser.town import HANDLER, REVIEWER
from tests.web.people import PASSWORD

STATEMENT = "申请人：围墙缺口三日内补好"


def test_nothing_typed_on_the_site_is_lost_without_network_or_session(portal, town, newcomer):
    with portal.app.app_context():
        path = f"/review/cases/{stages_review.to_be_seen(town)}/site"
    portal.clock.set("2026-09-02 10:00")
    officer = newcomer(width=390)
    officer.thorough = False
    page, state = officer.sign_in(REVIEWER).go(path).page, officer.page.locator("[data-site-state]")

    def note(words: str) -> None:
        page.locator("#site-words").fill(words)
        page.get_by_role("button", name="记下").click()

    officer.context.set_offline(True)
    note("北侧围墙有缺口")
    expect(state).to_contain_text("没有网络，1 条记在这台设备上")
    page.locator("#site-words").fill("东门未查")
    page.locator("[name=record-statement]").fill(STATEMENT)
    page.locator("[name=record-signed][value=refused]").check()
    officer.context.set_offline(False)
    officer.go(path)
    expect(page.locator("[data-site-list]")).to_contain_text("北侧围墙有缺口")
    expect(page.locator("#site-words")).to_have_value("东门未查")
    expect(page.locator("[name=record-statement]")).to_have_value(STATEMENT)
    expect(page.locator("[name=record-signed][value=refused]")).to_be_checked()

    officer.context.clear_cookies()
    note("东门完好")
    expect(state).to_contain_text("登录已经结束，1 条记在这台设备上")
    again = officer.context.new_page()
    again.goto(f"{officer.address}/sign-in")
    again.locator("[name=account]").fill(REVIEWER)
    again.locator("[name=password]").fill(PASSWORD)
    again.get_by_role("button", name="登录").click()
    again.wait_for_url("**/review")
    page.evaluate("() => dispatchEvent(new Event('online'))")
    expect(page.locator("[data-site-list]")).to_contain_text("东门完好")
    expect(page.locator("[name=record-statement]")).to_have_value(STATEMENT)


def recorded(town: Town, case_id: str) -> None:
    """A colleague finds everything in order and makes the record at half past ten."""
    file, by = casefile.casefile(case_id, by=town.reviewer), {"by": town.reviewer, "at": beijing("2026-09-02 10:30")}
    for track in file.case.site.tracks:
        plan = file.guide.track(track)
        found = dict.fromkeys(range(len(plan.review_points) if plan else 0), ("ok", ""))
        site_notes.note(case_id, f"points-{len(track)}-{track[:1]}00", track=track, findings=found, **by)
    said = {"began": "09:30", "ended": "10:20", "party": "沈远航", "statement": "没有意见", "shown": "yes"}
    site_checks.hold(case_id, said, team=file.case.site.team, signed="signed", scan=scan(), **by)


def test_what_waits_here_while_a_colleague_makes_the_record_is_kept_beside_it(portal, town, newcomer):
    with portal.app.app_context():
        case_id = stages_review.to_be_seen(town)
    portal.clock.set("2026-09-02 10:00")
    officer = newcomer(width=390)
    officer.thorough = False
    page, state = officer.sign_in(REVIEWER).go(f"/review/cases/{case_id}/site").page, "[data-site-state]"
    officer.context.set_offline(True)
    page.clock.set_fixed_time(beijing("2026-09-02 10:10"))
    page.locator("#site-words").fill("东门没有标识")
    page.get_by_role("button", name="记下").click()
    expect(page.locator(state)).to_contain_text("没有网络，1 条记在这台设备上")
    with portal.app.app_context():
        recorded(town, case_id)
    portal.clock.set("2026-09-02 11:00")
    page.clock.set_fixed_time(beijing("2026-09-02 11:00"))
    officer.context.set_offline(False)
    expect(page.locator(state)).to_contain_text("其中 1 条是笔录制作以前记的、制作以后才收到")
    expect(page.locator("[data-site-list]")).to_contain_text("笔录制作后收到的现场记录 1 条")
    officer.thorough = True
    officer.go(f"/review/cases/{case_id}/site")
    applicant = newcomer(width=390)
    applicant.thorough = False
    applicant.sign_in(HANDLER).thorough = True
    applicant.go(f"/my/cases/{case_id}/site-check")
    expect(applicant.page.locator("main")).to_contain_text("东门没有标识")
