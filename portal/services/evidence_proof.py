"""What the content of a package proves: the chain holds, the state is its fold, and the clocks follow from it once more."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from flask_babel import force_locale

from guides.guide import Guide
from guides.reading import GuideRefused, read_guide
from portal.services import chain, evidence_rests, snapshots
from portal.services import evidence_package as package
from portal.services.caseclocks import Grounds
from portal.services.evidence_archive import Archive, strict
from portal.services.evidence_calendar import calendar_of
from portal.services.evidence_clocks import explained, state, told
from portal.services.evidence_fault import Fault
from workflows.case import Case, fold
from workflows.events import Recorded, from_payload

_LARGEST_YAML = 2 << 20


@dataclass
class _Case:
    """What was read of the package so far; a step that needs what could not be read is left out."""

    archive: Archive
    manifest: dict[str, Any]
    entries: list[dict[str, Any]] = field(default_factory=list)
    recorded: list[Recorded] = field(default_factory=list)
    case: Case | None = None
    grounds: Grounds | None = None

    def json(self, path: str) -> Any:
        """A JSON file of the package."""
        return self.archive.json(path)


Step = Callable[[_Case], Iterator[Fault]]


def proof(archive: Archive, manifest: dict[str, Any]) -> Iterator[Fault]:
    """Everything that the content contradicts. A package may have been written by anybody: whatever cannot be read is a fault."""
    at = _Case(archive, manifest)
    for step, path in _STEPS:
        try:
            yield from step(at)
        except Exception:  # the content is a stranger's: every way in which it cannot be read means the same
            yield Fault("unreadable", {"path": path})


def _chain(at: _Case) -> Iterator[Fault]:
    """Every digest covers its entry and the digest before it; the last one is the head that the manifest names."""
    lines = at.archive.read(package.JOURNAL).decode().splitlines()
    at.entries = [strict(line) for line in lines]
    previous = chain.GENESIS
    for expected, entry in enumerate(at.entries, 1):
        content = {**entry, "at": datetime.fromisoformat(entry["at"])}
        if entry["seq"] != expected:
            yield Fault("entry_missing", {"seq": expected})
            return
        if entry["previous"] != previous or entry["digest"] != chain.digest(content):
            yield Fault("entry_changed", {"seq": expected})
            return
        previous = entry["digest"]
    end = at.manifest["chain"]
    if (end["entries"], end["head"]) != (len(at.entries), previous):
        yield Fault("other_end", {"seq": len(at.entries), "wanted": end["entries"]})


def _fold(at: _Case) -> Iterator[Fault]:
    at.recorded = [
        Recorded(one["seq"], datetime.fromisoformat(one["at"]), one["by"], from_payload(one["kind"], one["payload"]))
        for one in at.entries
    ]
    at.case = fold(at.recorded)
    if at.case is None:
        yield Fault("unreadable", {"path": package.JOURNAL})


def _calendar(at: _Case) -> Iterator[Fault]:
    listed = at.json(package.CALENDAR_LIST)
    texts = {one["path"]: at.archive.read(one["path"], _LARGEST_YAML).decode() for one in listed}
    at.grounds = Grounds(calendar_of(listed, texts), None)
    yield from ()


def _guide(at: _Case) -> Iterator[Fault]:
    """The guide is the one that the journal pins; one that this program cannot read any more is still proven by its digest."""
    if at.case is None or at.grounds is None:
        return
    content = at.archive.read(package.GUIDE, _LARGEST_YAML)
    guide = _read(content, at.case, at.manifest["case"]["lead_office"])
    if guide is not None:
        at.grounds = Grounds(at.grounds.calendar, guide)
    if hashlib.sha256(content).hexdigest() != at.case.guide_digest:
        yield Fault("other_guide", {"version": at.case.guide_version})


def _read(content: bytes, case: Case, office: str) -> Guide | None:
    try:
        day = date.fromisoformat(case.guide_version)
        return read_guide(content, name=package.GUIDE, office=office, item=case.item, effective_from=day)
    except GuideRefused:
        return None


def _snapshots(at: _Case) -> Iterator[Fault]:
    """What was handed in has the digest that the journal names, and its files have theirs."""
    found, files = set(), {one["sha256"] for one in at.json(package.ATTACHMENT_LIST)}
    for path in at.archive.names:
        if not path.startswith(package.SNAPSHOTS):
            continue
        one = at.json(path)
        if snapshots.digest_of(one["content"]) != one["digest"]:
            yield Fault("snapshot_changed", {"path": path})
        found.add(one["digest"])
        for file in one["content"]["files"]:
            if file["sha256"] not in files:
                yield Fault("file_of_snapshot", {"filename": file["filename"]})
    named = {str(digest) for one in at.recorded if (digest := getattr(one.event, "snapshot", ""))}
    for digest in sorted(named - found):
        yield Fault("snapshot_missing", {"digest": digest[:12]})


def _rests(at: _Case) -> Iterator[Fault]:
    """What the journal names by digest is there; packages of the former format name it and do not hold it."""
    if at.manifest["format"] == package.FORMER:
        yield Fault("former_format", note=True)
    else:
        yield from evidence_rests.rests(at.archive, at.recorded)


def _looks(at: _Case) -> Iterator[Fault]:
    """What was seen on the credit lists is there."""
    if at.manifest["format"] != package.FORMER:
        yield from evidence_rests.looks(at.archive, at.recorded)


def _attachments(at: _Case) -> Iterator[Fault]:
    """Every attachment has the digest with which it was received."""
    for one in at.json(package.ATTACHMENT_LIST):
        if one["path"] in at.archive.names and at.archive.measure(one["path"]).sha256 != one["sha256"]:
            yield Fault("attachment_changed", {"path": one["path"], "filename": one["filename"]})


def _state(at: _Case) -> Iterator[Fault]:
    """Folding the journal gives the state that the manifest names; columns that only one of the two programs knows do not count."""
    if at.case is None or at.grounds is None:
        return
    derived = state(at.case, at.recorded[-1], at.grounds)
    for name, value in at.manifest["state"].items():
        if name in derived and derived[name] != value:
            yield Fault("other_state", {"name": name})


def _clocks(at: _Case) -> Iterator[Fault]:
    """The clocks derived once more are the packed ones; their words too, where the same version of the program says them."""
    if at.case is None or at.grounds is None:
        return
    on = date.fromisoformat(at.manifest["made"]["on"])
    derived, packed = explained(at.case, at.grounds, on)["clocks"], at.json(package.CLOCKS)["clocks"]
    for name in sorted(derived.keys() | packed.keys()):
        if derived.get(name) != packed.get(name):
            yield Fault("other_clock", {"name": name})
    if at.grounds.guide is None or at.manifest["portal"]["version"] != package.program():
        return
    for language, path in package.EXPLANATIONS.items():
        with force_locale(package.LOCALES[language]):
            if told(at.case, at.grounds, on) != at.archive.read(path).decode():
                yield Fault("other_explanation", {"path": path})


_STEPS: tuple[tuple[Step, str], ...] = (
    (_chain, package.JOURNAL),
    (_fold, package.JOURNAL),
    (_calendar, package.CALENDAR_LIST),
    (_guide, package.GUIDE),
    (_snapshots, package.SNAPSHOTS),
    (_attachments, package.ATTACHMENT_LIST),
    (_rests, package.CONTENTS),
    (_looks, package.CREDIT),
    (_state, package.MANIFEST),
    (_clocks, package.CLOCKS),
)
