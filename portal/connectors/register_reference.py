"""A small business register with projects and certificates, to try the connectors and the demo town with.

`python -m portal.connectors.register_reference FILE.json 8300`; the file is a list of enterprises, or {"enterprises": [...],
"projects": [...],
"certificates": [{"uscc": ..., "certificates": [...]}]}. Whoever contests a fact is heard: `POST /disputes` answers 202.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

DEMO_FILE = "demo_registers.json"
"""The file of the demo town, in the data folder."""


class Reference(ThreadingHTTPServer):
    """A server of the protocol that knows these enterprises and projects, and keeps the disputes that it was told."""

    daemon_threads = True

    def __init__(
        self,
        enterprises: Iterable[dict[str, Any]],
        projects: Iterable[dict[str, Any]],
        port: int,
        certificates: Iterable[dict[str, Any]] = (),
    ) -> None:
        super().__init__(("127.0.0.1", port), _Answer)
        self.known = {
            "/enterprises": {one["uscc"]: one for one in enterprises},
            "/projects": {one["code"]: one for one in projects},
            "/certificates": {one["uscc"]: one for one in certificates},
        }
        self.disputes: list[dict[str, Any]] = []
        self.asked = 0

    @property
    def url(self) -> str:
        """Where it listens, as the settings say it."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Answer(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        """Answer for one code, or take a dispute."""
        server: Any = self.server
        server.asked += 1
        try:
            told = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")
        except ValueError:
            return self._say(400, {"error": "no JSON"})
        if self.path == "/disputes":
            server.disputes.append(told)
            return self._say(202, {})
        found = server.known.get(self.path, {}).get(told.get("uscc") or told.get("code"))
        return self._say(200 if found else 404, found or {"error": "unknown"})

    def _say(self, status: int, told: dict[str, Any]) -> None:
        body = json.dumps(told, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: whom the portal asked about is nobody's business."""


def server(
    enterprises: Iterable[dict[str, Any]],
    port: int = 0,
    projects: Iterable[dict[str, Any]] = (),
    certificates: Iterable[dict[str, Any]] = (),
) -> Reference:
    """A server of the protocol that knows these enterprises, projects and certificates; `serve_forever` runs it."""
    return Reference(enterprises, projects, port, certificates)


def main(words: list[str]) -> None:
    """Serve what a file holds until told to stop."""
    told = json.loads(Path(words[0]).read_text("utf-8"))
    told = told if isinstance(told, dict) else {"enterprises": told}
    server(
        told.get("enterprises", ()), int(words[1]), told.get("projects", ()), told.get("certificates", ())
    ).serve_forever()


if __name__ == "__main__":
    main(sys.argv[1:])
