"""Outside systems of a town for tests: a scanner that speaks clamd's protocol, a register, and a mail server that says no."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from portal.connectors.register_reference import server

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""The string that every scanner takes for malware, and that harms nobody."""


class Scanner(socketserver.ThreadingTCPServer):
    """A clamd that finds EICAR; `mood` makes it answer garbage, an error, half a line, or nothing at all."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Scan)
        self.mood = "well"
        self.scanned = 0

    @property
    def url(self) -> str:
        """Where it listens, as the setting says it."""
        return f"tcp://127.0.0.1:{self.server_address[1]}"


class _Scan(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        scanner: Any = self.server
        command = self.rfile.read(10)
        content = b""
        while command == b"zINSTREAM\0" and (size := struct.unpack("!L", self.rfile.read(4))[0]):
            content += self.rfile.read(size)
        scanner.scanned += 1
        verdict = b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"
        said = {"garbage": b"\xff\xfe what?\0", "error": b"INSTREAM size limit exceeded. ERROR\0", "half": b"stream: O"}
        if scanner.mood == "silent":
            threading.Event().wait(1.0)
            return
        self.wfile.write(said.get(scanner.mood, verdict))


@contextmanager
def running(service: Any) -> Iterator[Any]:
    """Let a server answer while the block runs."""
    thread = threading.Thread(target=service.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        service.shutdown()
        service.server_close()
        thread.join()


def register_of(*enterprises: dict[str, Any], projects: Sequence[dict[str, Any]] = ()) -> Any:
    """A business register that knows these enterprises, and a platform that knows these projects."""
    return server(enterprises, projects=projects)
