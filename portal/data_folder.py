"""What the portal keeps in its data folder of its own accord: the secrets that it makes on first use, and the private socket."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile, gettempdir

SECRET_FILE = "secret.key"
"""Where embedded mode keeps the key that signs sessions, inside the data folder, readable by its owner only."""


class SettingError(Exception):
    """A setting that cannot be used; the text names the variable, what is wrong and what to do next."""


def kept_secret(data: Path, name: str, make: Callable[[], str]) -> str:
    """Return a secret of the data folder's own, made on first use; two processes starting at once agree on one."""
    path = data / name
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            _write_once(path, make())
        return path.read_text("ascii")
    except OSError as wrong:
        raise SettingError(
            f"ONEWINDOW_DATA: the folder {data} cannot be used ({wrong.strerror}). Choose another with --data DIR."
        ) from None


def replace_secret(data: Path, name: str, text: str) -> None:
    """Put another secret in the place of one that is kept, whole or not at all."""
    with NamedTemporaryFile("w", dir=data, encoding="ascii", delete=False) as file:  # readable by its owner only
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(data / name)


def _write_once(path: Path, text: str) -> None:
    """Write a private file whole; when another process was faster, its file stays."""
    with NamedTemporaryFile("w", dir=path.parent, encoding="ascii") as file:
        file.write(text)
        file.flush()
        with suppress(FileExistsError):
            os.link(file.name, path)


def private_socket(data: Path) -> Path:
    """Return where the private Redis listens; a socket's name has at most 107 bytes, so deep folders get a short one."""
    socket = data / "redis.sock"
    if len(os.fsencode(socket)) < 100:
        return socket
    mark = hashlib.sha256(os.fsencode(data)).hexdigest()[:16]
    return Path(gettempdir()) / f"onewindow-{os.getuid()}-{mark}" / "redis.sock"
