"""The folder into which credit lists are put: each file is taken up once, and moved aside with a report where it is refused."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import current_app
from flask_babel import force_locale

from portal.clock import BUSINESS_ZONE, business_day
from portal.connectors.port import PortDown
from portal.services import credit_arrivals, credit_file, ports
from portal.services.credit_fault_words import file_words, line_words
from portal.services.credit_import import About
from portal.services.credit_lists import KINDS
from portal.services.text_table import FileRefused

STILL = timedelta(seconds=5)
"""A file younger than this may still be written."""

ENDINGS = (".xlsx", ".csv", ".json", ".txt")
DONE, REFUSED = "done", "refused"
TOGETHER = 20
"""Files that one sweep takes up: what is left waits a minute."""

_OPEN = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


@dataclass(frozen=True, slots=True)
class Dropped:
    """A file in the folder: which kind of list, its name, and where it lies."""

    kind: str
    name: str
    path: Path


def watch(*, at: datetime) -> int:
    """Take up what lies in the folder, and return how many files that were; nothing without the setting."""
    named = current_app.config["SETTINGS"].credit_folder
    if not named:
        return 0
    with ports.asking("credit_folder", at=at):
        try:
            found = list(_dropped(Path(named), at))[:TOGETHER]
            for one in found:
                _take(one, at)
        except OSError as error:
            raise PortDown(f"the folder cannot be used: {type(error).__name__}") from error
    return len(found)


def _dropped(root: Path, at: datetime) -> Iterator[Dropped]:
    """Whole plain files in black/ and red/, by name; never what a link points at."""
    os.scandir(root).close()
    for kind in KINDS:
        if not (root / kind).is_dir() or (root / kind).is_symlink():
            continue
        with os.scandir(root / kind) as entries:
            files = sorted((one.name, one) for one in entries if one.is_file(follow_symlinks=False))
        for name, one in files:
            facts = one.stat(follow_symlinks=False)
            whole = facts.st_size > 0 and at - datetime.fromtimestamp(facts.st_mtime, UTC) >= STILL
            if whole and not name.startswith((".", "~$")) and not name.endswith(".report.txt"):
                yield Dropped(kind, name, root / kind / name)


def _take(one: Dropped, at: datetime) -> None:
    """Take up one file and move it aside; what is refused gets a report beside it."""
    limit = current_app.config["SETTINGS"].upload_megabytes
    data = _read(one.path, (limit << 20) + 1)
    wrong, report = None, ""
    if one.path.suffix.lower() not in ENDINGS:
        wrong = FileRefused("ending")
    elif len(data) > limit << 20:
        wrong = FileRefused("too_large", limit=limit)
    else:
        came = credit_arrivals.arrive(credit_arrivals.FOLDER, one.name, data, _about(one, at), at=at)
        if came is not None and came.state == credit_arrivals.REFUSED:
            wrong = _fault(data, came.why)
        elif came is not None and came.counts.get("refused"):
            report = _lines(data)
    _aside(one, REFUSED if wrong else DONE, at, _report(wrong, one.name) if wrong else report)


def _about(one: Dropped, at: datetime) -> About:
    """Which list a file is: its name says so, before an @ the list and after it the version; without one, the day."""
    name, _, version = one.path.stem.partition("@")
    return About(one.kind, name.strip()[:160], version.strip()[:60] or business_day(at).isoformat(), "")


def _read(path: Path, most: int) -> bytes:
    with os.fdopen(os.open(path, _OPEN), "rb") as stream:
        return stream.read(most) if stat.S_ISREG(os.fstat(stream.fileno()).st_mode) else b""


def _aside(one: Dropped, where: str, at: datetime, report: str) -> None:
    """Move the file into `done` or `refused` under a name with its moment, so that nothing is overwritten."""
    folder = one.path.parent / where
    folder.mkdir(exist_ok=True)
    stamp = at.astimezone(BUSINESS_ZONE).strftime("%Y%m%d-%H%M%S")
    target = folder / f"{stamp}-{one.name}"
    number = 1
    while target.exists():
        number += 1
        target = folder / f"{stamp}-{number}-{one.name}"
    one.path.rename(target)
    if report:
        (folder / f"{target.name}.report.txt").write_text(report, "utf-8")


def _fault(data: bytes, code: str) -> FileRefused:
    """Why the file is refused, with the facts of its sentence."""
    try:
        credit_file.read(data)
    except FileRefused as wrong:
        return wrong
    return FileRefused(code)


def _report(wrong: FileRefused, name: str) -> str:
    return _both(lambda: f"{name}\n{file_words(wrong)}")


def _lines(data: bytes) -> str:
    """The lines that are refused, with their reasons; an identity number is never said."""
    refused = credit_file.read(data).refused
    return _both(lambda: "\n".join(f"{one.line}: {line_words(one)}" for one in refused))


def _both(say: object) -> str:
    said = []
    for locale in ("zh_Hans_CN", "en"):
        with force_locale(locale):
            said.append(str(say()))  # type: ignore[operator]
    return "\n\n".join(said) + "\n"
