"""Every page there is, found by following links: on a phone and on a tablet, in both languages, read by axe-core."""

from __future__ import annotations

import pytest

from tests.browser import anybody, enlarged, stages
from tests.browser.every_page import NO_PAGE, kind, starts
from tests.browser.live import Live
from tests.browser.screens import TOO_WIDE
from tests.browser.visitor import Visitor

PHONE, TABLET = 320, 768
AFTER_A_FORM = {"account.code", "account.mobile", "membership.signed_up", "public.publicity_objection", "public.rate"}
"""Pages that no link leads to: they are reached on the road, or while a matter stands before the public."""

BY_MAIL = {"account.address", "account.new_password", "membership.invitation", "membership.paper"}
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
        begun = starts(town)
    reached: set[str] = set()
    public: set[str] = set()
    wide: list[str] = []
    for login, paths in begun.items():
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
    wide, shown, known = [], set(), public | {kind(path) for path in todo}
    for path in todo:  # grows while it is walked
        try:
            visitor.go(path)
        except AssertionError as found:
            wide.append(str(found))
        if visitor.endpoint in enlarged.PAGES - reached:
            wide += enlarged.findings(visitor)
        reached.add(visitor.endpoint)
        shown |= {kind(path)} & {kind(visitor.path)}
        for width in (TABLET, PHONE):
            visitor.page.set_viewport_size({"width": width, "height": 900})
            if found := visitor.page.evaluate(TOO_WIDE):
                wide.append(f"{path} at {width} px: {found}")
        for href in visitor.page.locator("a[href^='/']").evaluate_all("all => all.map((a) => a.getAttribute('href'))"):
            if not NO_PAGE.search(href.split("?")[0]) and kind(href) not in known:
                known.add(kind(href))
                todo.append(href)
    return wide, shown
