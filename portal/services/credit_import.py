"""Bringing a credit list in: kept as it came, read, compared with the version in use, and then imported as a new one."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from sqlalchemy import select

from portal.access import require
from portal.actors import Actor, Role
from portal.db import reading
from portal.models import CreditList
from portal.services import credit_file, credit_files, credit_lists
from portal.services.credit_file import Refused
from portal.services.credit_lists import KINDS, Difference, ListFacts
from portal.services.text_table import FileRefused
from portal.services.wrong_input import WrongInput
from workflows.refusal import Refusal

__all__ = [
    "About", "FileRefused", "Preview", "bring_in", "bring_in_bytes", "keep", "preview", "preview_bytes", "version_used",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class About:
    """Which list a file is: red or black, its name, the version, and the rule that it rests on (R92, R97, R98)."""

    kind: str
    name: str
    version: str
    rule_version: str
    sheet: str = ""
    """The sheet of a workbook; empty means the first that is shown."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What bringing a file in would change, and the lines that are refused; nothing was imported."""

    about: About
    difference: Difference
    refused: tuple[Refused, ...]
    lines: int


def keep(filename: str, stream: IO[bytes], *, by: Actor, at: datetime) -> str:
    """Keep the chosen file and return the name by which preview and import find it. Raises UploadError."""
    _administrator(by)
    return credit_files.keep_list(filename, stream, by=by, at=at)


def preview(about: About, file: str, *, by: Actor) -> Preview:
    """What the kept file would change. Raises FileRefused for the file, WrongInput for what is said about it."""
    _administrator(by)
    return preview_bytes(about, credit_files.content(file), by=by)


def preview_bytes(about: About, data: bytes, *, by: Actor) -> Preview:
    """The same for a file that the operator has beside the portal."""
    _administrator(by)
    _check(about)
    found = credit_file.read(data, about.sheet)
    entries = [entry for _, entry in found.entries]
    return Preview(about, credit_lists.differences(about.kind, about.name, entries), found.refused, len(entries))


def version_used(about: About, file: str) -> bool:
    """Whether that version of the list came in before with other entries than the kept file has: what was seen of a version, the
    journals name by its list and version, so it says one thing for ever (R92). Raises FileRefused."""
    kind, name, version = about.kind, about.name.strip(), about.version.strip()
    found = credit_file.read(credit_files.content(file), about.sheet)
    digest = credit_lists.digest_of([entry for _, entry in found.entries])
    with reading() as session:
        same = (CreditList.kind == kind, CreditList.name == name, CreditList.version == version)
        known = session.scalars(select(CreditList.digest).where(*same)).all()
    return bool(known) and digest not in known


def bring_in(
    about: About, file: str, *, base: int | None = None, partly: bool = False, by: Actor, at: datetime
) -> ListFacts:
    """Import the kept file as the version in use. With `partly` the refused lines are left out.

    Raises Refusal `credit_lines_refused` where there are some and `partly` is not given, `credit_list_changed` where
    another version came in since the preview that was made against `base`; FileRefused, WrongInput as the preview does.
    """
    _administrator(by)
    _check(about)
    found = credit_file.read(credit_files.content(file), about.sheet)
    if not found.entries or (found.refused and not partly):
        raise Refusal("credit_lines_refused", lines=len(found.refused))
    entries = [entry for _, entry in found.entries]
    about_it = (about.kind, about.name.strip(), about.version.strip(), entries)
    return credit_lists.import_list(
        *about_it, rule_version=about.rule_version.strip(), by=by, at=at, file=file, base=base
    )


def bring_in_bytes(
    about: About, filename: str, data: bytes, *, partly: bool = False, by: Actor, at: datetime
) -> ListFacts:
    """Keep and import a file that the operator has beside the portal; whoever imports at the same moment comes before or after."""
    preview_bytes(about, data, by=by)
    return bring_in(about, keep(filename, io.BytesIO(data), by=by, at=at), partly=partly, by=by, at=at)


def _administrator(by: Actor) -> None:
    require(by.kind == "system" or by.holds(Role.ADMINISTRATOR), "role", roles=["administrator"])


def _check(about: About) -> None:
    wrong = {} if about.kind in KINDS else {"kind": "missing"}
    longest = {"name": 160, "version": 60, "rule_version": 120}
    for field, most in longest.items():
        said = getattr(about, field).strip()
        if not said or len(said) > most:
            wrong[field] = "long" if said else "missing"
    if wrong:
        raise WrongInput(**wrong)
