"""Read one guide from YAML: it becomes a Guide, or a list of everything that is wrong with it, by line and key."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from re import fullmatch
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from guides.checks import problems
from guides.guide import Element, Guide
from guides.source import Problem, Source
from guides.text import Text
from guides.wording import say

DRAFT_DAY = date(2000, 1, 1)
"""The first day of a draft that has none yet."""

_FROM_PLACE = ("item", "office", "effective_from", "digest")


@dataclass(frozen=True, order=True)
class GuideError:
    """One thing wrong with a guide file: where (line from 1), which code, and the sentence in both languages."""

    file: str
    line: int
    key: str
    code: str
    message: Text = field(compare=False)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.key}: {self.message}"


class GuideRefused(ValueError):
    """A guide that cannot be used; `errors` says everything that is wrong with it."""

    def __init__(self, errors: tuple[GuideError, ...]) -> None:
        super().__init__("\n".join(map(str, errors)))
        self.errors = errors


def load_guide(file: Path, *, root: Path) -> Guide:
    """Read one file of a catalogue; raises GuideRefused with everything that is wrong with it."""
    name = str(file.relative_to(root))
    office, item, effective_from = place_of(file.relative_to(root))
    try:
        content = file.read_bytes()
    except OSError as error:
        raise GuideRefused((error_of(name, "unreadable", reason=error.strerror),)) from error
    return read_guide(content, name=name, office=office, item=item, effective_from=effective_from)


def read_draft(file: Path) -> Guide:
    """Return the guide in a file that need not stand in a catalogue yet; raises GuideRefused with everything wrong."""
    content = file.read_bytes()
    office, item, effective_from = draft_place(file, content)
    return read_guide(content, name=file.name, office=office, item=item, effective_from=effective_from)


def draft_place(file: Path, content: bytes) -> tuple[str, str, date]:
    """Return office, item and day of a file by its place; by what it says itself where it has no place yet."""
    try:
        return place_of(Path(*file.resolve().parts[-3:]))
    except GuideRefused:
        data = Source(content.decode("utf-8", errors="replace")).data
        authority = data.get("authority") if isinstance(data, dict) else None
        office = authority.get("office") if isinstance(authority, dict) else None
        return office if isinstance(office, str) else "office", "draft", DRAFT_DAY


def place_of(file: Path) -> tuple[str, str, date]:
    """Return office, item and first day that a path office/item/day.yaml says; raises GuideRefused for another one."""
    parts = file.parts
    if len(parts) != 3 or not all(fullmatch(r"[a-z][a-z0-9_]*", part) for part in parts[:2]):
        raise GuideRefused((error_of(str(file), "folder"),))
    try:
        if not fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\.yaml", file.name):
            raise ValueError(file.name)
        return parts[0], parts[1], date.fromisoformat(file.stem)
    except ValueError as error:
        raise GuideRefused((error_of(str(file), "file_name"),)) from error


def read_guide(content: bytes, *, name: str, office: str, item: str, effective_from: date) -> Guide:
    """Return the guide written in `content`; raises GuideRefused with everything wrong with it, by line and key.

    `name` is the file's name in the errors; office, item and first day come from the file's place.
    """
    try:
        source = Source(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise GuideRefused((error_of(name, "encoding"),)) from error
    place = {"office": office, "item": item, "effective_from": effective_from}
    guide, wrong = _validated(source, {**place, "digest": hashlib.sha256(content).hexdigest()})
    if guide is None or wrong:
        raise GuideRefused(tuple(sorted(located(name, source, wrong))))
    return guide


def unreadable(source: Source) -> bool:
    """Return whether nothing can be said of a file but that its notation is wrong."""
    return any(one.code in ("yaml", "too_large", "not_a_mapping") for one in source.problems)


def _validated(source: Source, place: Mapping[str, Any]) -> tuple[Guide | None, list[Problem]]:
    wrong = list(source.problems)
    if unreadable(source):
        return None, wrong
    wrong += [Problem((key,), "from_file_name", {}) for key in _FROM_PLACE if key in source.data]
    wrong += problems(source.data, office=str(place["office"]))
    try:
        return Guide.model_validate({**source.data, **place}), wrong
    except ValidationError as invalid:
        return None, wrong + [shape(one) for one in invalid.errors() if one["type"] != "bad_rule"]


def located(name: str, source: Source, wrong: list[Problem]) -> Iterator[GuideError]:
    """Yield what is wrong at places of a file as errors with line, key and sentence."""
    for one in wrong:
        line = one.line or source.line(one.path)
        yield GuideError(name, line, source.key(one.path), one.code, say(one.code, **one.facts))


def error_of(file: str, code: str, **facts: object) -> GuideError:
    """Return an error of a file as a whole."""
    return GuideError(file, 1, "", code, say(code, **facts))


_SHAPES = {
    "missing": "missing", "extra_forbidden": "unknown_key", "string_type": "wanted_text", "int_type": "wanted_whole",
    "bool_type": "wanted_flag", "decimal_type": "wanted_number", "decimal_parsing": "wanted_number",
    "float_type": "wanted_number", "float_parsing": "wanted_number", "tuple_type": "wanted_list",
    "dict_type": "wanted_mapping", "model_type": "wanted_mapping", "model_attributes_type": "wanted_mapping",
    "date_type": "wanted_date", "date_parsing": "wanted_date", "date_from_datetime_parsing": "wanted_date",
    "literal_error": "wanted_one_of", "string_pattern_mismatch": "wanted_pattern", "string_too_short": "empty",
    "too_short": "empty", "greater_than_equal": "too_small", "less_than_equal": "too_big",
    "string_too_long": "too_big", "bad_pattern": "bad_pattern", "bad_number_rule": "bad_number_rule",
}  # fmt: skip


def shape(error: ErrorDetails) -> Problem:
    """Return what is wrong with the shape of one value, as pydantic found it."""
    context: dict[str, Any] = dict(error.get("ctx", {}))
    code = _SHAPES.get(error["type"], "invalid")
    bound = next((context[key] for key in ("ge", "le", "max_length") if key in context), "")
    expected = str(context.get("expected", "")).replace("'", "").replace(" or ", ", ")
    facts: dict[str, object] = {"reason": error["msg"], **context, "bound": bound, "expected": expected}
    if code == "unknown_key":
        facts |= _suggestion(str(error["loc"][-1]))
    return Problem(tuple(error["loc"]), code, facts)


def _suggestion(key: str) -> dict[str, object]:
    near = get_close_matches(key, _known_keys(), n=1)
    if not near:
        return {"suggestion": "", "suggestion_en": ""}
    return {"suggestion": f"，是不是“{near[0]}”", "suggestion_en": f"; did you mean {near[0]}"}


@cache
def _known_keys() -> tuple[str, ...]:
    kinds, keys = [Element], set()
    while kinds:
        kind = kinds.pop()
        keys |= set(kind.model_fields)
        kinds += kind.__subclasses__()
    return tuple(sorted(keys - set(_FROM_PLACE)))
