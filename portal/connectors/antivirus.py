"""Antivirus through one small port: a clamd that is asked over its own protocol, or none."""

from __future__ import annotations

import socket
import struct
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from portal.connectors.port import PortDown

PATIENCE = 30
"""Seconds that the scanner has for each step of its answer."""

CONNECT = 5
"""Seconds that it has to take a connection."""

CHUNK = 1 << 16
MOST = 4096
"""An answer of clamd is one short line; whatever is longer is no answer."""


@dataclass(frozen=True, slots=True)
class Scanned:
    """What the scanner found: the name of the malware, or nothing."""

    found: str = ""


class Clamd:
    """A clamd on a TCP address or a socket file, asked with INSTREAM, so that it needs no access to our files."""

    def __init__(self, url: str, patience: float = PATIENCE) -> None:
        self.parts, self.patience = urlsplit(url), patience

    def scan(self, path: Path) -> Scanned:
        """Send the file and read the verdict. Raises PortDown for no answer, and for one that is none."""
        try:
            with self._connected() as link, path.open("rb") as file:
                link.sendall(b"zINSTREAM\0")
                while chunk := file.read(CHUNK):
                    link.sendall(struct.pack("!L", len(chunk)) + chunk)
                link.sendall(struct.pack("!L", 0))
                answer = _line(link)
        except OSError as error:
            raise PortDown(type(error).__name__) from error
        return _verdict(answer)

    def _connected(self) -> socket.socket:
        if self.parts.scheme == "unix":
            link = socket.socket(socket.AF_UNIX)
            link.settimeout(min(CONNECT, self.patience))
            try:
                link.connect(self.parts.path)
                link.settimeout(self.patience)
            except OSError:
                link.close()
                raise
            return link
        address = (self.parts.hostname or "localhost", self.parts.port or 3310)
        link = socket.create_connection(address, min(CONNECT, self.patience))
        link.settimeout(self.patience)
        return link


def _line(link: socket.socket) -> bytes:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < MOST and (more := link.recv(MOST)):
        answer += more
    return answer


def _verdict(answer: bytes) -> Scanned:
    """`stream: OK` or `stream: NAME FOUND`; an error, a cut-off line and anything else is no verdict."""
    text = answer.rstrip(b"\0\n").decode("ascii", "replace")
    if not answer.endswith((b"\0", b"\n")):
        raise PortDown("cut off")
    if text == "stream: OK":
        return Scanned()
    if text.startswith("stream: ") and text.endswith(" FOUND"):
        return Scanned(text.removeprefix("stream: ").removesuffix(" FOUND")[:120] or "unnamed")
    raise PortDown(f"answered {text[:60]!r}")
