"""Texts of guides and names of offices in the language of the page, and things one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup, escape

from guides.text import Text
from portal import formats
from portal.i18n import language


def list_of(items: Iterable[Any]) -> Markup:
    """Things one after the other: 、 in Chinese, a comma in English."""
    return Markup("、" if language().code == "zh" else ", ").join(escape(item) for item in items)


def local(text: Text) -> Markup:
    """A text of a guide in the language of the page."""
    return formats.zh(text.get(language().code))


def office_name(code: str, offices: Mapping[str, Text]) -> Markup:
    """The office in the language of the page."""
    text = offices.get(code)
    return formats.zh(text.get(language().code) if text else code)


def short_office(code: str, offices: Mapping[str, Text]) -> Markup:
    """The office without the name of the town, which most of them share: 临江市消防救援支队 is 消防救援支队 in a list."""
    text = offices.get(code)
    if text is None:
        return formats.zh(code)
    name, all_ = text.get(language().code), [one.get(language().code) for one in offices.values()]
    return formats.zh(name.removeprefix(_shared(name, all_)))


def _shared(name: str, all_: list[str]) -> str:
    """What the name begins with like most of them, in whole words; one office of another place changes nothing for the others."""
    ends = (n for n in range(len(name), 0, -1) if 2 * sum(one.startswith(name[:n]) for one in all_) > len(all_))
    shared = name[: next(ends, 0)] if len(all_) > 1 else ""
    return shared[: shared.rfind(" ") + 1] if language().code == "en" else shared
