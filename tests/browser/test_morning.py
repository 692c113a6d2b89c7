"""A morning at one window by keys alone: forty mixed cases from the queue to the letter, and how many keys each one took."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, field
from statistics import median

import pytest
from playwright.sync_api import expect

from portal.i18n import COOKIE
from tests.browser import morning
from tests.browser.morning import WORDS, Waiting
from tests.browser.town import CLERK
from tests.browser.visitor import Visitor

ENGLISH = range(6, 12)
"""Which cases of the morning are worked in English."""


@dataclass
class Hands:
    """The clerk's hands on the keyboard: every press is counted, letters of a sentence apart."""

    visitor: Visitor
    pressed: int = 0
    typed: int = 0
    seen: set[tuple[str, str]] = field(default_factory=set)

    @property
    def page(self):
        return self.visitor.page

    def press(self, key: str, *, turns: bool = False) -> None:
        """Press a key; where it turns the page, wait for the next one."""
        self.pressed += 1
        if not turns:
            self.page.keyboard.press(key)
            return
        with self.page.expect_navigation(wait_until="load"):
            self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        """Write a sentence."""
        self.typed += len(words)
        self.page.keyboard.insert_text(words)

    def look(self, kind: str) -> None:
        """Let the strictest reader read each kind of page once in each language."""
        if (kind, self.visitor.language) not in self.seen:
            self.seen.add((kind, self.visitor.language))
            self.visitor.inspect()

    def speak(self, language: str) -> None:
        """Go on in another language."""
        self.visitor.language = language
        self.visitor.context.add_cookies([{"name": COOKIE, "value": language, "url": self.visitor.address}])

    def todo(self) -> int:
        return self.page.locator(".ow-matnav .todo").count()

    def open(self) -> str:
        """What is open on the desk."""
        return self.page.locator(".ow-matnav a[aria-current]").get_attribute("data-material") or ""


@pytest.fixture
def waiting(portal, town):
    """What came in the day before."""
    with portal.app.app_context():
        return morning.arrive(town)


@pytest.fixture
def hands(waiting, newcomer):
    """The clerk before the queue of the morning."""
    return Hands(newcomer().sign_in(CLERK).go("/window/queue?owner=all"))


def test_a_morning_of_forty_cases_is_worked_by_keys_alone(hands, waiting, capsys):
    keys: dict[str, list[int]] = {}
    hands.press("j")
    hands.press("Enter", turns=True)
    for number in range(len(waiting)):
        hands.speak("en" if number in ENGLISH else "zh")
        before, case_id = hands.pressed, hands.visitor.path.rpartition("/")[2]
        case = waiting.pop(case_id)
        work(hands, case)
        keys.setdefault(case.kind, []).append(hands.pressed - before)
    expect(hands.page.locator("tr[data-row]")).to_have_count(0)
    with capsys.disabled():
        sys.stdout.write(report(keys, hands.typed))
    assert not waiting
    assert median(n for kind, some in keys.items() if kind.startswith("whole") for n in some) <= 25


def report(keys: dict[str, list[int]], typed: int) -> str:
    """How many keys an outcome took, by kind."""
    accepted = [n for kind, some in keys.items() if kind.startswith("whole") for n in some]
    every = [n for some in keys.values() for n in some]
    lines = [
        "",
        f"keys per acceptance, median {median(accepted)} of {len(accepted)}",
        f"keys per case, median {median(every)} of {len(every)}",
    ]
    for kind, some in keys.items():
        lines.append(f"  {kind}: " + ", ".join(f"{n} keys x {times}" for n, times in sorted(Counter(some).items())))
    return "\n".join([*lines, f"  letters of sentences, not counted above: {typed}", ""])


def work(hands: Hands, case: Waiting) -> None:
    """From the open desk to the next case."""
    hands.look("supplement" if case.kind == "supplement" else "desk")
    if case.kind == "supplement":
        hands.press("1")
        hands.press("Enter", turns=True)
    else:
        judge(hands, case)
        hands.press("Control+Enter", turns=True)
        hands.look(f"outcome {case.kind}")
        assert hands.page.locator(".ow-preview").count(), hands.visitor.words
        hands.press("Enter", turns=True)
    hands.look("case")
    assert hands.visitor.path.startswith("/window/cases/"), hands.visitor.words
    expect(hands.page.locator("#next")).to_be_focused()
    hands.press("Enter", turns=True)


def judge(hands: Hands, case: Waiting) -> None:
    """Look at everything that has no mark yet, and say what is found of it."""
    for left in range(hands.todo(), 0, -1):
        here = hands.open()
        find(hands, case, here)
        expect(hands.page.locator(".ow-matnav .todo")).to_have_count(left - 1)
        if left > 1:
            expect(hands.page.locator(f'.ow-matnav a[aria-current][data-material="{here}"]')).to_have_count(0)
    expect(hands.page.locator("[data-conclude]")).to_be_enabled()


def find(hands: Hands, case: Waiting, here: str) -> None:
    """One key for what is in order; words where the applicant must be told; then on to the next."""
    wrong = next((key for key in case.findings if key == here or on_page(hands, key)), "")
    finding = case.findings.get(wrong, "")
    if finding == "later":
        hands.press("3")
        hands.press("j")
    elif finding == "fix" and wrong.startswith("field:"):
        for _ in range(hands.page.locator(f"[data-field]:has(~ #f-{wrong[6:]})").count()):
            hands.press("1")
        hands.press("2")
        hands.type(WORDS)
        hands.press("Escape")
        hands.press("g")
    elif finding == "fix":
        hands.press("2")
        hands.type(WORDS)
        hands.press("Escape")
        hands.press("j")
    else:
        hands.press("g")


def on_page(hands: Hands, key: str) -> bool:
    return key.startswith("field:") and hands.page.locator(f"#f-{key[6:]}").count() > 0


def test_what_was_found_good_with_one_key_is_named_and_can_be_taken_back(portal, town, newcomer):
    with portal.app.app_context():
        case_id = town.hand_in("2026-08-31 10:00")
    hands = Hands(newcomer().sign_in(CLERK).go(f"/window/queue/{case_id}"))
    page, left, first = hands.page, hands.todo(), hands.open()
    hands.press("g")
    expect(page.locator("[data-status]")).to_contain_text("已标合格")
    expect(page.locator(".ow-matnav .todo")).to_have_count(left - 1)
    hands.visitor.inspect()
    hands.press("u")
    expect(page.locator(f'.ow-matnav a[aria-current][data-material="{first}"]')).to_have_count(1)
    expect(page.locator(".ow-matnav .todo")).to_have_count(left)
    expect(page.locator(".ow-points input:checked")).to_have_count(0)


def test_one_key_never_passes_over_a_point_that_is_not_met(portal, town, newcomer):
    with portal.app.app_context():
        case_id = town.hand_in("2026-08-31 10:00")
    hands = Hands(newcomer().sign_in(CLERK).go(f"/window/queue/{case_id}"))
    left, first = hands.todo(), hands.open()
    hands.press("n")
    hands.press("g")
    expect(hands.page.locator("[data-status]")).to_contain_text("不符的要点")
    assert (hands.open(), hands.todo()) == (first, left)
