"""Evidence packages for tests, and what somebody may do to one between the authority and the court."""

from __future__ import annotations

import base64
import hashlib
import io
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask

from portal.actors import SYSTEM, Actor
from portal.services import evidence, evidence_check, evidence_key
from portal.services.evidence_check import Verdict
from portal.services.evidence_words import sentences
from portal.web import evidence_pages
from tests.at_window import Town, beijing

NOW = "2026-11-22 10:00"
KEY = base64.b64encode(bytes(range(32))).decode()
STRANGER = Ed25519PrivateKey.from_private_bytes(b"a stranger who has a key as well"[:32])

Files = dict[str, bytes]


def give_key(app: Flask, monkeypatch: Any) -> str:
    """Let the portal sign with a key of the settings; returns the fingerprint."""
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], evidence_key=KEY))
    with app.app_context():
        return evidence_key.fingerprint_of(evidence_key.signing().public_key())


def pack(case_id: str, *, by: Actor = SYSTEM, at: str = NOW) -> bytes:
    """The bytes of a case's package."""
    with evidence.export(case_id, pages=evidence_pages, by=by, at=beijing(at), way="web").file as file:
        return file.read()


def winding(town: Town) -> str:
    """A case with a correction, a new file, a deferred material and a pause: most of what a package can hold."""
    case_id = town.hand_in("2026-09-28 10:00")
    town.mark(case_id, "2026-09-28 15:00", fix={"premises": "租赁合同没有盖章，请盖章后重新上传。"})
    town.conclude(case_id, "correction", "2026-09-28 15:10")
    town.correct(case_id, "2026-09-29 09:00", "premises_lease")
    town.mark(case_id, "2026-09-29 10:00")
    town.conclude(case_id, "accepted", "2026-09-29 10:30")
    return case_id


def unpacked(content: bytes) -> Files:
    """The files of a package by name."""
    with ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}


def zipped(files: Files, *more: tuple[str | ZipInfo, bytes]) -> bytes:
    """The files as a ZIP again, with entries that may be as strange as one likes."""
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as file:
        for name, content in [*files.items(), *more]:
            file.writestr(name, content)
    return out.getvalue()


def signed_anew(files: Files, key: Ed25519PrivateKey = STRANGER, change: Callable[[Any], None] | None = None) -> bytes:
    """The files with a manifest that fits them, signed by somebody else; `change` alters the manifest first."""
    manifest = json.loads(files["manifest.json"])
    files = {**files, "key.pem": evidence_key.pem_of(key.public_key()).encode()}
    kept = {name: content for name, content in files.items() if name not in ("manifest.json", "manifest.sig")}
    manifest["key"]["fingerprint"] = evidence_key.fingerprint_of(key.public_key())
    manifest["files"] = [
        {"path": name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in kept.items()
    ]
    if change:
        change(manifest)
    text = json.dumps(manifest, ensure_ascii=False).encode()
    return zipped({**kept, "manifest.json": text, "manifest.sig": base64.b64encode(key.sign(text))})


def entries_of(files: Files) -> list[dict[str, Any]]:
    """The entries of the packed journal."""
    return [json.loads(line) for line in files["journal/journal.jsonl"].splitlines()]


def with_entries(files: Files, entries: list[dict[str, Any]]) -> Files:
    """The files with another journal."""
    lines = "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries)
    return {**files, "journal/journal.jsonl": lines.encode()}


def chained(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The entries with digests that fit again, as somebody would write them who knows how it is done."""
    previous, found = chain.GENESIS, []
    for entry in entries:
        entry = {**entry, "previous": previous}
        content = {**entry, "at": beijing("2026-01-01 00:00").fromisoformat(entry["at"])}
        entry["digest"] = previous = chain.digest(content)
        found.append(entry)
    return found


def checked(content: bytes, wanted: str = "") -> Verdict:
    """What the check says of these bytes; every fault has a sentence in both languages, and they differ."""
    verdict = evidence_check.check(io.BytesIO(content), wanted=wanted)
    for fault in verdict.faults:
        said = sentences(fault)
        assert said["zh"] != said["en"], fault.code
        assert said["zh"]
        assert "%(" not in said["zh"] + said["en"]
    return verdict


def codes(verdict: Verdict) -> set[str]:
    """The codes of the faults."""
    return {fault.code for fault in verdict.faults}
