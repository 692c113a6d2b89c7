"""Finds Chinese that an English page shows without saying so: a sentence nobody translated, or data without its mark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

if TYPE_CHECKING:
    from tests.pages import Page

CHINESE = re.compile(r"[\u3001-\u303f\u3400-\u9fff\uf900-\ufaff\uff01-\uffef]")
SPOKEN = ("aria-label", "title", "alt", "placeholder", "abbr", "data-label", "aria-description")
"""Attributes that are read aloud or shown; their Chinese cannot be marked, so there must be none but names."""


def untranslated(page: Page) -> Iterator[str]:
    """Yield every Chinese text of an English page that stands outside of `lang="zh-CN"` and is not typed into a field.

    Attributes that name something by its Chinese name are allowed to do so inside of `lang="zh-CN"` as well.
    """
    if page.tree.get("lang") != "en":
        return
    for element, foreign in _walk(page.tree, False):
        if foreign:
            continue
        texts = [element.text or "", *((child.tail or "") for child in element)]
        yield from (f"<{element.tag}> not translated: {text.strip()[:60]}" for text in texts if CHINESE.search(text))
        spoken = ((name, element.get(name) or "") for name in SPOKEN)
        yield from (
            f"<{element.tag} {name}> not translated: {text[:60]}" for name, text in spoken if CHINESE.search(text)
        )


def _walk(element: Element, foreign: bool) -> Iterator[tuple[Element, bool]]:
    """Every element that shows text, with whether it is marked as Chinese; what is typed into a textarea is data."""
    if element.tag in ("script", "style", "textarea"):
        return
    lang = element.get("lang")
    here = foreign if lang is None else lang.startswith("zh")
    yield element, here
    for child in element:
        if isinstance(child.tag, str):
            yield from _walk(child, here)
