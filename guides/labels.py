"""What every element, key and value of a guide is called, in both languages: for editors, comparisons and tables."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from guides.source import Source
from guides.text import Element, Text

_FILE = Path(__file__).parent / "labels.yaml"

_UNITS = {"working_day": "working day", "calendar_day": "calendar day", "month": "month"}


@cache
def everything() -> dict[str, Any]:
    """Return all there is: `elements` with their keys, and `values`."""
    data: dict[str, Any] = Source(_FILE.read_text("utf-8")).data
    return data


def about(kind: type[Element]) -> Text:
    """Return one sentence on an element: Chinese from the labels, English from the type's own docstring."""
    documented = " ".join((kind.__doc__ or "").split())
    return Text(zh=everything()["elements"][kind.__name__]["about"], en=documented)


def label(kind: type[Element], key: str) -> Text:
    """Return what a key of an element is called. Raises KeyError where nobody has named it."""
    zh, en = everything()["elements"][kind.__name__][key]
    return Text(zh=zh, en=en)


def value(written: object, key: str = "") -> Text | None:
    """Return what a fixed value of a key, such as `one_of_group` or true, is called; None for free text and numbers."""
    known, word = everything()["values"], str(written).lower() if isinstance(written, bool) else str(written)
    found = known.get(f"{key}.{word}") or known.get(word)
    return Text(zh=found[0], en=found[1]) if found else None


def period(number: object, unit: object) -> Text:
    """Return so many of a unit in words: 3 个工作日, 3 working days; 当场 for what is done on the spot."""
    words = value(unit)
    if unit == "on_spot" and words:
        return words
    single = _UNITS.get(str(unit), str(unit))
    plural = single if number == 1 else f"{single}s"
    count = f"{number:g}" if isinstance(number, float) else str(number)
    return Text(zh=f"{count} {words.zh if words else unit}", en=f"{count} {plural}")
