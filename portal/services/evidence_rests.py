"""The proof that a package holds what its journal names by digest or number: contents of acts, scans, what lists said."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from portal.services import evidence_named as names
from portal.services import evidence_package as package
from portal.services import snapshots
from portal.services.evidence_archive import Archive
from portal.services.evidence_fault import Fault
from portal.services.evidence_named import Named, named
from workflows.events import CreditLookedUp, Recorded

Kept = Mapping[str, Any]
SEEN = ("lists", "entries", "seen")
"""What a look at the lists showed: the same in its content, which the journal names, and in the list of looks."""


def rests(archive: Archive, recorded: Sequence[Recorded]) -> Iterator[Fault]:
    """Everything that is missing, that is not what the journal names, or that was erased and can be compared no more."""
    contents = dict(_read(archive))
    for digest, kept in contents.items():
        if not _erased(kept) and _digest(kept) != digest:
            yield Fault("content_changed", {"path": _path(digest)})
    files = {one["sha256"] for one in archive.json(package.ATTACHMENT_LIST)}
    years = {archive.measure(one["path"]).sha256 for one in archive.json(package.CALENDAR_LIST)}
    for one in named(recorded):
        yield from _of(one, contents, files, years)


def _read(archive: Archive) -> Iterator[tuple[str, Kept]]:
    """The contents by the digests that are their names."""
    for path in archive.names:
        if path.startswith(package.CONTENTS):
            yield path.removeprefix(package.CONTENTS).removesuffix(".json"), archive.json(path)


def _of(one: Named, contents: Mapping[str, Kept], files: set[str], years: set[str]) -> Iterator[Fault]:
    facts = {"seq": one.seq, "digest": one.digest[:12]}
    if one.what == names.FILE:
        found = one.digest in files
    elif one.what == names.CALENDAR:
        found = one.digest in years
    else:
        found = one.digest in contents
    if not found:
        known = one.what != names.COMMITMENT
        yield Fault(f"{one.what}_missing", facts) if known else Fault("commitment_unknown", facts, note=True)
    elif one.what in (names.CONTENT, names.TEXT) and _erased(contents[one.digest]):
        yield Fault("content_erased", facts, note=True)
    elif one.what == names.CONTENT:
        for digest in names.files_of(contents[one.digest].get("content")):
            if digest not in files:
                yield Fault("file_missing", {"seq": one.seq, "digest": digest[:12]})


def looks(archive: Archive, recorded: Sequence[Recorded]) -> Iterator[Fault]:
    """Each look at the credit lists is there as it was kept when it was made; of an old journal, the lists and entries it names."""
    contents = dict(_read(archive))
    told = {one["seq"]: one for one in archive.json(package.CREDIT)["looks"]}
    codes = _codes(archive)
    for entry, look in names.looks_of(recorded):
        one = told.get(entry.seq)
        if one is None:
            yield Fault("look_missing", {"seq": entry.seq})
            continue
        kept = contents.get(look.paper, {})
        if look.paper and _erased(kept):
            continue
        yield from _seen(entry.seq, look, one, codes)
        if _differs(look, one, kept.get("content", {})):
            yield Fault("look_changed", {"seq": entry.seq})


def _seen(seq: int, look: CreditLookedUp, told: Kept, codes: set[str]) -> Iterator[Fault]:
    """The lists and entries that the journal names are those of the look; one that was recognised by the code has that code."""
    lacking = [one for one in look.lists if one not in told["lists"]]
    lacking += [one for one in look.entries if one not in told["entries"]]
    for reference in lacking:
        yield Fault("credit_missing", {"seq": seq, "reference": reference})
    for reference, matched in zip(look.entries, look.matched, strict=True):
        if matched == "uscc" and told["entries"].get(reference, {}).get("uscc", "") not in {*codes, ""}:
            yield Fault("credit_unlike", {"seq": seq, "reference": reference})


def _differs(look: CreditLookedUp, told: Kept, kept: Kept) -> bool:
    """Whether a look says something else than its entry in the journal, or than what was kept when it was made."""
    journal = [(ref, by, ref not in look.unproven) for ref, by in zip(look.entries, look.matched, strict=True)]
    said = [(one["entry"], one["matched"], one["proven"]) for one in told["seen"]]
    return said != journal or (bool(look.paper) and any(told.get(name) != kept.get(name) for name in SEEN))


def _codes(archive: Archive) -> set[str]:
    """The code of the applicant, as each snapshot has it."""
    paths = (path for path in archive.names if path.startswith(package.SNAPSHOTS))
    return {archive.json(path)["content"]["enterprise"]["uscc"] for path in paths}


def _erased(one: Kept) -> bool:
    """True where the words were taken out by law; that they were there, and their digest, stays."""
    return not one.get("content") and not one.get("text")


def _digest(one: Kept) -> str:
    if "text" in one:
        return hashlib.sha256(str(one["text"]).encode()).hexdigest()
    return snapshots.digest_of(one["content"])


def _path(digest: str) -> str:
    return f"{package.CONTENTS}{digest}.json"
