"""Where uploaded files lie: under opaque names in one folder, each written whole and made durable before it is named."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryFile
from typing import IO

from flask import current_app

CHUNK = 1 << 16
_hurried: ContextVar[bool] = ContextVar("hurried", default=False)


class TooLarge(Exception):
    """More bytes came than the limit allows; nothing was kept."""


@dataclass(slots=True)
class Incoming:
    """A file that has arrived and has no name yet: where it lies, its size in bytes and its SHA-256."""

    path: Path
    size: int
    sha256: str
    kept: str = field(default="")

    def keep(self) -> str:
        """Give the file its opaque name for good, and return it."""
        self.kept = _named(self.path)
        return self.kept


@contextmanager
def incoming(stream: IO[bytes], *, limit: int) -> Iterator[Incoming]:
    """Receive a stream of at most `limit` bytes into a temporary file; what is not kept inside the block is gone after it.

    Raises TooLarge as soon as the limit is passed.
    """
    folder = root() / "incoming"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=folder, delete=False) as file:
        path = Path(file.name)
        try:
            size, digest = _copy(stream, file, limit)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
    try:
        yield Incoming(path, size, digest)
    finally:
        path.unlink(missing_ok=True)


@dataclass(slots=True)
class Writing:
    """A file that the portal writes piece by piece, and that has no name yet."""

    file: IO[bytes]
    _path: Path
    kept: str = field(default="")

    def keep(self) -> str:
        """Give the file, written to its end, its opaque name for good, and return it."""
        self.file.flush()
        if not _hurried.get():
            os.fsync(self.file.fileno())
        self.kept = _named(self._path)
        return self.kept


@contextmanager
def writing() -> Iterator[Writing]:
    """A file of any size to be written; what is not kept inside the block, or fails in it, is gone after it."""
    folder = root() / "incoming"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=folder, delete=False) as file:
        made = Writing(file, Path(file.name))
        try:
            yield made
        except BaseException:
            if made.kept:
                remove(made.kept)
            raise
        finally:
            Path(file.name).unlink(missing_ok=True)


def keep(key: str, content: bytes) -> None:
    """Keep content that the portal made itself under a name that it chose; what was there is replaced whole."""
    home = path_of(key)
    home.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=home.parent, delete=False) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(home)
    _make_durable(home.parent)


def path_of(key: str) -> Path:
    """The place of a kept file."""
    return root() / key[:2] / key


def remove(key: str) -> None:
    """Delete a kept file; one that is gone already is no error."""
    path_of(key).unlink(missing_ok=True)


def scratch() -> IO[bytes]:
    """A file without a name beside the kept ones: there is room for one of any size, and it is gone when it is closed."""
    folder = root() / "incoming"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return TemporaryFile(dir=folder)


def root() -> Path:
    """The folder that the settings name."""
    return Path(current_app.config["SETTINGS"].files)


def _named(path: Path) -> str:
    key = secrets.token_urlsafe(24)
    home = path_of(key)
    home.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.replace(home)
    _make_durable(home.parent)
    return key


def _copy(stream: IO[bytes], file: IO[bytes], limit: int) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        if size > limit:
            raise TooLarge
        digest.update(chunk)
        file.write(chunk)
    file.flush()
    if not _hurried.get():
        os.fsync(file.fileno())
    return size, digest.hexdigest()


def _make_durable(folder: Path) -> None:
    """A new name survives a power cut only when its folder is synchronised too."""
    if _hurried.get():
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def hurried() -> Iterator[None]:
    """Make the files of the block durable all together when it ends, not one by one: for loading a town, and nothing else."""
    before = _hurried.set(True)
    try:
        yield
    finally:
        _hurried.reset(before)
        os.sync()
