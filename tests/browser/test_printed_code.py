"""The code on a letter that somebody prints from its page reads like that of the PDF, and is 25 mm wide (R117)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from portal.documents import render_html
from portal.services.licence_payload import Said, sign
from tests import scanner
from tests.core.letters_of_linjiang import a_certificate
from tests.services.test_licence_payload import FACTS, KEY

STATIC = Path(__file__).parents[2] / "portal" / "static"
RESET = "* { box-sizing: border-box } body { margin: 0 }"
"""What the framework of the pages sets."""


@pytest.mark.parametrize("words", ["乙醇", "甲" * 2000], ids=["short", "longest"])
def test_a_licence_printed_from_its_page_reads_and_is_25_mm(browser: Browser, words: str):
    address = f"https://onewindow.linjiang.gov.cn/verify/{'t' * 24}#{sign(replace(FACTS, scope=Said(words)), KEY)}"
    css = "".join((STATIC / name).read_text("utf-8") for name in ("theme.css", "letters.css"))
    page = browser.new_page()
    page.set_content(f"<style>{css}{RESET}</style>{render_html(replace(a_certificate(), qr=address))}")
    [code] = scanner.read(scanner.pages(page.pdf(prefer_css_page_size=True))[0])
    page.close()
    assert code.text == address
    for side in code.sides:
        assert side == pytest.approx(25, abs=0.3)
