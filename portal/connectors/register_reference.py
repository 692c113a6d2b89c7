"""A small business register to try the connector with: `python -m portal.connectors.register_reference FILE.json 8300`."""

from __future__ import annotations

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


def server(enterprises: list[dict[str, Any]], port: int = 0) -> ThreadingHTTPServer:
    """A server of the protocol that knows these enterprises; `serve_forever` runs it."""
    known = {one["uscc"]: one for one in enterprises}

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            """Answer for one code."""
            asked = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")
            found = known.get(asked.get("uscc")) if self.path == "/enterprises" else None
            body = json.dumps(found or {"error": "unknown"}, ensure_ascii=False).encode()
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: whom the portal asked about is nobody's business."""

    return ThreadingHTTPServer(("127.0.0.1", port), Handler)


if __name__ == "__main__":
    server(json.loads(Path(sys.argv[1]).read_text("utf-8")), int(sys.argv[2])).serve_forever()
