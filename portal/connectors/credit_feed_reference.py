"""A small credit platform to try the connector with: `python -m portal.connectors.credit_feed_reference FILE.json 8301`."""

from __future__ import annotations

import hashlib
import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


class Platform(ThreadingHTTPServer):
    """A server of the protocol with these lists; with a key, whoever does not show it is turned away. It counts who asked."""

    daemon_threads = True

    def __init__(self, lists: list[dict[str, Any]], port: int = 0, key: str = "") -> None:
        super().__init__(("127.0.0.1", port), _Answer)
        self.lists, self.key, self.asked = lists, key, 0

    @property
    def url(self) -> str:
        """Where it listens, as the setting says it."""
        return f"http://127.0.0.1:{self.server_address[1]}/lists"


class _Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        """Answer with all lists, or that nothing changed."""
        platform: Any = self.server
        platform.asked += 1
        body = json.dumps({"lists": platform.lists}, ensure_ascii=False).encode()
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if platform.key and self.headers.get("Authorization") != f"Bearer {platform.key}":
            return self._say(401, b"{}", "")
        if self.headers.get("If-None-Match") == etag:
            return self._say(304, b"", etag)
        return self._say(200, body, etag)

    def _say(self, code: int, body: bytes, etag: str) -> None:
        self.send_response(code)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("ETag", etag)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


if __name__ == "__main__":
    Platform(json.loads(Path(sys.argv[1]).read_text("utf-8"))["lists"], int(sys.argv[2])).serve_forever()
