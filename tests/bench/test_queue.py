"""The window's queue among a million cases: fifty rows and every count in one statement, against a bare look at fifty rows.

It takes minutes to fill the lists, so that `make test` leaves it out; `make bench` runs it at its full size.
"""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

import pytest
from flask import Flask
from sqlalchemy import text

from portal.db import db, transaction
from portal.models import Case
from portal.services import first_contact, intake, law
from portal.services.queue_filters import EVERYTHING, QueueFilter
from tests import at_window
from tests.at_window import HAZCHEM, Town, beijing, day
from tests.bench.conftest import Report
from tests.bench.filling import filling

MANY = 1_000_000
LOOKS = 9
ON, AT = day("2026-11-20"), beijing("2026-11-20 10:02")
PLAIN = text(
    "SELECT c.*, e.uscc FROM cases c JOIN enterprises e ON e.id = c.enterprise_id "
    "WHERE c.state = 'submitted' ORDER BY c.notice_due, c.lane, c.id LIMIT 50"
)


def enterprises_besides() -> int:
    """A hundred thousand enterprises more, whose numbers follow each other; returns the first."""
    with transaction() as session:
        return session.scalars(
            text(
                "INSERT INTO enterprises (uscc, name, kind, legal_representative, legal_representative_id, principal_person, "
                "address, phone, created_at) SELECT 'U' || g, '企业' || g, 'legal_person', '', '', '', '', '', now() "
                "FROM generate_series(0, 99999) AS g RETURNING id"
            )
        ).all()[0]


def multiply(public_id: str, town: Town, waiting: int, enterprises: int) -> None:
    """Copies of a real case: of every hundred so many wait at the window, the others are closed; rows only, to fill the list.

    One item in ten thousand, fifteen of one in a hundred, one channel in five thousand: whatever is rare makes a walk long.
    """
    items = sorted(one.item for one in law.catalogue().listings(ON))
    rare, some = items[0], items[1:16]
    moved = {
        "public_id": "'m' || g",
        "number": "substr(number, 1, length(number) - 12) || to_char(date '2025-06-01' + g / 3000, 'YYYYMMDD') "
        "|| lpad((g % 3000 + 5000)::text, 4, '0')",
        "item": f"CASE WHEN g % 9973 = 1 THEN '{rare}' "
        + " ".join(f"WHEN g % 101 = {n} THEN '{item}'" for n, item in enumerate(some))
        + " ELSE item END",
        "notice_due": "notice_due + (g % 60 - 3)",
        "waits_since": f"CASE WHEN g % 100 < {waiting} THEN waits_since + (g % 60 - 8) END",
        "state": f"CASE WHEN g % 100 >= {waiting} THEN 'closed' WHEN g % 7 = 0 THEN 'resubmitted' ELSE 'submitted' END",
        "closed_on": f"CASE WHEN g % 100 >= {waiting} THEN received_on END",
        "lane": "CASE WHEN g % 331 = 0 THEN 0 ELSE 1 END",
        "officer_id": f"CASE WHEN g % 5 = 0 THEN NULL WHEN g % 997 = 0 THEN {town.clerk.id} ELSE {town.colleague.id} END",
        "applicant_name": "'企业' || g % 100000",
        "enterprise_id": f"{enterprises} + g % 100000",
        "channel": "CASE WHEN g % 10 = 0 THEN 'window' WHEN g % 4999 = 1 THEN 'remote' ELSE 'online' END",
    }
    same = [f'"{c.name}"' for c in Case.__table__.columns if c.name not in {"id", *moved}]
    with filling("cases") as session:
        session.execute(
            text(
                f"INSERT INTO cases ({', '.join(moved)}, {', '.join(same)}) "
                f"SELECT {', '.join(moved.values())}, {', '.join(same)} "
                f"FROM cases, generate_series(1, {MANY}) AS g WHERE public_id = :name"
            ),
            {"name": public_id},
        )


def milliseconds(look: Callable[[], object]) -> float:
    """The quickest of some looks, after two that warm the caches up: what else the machine does only ever adds."""
    taken = []
    for _ in range(LOOKS + 2):
        begun = perf_counter()
        look()
        taken.append((perf_counter() - begun) * 1000)
    return min(taken[2:])


@pytest.mark.parametrize("waiting", [5, 100], ids=["5 in 100 at the window", "all at the window"])
def test_the_queue_among_a_million_cases(report: Report, bench_app: Flask, waiting: int):
    town = at_window.settle(bench_app)
    name = town.hand_in("2026-11-13 10:00")
    first_contact.take(name, by=town.clerk, at=beijing("2026-11-13 10:05"))
    with db.engine.connect() as connection:
        number = connection.scalar(text("SELECT number FROM cases"))
    multiply(name, town, waiting, enterprises_besides())

    def plain() -> None:
        with db.engine.connect() as connection:
            assert len(connection.execute(PLAIN).all()) == 50

    raw = milliseconds(plain)
    rare = sorted(one.item for one in law.catalogue().listings(ON))[0]
    for what, asked, words in (
        ("everything", EVERYTHING, ""),
        ("mine", QueueFilter(owner="mine"), ""),
        ("nobody's", QueueFilter(owner="unowned"), ""),
        ("fast lane", QueueFilter(fast="1"), ""),
        ("one item, walk-in, new, in time", QueueFilter(item=HAZCHEM, channel="window", kind="new", light="green"), ""),
        ("by number", EVERYTHING, number or ""),
        ("by code", EVERYTHING, "91990101MA2HT5K72T"),
        ("by name", EVERYTHING, "企业4204"),
        ("walk-in and in time", QueueFilter(channel="window", light="green"), ""),
        ("a rare item", QueueFilter(item=rare), ""),
        ("a rare item and a rare channel, overdue", QueueFilter(item=rare, channel="remote", light="dark"), ""),
        ("by a word that every name has", EVERYTHING, "企业"),
        ("the same in a rare channel", QueueFilter(channel="remote", light="dark"), "企业"),
        ("by a word that many items have", EVERYTHING, "化学"),
        ("by two words, of which many items have one", EVERYTHING, "企业1 变更"),
        ("by a word that nothing has, overdue", QueueFilter(light="dark"), "没有这家"),
        ("by the digits of a day", EVERYTHING, "20251101"),
    ):
        look = lambda asked=asked, words=words: intake.queue(asked, by=town.clerk, on=ON, at=AT, search=words)  # noqa: E731
        if not asked.light:
            assert look().rows, what
        ours = milliseconds(look)
        report.add(f"queue, {waiting} in 100 of {MANY:,} waiting: {what}", ours, raw, "ms", goal="< 100 ms")
