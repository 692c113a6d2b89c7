"""Every page there is, found by following links: on a phone and on a tablet, in both languages, read by axe-core."""

from __future__ import annotations

import re
from datetime import date

import pytest

from portal.actors import Role
from portal.services import demands, drafts, guide_versions, users, walkin
from tests.at_window import HAZCHEM, Town, beijing
from tests.browser import anybody, stages
from tests.browser import stages_review as later
from tests.browser.enterprise import DEFERRED
from tests.browser.filler import GOODS
from tests.browser.live import Live
from tests.browser.screens import TOO_WIDE
from tests.browser.town import CLERK, DECIDER, HANDLER, REVIEWER, SUPERVISOR
from tests.browser.visitor import Visitor
from tests.core.small_guide import changed
from tests.services.guide_desk import GuideDesk, kiosk, person
from tests.web import people

ADMINISTRATOR, AUTHOR = people.BY_ROLE[Role.ADMINISTRATOR], people.BY_ROLE[Role.AUTHOR]
PHONE, TABLET = 320, 768
NO_PAGE = re.compile(
    r"/language/|/text-size/|\.(pdf|png|ics|json|jsonld|csv|xlsx|svg|bpmn|pem)\b|/files/[^/]+$|/static/|/start$|/file$"
    r"|/services/[^/]+/sheet$"
)
"""Addresses that lead to a file, or back to the page where one is."""

AFTER_A_FORM = {"account.code", "membership.signed_up", "public.publicity_objection"}
"""Pages that no link leads to: they are reached on the road, or while a matter stands before the public."""

BY_MAIL = {"account.new_password", "membership.invitation", "membership.paper"}
"""Pages of a link that a mail carries, and of an agent's written authority: their own tests open them in both languages."""

WAYS_ON = {"window.back", "window.next_case"}
"""Addresses that lead on to another page, which the walk reaches itself."""

BY_PROVIDER = {
    "account.openid_there",
    "account.openid_back",
    "account.openid_new",
    "account.openid_out",
    "account.link",
}
"""Pages on the way to an OpenID provider and back, which the town has not: their own tests open them."""


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_fits_every_screen_and_satisfies_axe(portal, town, newcomer, language):
    with portal.app.app_context():
        starts = _starts(town)
    reached: set[str] = set()
    public: set[str] = set()
    wide: list[str] = []
    for login, paths in starts.items():
        visitor = newcomer(language, width=PHONE)
        if login:
            visitor.sign_in(login)
        else:
            with portal.app.app_context():
                closed = stages.without_an_account(stages.delivered(town, "2026-08-12 10:00"))
                slip = stages.slip(town, closed)
            anybody.track(visitor, slip)
            reached.add(visitor.endpoint)
        found, shown = _walk(visitor, list(paths), reached, public)
        public = public or shown  # what is open to everybody is walked once, by somebody who is not signed in
        wide += found
    assert not wide, "\n".join(wide)
    missing = _pages(portal) - reached
    apart = AFTER_A_FORM | BY_MAIL | WAYS_ON | BY_PROVIDER
    assert missing == apart, sorted(missing ^ apart)


def _pages(portal: Live) -> set[str]:
    """The names of all pages that can be opened."""
    rules = [rule for rule in portal.app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    return {rule.endpoint for rule in rules if not NO_PAGE.search(rule.rule)}


def _walk(visitor: Visitor, todo: list[str], reached: set[str], public: set[str]) -> tuple[list[str], set[str]]:
    """Open every kind of page that links lead to, each once; what is wrong with them or does not fit, and the kinds that
    opened and did not lead elsewhere."""
    wide, shown, known = [], set(), public | {_kind(path) for path in todo}
    for path in todo:  # grows while it is walked
        try:
            visitor.go(path)
        except AssertionError as found:
            wide.append(str(found))
        reached.add(visitor.endpoint)
        shown |= {_kind(path)} & {_kind(visitor.path)}
        for width in (TABLET, PHONE):
            visitor.page.set_viewport_size({"width": width, "height": 900})
            if found := visitor.page.evaluate(TOO_WIDE):
                wide.append(f"{path} at {width} px: {found}")
        for href in visitor.page.locator("a[href^='/']").evaluate_all("all => all.map((a) => a.getAttribute('href'))"):
            if not NO_PAGE.search(href.split("?")[0]) and _kind(href) not in known:
                known.add(_kind(href))
                todo.append(href)
    return wide, shown


def _kind(path: str) -> str:
    """The address without what names one case, one file, one person or one event of the list."""
    return re.sub(r"/([A-Za-z0-9_-]{20,}|[0-9]+)(?=/|$)|(?<=^/events)/\w+$", "/#", re.split("[?#]", path)[0])


def _starts(town: Town) -> dict[str, tuple[str, ...]]:
    """Cases in every stage, and for everybody the pages from which all others are reached."""
    waiting = town.hand_in("2026-08-31 10:00")
    town.mark(waiting, "2026-08-31 10:30", fix={"application": "申请文件没有盖章。"}, without=["rules_list"])
    told = town.hand_in("2026-08-28 10:00")
    faults = {"application": "申请文件没有盖章。", "field:staff_total": "与名册不一致。"}
    town.mark(told, "2026-08-28 11:00", fix=faults)
    town.conclude(told, "correction", "2026-08-28 11:10")
    returned = _returned(town)
    heard, owing, supplied = town.accepted("2026-08-26 10:00"), _deferred(town), _deferred(town)
    town.supply(supplied, "2026-08-28 09:00", DEFERRED)
    draft, _at_the_window = _unfinished(town), _walked_in(town)
    ended, bad, hearing, offered = (
        stages.delivered(town, "2026-08-10 10:00"), stages.rated_badly(town), stages.heard(town), stages.offered(town),
    )  # fmt: skip
    times, sitting = stages.at_the_counters(town), stages.sitting(town)
    seen, mended, audited = later.to_be_seen(town), later.to_be_mended(town), later.audited(town)
    ending = later.ending(town)
    refused, objected, signed = later.refused(town), later.objected(town), later.signed(town)
    contested, corrected = later.contested(town, refused), later.corrected(town)
    revoked = later.under_discussion(town)
    shown = later.with_experts(town)
    later.arrived()
    return {
        "": (
            "/", "/sign-in/forgotten/done", "/verify?number=1", "/nothing-here", "/guides?q=zzz", "/track/rating", "/check-in",
            "/rating-device",
        ),
        HANDLER: (
            "/my/cases", "/account", f"/my/cases/{told}", f"/my/cases/{owing}", f"/my/cases/{waiting}/receipt",
            f"/my/cases/{owing}/supplement", f"/my/cases/{told}/correction",
            *(f"/my/drafts/{draft}/{page}" for page in ("check", "sections/goods?check=1", "sections/storage?check=1")),
            f"/my/drafts/{draft}/sections/enterprise",
            f"/my/cases/{ended}/rating", f"/my/cases/{bad}/rating", f"/my/cases/{hearing}/hearing",
            f"/my/cases/{offered}/deferral", f"/my/appointments/new?item={HAZCHEM}", f"/my/appointments/{times.booking}",
            f"/my/appointments/{times.booking}/move", f"/my/cases/{seen}/site-check", f"/my/cases/{mended}/fixes",
            f"/my/cases/{refused}/remedies", f"/my/cases/{refused}/reconsideration/{contested.act}", "/my/complaints/new",
            f"/my/cases/{shown}",
        ),
        CLERK: (
            "/window/queue", f"/window/queue/{supplied}", f"/window/queue/{waiting}?view=form",
            f"/window/queue/{waiting}/outcome/not_accepted", f"/window/deliveries/{heard}",
            f"/window/queue/{waiting}/correct", f"/window/queue/{returned}?m=rules_list&vs=last&diff=1",
            f"/window/queue/{returned}?m=form:people", f"/window/queue/{returned}/demand?key=application",
            f"/window/queue/{waiting}/outcome/not_competent", "/window/hand-overs",
            f"/window/cases/{hearing}/hearing", f"/window/counters/{times.window}", f"/window/sittings/{sitting}",
            f"/window/sittings/{sitting}/receipt", f"/window/cases/{shown}/publicity",
            f"/window/cases/{mended}/fixes",
            f"/terminations/{ending}",
        ),
        REVIEWER: (
            "/review", "/review/print",
            f"/review/cases/{heard}", f"/review/cases/{hearing}/hearing-record", f"/follow-up/{bad}/matter",
            f"/review/cases/{ended}/duties/yearly_plan", f"/review/cases/{seen}/site", f"/review/audits/{audited}",
            f"/review/objections/{objected.objection}", f"/review/cases/{shown}/panel", f"/review/cases/{shown}/publicity",
        ),
        DECIDER: (
            f"/review/cases/{heard}/decision?outcome=refuse", f"/review/cases/{heard}", f"/review/cases/{refused}/bar",
            f"/review/cases/{signed}", f"/review/cases/{signed}/discussion", f"/review/cases/{hearing}/discussion",
            f"/review/cases/{corrected}/publication", f"/licences/{revoked}", f"/licences/{revoked}/discussion",
            f"/terminations/{ending}",
        ),
        SUPERVISOR: (
            "/supervision", "/supervision/demands", f"/supervision/audits/{audited}",
            f"/supervision/complaints/{contested.complaint}", f"/supervision/cases/{refused}/reconsideration/{contested.act}",
        ),
        ADMINISTRATOR: (
            "/admin/users", "/admin/offices", f"/admin/windows/{times.window}", f"/admin/credit/entries/{objected.entry}",
        ),
        AUTHOR: ("/guides-admin", f"/guides-admin/new?item={HAZCHEM}&from=2026-05-01", *_guides_in_hand()),
    }  # fmt: skip


def _guides_in_hand() -> tuple[str, ...]:
    """A version with advice and a published one of the same item, by two authors; the addresses of their pages."""
    author, second = (person(users.find(login).rows[0].id) for login in (AUTHOR, "ji.wen"))
    begun = {"at": "2026-08-31 11:00"}
    published = GuideDesk(author, second).publish(day=date(2026, 8, 31), **begun)
    other = kiosk(changed(("zh: 申请书, en: Form", "zh: 申请书等有关材料, en: Form")), date(2027, 1, 1))
    written = guide_versions.upload(other, by=author, at=beijing("2026-08-31 11:00"))
    return tuple(f"/guides-admin/versions/{number}" for number in (published, written))


def _returned(town: Town) -> str:
    """A case that came back from its applicant, and a demand outside its notice that waits for the supervisor."""
    case_id = town.hand_in("2026-08-26 10:00")
    town.mark(case_id, "2026-08-26 11:00", fix={"rules_list": "缺一项制度。", "field:staff_total": "与名册不一致。"})
    town.conclude(case_id, "correction", "2026-08-26 11:10")
    town.correct(case_id, "2026-08-27 10:00", "rules_list", answers={"staff_total": "13"})
    words = ("名称与名册不一致。", "补正后的名册才看得出。")
    demands.ask(case_id, "field:unit_name", *words, by=town.clerk, at=beijing("2026-08-28 09:00"))
    return case_id


def _deferred(town: Town) -> str:
    case_id = town.hand_in("2026-08-27 10:00", later=[DEFERRED])
    town.mark(case_id, "2026-08-27 11:00", later={DEFERRED: "请在期限内补交。"})
    town.conclude(case_id, "accepted_deferred", "2026-08-27 11:10")
    return case_id


def _walked_in(town: Town) -> str:
    """A draft that the clerk writes for somebody who came to the window."""
    return walkin.start(HAZCHEM, people.USCC, by=town.clerk, at=beijing("2026-08-31 11:00"))


def _unfinished(town: Town) -> str:
    """A draft with something wrong and much missing."""
    when, wrong = beijing("2026-08-31 11:00"), [{**GOODS[0], "cas": "108-88-4"}]
    draft = drafts.start(HAZCHEM, by=town.handler, at=when)
    drafts.save(draft, {"has_storage": "leased", "chemicals": wrong}, by=town.handler, at=when)
    stages.looked_up(town, draft, "2026-08-31 11:00")
    return draft
