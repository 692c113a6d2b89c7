"""Somebody who types into an application for hours, and remembers every keystroke."""

from __future__ import annotations

from random import Random
from time import monotonic

from playwright.sync_api import Browser, BrowserContext, Locator, Page

from tests.web.people import PASSWORD

FIELDS = {
    "enterprise": ("f-unit_name", "f-legal_rep", "f-reg_address-detail"),
    "goods": ("f-chemicals-0-name", "f-chemicals-0-alias"),
}
KEPT = "() => Object.entries(localStorage).filter(([key]) => key.startsWith('ow-kept:'))"
"""A script that says what the browser still keeps because the server does not have it, by the address that it goes to."""

LETTERS = "甲乙丙丁戊己庚辛壬癸abcdefgh0123456789"


class Typist:
    """Types at random into the fields of some pages; `typed` is what must stand in each of them, whatever happened.

    `places` are those pages by a name of their own: the address, and the names (or #ids) of the controls.
    """

    def __init__(self, browser: Browser, address: str, account: str, dice: Random) -> None:
        self.browser, self.address, self.account, self.dice = browser, address, account, dice
        self.typed: dict[tuple[str, str], str] = {}
        self.keystrokes = self.lost = 0
        self.places: dict[str, tuple[str, tuple[str, ...]]] = {}
        self.missing: list[str] = []
        self.section = ""
        self.context, self.page = self._arrive()

    def begin(self, item: str) -> None:
        """Begin an application, and type into two sections of its form."""
        self.page.goto(f"{self.address}/apply/{item}")
        self.page.locator("main form button[type=submit]").last.click()
        self.page.wait_for_url("**/my/drafts/**")
        draft = self.page.url.split("/my/drafts/")[1].split("/")[0]
        self.places |= {name: (f"/my/drafts/{draft}/sections/{name}", fields) for name, fields in FIELDS.items()}

    def open(self, section: str) -> None:
        """Open one of the places; where it holds less than was typed, count what is missing."""
        self.section = section
        self.page.goto(f"{self.address}{self.places[section][0]}")
        for field in self.fields:
            now = self._box(field).input_value()
            wanted = self.typed.setdefault((section, field), now)
            lost = sum(1 for at in range(len(wanted)) if now[at : at + 1] != wanted[at])
            if lost:
                self.missing.append(f"{section} {field}: {wanted!r} became {now!r}")
            self.lost += lost

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of the place that is open."""
        return self.places[self.section][1]

    def type(self) -> None:
        """A few keystrokes, one by one, at the end of some field."""
        field = self.dice.choice(self.fields)
        words = "".join(self.dice.choices(LETTERS, k=self.dice.randint(2, 7)))
        box = self._box(field)
        if len(box.input_value()) > 60:
            box.fill("")
            self.typed[self.section, field] = ""
        box.focus()
        self.page.keyboard.press("Control+End")  # also where a text wraps
        for one in words:
            self.page.keyboard.insert_text(one)
            self.typed[self.section, field] += one
            self.keystrokes += 1

    def saved(self) -> None:
        """Wait until the server has everything, and go back to the pages that still keep something: they send it."""
        deadline = monotonic() + 25
        while kept := self.page.evaluate(KEPT):
            assert monotonic() < deadline, f"{kept}: {self.page.locator('main').inner_text()[:600]}"
            elsewhere = [name for name, (path, _) in self.places.items() if any(key.endswith(path) for key, _ in kept)]
            if elsewhere and self.section not in elsewhere:
                self.open(elsewhere[0])
            self.page.wait_for_timeout(100)

    def close_tab(self) -> None:
        """The page is gone at once, without a word to the server; another one is opened in the same browser."""
        self.page.close(run_before_unload=False)
        self.page = self._page(self.context)

    def other_device(self) -> None:
        """Go on at another device: a browser that has never seen this portal."""
        self.context.close()
        self.context, self.page = self._arrive()

    def close(self) -> None:
        """Leave."""
        self.context.close()

    def _box(self, field: str) -> Locator:
        return self.page.locator(field if field.startswith("#") else f'[name="{field}"]')

    def _arrive(self) -> tuple[BrowserContext, Page]:
        context = self.browser.new_context(viewport={"width": 390, "height": 800}, locale="zh-CN")
        context.set_default_timeout(30_000)
        page = self._page(context)
        page.goto(f"{self.address}/sign-in")
        page.locator("main [name=account]").fill(self.account)
        page.locator("main [name=password]").fill(PASSWORD)
        page.locator("main button[type=submit]").first.click()
        page.wait_for_url(lambda address: "/sign-in" not in address)
        return context, page

    def _page(self, context: BrowserContext) -> Page:
        return context.new_page()
