"""A small courier to try the connector with: `python -m portal.connectors.courier_reference 8302 2026-10-19` says that day of
every state, and carries a parcel one state further whenever somebody asks after it."""

from __future__ import annotations

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

ROAD = ("ordered", "collected", "on_the_way", "delivered")


class Depot:
    """The parcels of the courier by number, and the numbers that it gave by key; tests move the parcels."""

    def __init__(self, day: str = "2026-10-19", *, by_itself: bool = False) -> None:
        self.numbers: dict[str, str] = {}
        self.parcels: dict[str, dict[str, str]] = {}
        self.orders: list[dict[str, Any]] = []
        self.refuses = False
        self.day, self.by_itself = day, by_itself

    def order(self, key: str, told: dict[str, Any]) -> str:
        """The number of an order; a key that was used before gets its number again, and no second parcel."""
        if key not in self.numbers:
            self.orders.append(told)
            self.numbers[key] = f"OW{len(self.orders):011d}"
            self.move(self.numbers[key], ROAD[0], self.day)
        return self.numbers[key]

    def move(self, number: str, state: str, on: str) -> None:
        """Let a parcel be in another state since that day."""
        self.parcels[number] = {"number": number, "state": state, "on": on}

    def tracked(self, number: str) -> dict[str, str] | None:
        """How far a parcel has come; in a try-out it moves on whenever somebody asks."""
        found = self.parcels.get(number)
        if found and self.by_itself and found["state"] in ROAD[:-1]:
            self.move(number, ROAD[ROAD.index(found["state"]) + 1], self.day)
        return found


def server(depot: Depot, port: int = 0) -> ThreadingHTTPServer:
    """A server of the protocol in front of a depot; `serve_forever` runs it."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            """Take an order."""
            told = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")
            if self.path != "/orders" or depot.refuses:
                self._answer(422 if depot.refuses else 404, {"error": "not served"})
                return
            self._answer(201, {"number": depot.order(self.headers.get("Idempotency-Key", ""), told)})

        def do_GET(self) -> None:
            """Say how far a parcel has come."""
            found = depot.tracked(self.path.removeprefix("/orders/"))
            self._answer(200 if found else 404, found or {"error": "unknown"})

        def _answer(self, status: int, told: dict[str, str]) -> None:
            body = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: who gets what is nobody's business."""

    return ThreadingHTTPServer(("127.0.0.1", port), Handler)


if __name__ == "__main__":
    server(Depot(sys.argv[2], by_itself=True), int(sys.argv[1])).serve_forever()
