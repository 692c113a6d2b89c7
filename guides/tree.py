"""A tolerant view of the plain data of a guide: what has the wrong type is simply not there."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from guides.source import Path

Entry = tuple[Path, dict[str, Any]]


class Tree:
    """Walks lists of mappings inside a guide's data and says where each one stands."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data

    def mapping(self, key: str) -> dict[str, Any]:
        """Return the mapping under a top-level key, or an empty one."""
        value = self.data.get(key)
        return value if isinstance(value, dict) else {}

    def each(self, key: str) -> Iterator[Entry]:
        """Yield the mappings of the list under a top-level key, each with its path."""
        return self.inside((), self.data, key)

    def inside(self, path: Path, parent: dict[str, Any], key: str) -> Iterator[Entry]:
        """Yield the mappings of the list `parent[key]`, each with its path."""
        value = parent.get(key)
        for index, entry in enumerate(value if isinstance(value, list) else []):
            if isinstance(entry, dict):
                yield (*path, key, index), entry

    def tracks(self) -> Iterator[Entry]:
        """Yield the tracks of the review plan."""
        return self.inside(("review",), self.mapping("review"), "tracks")

    def fields(self) -> Iterator[Entry]:
        """Yield the fields of all sections, in the order they are asked."""
        for path, section in self.each("form"):
            yield from self.inside(path, section, "fields")

    def ids(self, key: str) -> list[str]:
        """Return the ids of the entries under a top-level key, in order."""
        return [entry["id"] for _, entry in self.each(key) if isinstance(entry.get("id"), str)]

    @cached_property
    def by_field(self) -> dict[str, dict[str, Any]]:
        """The fields of the form by id, in the order they are asked."""
        return {field["id"]: field for _, field in self.fields() if isinstance(field.get("id"), str)}

    def field_types(self) -> dict[str, str]:
        """Return the type of every field of the form by its id, in order."""
        return {name: str(field.get("type")) for name, field in self.by_field.items()}

    def day(self, entry: dict[str, Any], key: str, otherwise: str = "") -> str:
        """Return the ISO day written under `key`, as text that sorts; `otherwise` where there is none."""
        value = entry.get(key)
        return value if isinstance(value, str) else otherwise
