"""One YAML file as plain data that still knows on which line everything stands."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from yaml.resolver import BaseResolver

Path = tuple[str | int, ...]

DEEPEST = 40
LARGEST = 1_000_000
"""A guide nests less than 40 levels and holds less than a million characters; anything beyond is a mistake."""

_YAML = "tag:yaml.org,2002:"
_SCALARS = {
    "bool": (re.compile(r"(?:true|false)\Z"), ["t", "f"]),
    "int": (re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})\Z"), list("-+0123456789")),
    "float": (re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})\.[0-9]+\Z"), list("-+0123456789")),
    "null": (re.compile(r"(?:null|~|)\Z"), ["n", "~", ""]),
}


class _PlainResolver(BaseResolver):
    """YAML without surprises: yes and no are words, 2026-05-01 and 9:00 are text, 0390 is no octal number."""


for _name, (_pattern, _first) in _SCALARS.items():
    _PlainResolver.add_implicit_resolver(_YAML + _name, _pattern, _first)

try:
    from yaml.cyaml import CParser  # type: ignore[attr-defined]

    class _Composer(CParser, _PlainResolver):
        def __init__(self, text: str) -> None:
            CParser.__init__(self, text)
            _PlainResolver.__init__(self)

except ImportError:  # PyYAML built without libyaml: the same, slower
    from yaml import composer, parser, reader, scanner

    class _Composer(  # type: ignore[no-redef]
        reader.Reader, scanner.Scanner, parser.Parser, composer.Composer, _PlainResolver
    ):
        def __init__(self, text: str) -> None:
            reader.Reader.__init__(self, text)
            scanner.Scanner.__init__(self)
            parser.Parser.__init__(self)
            composer.Composer.__init__(self)
            _PlainResolver.__init__(self)


@dataclass(frozen=True)
class Problem:
    """Something wrong at one place of a file: a code out of `wording`, and the facts of its sentence."""

    path: Path
    code: str
    facts: dict[str, object]
    line: int | None = None


class Source:
    """The data of one YAML text, the problems of its notation, and the line of every key."""

    def __init__(self, text: str) -> None:
        self.problems: list[Problem] = []
        self.data: Any = None
        self._root: Node | None = None
        self._seen: set[int] = set()
        try:
            self._compose(text)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            self._refuse((), "yaml", mark.line + 1 if mark else 1, reason=error.problem or error.context or "")
        except (yaml.YAMLError, RecursionError) as error:
            self._refuse((), "yaml", 1, reason=str(error))

    def _compose(self, text: str) -> None:
        if len(text) > LARGEST:
            self._refuse((), "too_large", 1, most=LARGEST)
            return
        root = _Composer(text).get_single_node()
        self._root = root
        self.data = {} if root is None else self._value(root, ())
        if not isinstance(self.data, dict):
            self._refuse((), "not_a_mapping", 1)
            self.data = {}

    def line(self, path: Path) -> int:
        """Return the line, from 1, on which the key or list entry stands; where it is missing, its parent's."""
        node, line = self._root, 1
        for key in path:
            found = _child(node, key)
            if found is None:
                break
            line, node = found
        return line

    def key(self, path: Path) -> str:
        """Return the path as people write it, list entries by their id: materials[lease].deferrable."""
        words, value = "", self.data
        for key in path:
            value = _step(value, key)
            if isinstance(key, int):
                named = value.get("id") if isinstance(value, dict) else None
                words += f"[{named if isinstance(named, str) else key}]"
            else:
                words += f".{key}" if words else key
        return words

    def _refuse(self, path: Path, code: str, line: int, **facts: object) -> None:
        self.problems.append(Problem(path, code, facts, line))

    def _value(self, node: Node, path: Path) -> Any:
        line = node.start_mark.line + 1
        if id(node) in self._seen or len(path) > DEEPEST:
            self._refuse(path, "alias" if id(node) in self._seen else "too_deep", line)
            return None
        self._seen.add(id(node))
        kind = node.tag.rpartition(":")[2]
        if not node.tag.startswith(_YAML) or kind not in (*_READ, "map", "seq"):
            self._refuse(path, "tag", line, tag=node.tag)
            return None
        if isinstance(node, MappingNode):
            return self._mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self._value(child, (*path, index)) for index, child in enumerate(node.value)]
        return _READ[kind](node.value)

    def _mapping(self, node: MappingNode, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, child in node.value:
            key, line = str(key_node.value), key_node.start_mark.line + 1
            if not isinstance(key_node, ScalarNode) or key == "<<":
                self._refuse(path, "key_not_a_word", line)
            elif key in found:
                self._refuse((*path, key), "key_twice", line)
            else:
                found[key] = self._value(child, (*path, key))
        return found


_READ: dict[str, Callable[[str], Any]] = {
    "str": str,
    "int": int,
    "float": float,
    "bool": lambda written: written == "true",
    "null": lambda _written: None,
}


def _step(value: Any, key: str | int) -> Any:
    if isinstance(value, dict):
        return value.get(str(key))
    if isinstance(value, list) and isinstance(key, int) and key < len(value):
        return value[key]
    return None


def _child(node: Node | None, key: str | int) -> tuple[int, Node] | None:
    if isinstance(node, MappingNode):
        for key_node, child in node.value:
            if key_node.value == key:
                return key_node.start_mark.line + 1, child
    if isinstance(node, SequenceNode) and isinstance(key, int) and key < len(node.value):
        return node.value[key].start_mark.line + 1, node.value[key]
    return None
