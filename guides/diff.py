"""What changed between two versions of a guide: every added, removed, changed or reordered part, by its key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from guides.guide import Guide

_OF_THE_FILE = {"effective_from", "digest"}
_RULES = (".when", ".holds")


@dataclass(frozen=True)
class Change:
    """One change: where (materials[lease].deferrable.days), what kind, and the plain values before and after."""

    kind: Literal["added", "removed", "changed", "reordered"]
    key: str
    before: Any = None
    after: Any = None

    @property
    def part(self) -> str:
        """The part of the guide it belongs to: materials, limits, form and so forth."""
        return self.key.partition(".")[0].partition("[")[0]


def differences(a: Guide, b: Guide) -> tuple[Change, ...]:
    """Return what `b` changes in `a`, in the order of the guide's parts; the day it takes effect is not a change."""
    return tuple(_mappings("", plain(a), plain(b)))


def plain(guide: Guide) -> dict[str, Any]:
    """Return a guide as the plain values that are compared."""
    return guide.model_dump(mode="json", exclude=_OF_THE_FILE)


def _values(key: str, before: Any, after: Any) -> Iterator[Change]:
    if before == after:
        return
    if (
        isinstance(before, dict)
        and isinstance(after, dict)
        and not _is_text(before, after)
        and not key.endswith(_RULES)
    ):
        yield from _mappings(key, before, after)
    elif isinstance(before, list) and isinstance(after, list):
        yield from _lists(key, before, after)
    else:
        kind: Literal["added", "removed", "changed"] = (
            "added" if before is None else "removed" if after is None else "changed"
        )
        yield Change(kind, key, before, after)


def _is_text(before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Whether it is one sentence before and after; where the expression of a review point changed, that is told by itself."""
    return "zh" in before and before.get("holds") == after.get("holds")


def _mappings(key: str, before: dict[str, Any], after: dict[str, Any]) -> Iterator[Change]:
    for name in dict.fromkeys([*before, *after]):
        yield from _values(f"{key}.{name}" if key else name, before.get(name), after.get(name))


def _lists(key: str, before: list[Any], after: list[Any]) -> Iterator[Change]:
    old, new = named(before), named(after)
    for name in dict.fromkeys([*old, *new]):
        place = f"{key}[{name}]"
        if name not in new:
            yield Change("removed", place, old[name], None)
        elif name not in old:
            yield Change("added", place, None, new[name])
        else:
            yield from _values(place, old[name], new[name])
    kept = [name for name in old if name in new]
    if kept != [name for name in new if name in old]:
        yield Change("reordered", key, list(old), list(new))


def named(entries: list[Any]) -> dict[str, Any]:
    """Return the entries by what identifies them, so that one moved up or down is not taken for another."""
    found: dict[str, Any] = {}
    for entry in entries:
        name = _name(entry)
        number = sum(1 for known in found if known == name or known.startswith(f"{name}#"))
        found[f"{name}#{number + 1}" if number else name] = entry
    return found


def _name(entry: Any) -> str:
    if not isinstance(entry, dict):
        return str(entry)
    for key in ("id", "kind", "value", "label", "q", "law", "zh"):
        if key in entry:
            found = entry[key]
            return str(found["zh"] if isinstance(found, dict) else found)
    return str(entry)
