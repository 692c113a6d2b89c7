"""Whether a guide says everything it must, exactly: catch-alls, missing elements, unlawful periods, unverified facts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path as File
from typing import Any

from guides.advice import Severity, advise
from guides.elements import elements
from guides.guide import Guide
from guides.load import CATALOGUE, load_catalogue
from guides.source import Path, Source
from guides.text import Text
from guides.tree import Tree

CATCH_ALL = re.compile(
    r"其[他它](?:的)?(?:有关|相关|应当|需要|必要|所需|规定)?(?:提交|提供)?的?(?:材料|资料|文件|证明|条件|要求|情形|手续)"
    r"|其[他它][^，。；]{0,8}(?:规定|要求|需要|认为)[^，。；]{0,6}(?:材料|资料|文件|证明|条件|手续)"
    r"|(?:规定|要求|需要|认为|提供)[^，。；]{0,8}其[他它][^，。；]{0,8}(?:材料|资料|文件|证明|条件|情形|要求)"
    r"|等(?:有关|相关|其[他它])?(?:材料|资料|文件|证明|条件|手续)"
    r"|(?:有关|相关)(?:材料|资料|文件|证明|手续|部门)"
    r"|\bother (?:relevant |required |necessary )?(?:materials?|documents?|conditions?|papers)\b"
    r"|\b(?:relevant|related) (?:materials?|documents?|papers)\b|\band so on\b|\betc\b",
    re.IGNORECASE,
)
VAGUE = re.compile(
    r"及时|尽快|尽早|一定期限|合理期限|视情况?|必要时|根据需要|原则上"
    r"|\bpromptly\b|\bas soon as possible\b|\bin due course\b|\bwhere necessary\b|\bas appropriate\b",
    re.IGNORECASE,
)
ASKING = ("materials", "conditions", "applicants")
"""Where a catch-all is a demand nobody can meet; elsewhere it is only vague."""

Found = tuple[Path, str, dict[str, object]]


@dataclass(frozen=True)
class LintFinding:
    """One thing the linter found: how serious, where, which code, what is the matter and what to do about it."""

    severity: Severity
    file: str
    line: int
    key: str
    code: str
    message: Text
    remedy: Text


def lint_catalogue(root: File | None = None) -> tuple[LintFinding, ...]:
    """Return everything found in the guides under `root`, files that cannot be loaded included, in reading order."""
    root = root or CATALOGUE
    found = [_refused(error.file, error.line, error.key, error.code, error.message) for error in _errors(root)]
    for file in sorted(root.rglob("*.yaml")):
        found.extend(lint_text(file.read_text("utf-8", errors="replace"), name=str(file.relative_to(root))))
    return tuple(sorted(found, key=lambda one: (one.file, one.line, one.key, one.code)))


def _errors(root: File) -> Iterator[Any]:
    yield from load_catalogue(root).errors


def _refused(file: str, line: int, key: str, code: str, message: Text) -> LintFinding:
    remedy = Text(zh="改好之前，这个文件不会生效。", en="The file does not take effect until this is mended.")
    return LintFinding("error", file, line, key, code, message, remedy)


def lint_text(text: str, *, name: str) -> Iterator[LintFinding]:
    """Yield everything found in one guide; what has the wrong shape is left to the loader."""
    source = Source(text)
    tree = Tree(source.data if isinstance(source.data, dict) else {})
    for check in (_wording, _limits, _tracks, _materials, _procedures, _channels, _unverified):
        for path, code, facts in check(tree):
            severity, message, remedy = advise(code, **facts)
            yield LintFinding(severity, name, source.line(path), source.key(path), code, message, remedy)


def _wording(tree: Tree) -> Iterator[Found]:
    for path, text in _texts(tree.data):
        written = " ".join(str(part) for part in text.values())
        if not text.get("en"):
            yield path, "one_language", {}
        asks = path[0] in ASKING
        catch_all = CATCH_ALL.search(written)
        vague = VAGUE.search(written)
        if catch_all and asks:
            yield path, "catch_all", {"phrase": catch_all[0]}
        elif catch_all or vague:
            yield path, "vague", {"phrase": (catch_all or vague or [""])[0]}


def _texts(data: dict[str, Any]) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Every text of the guide; a plain string where a text belongs counts as Chinese only."""
    for path, kind, value in elements(Guide, data, ()):
        if kind is Text and isinstance(value, (dict, str)):
            yield path, value if isinstance(value, dict) else {"zh": value}


def _limits(tree: Tree) -> Iterator[Found]:
    kinds: dict[str, list[dict[str, Any]]] = {}
    for path, limit in tree.each("limits"):
        above = kinds.setdefault(str(limit.get("kind")), [])
        if any("when" not in one and one.get("effective_to") == limit.get("effective_to") for one in above):
            yield path, "limit_hidden", {}
        above.append(limit)
        too_long = {"notice": 5, "delivery": 10}.get(str(limit.get("kind")))
        if too_long and limit.get("unit") == "working_day" and _int(limit.get("value")) > too_long:
            yield (*path, "value"), f"{limit['kind']}_long", {}
    for kind in ("notice", "promised", "statutory", "delivery"):
        if tree.data and kind not in kinds:
            yield ("limits",), "limit_missing", {"kind": kind}


def _int(value: object) -> float:
    return value if isinstance(value, (int, float)) else 0


def _tracks(tree: Tree) -> Iterator[Found]:
    tracks = {str(track.get("id")): track for _, track in tree.tracks()}
    for path, track in tree.tracks():
        if track.get("site_check") is True and _int(track.get("officers", 1)) < 2:
            yield path, "two_officers", {}
    decision = tree.mapping("review").get("decision")
    days = _int(decision.get("days")) if isinstance(decision, dict) else 0
    steps = days + max((_longest(name, tracks, ()) for name in tracks), default=0)
    promised = _promised(tree)
    if promised and steps > promised:
        yield ("review", "tracks"), "steps_exceed", {"steps": steps, "promised": promised}


def _longest(name: str, tracks: dict[str, dict[str, Any]], way: tuple[str, ...]) -> float:
    track = tracks.get(name)
    if track is None or name in way:
        return 0
    before = track.get("depends_on")
    names = [str(one) for one in before] if isinstance(before, list) else []
    return _int(track.get("days")) + max((_longest(one, tracks, (*way, name)) for one in names), default=0)


def _promised(tree: Tree) -> float:
    """The longest promise, in working days; 0 where there is none in that unit."""
    promises = (limit for _, limit in tree.each("limits") if limit.get("kind") == "promised")
    return max((_int(one.get("value")) for one in promises if one.get("unit") == "working_day"), default=0)


def _materials(tree: Tree) -> Iterator[Found]:
    for path, material in tree.each("materials"):
        if not material.get("review_points"):
            yield path, "review_points_missing", {}
        if not material.get("reasons"):
            yield path, "reasons_missing", {}
        if material.get("source") in ("government", "intermediary") and not material.get("source_org"):
            yield path, "issuer_missing", {}
        deferrable, promised = material.get("deferrable"), _promised(tree)
        days = _int(deferrable.get("days")) if isinstance(deferrable, dict) else 0
        if promised and days > promised:
            yield (*path, "deferrable"), "deferral_long", {"days": days, "promised": promised}


def _procedures(tree: Tree) -> Iterator[Found]:
    for path, procedure in tree.each("special_procedures"):
        stops = procedure.get("stops_statutory") is True or procedure.get("stops_promised") is True
        if stops and "max_days" not in procedure:
            yield path, "no_cap", {}


def _channels(tree: Tree) -> Iterator[Found]:
    if tree.data and "online" not in tree.ids("channels"):
        yield ("channels",), "online_missing", {}


def _unverified(tree: Tree) -> Iterator[Found]:
    code = "unverified" if tree.data.get("author_notes") else "unverified_bare"
    for place in ("legal_basis", "conditions", "materials", "limits"):
        for path, entry in tree.each(place):
            if entry.get("verified") is not True:
                yield path, code, {}
    for key in ("authority", "codes"):
        if tree.mapping(key) and tree.mapping(key).get("verified") is not True:
            yield (key,), code, {}
