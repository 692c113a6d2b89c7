"""Letters as pages: valid, closed in themselves, and saying what the paper says."""

import re

import html5lib
import pytest

from portal.documents import render_html
from portal.documents.letter import runs, words
from portal.documents.qr import code
from portal.documents.seal import marks
from tests.core import letters_of_linjiang as linjiang
from tests.core import letters_of_time


def shown(html: str) -> str:
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    return re.sub(r"\s+", "", "".join(tree.itertext()))


@pytest.mark.parametrize("make", letters_of_time.EVERY)
def test_the_page_says_everything_the_letter_says(make) -> None:
    letter = make()
    text = shown(render_html(letter))
    seal = {letter.agency.seal, "电子印章"}
    missing = [piece for piece in words(letter) if piece not in seal and re.sub(r"\s+", "", piece) not in text]
    assert not missing


@pytest.mark.parametrize("make", letters_of_time.EVERY)
def test_the_fragment_is_valid_has_one_heading_and_needs_no_exception_to_the_content_policy(make) -> None:
    html = str(render_html(make()))
    parser = html5lib.HTMLParser(strict=False)
    parser.parseFragment(html)
    assert [code for _, code, _ in parser.errors] == []
    assert html.count("<h1>") == 1
    assert not re.search(r"style=|<script|<style| id=|on\w+=", html)


def test_what_an_applicant_typed_can_not_become_markup() -> None:
    letter = linjiang.a_certificate("<script>alert(1)</script>")
    assert "<script>" not in render_html(letter)
    assert "&lt;script&gt;" in render_html(letter)


def test_an_unsealed_letter_shows_no_seal_and_a_letter_without_code_no_code() -> None:
    html = render_html(linjiang.a_commitment())
    assert "ow-seal" not in html
    assert "文书核验二维码" in html


def test_the_seal_carries_the_agency_the_kind_and_that_it_is_electronic() -> None:
    texts = [mark.text for mark in marks(linjiang.BUREAU)]
    assert "".join(texts[:-2]) == "临江市应急管理局"
    assert texts[-2:] == ["行政许可专用章", "电子印章"]


def test_a_long_agency_name_still_fits_on_the_ring() -> None:
    turns = [mark.turn for mark in marks(type(linjiang.BUREAU)("临江市临江经济技术开发区应急管理和消防救援局"))[:-2]]
    assert turns[0] == -turns[-1]
    assert turns[-1] < 130


def test_the_code_is_the_same_every_time_and_square() -> None:
    first, second = code("https://one.linjiang.example/v/l231"), code("https://one.linjiang.example/v/l231")
    assert first == second
    assert all(x >= 0 and x + length <= first.side and 0 <= y < first.side for x, y, length in first.strips)
    assert first.strips[0] == (0, 0, 7)


def test_bold_words_are_bold_on_the_page() -> None:
    html = render_html(linjiang.an_acceptance())
    assert "<b>2026年10月20日</b>" in html
    assert runs(("甲", "", "乙")) == (("甲", False), ("乙", False))
