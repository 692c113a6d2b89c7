"""Whether guides say everything they must, exactly: runs every check over a text, a file or a catalogue."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path as File
from typing import Any

from guides.finding import LintFinding, in_order, located
from guides.guide import Guide
from guides.lint_channels import channels
from guides.lint_codes import codes
from guides.lint_elements import missing
from guides.lint_form import declared, helped, takes_long
from guides.lint_life_events import life_events, life_events_file
from guides.lint_materials import materials
from guides.lint_names import NamedMaterial, two_names
from guides.lint_paths import walked
from guides.lint_rules import unreachable
from guides.lint_time import times
from guides.lint_wording import CATCH_ALL, VAGUE, wording
from guides.load import BESIDE, CATALOGUE, load_catalogue
from guides.published_lint import beside, published, recognised
from guides.reading import DRAFT_DAY, GuideError, GuideRefused, draft_place, place_of, read_guide
from guides.source import Source
from guides.text import Text
from guides.tree import Tree

__all__ = ["CATCH_ALL", "VAGUE", "LintFinding", "lint_catalogue", "lint_file", "lint_path", "lint_text"]

_OF_PLACE = ("folder", "file_name")
_CHECKS = (wording, times, materials, helped, declared, channels, missing, codes, unreachable)


def lint_path(path: File) -> tuple[LintFinding, ...]:
    """Return everything found in a file or a folder, in reading order."""
    return lint_file(path) if path.is_file() else lint_catalogue(path)


def lint_catalogue(root: File | None = None) -> tuple[LintFinding, ...]:
    """Return everything found in the guides under `root`, files that cannot be loaded included, in reading order.

    A folder without any file at its place (office/item/day.yaml) is one of drafts: they are read wherever they lie.
    """
    root = root or CATALOGUE
    each = sorted([*root.rglob("*.yaml"), *root.rglob("*.yml")])
    files = {str(file.relative_to(root)): file for file in each if file != root / BESIDE}
    sources = {name: Source(_text(file)) for name, file in files.items()}
    facts = {name: source for name, source in sources.items() if recognised(source.data)}
    guides = {name: source for name, source in sources.items() if name not in facts}
    loose = [name for name in guides if not _placed(name)]
    drafts = bool(guides) and len(loose) == len(guides)
    catalogue = load_catalogue(root) if guides or not facts else None
    refused = catalogue.errors if catalogue else ()
    found = [_refused(one) for one in refused if one.file not in facts and not (drafts and one.code in _OF_PLACE)]
    for name in loose:
        found.extend(_draft(files[name], name, sources[name], tell=drafts))
    for name, source in sources.items():
        found.extend(published(source, name) if name in facts else _linted(source, name))
    for entry in catalogue.entries if catalogue else ():
        one = entry.listing
        name = f"{one.office}/{one.item}/{one.effective_from.isoformat()}.yaml"
        found.extend(_walked(entry.read(), sources[name], name, found))
    found += _events(lambda: life_events(root, catalogue)) if catalogue and not drafts else ()
    return _each_once([*found, *_side_by_side(guides), *beside(facts.items())])


def _events(check: Callable[[], Iterator[LintFinding]]) -> tuple[LintFinding, ...]:
    """What is to be said of life events, or what keeps them from being used."""
    try:
        return tuple(check())
    except GuideRefused as refused:
        return tuple(map(_refused, refused.errors))


def _text(file: File) -> str:
    """The text of a file; nothing of one that cannot be read, which the loader reports."""
    try:
        return file.read_text("utf-8", errors="replace")
    except OSError:
        return ""


def _placed(name: str) -> bool:
    try:
        return bool(place_of(File(name)))
    except GuideRefused:
        return False


def lint_file(file: File) -> tuple[LintFinding, ...]:
    """Return everything found in one file, in a catalogue or not yet in one."""
    if file.name == BESIDE:
        return in_order(_events(lambda: life_events_file(file)))
    source = Source(_text(file))
    if recognised(source.data):
        return in_order(published(source, file.name))
    place = File(*file.resolve().parts[-3:])
    name = str(place) if _placed(str(place)) else file.name
    found = [*_draft(file, name, source, tell=True), *_linted(source, name)]
    return _each_once([*found, *_paths(file, name, source, found)])


def _draft(file: File, name: str, source: Source, *, tell: bool) -> Iterator[LintFinding]:
    """What the loader says of a file that is read by itself, and, with `tell`, that it has no place yet."""
    content = file.read_bytes() if file.is_file() else b""
    office, item, day = draft_place(file, content)
    if tell and day == DRAFT_DAY:
        yield from located([((), "not_placed", {})], source, name)
    try:
        read_guide(content, name=name, office=office, item=item, effective_from=day)
    except GuideRefused as refused:
        yield from map(_refused, refused.errors)


def _paths(file: File, name: str, source: Source, found: list[LintFinding]) -> Iterator[LintFinding]:
    content = file.read_bytes() if file.is_file() else b""
    office, item, day = draft_place(file, content)
    with suppress(GuideRefused):
        guide = read_guide(content, name=name, office=office, item=item, effective_from=day)
        yield from _walked(guide, source, name, found)


def _walked(guide: Guide, source: Source, name: str, found: Iterable[LintFinding]) -> Iterator[LintFinding]:
    told = frozenset(one.code for one in found if one.file == name)
    yield from located([*walked(guide, told), *takes_long(guide)], source, name)


def _each_once(found: list[LintFinding]) -> tuple[LintFinding, ...]:
    """An element that is missing is told once, by the finding that names the rule which asks for it."""
    ruled = {(one.file, one.key) for one in found if one.code == "element_missing"}
    bare = ("missing", "empty", "limit_missing", "online_missing")
    return in_order(one for one in found if one.code not in bare or (one.file, one.key) not in ruled)


def _refused(error: GuideError) -> LintFinding:
    remedy = Text(zh="改好之前，这个文件不会生效。", en="The file does not take effect until this is mended.")
    return LintFinding("error", error.file, error.line, error.key, error.code, error.message, remedy)


def lint_text(text: str, *, name: str, guide: Guide | None = None) -> Iterator[LintFinding]:
    """Yield everything found in one guide; what has the wrong shape is left to the loader.

    With the guide that was read from the text, every path of answers through it is walked too.
    """
    source = Source(text)
    found = [*_linted(source, name)]
    yield from found
    if guide is not None:
        yield from _walked(guide, source, name, found)


def _linted(source: Source, name: str) -> Iterator[LintFinding]:
    tree = Tree(source.data if isinstance(source.data, dict) else {})
    for check in _CHECKS:
        yield from located(check(tree), source, name)


def _side_by_side(sources: dict[str, Source]) -> Iterator[LintFinding]:
    """The newest version of every item beside the others."""
    newest = {name.rpartition("/")[0] if _placed(name) else name: name for name in sorted(sources)}
    named = [one for name in newest.values() for one in _named(name, sources[name])]
    for one, other, sure in two_names(named):
        facts: dict[str, object] = {"name": one.name, "other": other.name, "file": other.file}
        code = "two_names" if sure else "near_names"
        yield from located([((*one.path, "name"), code, facts)], sources[one.file], one.file)
    first: dict[str, str] = {}
    for name in newest.values():
        task = Tree(sources[name].data or {}).mapping("codes").get("task_code")
        if isinstance(task, str) and task and first.setdefault(task, name) != name:
            facts = {"code": task, "file": first[task]}
            yield from located([(("codes", "task_code"), "code_shared", facts)], sources[name], name)


def _named(name: str, source: Source) -> Iterator[NamedMaterial]:
    for path, material in Tree(source.data if isinstance(source.data, dict) else {}).each("materials"):
        words: Any = material.get("name")
        zh = words.get("zh") if isinstance(words, dict) else words
        if isinstance(zh, str):
            yield NamedMaterial(name.rpartition("/")[0] or name, name, path, str(material.get("id", "")), zh)
