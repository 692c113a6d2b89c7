"""Flat dataclasses to JSON-able data and back; the plan for each class is worked out once."""

from __future__ import annotations

import types
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints


def encode(value: Any) -> Any:
    """Dataclasses become dicts without fields that hold their default; dates and times ISO text; tuples lists."""
    if is_dataclass(value) and not isinstance(value, type):
        return {
            name: encode(item)
            for name, default in _defaults(type(value))
            if (item := getattr(value, name)) != default or default is MISSING
        }
    if isinstance(value, tuple):
        return [encode(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return value


def decode(cls: type, data: Any) -> Any:
    """The inverse of `encode`; keys that the class does not know (a newer journal) are passed over."""
    return _reader(cls)(data)


@cache
def _defaults(cls: type) -> tuple[tuple[str, Any], ...]:
    return tuple((f.name, f.default) for f in fields(cls))


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    if kind in (date, datetime):
        read: Callable[[Any], Any] = kind.fromisoformat
        return read
    origin = get_origin(kind)
    if origin is tuple:
        return _tuple_reader(get_args(kind))
    if origin in (Union, types.UnionType):
        inner = _reader(next(a for a in get_args(kind) if a is not type(None)))
        return lambda data: None if data is None else inner(data)
    if isinstance(kind, type) and is_dataclass(kind):
        return _dataclass_reader(kind)
    return lambda data: data


def _tuple_reader(args: tuple[Any, ...]) -> Callable[[Any], Any]:
    if len(args) == 2 and args[1] is Ellipsis:
        inner = _reader(args[0])
        return lambda data: tuple(inner(item) for item in data)
    return lambda data: tuple(_reader(arg)(item) for arg, item in zip(args, data, strict=True))


def _dataclass_reader(cls: type) -> Callable[[Any], Any]:
    hints = get_type_hints(cls)
    readers = {f.name: _reader(hints[f.name]) for f in fields(cls)}
    return lambda data: cls(**{key: readers[key](item) for key, item in data.items() if key in readers})
