"""Facts of an item as portals publish them: recognised by their keys, and read as far as they can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from guides.source import Path

_MARKS = {
    "authority", "materials", "statutory_days", "promised_days", "visits", "handling_modes", "codes", "legal_basis",
    "conditions", "online_depth", "case_kind", "element_headings_seen", "cross_region", "process", "accept_days",
}  # fmt: skip
_OF_GUIDES = {"review", "limits", "form", "channels", "remedies"}
_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_NUMBER = r"(\d+(?:\.\d+)?|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
_DURATION = re.compile(_NUMBER + r"\s*(个?工作日|个?自然日|日历日|日|天|个月|月|小时|年)")
_BLANK = re.compile(
    r"^[\s（(“\"]*(?:无|空|暂无|未填|无内容|/|-+|—+|N/?A|null|none)[\s）)”\"。]*$|显示[“\"]?[无空][”\"]?", re.IGNORECASE
)
CUT = re.compile(r"截断|……|…$|\.\.\.$|摘录")


@dataclass(frozen=True)
class Term:
    """A period as it is published: its number and unit as far as they are given, and the words around them."""

    path: Path
    number: float | None
    unit: str
    said: str

    @property
    def on_spot(self) -> bool:
        """Whether it says that the matter is finished on the spot."""
        return (
            "当场" in self.unit or "即时" in self.unit or "立即" in self.unit or (not self.unit and "当场" in self.said)
        )

    @property
    def working_days(self) -> float | None:
        """The period in working days, calendar days taken at five in seven; None where number or unit is missing."""
        if self.on_spot:
            return 0
        if self.number is None or not self.unit:
            return None
        rates = (("工作日", 1.0), ("小时", 1 / 8), ("月", 21.0), ("年", 250.0), ("日", 5 / 7), ("天", 5 / 7))
        return next((self.number * rate for word, rate in rates if word in self.unit), None)

    def __str__(self) -> str:
        if self.on_spot or self.number is None:
            return "当场" if self.on_spot else self.said
        counted = self.unit.startswith(("工作日", "自然日", "月", "小时"))
        return f"{self.number:g} {'个' if counted else ''}{self.unit}"


def recognised(data: Any) -> bool:
    """Return whether this is a file of published facts and no guide: an item's name and the columns of a portal."""
    if not isinstance(data, dict) or _OF_GUIDES & set(data):
        return False
    return ("item_name" in data and len(_MARKS & set(data)) >= 2) or len(_MARKS & set(data)) >= 5


def blank(value: Any) -> bool:
    """Return whether a column is there and says nothing: 无, （空）, 页面该栏显示“无”."""
    return isinstance(value, str) and (not value.strip() or bool(_BLANK.search(value.strip())))


def words(value: Any) -> str:
    """Return everything written inside a value as one line."""
    if isinstance(value, dict):
        return "；".join(words(one) for one in value.values() if one is not None)
    if isinstance(value, list):
        return "；".join(words(one) for one in value if one is not None)
    return "" if value is None else str(value)


def texts(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Yield every line inside a value with its path."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from texts(part, (*path, key))
    elif isinstance(value, list):
        for at, part in enumerate(value):
            yield from texts(part, (*path, at))
    elif isinstance(value, str):
        yield path, value


def entries(data: dict[str, Any], key: str, named: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield the entries of a list as mappings; a line of text is an entry that has only its name."""
    value = data.get(key)
    for at, entry in enumerate(value if isinstance(value, list) else []):
        if isinstance(entry, dict):
            yield (key, at), entry
        elif isinstance(entry, str):
            yield (key, at), {named: entry}


def durations(text: str) -> list[tuple[float, str]]:
    """Return every period named in a text with its unit: 自受理之日起八个工作日内 is 8 工作日."""
    return [(_count(number), unit.removeprefix("个")) for number, unit in _DURATION.findall(text)]


def _count(written: str) -> float:
    if written[0].isdigit():
        return float(written)
    tens, ten, ones = written.partition("十")
    if not ten:
        return _DIGITS[written]
    return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)


def term(value: Any, path: Path, *, number: str = "number") -> Term | None:
    """Return the period in a column: a mapping with number and unit, a bare number, or words; None where there is none."""
    if isinstance(value, dict):
        said = words({key: one for key, one in value.items() if key not in (number, "unit")})
        unit = value.get("unit")
        return _term(value.get(number), unit if isinstance(unit, str) else "", said, (*path, number))
    return None if value is None or blank(value) else _term(value, "", "", path)


def _term(number: Any, unit: str, said: str, path: Path) -> Term | None:
    if isinstance(number, (int, float)) and not isinstance(number, bool):
        return Term(path, float(number), unit, said)
    if not isinstance(number, str) or not number.strip():
        return Term(path, None, unit, said) if unit else None
    found = durations(number)
    if found:
        return Term(path, found[0][0], found[0][1], f"{number}；{said}")
    plain = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*", number)
    return Term(path, float(plain[1]) if plain else None, unit, said if plain else f"{number}；{said}")
