"""Walks the plain data of a guide together with its types, so that no list of keys has to be kept by hand."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, get_args

from guides.source import Path
from guides.text import Element, Text

Found = tuple[Path, type[Element], Any]


def elements(kind: type[Element], value: Any, path: Path) -> Iterator[Found]:
    """Yield every element inside `value` with its path and type, itself first; a text is an element without parts."""
    yield path, kind, value
    if kind is Text or not isinstance(value, dict):
        return
    for name, part in _parts(kind).items():
        child = value.get(name)
        if isinstance(child, list):
            for index, entry in enumerate(child):
                yield from elements(part, entry, (*path, name, index))
        elif child is not None:
            yield from elements(part, child, (*path, name))


@cache
def _parts(kind: type[Element]) -> dict[str, type[Element]]:
    found = ((name, _element(field.annotation)) for name, field in kind.model_fields.items())
    return {name: part for name, part in found if part is not None}


def _element(annotation: Any) -> type[Element] | None:
    """The element type inside an annotation such as Text | None or tuple[Field, ...]."""
    if isinstance(annotation, type) and issubclass(annotation, Element):
        return annotation
    return next((part for one in get_args(annotation) if (part := _element(one)) is not None), None)
