"""What makes an entry the same in two versions of a list: the list, whom it names, and the decision that lists it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Protocol


class Listed(Protocol):
    """What an entry must tell to be recognised again."""

    @property
    def uscc(self) -> str: ...
    @property
    def unit_name(self) -> str: ...
    @property
    def person_name(self) -> str: ...
    @property
    def person_id(self) -> str: ...
    @property
    def decision_document(self) -> str: ...
    @property
    def listed_on(self) -> date: ...
    @property
    def grounds(self) -> str: ...
    @property
    def body(self) -> str: ...


def key_of(kind: str, name: str, entry: Listed) -> str:
    """The key of an entry: a code or number counts more than a name, and the decision's document more than its day."""
    parts = (
        kind,
        name,
        entry.uscc or entry.unit_name,
        entry.person_id or entry.person_name,
        entry.decision_document or entry.listed_on.isoformat(),
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def keys_of(
    kind: str, name: str, lines: Sequence[Listed], before: Mapping[str, Listed], came_on: date | None = None
) -> list[str]:
    """The keys of the lines of a version, in their order; `before` are the entries of the version before it by their keys.

    A line that says more of an entry than that version did, such as its code or the decision's document, is the same entry and
    keeps its key, and with it what was done about it: a removal, a repair, an objection (R95, R102, R105). So it is only where
    one line and one entry that is gone are meant. Without a document the same day is asked for. Where only the day differs,
    it was corrected, if one entry is gone and one came whose person, grounds and body are the same, and the new day is not
    after `came_on`, the day on which the version before came in: what stood in it had been listed by then, and what was listed
    since is another listing. Two for the same grounds that stand side by side stay two.
    """
    same = {entry: key for key, entry in before.items()}
    keys = [same.get(line) or key_of(kind, name, line) for line in lines]
    here = set(keys)
    gone = {key: entry for key, entry in before.items() if key not in here}
    _keep(keys, lines, before, gone, _alike)
    if came_on is not None:
        _keep(keys, lines, before, gone, lambda one, other: one.listed_on <= came_on and _day_corrected(one, other))
    return keys


def _keep(
    keys: list[str],
    lines: Sequence[Listed],
    before: Mapping[str, Listed],
    gone: dict[str, Listed],
    alike: Callable[[Listed, Listed], bool],
) -> None:
    """Give the lines that are no entry of before the key of the one that is gone and that they alone can be."""
    places: dict[tuple[str, str], list[str]] = {}
    for key, entry in gone.items():
        for said in _said(entry):
            places.setdefault(said, []).append(key)
    meant: dict[int, list[str]] = {}
    for at, line in enumerate(lines):
        if keys[at] not in before:
            near = dict.fromkeys(key for said in _said(line) for key in places.get(said, ()))
            meant[at] = [key for key in near if alike(line, gone[key])]
    taken = Counter(key for found in meant.values() for key in found)
    for at, found in meant.items():
        if len(found) == 1 and taken[found[0]] == 1:
            keys[at] = found[0]
            del gone[found[0]]


def _said(entry: Listed) -> list[tuple[str, str]]:
    """Whom an entry names, by code and by name."""
    named = {"unit": entry.unit_name, "uscc": entry.uscc, "person": entry.person_name, "id": entry.person_id}
    return [(what, value) for what, value in named.items() if value]


def _alike(one: Listed, other: Listed) -> bool:
    """Whether two lines can be one entry: unit, person and decision are the same as far as both name them."""
    return _named(one, other) and _decision(one, other)


def _day_corrected(one: Listed, other: Listed) -> bool:
    """Whether two lines differ in their day alone: whom they name, grounds, body and document are the same."""
    same = one.grounds.strip() == other.grounds.strip() and one.body.strip() == other.body.strip()
    return _named(one, other) and same and one.decision_document == other.decision_document


def _named(one: Listed, other: Listed) -> bool:
    unit = _one_of(one.uscc, other.uscc, one.unit_name, other.unit_name)
    return unit and _one_of(one.person_id, other.person_id, one.person_name, other.person_name)


def _one_of(code: str, other_code: str, name: str, other_name: str) -> bool:
    return code == other_code if code and other_code else name == other_name and bool(name or not (code or other_code))


def _decision(one: Listed, other: Listed) -> bool:
    if one.decision_document and other.decision_document:
        return one.decision_document == other.decision_document
    return one.listed_on == other.listed_on


def digest_of_keys(keys: Iterable[str]) -> str:
    """A digest of which entries these are, in whatever order; empty where there are none."""
    found = sorted(keys)
    return hashlib.sha256("\n".join(found).encode()).hexdigest() if found else ""
