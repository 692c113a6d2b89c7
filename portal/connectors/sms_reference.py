"""A small SMS gateway to try the connector with: `python -m portal.connectors.sms_reference 8310` prints what it is given."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.request import Request, urlopen

from portal.connectors.sms import SIGNATURE, TIMESTAMP, signature


def server(port: int = 0, *, refuses: tuple[str, ...] = (), mood: str = "well") -> Any:
    """A gateway that keeps what it was given, by idempotency key, in `.taken`; it refuses some numbers.

    `mood` (an attribute, to be changed while it runs) is well, delivered or down.
    """

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            """Take one message."""
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            told, gateway = json.loads(body), self.server
            code = 503 if gateway.mood == "down" else 422 if told["to"] in refuses else 202  # type: ignore[attr-defined]
            if code == 202:
                key = self.headers["Idempotency-Key"]
                signed = {"signature": self.headers.get("X-OneWindow-Signature", ""), "body": body}
                gateway.taken.setdefault(key, {**told, **signed})  # type: ignore[attr-defined]
            answer = json.dumps({"delivered": gateway.mood == "delivered"}).encode()  # type: ignore[attr-defined]
            self.send_response(code)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: whom a message is for is nobody's business."""

    gateway: Any = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    gateway.taken, gateway.mood = {}, mood
    return gateway


def receipt(address: str, secret: str, statuses: dict[str, str], *, at: datetime) -> int:
    """Send receipts (delivered or undelivered, by key) to the portal, as a gateway does; returns the code of its answer."""
    moment = str(int(at.timestamp()))
    body = json.dumps({"receipts": [{"key": key, "status": status} for key, status in statuses.items()]}).encode()
    heads = {"Content-Type": "application/json", TIMESTAMP: moment, SIGNATURE: signature(secret, moment, body)}
    with urlopen(Request(address, body, heads, method="POST"), timeout=10) as answer:
        return int(answer.status)


if __name__ == "__main__":
    server(int(sys.argv[1])).serve_forever()
