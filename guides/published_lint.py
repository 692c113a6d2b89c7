"""Checks a file of published facts: every element, period, material, channel and code, and items side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from guides.finding import Found, LintFinding, located
from guides.lint_names import NamedMaterial, two_names
from guides.published import entries, recognised
from guides.published_channels import channels, codes
from guides.published_elements import missing
from guides.published_materials import basis, conditions, materials
from guides.published_time import times
from guides.source import Source

__all__ = ["beside", "published", "recognised"]

_CHECKS = (missing, basis, conditions, materials, times, channels, codes)


def published(source: Source, name: str) -> Iterator[LintFinding]:
    """Yield everything found in one file of published facts."""
    problems: list[Found] = [(one.path, "unreadable_yaml", {}) for one in source.problems]
    yield from located(problems, source, name)
    for check in _CHECKS:
        yield from located(check(source.data), source, name)


def beside(sources: Iterable[tuple[str, Source]]) -> Iterator[LintFinding]:
    """Yield what several items say differently about one thing: names of a material, codes used twice."""
    known = dict(sources)
    named = [one for name, source in known.items() for one in _named(name, source)]
    for one, other, sure in two_names(named):
        if one.file == other.file:
            continue
        facts: dict[str, object] = {"name": one.name, "other": other.name, "file": other.file}
        code = "two_names" if sure else "near_names"
        yield from located([((*one.path, "name"), code, facts)], known[one.file], one.file)
    first: dict[str, str] = {}
    for name, source in known.items():
        for key, code in _codes(source):
            if first.setdefault(code, name) != name:
                facts = {"code": code, "file": first[code]}
                yield from located([(("codes", key), "code_twice", facts)], source, name)


def _named(name: str, source: Source) -> Iterator[NamedMaterial]:
    for path, material in entries(source.data, "materials", "name"):
        if isinstance(material.get("name"), str):
            yield NamedMaterial(name, name, path, "", material["name"])


def _codes(source: Source) -> Iterator[tuple[str, str]]:
    """The codes that should mean one item; the body and the catalogue entry are shared by many."""
    codes = source.data.get("codes")
    for key, code in codes.items() if isinstance(codes, dict) else ():
        if isinstance(code, str) and len(code) >= 20 and "截断" not in code:
            yield str(key), code
