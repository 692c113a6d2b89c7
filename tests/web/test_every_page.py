"""No page asks the database too much or weighs too much: every address that a link leads to, for every audience."""

from __future__ import annotations

import sys

import pytest

from portal import clock
from tests.at_window import beijing
from tests.browser import every_page
from tests.browser import town as towns
from tests.browser.live import MORNING
from tests.page_walk import every_page as walk

HEAVIEST = 300_000
"""Bytes over the wire of a page with all that it links, when nothing of it is known yet."""

STATEMENTS = 30
"""Statements that an address may send to the database, but for those named below."""

MORE = {
    "window.case": (
        40,
        "the whole of a case: progress, desk, letters and how each was served, messages, visits, rating slip",
    ),
    "window.desk": (34, "compared with an earlier paper: that one's case and files too"),
    "window.outcome": (34, "the letter that an outcome becomes, beside the whole desk"),
    "letters.pdf": (34, "made, signed and kept the first time that it is opened"),
    "window.next_case": (34, "two requests: it leads on to the desk"),
}
"""How many an address may send that gathers more than others, and why."""


@pytest.mark.engines("sqlite")
def test_no_page_asks_too_much_or_weighs_too_much(app, monkeypatch):
    """Seconds are told, not judged: a busy machine says what it likes (`tests/bench/test_every_page.py` measures them)."""
    monkeypatch.setattr(clock, "now", lambda: beijing(MORNING))
    with app.app_context():
        begun = every_page.starts(towns.settle(app))
    seen = [visit for _walker, visit in walk(app, begun)]
    slowest = sorted(seen, key=lambda one: -one.seconds)[:10]
    sys.stdout.write("\n".join([f"{len(seen)} addresses, the slowest:", *map(str, slowest), ""]))
    heavy = [str(one) for one in seen if one.weight > HEAVIEST]
    asking = [str(one) for one in seen if one.statements > MORE.get(one.endpoint, (STATEMENTS, ""))[0]]
    assert not heavy, "\n".join(heavy)
    assert not asking, "\n".join(asking)
    assert {one.who for one in seen} == set(begun)
    assert len(seen) > 250, "the walk lost its way"
