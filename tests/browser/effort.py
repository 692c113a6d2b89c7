"""What a person spends on a road through the portal: what was done is counted in the browser, and a model says how long it takes.

The model is the keystroke-level model (Card, Moran and Newell 1980) with the times of a touch screen. Nothing is timed with a
clock, so that the answer is the same on every machine.

- To tap something: 1.1 s to point (Card, Moran and Newell) and 0.1 s to press. A choice of a closed list is two taps.
- To make up one's mind, once for every control that is filled or chosen: 1.35 s (Card, Moran and Newell, operator M).
- A letter or digit on the keys of a phone: 0.39 s (Holleis, Otto, Hußmann and Schmidt 2007). A Chinese character, by pinyin: three
  letters and half a choice among the candidates (they come by words of two), hence 3.5 keys.
- To turn to the keyboard and back, once for every field typed into: 2 x 0.4 s (operator H).
- To look at a paper for what is typed, once for every field: 2 s. It is our own allowance; the model has none.
- To read: 400 Chinese characters a minute, somewhat faster than careful reading (Brysbaert 2019 finds 260 words). A run of Latin
  letters or digits counts as two characters. A line that was read once is known, wherever it comes up again.
- To swipe to the next screenful: 0.5 s. A new page: 1 s until it stands there.
- A file: four taps (the button, camera or files, the picture, done), two decisions, and 2 s until it is in. More files chosen in
  one go: a tap and a decision each.

A name that is taken from suggestions: the letters typed until it is there, a decision and a tap.

Read is every line that stands open in the main part of a page, what is filled in beforehand as well; what is folded is not. Of the
first page it is the head and the search, of the list of guides their names, and of a guide, which is a work of reference, the
head, the questions and the names of what has to be brought (nobody goes further down than where the application begins): the
rest answers questions that somebody may have. `everything` adds that too. The receipt
comes after the end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, Page

from guides.effort import FIELD, FIRST_FILE, MENTAL, NEXT_FILE, READ, SWIPE, TAP, TURN, characters, keys

WATCH = """
(() => {
  const tell = (kind, facts) => window.owDid(kind, facts);
  const name = (one) => `${location.pathname}#${one.name || one.id || one.textContent.trim().slice(0, 20)}`;
  addEventListener("click", (event) => {
    const on = event.target.closest && event.target.closest("a, button, summary, label, input, select");
    if (on && event.isTrusted && !(on.tagName === "LABEL" && on.control)) tell("tap", name(on));
  }, true);
  const TYPED = "input:not([type=checkbox], [type=radio], [type=file], [type=hidden]), textarea";
  addEventListener("change", (event) => {
    const on = event.target;
    if (on.matches("select")) tell("choose", name(on));
    else if (on.matches("[type=file]")) tell("files", String(on.files.length));
    else if (on.matches("[type=checkbox], [type=radio]")) tell("pick", name(on));
  }, true);
  addEventListener("input", (event) => {
    if (event.isTrusted && event.target.matches(TYPED)) tell("type", JSON.stringify([name(event.target), event.target.value]));
  }, true);
})();
"""
"""A script that tells everything a finger does on a page."""

OPEN = """() => {
  const main = document.querySelector("main");
  const unseen = [...main.querySelectorAll("span.visually-hidden, h2.visually-hidden")];
  unseen.forEach((one) => one.style.display = "none");
  const lines = (one) => one.innerText.split("\\n").map((line) => line.trim()).filter(Boolean);
  const known = [...main.querySelectorAll("input[type=text], input:not([type]), textarea")].map((one) => one.value).filter(Boolean);
  const place = location.pathname;
  const named = place === "/" ? "h1, form[role=search]"
    : place === "/guides" ? "h1, .ow-results a, li h2, li h3, a[href^='/guides/']"
    : place.startsWith("/guides/") ? "h1, .ow-lede, form.ow-ask, #materials h3, #materials h4, .ow-answered"
    : "";
  const shut = (one) => one.parentElement.closest("details:not([open])");
  const must = named ? [...main.querySelectorAll(named)].filter((one) => !shut(one)).flatMap(lines) : null;
  const all = lines(main);
  unseen.forEach((one) => one.style.display = "");
  // Of a guide nobody reads further than where the application begins, below the list of papers.
  const begin = place.startsWith("/guides/") && main.querySelector(".ow-begin");
  const length = begin ? begin.getBoundingClientRect().bottom - main.getBoundingClientRect().top : main.scrollHeight;
  return { all: all.concat(known), must, screens: length / innerHeight };
}"""
"""A script that reads what stands open: everything, and on a guide what somebody who applies has to read."""


@dataclass
class Effort:
    """What was spent on a road."""

    pages: int = 0
    taps: int = 0
    picks: int = 0
    typed: dict[str, str] = field(default_factory=dict)
    files: list[int] = field(default_factory=list)
    screens: float = 0
    lines: set[str] = field(default_factory=set)
    read: int = 0
    aside: int = 0

    def watch(self, context: BrowserContext) -> None:
        """Count what is done in this browser from now on."""
        context.expose_function("owDid", self._did)
        context.add_init_script(WATCH)

    def look(self, page: Page, *, turned: bool = True) -> None:
        """A page has come up, or something on it: what is new is read."""
        if page.url.endswith("/receipt"):
            return
        seen = page.evaluate(OPEN)
        self.pages += turned
        self.screens += turned * max(0.0, seen["screens"] - 1)
        if seen["must"] is None:
            self.read += self._new(seen["all"])
        else:
            self.read += self._new(seen["must"])
            self.aside += self._new(seen["all"])

    def suggested(self, letters: str) -> None:
        """A name was taken from what is suggested while one types: these letters, a decision and a tap."""
        self.typed["suggested"] = letters
        self.taps, self.picks = self.taps + 1, self.picks + 1

    @property
    def fields(self) -> int:
        """Fields that were typed into."""
        return sum(map(bool, self.typed.values()))

    @property
    def characters(self) -> int:
        """Characters that were typed."""
        return sum(map(len, self.typed.values()))

    @property
    def seconds(self) -> dict[str, float]:
        """What the model says of each kind of work."""
        typing = sum(keys(text) for text in self.typed.values()) + self.fields * FIELD
        return {
            "reading": self.read * READ,
            "tapping": self.taps * TAP + self.picks * MENTAL,
            "typing": typing,
            "files": sum(FIRST_FILE + (n - 1) * NEXT_FILE for n in self.files if n),
            "moving": self.screens * SWIPE + self.pages * TURN,
        }

    @property
    def minutes(self) -> float:
        """How long it takes, by the model."""
        return sum(self.seconds.values()) / 60

    @property
    def everything(self) -> float:
        """How long it takes somebody who reads the whole guide as well, in minutes."""
        return self.minutes + self.aside * READ / 60

    def __str__(self) -> str:
        shares = ", ".join(f"{name} {value / 60:.1f}" for name, value in self.seconds.items())
        return (
            f"{self.minutes:.1f} min ({shares}; with the whole guide {self.everything:.1f}): {self.pages} pages, {self.taps} taps,"
            f" {self.picks} choices, {self.fields} fields typed, {self.characters} characters, {sum(self.files)} files in"
            f" {len(self.files)} goes, {self.read} characters read"
        )

    def _did(self, kind: str, told: str) -> None:
        if kind == "type":
            place, text = re.match(r'\["(.*?)","(.*)"\]$', told, re.S).groups()  # type: ignore[union-attr]
            self.typed[place] = text
        elif kind == "files":
            self.files.append(int(told))
        elif kind in ("choose", "pick"):
            self.picks += 1
            self.taps += kind == "choose"
        else:
            self.taps += 1

    def _new(self, lines: list[str]) -> int:
        fresh = [one for one in dict.fromkeys(lines) if one not in self.lines]
        self.lines.update(fresh)
        return characters(fresh)
