"""The check of an evidence package on any machine: it needs the file alone, no database and no settings of a portal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any

from portal.services import evidence_key
from portal.services import evidence_package as package
from portal.services.evidence_archive import Archive, Damaged, Unreadable, strict
from portal.services.evidence_fault import Fault
from portal.services.evidence_proof import proof

UNPROVEN = 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a check. `readable` is False when the file is no package that could be checked.

    `compared` says that the key was compared with one that the reader named; without that the signature proves only that
    nothing was changed since somebody signed. `notes` are no faults: what was erased by law and can be compared no more.
    """

    readable: bool
    faults: tuple[Fault, ...] = ()
    manifest: dict[str, Any] = field(default_factory=dict)
    fingerprint: str = ""
    files: int = 0
    entries: int = 0
    compared: bool = False
    notes: tuple[Fault, ...] = ()

    @property
    def holds(self) -> bool:
        """True when everything is as it was signed."""
        return self.readable and not self.faults

    @property
    def status(self) -> int:
        """How a command ends: 0 everything holds, 1 something does not, 2 it could not be checked, 3 everything is as it was
        signed and nobody said whose key it should be: whoever makes a package of his own signs it with a key of his own."""
        if self.holds:
            return 0 if self.compared else UNPROVEN
        return 1 if self.readable else 2


def check(file: IO[bytes], *, wanted: str = "") -> Verdict:
    """Check a package; `wanted` is the fingerprint that its key must have, empty when the reader compares it alone."""
    try:
        archive = Archive(file)
        manifest, content = _manifest(archive)
    except Unreadable as wrong:
        return Verdict(False, (Fault(wrong.code, wrong.facts),))
    faults, fingerprint = _signature(archive, manifest, content, wanted)
    faults += list(_files(archive, manifest))
    proven = list(proof(archive, manifest))
    faults += [one for one in proven if not one.note]
    notes = tuple(one for one in proven if one.note)
    entries = manifest["chain"].get("entries", 0) if isinstance(manifest.get("chain"), dict) else 0
    return Verdict(True, tuple(faults), manifest, fingerprint, len(archive.names), entries, bool(wanted), notes)


def _manifest(archive: Archive) -> tuple[dict[str, Any], bytes]:
    if package.MANIFEST not in archive.names:
        raise Unreadable("no_manifest")
    try:
        content = archive.read(package.MANIFEST)
        manifest = strict(content)
    except Damaged:
        raise Unreadable("damaged", path=package.MANIFEST) from None
    except (ValueError, RecursionError):
        raise Unreadable("manifest_unreadable") from None
    if not isinstance(manifest, dict) or not isinstance(manifest.get("format"), str):
        raise Unreadable("manifest_unreadable")
    if manifest["format"] not in (package.FORMAT, package.FORMER):
        raise Unreadable("unknown_format", format=manifest["format"][:80])
    return manifest, content


def _signature(archive: Archive, manifest: dict[str, Any], content: bytes, wanted: str) -> tuple[list[Fault], str]:
    """What is wrong with the signature, and the fingerprint of the key that is in the package."""
    missing = [
        Fault("missing", {"path": path}) for path in (package.KEY, package.SIGNATURE) if not _there(archive, path)
    ]
    if missing:
        return missing, ""
    try:
        key = evidence_key.public_of(archive.read(package.KEY, evidence_key.LARGEST))
        signature = archive.read(package.SIGNATURE, evidence_key.LARGEST).decode("ascii")
    except (Damaged, ValueError):
        return [Fault("signature_unreadable", {})], ""
    fingerprint, faults = evidence_key.fingerprint_of(key), list[Fault]()
    if not evidence_key.signs(key, signature, content):
        faults.append(Fault("signature_wrong", {}))
    named = manifest.get("key")
    if not isinstance(named, dict) or named.get("fingerprint") != fingerprint:
        faults.append(Fault("key_replaced", {"fingerprint": fingerprint}))
    if wanted and fingerprint != wanted:
        faults.append(Fault("other_key", {"fingerprint": fingerprint, "wanted": wanted}))
    return faults, fingerprint


def _there(archive: Archive, path: str) -> bool:
    return path in archive.names


def _files(archive: Archive, manifest: dict[str, Any]) -> Iterator[Fault]:
    """Every file is there, as it was, and there is no other."""
    listed = _listed(manifest)
    if listed is None:
        yield Fault("manifest_unreadable", {})
        return
    there = archive.names
    for path, (size, sha256) in listed.items():
        if path not in there:
            yield Fault("missing", {"path": path})
            continue
        try:
            found = archive.measure(path)
        except Damaged:
            yield Fault("damaged", {"path": path})
            continue
        if (found.size, found.sha256) != (size, sha256):
            yield Fault("changed", {"path": path})
    for path in there:
        if path not in listed and path not in package.UNLISTED:
            yield Fault("added", {"path": path})
    if archive.comment:
        yield Fault("comment", {})
    if archive.hidden:
        yield Fault("hidden", {"size": archive.hidden})


def _listed(manifest: dict[str, Any]) -> dict[str, tuple[int, str]] | None:
    try:
        listed = {str(one["path"]): (one["size"], one["sha256"]) for one in manifest["files"]}
        return listed if len(listed) == len(manifest["files"]) else None
    except (KeyError, TypeError):
        return None
