"""The scanner's folder: what a scanner has put down for a counter, taken from there once and by one person only."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO

from flask import current_app

from portal.actors import Actor
from portal.services.applicants import require_counter
from portal.services.inspection import EXTENSIONS, UploadError

STILL = timedelta(seconds=3)
"""A file younger than this may still be written by the scanner."""

FORGOTTEN = timedelta(minutes=10)
"""A file that was reached for so long ago and never taken belongs to nobody: its name is given back."""

MOST = 100
_HELD = ".taking-"
_NAMES = {name for names in EXTENSIONS.values() for name in names} | {"heic", "heif", "tif", "tiff"}
_OPEN = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


@dataclass(frozen=True, slots=True)
class Scan:
    """A file in the scanner's folder: its name, size in bytes, when it came, and whether the scanner has let go of it."""

    name: str
    size: int
    at: datetime
    ready: bool


def counters(*, by: Actor) -> tuple[str, ...]:
    """The counters that have a folder of their own; empty when no scanner's folder is set, or there is only one for all."""
    require_counter(by)
    root = _root()
    if root is None:
        return ()
    with _folder(root) as handle, os.scandir(handle) as found:
        names = [one.name for one in found if not one.name.startswith(".") and one.is_dir(follow_symlinks=False)]
    return tuple(sorted(names))


def connected() -> bool:
    """True when a scanner's folder is set and can be read."""
    root = _root()
    return root is not None and root.is_dir()


def listed(counter: str, *, by: Actor, at: datetime) -> tuple[Scan, ...]:
    """What lies there for a counter, the newest first: plain files only, never what a link points at."""
    require_counter(by)
    with _counter(counter) as handle:
        _give_back(handle, at)
        scans = [scan for one in os.scandir(handle) if (scan := _scan(one, at))]
    return tuple(sorted(scans, key=lambda one: (one.at, one.name), reverse=True)[:MOST])


def take(counter: str, name: str, keep: Callable[[IO[bytes], int], str], *, by: Actor, at: datetime) -> str:
    """Hand one file to `keep` and delete it once it is kept; where `keep` refuses, it lies there again under its name.

    The file is renamed before it is read, so that of two clerks one has it. Raises UploadError: gone, unfinished, no_right,
    or what `keep` raises.
    """
    require_counter(by)
    with _counter(counter) as handle:
        if not any(one.name == name and one.ready for one in listed(counter, by=by, at=at)):
            raise UploadError("gone")
        held = f"{_HELD}{int(at.timestamp())}-{secrets.token_hex(4)}-{_short(name)}"
        _rename(handle, name, held)
        try:
            with os.fdopen(os.open(held, _OPEN, dir_fd=handle), "rb") as stream:
                facts = os.fstat(stream.fileno())
                if not stat.S_ISREG(facts.st_mode):
                    raise UploadError("gone")
                kept = keep(stream, facts.st_size)
        except BaseException:
            _restore(handle, held, name)
            raise
        with suppress(OSError):  # it is kept: what cannot be deleted stays hidden under the name of the taking
            os.unlink(held, dir_fd=handle)
        return kept


def _root() -> Path | None:
    named = current_app.config["SETTINGS"].scan_folder
    return Path(named) if named else None


@contextmanager
def _folder(path: Path) -> Iterator[int]:
    try:
        handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        raise UploadError("no_folder") from error
    try:
        yield handle
    finally:
        os.close(handle)


@contextmanager
def _counter(counter: str) -> Iterator[int]:
    """The folder of a counter, one step below the root and no link; the root itself for the empty name."""
    root = _root()
    if root is None or "/" in counter or "\0" in counter or counter.startswith("."):
        raise UploadError("no_folder")
    with _folder(root) as top:
        if not counter:
            yield top
            return
        try:
            handle = os.open(counter, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=top)
        except OSError as error:
            raise UploadError("no_folder") from error
        try:
            yield handle
        finally:
            os.close(handle)


def _scan(one: os.DirEntry[str], at: datetime) -> Scan | None:
    ending = one.name.rpartition(".")[2].lower()
    if one.name.startswith(".") or ending not in _NAMES or not one.is_file(follow_symlinks=False):
        return None
    facts = one.stat(follow_symlinks=False)
    came = datetime.fromtimestamp(facts.st_mtime, UTC)
    return Scan(one.name, facts.st_size, came, ready=facts.st_size > 0 and at - came >= STILL)


def _rename(handle: int, name: str, held: str) -> None:
    try:
        os.rename(name, held, src_dir_fd=handle, dst_dir_fd=handle)
    except FileNotFoundError:
        raise UploadError("gone") from None
    except OSError as error:
        raise UploadError("no_right") from error


def _give_back(handle: int, at: datetime) -> None:
    """Names that a broken-off taking left behind are given back, so that no scan is ever lost from sight."""
    for one in list(os.scandir(handle)):
        began, _, rest = one.name.removeprefix(_HELD).partition("-")
        if not one.name.startswith(_HELD) or not began.isdigit():
            continue
        if at - datetime.fromtimestamp(int(began), UTC) >= FORGOTTEN and (name := rest.partition("-")[2]):
            _restore(handle, one.name, name)


def _restore(handle: int, held: str, name: str) -> None:
    """Give a file its name back; where another has come under it meanwhile, a name beside it: nothing is overwritten."""
    with suppress(OSError):
        if os.access(name, os.F_OK, dir_fd=handle, follow_symlinks=False):
            name = f"{secrets.token_hex(4)}-{_short(name)}"
        os.rename(held, name, src_dir_fd=handle, dst_dir_fd=handle)


def _short(name: str) -> str:
    """The name, or its ending alone where a longer name would no longer fit into a folder (255 bytes)."""
    return name if len(os.fsencode(name)) <= 200 else f"scan.{name.rpartition('.')[2][:8]}"
