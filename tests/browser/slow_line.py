"""First paint on a slow telephone line, worked out from what a page asks for, never from a clock: a busy machine says the same.

As the simulated throttling of Lighthouse does it: the requests of a cold visit are recorded with their bytes as they travel;
the time follows from round trips, the line and the growing window of a connection, plus a fixed share for the server.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

ROUND_TRIP = 150
"""Milliseconds there and back on slow 4G."""

LINE = 1_600_000 / 8 / 1000
"""Bytes a millisecond: 1.6 Mbit/s."""

SERVER = 200
"""Milliseconds that the server may take for a page (each page's own limit, which other tests hold)."""

WINDOW = 10 * 1460
"""Bytes that a new connection sends before it hears from the other side; doubled with every round trip."""

HANDSHAKES = 2
"""Round trips before the first request: of the connection, and of its encryption (TLS 1.3)."""

BLOCKING = """() => [location.href.split("#")[0],
  ...[...document.querySelectorAll("link[rel=stylesheet], head script[src]:not([defer], [async], [type=module])")]
    .filter((one) => !one.media || matchMedia(one.media).matches).map((one) => one.href || one.src)]"""
"""A script that names what has to be there before anything is painted: the page itself, its styles, scripts that hold it up."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A cold visit: the bytes over the wire by address, and what holds the first paint up, the page itself first."""

    sizes: dict[str, int]
    blocking: tuple[str, ...]

    @property
    def weight(self) -> int:
        """All bytes of the visit."""
        return sum(self.sizes.values())

    @property
    def first_paint(self) -> float:
        """Milliseconds until something is seen on slow 4G: the page, then what it holds up for, on one connection."""
        page, *others = (self.sizes[one] for one in self.blocking)
        arrived = (HANDSHAKES + 1) * ROUND_TRIP + SERVER + travel(page)
        return arrived + (ROUND_TRIP + travel(sum(others), sent=page) if others else 0)


def travel(size: int, sent: int = 0) -> float:
    """Milliseconds until so many bytes are through, on a connection over which `sent` went before.

    A window that is smaller than what the line holds leaves it idle until the other side is heard from.
    """
    window, grown = WINDOW, sent
    while grown >= window:
        grown -= window
        window *= 2
    time = 0.0
    while size > 0:
        part = min(size, window)
        size -= part
        filled = part / LINE
        time += max(filled, ROUND_TRIP) if size > 0 else filled
        window *= 2
    return time


def visited(page: Page, address: str) -> Visit:
    """A visit of somebody whose browser knows nothing of the portal yet."""
    line, asked = page.context.new_cdp_session(page), dict[str, str]()
    sizes: dict[str, int] = {}

    def finished(event: dict[str, Any]) -> None:
        url = asked.get(event["requestId"], "")
        sizes[url] = sizes.get(url, 0) + int(event["encodedDataLength"])

    line.send("Network.enable")
    line.send("Network.setCacheDisabled", {"cacheDisabled": True})
    line.on("Network.requestWillBeSent", lambda event: asked.update({event["requestId"]: event["request"]["url"]}))
    line.on("Network.loadingFinished", finished)
    page.goto(address, wait_until="networkidle")
    blocking = tuple(page.evaluate(BLOCKING))
    line.detach()
    return Visit(sizes, blocking)
