"""What makes an entry the same in two versions of a list: the list, whom it names, and the decision that lists it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
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


def digest_of_keys(keys: Iterable[str]) -> str:
    """A digest of which entries these are, in whatever order; empty where there are none."""
    found = sorted(keys)
    return hashlib.sha256("\n".join(found).encode()).hexdigest() if found else ""
