"""How long the server is at every page there is, for every audience, against a bare route on the same database."""

from __future__ import annotations

from statistics import median
from time import perf_counter

import pytest
from flask import Flask
from sqlalchemy import create_engine, text

from portal import clock
from portal.db import db
from tests.at_window import beijing
from tests.bench.conftest import Report
from tests.bench.test_pages import seconds
from tests.browser import every_page
from tests.browser import town as towns
from tests.browser.live import MORNING
from tests.page_walk import Walker
from tests.page_walk import every_page as walk

LOOKS = 3
SHOWN = 10
LONGEST = 0.2
"""Seconds that the server may take for a page."""


def bare_page(url: str) -> float:
    """Seconds of a Flask route that reads one row and answers: the least that a page could cost."""
    engine, app = create_engine(url), Flask("bare")

    @app.get("/")
    def page() -> str:
        with engine.connect() as connection:
            return str(connection.scalar(text("SELECT 1")))

    client = app.test_client()
    try:
        return min(seconds(lambda: client.get("/"), 100))
    finally:
        engine.dispose()


def took(walker: Walker, path: str) -> float:
    """Seconds for an address that was opened before: the quickest of some looks, as whatever else the machine does only adds."""
    found = []
    for _ in range(LOOKS):
        begun = perf_counter()
        walker.get(path).close()
        found.append(perf_counter() - begun)
    return min(found)


def test_every_page(report: Report, bench_app: Flask, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(clock, "now", lambda: beijing(MORNING))
    begun = every_page.starts(towns.settle(bench_app))
    seen = [(took(walker, visit.path), visit) for walker, visit in walk(bench_app, begun)]
    raw = bare_page(db.engine.url.render_as_string(hide_password=False))
    times = sorted(one for one, _visit in seen)
    report.add(f"{len(times)} pages and files, the middle one", median(times) * 1000, raw * 1000, "ms")
    for time, visit in sorted(seen, key=lambda pair: -pair[0])[:SHOWN]:
        report.add(f"{visit.who or 'anybody'} {visit.path[:60]}", time * 1000, raw * 1000, "ms", goal="< 200 ms")
    print(f"beyond {LONGEST * 1000:.0f} ms: {sum(one > LONGEST for one in times)} of {len(times)}")
