"""The evidence package (证据包): one case as one signed ZIP that proves itself without the portal (R130, R131)."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Protocol

from flask import current_app
from flask_babel import force_locale
from sqlalchemy import func, select

from portal.access import may_export, require
from portal.actors import Actor
from portal.config import Settings
from portal.db import add_rows, reading, transaction
from portal.models import Case as CaseRow
from portal.models import EvidenceExport
from portal.services import (
    casefile,
    chain,
    evidence_check,
    evidence_key,
    evidence_words,
    letter_seal,
    letters,
    people,
    storage,
)
from portal.services import evidence_package as package
from portal.services.evidence_clocks import explained, told
from portal.services.evidence_content import Contents, contents
from portal.services.evidence_package import PackageWriter, Part, text_of
from portal.services.letters import LetterChanged, WrittenLetter
from portal.services.people import Name
from workflows.calendar import business_day
from workflows.refusal import Refusal

log = logging.getLogger(__name__)

STYLES = ("theme.css", "letters.css", "evidence.css")


@dataclass(frozen=True, slots=True)
class Making:
    """Who makes a package, when, in which way (`web`, or the account and the machine of a command), and by which key."""

    by: Actor
    at: datetime
    way: str
    fingerprint: str


class Pages(Protocol):
    """The readable pages of a package; what they say and how they look is the business of the pages' own layer."""

    def cover(self, held: Contents, making: Making, portal: dict[str, Any], parts: list[Part]) -> str:
        """The cover in Chinese and in English."""
        ...

    def letter(self, written: WrittenLetter) -> str:
        """One letter as a page of its own."""
        ...


@dataclass(frozen=True, slots=True)
class Made:
    """A package that was made and recorded; `file` stands at its beginning and is gone when it is closed."""

    file: IO[bytes]
    name: str
    size: int
    files: int
    manifest: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Export:
    """One package that was made of a case before."""

    at: datetime
    by: str
    who: Name
    way: str
    seq: int
    size: int
    manifest: str


@dataclass(frozen=True, slots=True)
class KeyUsed:
    """A key that signed packages, by its fingerprint, and when it did so for the first and for the last time."""

    fingerprint: str
    first: datetime
    last: datetime


def export(case_id: str, *, pages: Pages, by: Actor, at: datetime, way: str) -> Made:
    """Make the package of a case, check it as its reader will, and record who took it out before anybody gets it.

    Raises Denied when the whole file is not the actor's business, Refusal when there is no key, when something of the case
    is lost or does not hold, or when the case was changed meanwhile.
    """
    key = evidence_key.signing()
    making = Making(by, at, way, evidence_key.fingerprint_of(key.public_key()))
    held = contents(case_id, by=by)
    file = storage.scratch()
    try:
        writer = PackageWriter(file, at)
        _write(writer, held, making, pages)
        digest = writer.sign(_manifest(held, making), key)
        _prove(file, making.fingerprint)
        size = file.seek(0, 2)
        made = Made(file, f"evidence-{held.file.number}.zip", size, len(writer.parts), digest, making.fingerprint)
        _record(held, making, made, evidence_key.pem_of(key.public_key()))
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return made


def exports(case_id: str, *, by: Actor) -> tuple[casefile.CaseFile, tuple[Export, ...]]:
    """The case, and the packages that were made of it, newest first; for those who may make one. Raises Refusal, Denied."""
    e = EvidenceExport
    with reading() as session:
        row = casefile.row_of(session, case_id)
        file = casefile.gather(session, row, by=by)
        require(may_export(by, row, {track.office for track in file.case.terms.tracks}))
        found = list(session.scalars(select(e).where(e.case_id == row.id).order_by(e.id.desc())))
        names = people.names_of(session, {one.by for one in found})
    return file, tuple(
        Export(one.at, one.by, names.get(one.by, people.PORTAL), one.way, one.seq, one.size, one.manifest)
        for one in found
    )


def keys_used() -> tuple[KeyUsed, ...]:
    """Every key that ever signed a package, the latest first."""
    e = EvidenceExport
    used = select(e.fingerprint, func.min(e.at), func.max(e.at)).group_by(e.fingerprint)
    with reading() as session:
        return tuple(KeyUsed(*row) for row in session.execute(used.order_by(func.max(e.at).desc())))


def portal_facts() -> dict[str, Any]:
    """Which portal makes the package, and with which version of the program."""
    settings: Settings = current_app.config["SETTINGS"]
    name = {"zh": settings.centre_name, "en": settings.centre_name_en}
    return {"name": name, "address": settings.base_url, "software": "OneWindow", "version": package.program()}


def _write(writer: PackageWriter, held: Contents, making: Making, pages: Pages) -> None:
    """Everything but the manifest, always in the same order."""
    writer.add(package.JOURNAL, b"".join(_lines(held.entries)))
    writer.add(package.NAMES, text_of(_names(held)))
    for one in held.snapshots:
        writer.add(f"{package.SNAPSHOTS}{one['round']:03d}.json", text_of(one))
    for act in held.acts:
        writer.add(f"{package.CONTENTS}{act['digest']}.json", text_of(act))
    writer.add(package.CREDIT, text_of({"looks": held.looks}))
    _write_letters(writer, held, making, pages.letter)
    for attachment in held.attachments:
        writer.add_file(attachment.path, attachment.source)
    writer.add(package.ATTACHMENT_LIST, text_of([one.listed for one in held.attachments]))
    writer.add(package.GUIDE, held.guide_text)
    writer.add(package.PROCEDURE, held.procedure_text)
    for year in held.years:
        writer.add(year.path, year.text)
    writer.add(package.CALENDAR_LIST, text_of([year.listed() for year in held.years]))
    _write_clocks(writer, held, making.at)
    for sheet in STYLES:
        writer.add(f"style/{sheet}", (Path(current_app.static_folder or "") / sheet).read_bytes())
    writer.add(package.COVER, pages.cover(held, making, portal_facts(), writer.parts))


def _lines(entries: tuple[dict[str, Any], ...]) -> Iterator[bytes]:
    for entry in entries:
        yield (json.dumps(entry, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _write_letters(writer: PackageWriter, held: Contents, making: Making, page: Callable[[WrittenLetter], str]) -> None:
    """Every letter as a page and as the PDF that went out; one that no longer comes out as it did stops the package."""
    for one in held.letters:
        writer.add(f"{one.path}.html", page(letters.letter(one.public_id, by=making.by)))
        try:
            writer.add(f"{one.path}.pdf", letters.pdf(one.public_id, by=making.by, at=making.at)[1])
        except LetterChanged:
            raise Refusal("evidence_letter_changed", number=one.listed["number"] or one.listed["kind"]) from None
    listed = [{**one.listed, **letter_seal.original(one.public_id)} for one in held.letters]
    writer.add(package.LETTER_LIST, text_of(listed))


def _write_clocks(writer: PackageWriter, held: Contents, at: datetime) -> None:
    case, on = held.file.case, business_day(at)
    writer.add(package.CLOCKS, text_of(explained(case, held.grounds, on)))
    for language, path in package.EXPLANATIONS.items():
        with force_locale(package.LOCALES[language]):
            writer.add(path, told(case, held.grounds, on))


def _names(held: Contents) -> dict[str, dict[str, str]]:
    """The names behind the references of the journal."""
    named = sorted(held.names.items())
    return {who: {"name": one.name, "office": one.office_zh, "office_en": one.office_en} for who, one in named}


def _manifest(held: Contents, making: Making) -> dict[str, Any]:
    """What the package says of itself; the list of its files is added when it is signed."""
    file = held.file
    case = {
        "number": file.number,
        "public_id": file.public_id,
        "applicant": file.applicant_name,
        "item": file.case.item,
        "item_name": {"zh": file.guide.name.zh, "en": file.guide.name.en},
        "guide_version": file.case.guide_version,
        "guide_digest": file.case.guide_digest,
        "procedure": file.case.procedure,
        "lead_office": file.lead_office,
    }
    made = {
        "at": making.at.isoformat(),
        "on": business_day(making.at),
        "by": making.by.reference,
        "name": held.names.get(making.by.reference, people.PORTAL).name or making.by.name,
        "office": making.by.office_code,
        "way": making.way,
    }
    return {
        "format": package.FORMAT,
        "third_parties": evidence_words.in_both(evidence_words.THIRD_PARTIES),
        "case": case,
        "chain": {"entries": held.seq, "head": held.head, "genesis": chain.GENESIS},
        "state": held.state,
        "made": made,
        "portal": portal_facts(),
        "key": {"algorithm": evidence_key.ALGORITHM, "fingerprint": making.fingerprint},
    }


def _prove(file: IO[bytes], fingerprint: str) -> None:
    """Nothing leaves that would not hold where it is read: raise Refusal with the first thing that does not."""
    verdict = evidence_check.check(file, wanted=fingerprint)
    if verdict.faults:
        raise Refusal("evidence_broken", fault=evidence_words.sentence(verdict.faults[0]))


def _record(held: Contents, making: Making, made: Made, pem: str) -> None:
    """Write down who took what out. Raises Refusal when the case was changed while the package was made."""
    with transaction() as session:
        row = session.get_one(CaseRow, held.row_id, with_for_update=True)
        if (row.seq, row.head) != (held.seq, held.head):
            raise Refusal("evidence_moved")
        add_rows(session, EvidenceExport, [_export(held, making, made, pem)])
    log.info("evidence package of case %s made by %s (%s)", held.file.public_id, making.by.reference, making.way)


def _export(held: Contents, making: Making, made: Made, pem: str) -> dict[str, Any]:
    return {
        "case_id": held.row_id,
        "at": making.at,
        "by": making.by.reference,
        "way": making.way,
        "seq": held.seq,
        "head": held.head,
        "files": made.files,
        "size": made.size,
        "manifest": made.manifest,
        "fingerprint": made.fingerprint,
        "public_key": pem,
    }
