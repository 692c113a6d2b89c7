"""Whoever reads the own data reads words: no label and no value of the town's packages is a bare code, in either language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from flask import Flask
from flask_babel import force_locale

from portal.i18n import LANGUAGES
from portal.services.message_topics import OTHERS
from portal.web import own_values
from portal.web.own_labels import LABELS
from tests.at_window import beijing, settle
from tests.browser import every_page
from tests.browser import town as towns
from tests.own_zip import packed
from tests.web import people
from tests.web.reach import person

CODE = re.compile(r"[a-z][a-z0-9]*(?:[_.:/-][a-z0-9]+)*|(?:[A-Z][a-z]+){2,}")
"""What a program calls a thing: `region`, `field:area`, `safety_manager`, `DraftLapses`."""

PLAIN = re.compile(r"[0-9a-f]{64}|[\w.-]+\.(?:pdf|png|jpg)|[a-z]+\.[a-z]+|[a-z]|v?[0-9.]+[a-z]*")
"""Digests, names of files, sign-in names and single letters are no words, and stand there as they are."""


class Told(HTMLParser):
    """The names of a page, and the words behind each."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[tuple[str, str, str]] = []
        self._open: list[list[str]] = []
        self._name = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("br", "meta", "link"):
            self._open.append([tag, ""])

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            name, words = self._open.pop()
            words = " ".join(words.split())
            if name in ("dt", "h1", "h2", "h3"):
                self._name = words
                self.said.append(("label", words, words))
            elif name in ("dd", "li", "p"):
                self.said.append(("value", self._name, words))
            elif self._open:
                self._open[-1][1] += words
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        if self._open:
            self._open[-1][1] += data


def bare(found: dict[str, bytes]) -> Iterator[tuple[str, str, str]]:
    for name, body in found.items():
        if name.endswith(".html"):
            page = Told()
            page.feed(body.decode())
            yield from (one for one in page.said if CODE.fullmatch(one[2]) and not PLAIN.fullmatch(one[2]))


@pytest.mark.engines("sqlite")
def test_no_label_and_no_value_is_a_bare_code_in_either_language(database: Flask):
    every_page.starts(towns.settle(database))
    for login in (people.HANDLER, "zhou.min"):
        by = person(login).actor
        for language in LANGUAGES.values():
            with force_locale(
                language.locale
            ):  # a single word in small letters may be English; the Chinese page finds codes
                found = packed(by, at=beijing("2026-08-31 12:00"))
            left = {one for one in bare(found) if language.code == "zh" or not one[2].isalpha() or not one[2].islower()}
            assert not left, f"{language.code}: {sorted(left)}"


@pytest.mark.engines("sqlite")
def test_the_english_pages_head_their_lists_in_the_plural(database: Flask):
    town = settle(database)
    town.hand_in("2026-09-28 10:00")
    with force_locale("en"):
        first = packed(town.handler, at=beijing("2026-09-29 10:00"))["index.html"].decode()
        words = [str(LABELS[name]) for name in ("complaints", "windows", "licences", "ratings", "parcels")]
    assert ">Cases</h2>" in first
    assert words == ["Complaints", "Windows", "Licences", "Ratings", "Parcels"]


@pytest.mark.engines("sqlite")
def test_every_message_has_words(database: Flask):
    with database.test_request_context():
        assert all(own_values.words_of(kind, "kind", "messages") for kind in (*OTHERS, "WebhookPaused", "Reminded"))
