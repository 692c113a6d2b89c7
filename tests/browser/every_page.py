"""Where every page of the portal is reached from: cases in every stage, and the addresses from which a walk begins."""

from __future__ import annotations

import re
from datetime import date

from portal.actors import Role
from portal.services import demands, drafts, guide_versions, users, walkin
from tests.at_window import HAZCHEM, Town, beijing
from tests.browser import stages
from tests.browser import stages_review as later
from tests.browser.enterprise import DEFERRED
from tests.browser.filler import GOODS
from tests.browser.town import CLERK, DECIDER, HANDLER, REVIEWER, SUPERVISOR
from tests.core.small_guide import changed
from tests.services.guide_desk import GuideDesk, kiosk, person
from tests.web import people

ADMINISTRATOR, AUTHOR = people.BY_ROLE[Role.ADMINISTRATOR], people.BY_ROLE[Role.AUTHOR]
NO_PAGE = re.compile(
    r"/language/|/text-size/|\.(pdf|png|ics|json|jsonld|csv|xlsx|svg|bpmn|pem|js)\b|/files/[^/]+$|/static/|/start$|/file$"
    r"|/services/[^/]+/sheet$"
)
"""Addresses that lead to a file, or back to the page where one is."""


def kind(path: str) -> str:
    """The address without what names one case, one file, one person or one event of the list."""
    return re.sub(r"/([A-Za-z0-9_-]{20,}|[0-9]+)(?=/|$)|(?<=^/events)/\w+$", "/#", re.split("[?#]", path)[0])


def starts(town: Town) -> dict[str, tuple[str, ...]]:
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
