"""Somebody in front of a browser of their own, in their language; every page that comes up is inspected."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path
from typing import Any

from babel.support import NullTranslations, Translations
from flask import Flask
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Response
from werkzeug.exceptions import HTTPException

import portal
from portal.i18n import COOKIE
from tests.browser import axe
from tests.pages import Page as Read
from tests.pages import faults
from tests.web.people import PASSWORD

PATIENCE = 60_000
"""Milliseconds that a busy machine may take for anything."""


@cache
def translations(language: str) -> NullTranslations:
    """The sentences of the portal in a language; Chinese is what they are written in."""
    if language == "zh":
        return NullTranslations()
    return Translations.load(str(Path(portal.__file__).parent / "translations"), [language])


RAW = re.compile(r"</?[a-z]+[^>]{0,60}>|%\(\w+\)\w")
"""What no page ever says: markup that was escaped, and a place in a sentence that nobody filled."""


def starting(words: str) -> re.Pattern[str]:
    """A pattern for a name that begins with these words, whatever kind of blank is in it."""
    return re.compile(r"^\s*" + r"\s+".join(map(re.escape, words.split())))


class Visitor:
    """One person: goes to addresses, presses buttons, reads. `language` is zh or en; `seen` is shared by all.

    One who is not `thorough` leaves axe-core to others.
    """

    def __init__(self, context: BrowserContext, app: Flask, address: str, language: str, seen: set[Any]) -> None:
        self.context, self.app, self.address, self.language, self.seen = context, app, address, language, seen
        self.scripts = self.thorough = True
        self.complaints: list[str] = []
        context.set_default_timeout(PATIENCE)
        if language != "zh":
            context.add_cookies([{"name": COOKIE, "value": language, "url": address}])
        self.page = self._watched(context.new_page())
        self.status = 0

    def say(self, words: str, **facts: Any) -> str:
        """The Chinese words of the portal in this person's language."""
        text = translations(self.language).ugettext(words)
        return text % facts if facts else text

    # ---- going about ----

    def go(self, path: str) -> Visitor:
        """Open an address of the portal."""
        return self._turned(self.page.goto(path if "://" in path else self.address + path))

    def press(self, words: str, *, within: str = "main", **facts: Any) -> Visitor:
        """Press the button, or follow the link, whose name begins with these words, and read the page it leads to."""
        return self.follow(self.named(words, within=within, **facts))

    def follow(self, control: Locator) -> Visitor:
        """Press this control and read the page it leads to."""
        with self.page.expect_navigation(wait_until="load") as turned:
            control.click()
        return self._turned(turned.value)

    def named(self, words: str, *, within: str = "main", **facts: Any) -> Locator:
        """The button or link whose name begins with these words."""
        place, name = self.page.locator(within), starting(self.say(words, **facts))
        return place.get_by_role("button", name=name).or_(place.get_by_role("link", name=name))

    def field(self, words: str, *, within: str = "main") -> Locator:
        """The field whose label begins with these words."""
        return self.page.locator(within).get_by_label(starting(self.say(words)))

    def sign_in(self, account: str, password: str = PASSWORD) -> Visitor:
        """Sign in from the page where one is, or from the sign-in page."""
        if not self.page.locator("main [name=account]").count():
            self.go("/sign-in")
        self.field("账户").fill(account)
        self.field("密码").fill(password)
        return self.press("登录")

    def downloading(self) -> AbstractContextManager[Any]:
        """A block in which something is pressed that downloads a file."""
        return self.page.expect_download()

    # ---- reading ----

    @property
    def h1(self) -> str:
        """The first heading."""
        return " ".join(self.page.locator("h1").inner_text().split())

    @property
    def words(self) -> str:
        """Everything that the page says, with single spaces."""
        return " ".join(self.page.locator("body").inner_text().split())

    @property
    def path(self) -> str:
        """The address without the portal and without what follows the question mark."""
        return self.page.url.removeprefix(self.address).split("?")[0].split("#")[0]

    @property
    def endpoint(self) -> str:
        """The name of the page, or its address where it has none."""
        adapter = self.app.url_map.bind(self.address.removeprefix("http://"))
        for method in ("GET", "POST"):
            try:
                return str(adapter.match(self.path, method=method)[0])
            except HTTPException:
                continue
        return self.path

    def reads(self, words: str, **facts: Any) -> bool:
        """Whether the page says these words of the portal, in this person's language."""
        return " ".join(self.say(words, **facts).split()) in self.words

    def inspect(self) -> None:
        """Read the page as the strictest reader does; with scripts, once for every kind of page, with axe-core too."""
        wrong = [*self.complaints, *faults(Read(f"<!doctype html>{self.page.locator('html').evaluate(_WHOLE)}"))]
        wrong += [f"raw on the page: {text}" for text in RAW.findall(self.words)]
        self.complaints.clear()
        kind = (self.endpoint, re.sub(r"\d+", "#", self.page.title()), self.language)
        if self.scripts and self.thorough and kind not in self.seen:
            wrong += axe.findings(self.page)
            self.seen.add(kind)
        assert not wrong, f"{self.page.url} ({self.page.title()}):\n" + "\n".join(wrong)

    def close(self) -> None:
        """Leave."""
        self.context.close()

    # ---- below ----

    def _turned(self, response: Response | None) -> Visitor:
        assert response is not None
        self.status = response.status
        assert self.status < 500, f"{self.page.url}: {self.status}"
        self.inspect()
        return self

    def _watched(self, page: Page) -> Page:
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(f"script failed: {error}"))
        page.on("response", self._answered)
        return page

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
            self.complaints.append(f"the console says: {message.text}")

    def _answered(self, response: Response) -> None:
        kind = response.request.resource_type
        if response.status >= 400 and kind in ("stylesheet", "script", "image", "font"):
            self.complaints.append(f"{kind} {response.url}: {response.status}")


_WHOLE = "html => html.outerHTML"

Newcomer = Callable[..., Visitor]
"""Makes one more visitor: `newcomer("en")`, `newcomer(scripts=False)`, `newcomer(width=320)`."""
