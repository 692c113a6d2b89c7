"""The work list of reviewers and deciders among a million cases: counts, one page and the forecast, against a bare look at thirty.

It takes minutes to fill the lists, so that `make test` leaves it out; `make bench` runs it at its full size.
"""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.db import db
from portal.models import Case, CaseTrack
from portal.services import law, worklist
from tests import at_window
from tests.at_window import Town, day
from tests.bench.conftest import Report
from tests.bench.filling import filling
from tests.bench.test_queue import enterprises_besides, milliseconds
from workflows.limits import Signal

MANY = 1_000_000
ON = day("2026-11-20")
PLAIN = text(
    "SELECT c.* FROM cases c WHERE c.lead_office = 'emb' AND c.state = 'in_review' AND NOT c.paused "
    "ORDER BY c.promised_due, c.id LIMIT 30"
)
TRACKS = ("own", "safety", "fire")
"""Three departments' shares a case, of which one was answered: two million and more are open at the worst."""


def multiply(public_id: str, town: Town, reviewed: int, enterprises: int) -> None:
    """Copies of a real case: of every hundred so many are under review, the others decided; rows only, to fill the lists.

    One case in twenty-three is paused, one in a hundred waits without a day, one item in ten thousand is rare.
    """
    rare = sorted(one.item for one in law.catalogue().listings(ON))[0]
    open_ = f"g % 100 < {reviewed}"
    moved = {
        "public_id": "'m' || g",
        "number": "substr(number, 1, length(number) - 12) || to_char(date '2025-06-01' + g / 3000, 'YYYYMMDD') "
        "|| lpad((g % 3000 + 5000)::text, 4, '0')",
        "item": f"CASE WHEN g % 9973 = 1 THEN '{rare}' ELSE item END",
        "state": f"CASE WHEN {open_} THEN 'in_review' ELSE 'closed' END",
        "paused": "g % 23 = 0",
        "paused_left": "CASE WHEN g % 23 = 0 THEN g % 9 END",
        "promised_due": "CASE WHEN g % 101 <> 0 THEN promised_due + (g % 90 - 20) END",
        "statutory_due": "statutory_due + (g % 90 - 20)",
        "yellow_from": "yellow_from + (g % 90 - 20)",
        "decided_on": f"CASE WHEN NOT ({open_}) THEN date '2026-11-20' - (g / 100) % 900 END",
        "applicant_name": "'企业' || g % 100000",
        "enterprise_id": f"{enterprises} + g % 100000",
    }
    same = [f'"{c.name}"' for c in Case.__table__.columns if c.name not in {"id", *moved}]
    with filling("cases", "case_tracks") as session:
        session.execute(
            text(
                f"INSERT INTO cases ({', '.join(moved)}, {', '.join(same)}) "
                f"SELECT {', '.join(moved.values())}, {', '.join(same)} "
                f"FROM cases, generate_series(1, {MANY}) AS g WHERE public_id = :name"
            ),
            {"name": public_id},
        )
        fill_tracks(session, public_id, town)


def fill_tracks(session: Session, public_id: str, town: Town) -> None:
    """Three shares of every copied case, all of the reviewer's office: one answered, one open, one open or waiting."""
    moved = {
        "case_id": "c.id",
        "track": "shares.name",
        "state": "CASE WHEN c.state = 'closed' OR shares.nth = 1 THEN 'answered' "
        "WHEN shares.nth = 3 AND c.id % 7 = 0 THEN 'waiting' ELSE 'open' END",
        "due_on": "CASE WHEN c.id % 101 <> 0 THEN t.due_on + (c.id % 90 - 20)::integer END",
        "officer_id": f"CASE WHEN c.id % 997 = 0 THEN {town.reviewer.id} WHEN c.id % 5 = 0 THEN NULL "
        f"ELSE {town.colleague.id} END",
    }
    same = [f't."{c.name}"' for c in CaseTrack.__table__.columns if c.name not in moved]
    names = ", ".join(f"({nth}, '{name}')" for nth, name in enumerate(TRACKS, 1))
    session.execute(
        text(
            f"INSERT INTO case_tracks ({', '.join(moved)}, {', '.join(same).replace('t.', '')}) "
            f"SELECT {', '.join(moved.values())}, {', '.join(same)} "
            f"FROM cases AS c, (VALUES {names}) AS shares (nth, name), "
            "(SELECT * FROM case_tracks WHERE case_id = (SELECT id FROM cases WHERE public_id = :name) LIMIT 1) AS t "
            "WHERE c.public_id LIKE 'm%'"
        ),
        {"name": public_id},
    )


@pytest.mark.parametrize("reviewed", [5, 100], ids=["5 in 100 under review", "all under review"])
def test_the_work_list_among_a_million_cases(report: Report, bench_app: Flask, reviewed: int):
    town = at_window.settle(bench_app)
    name = town.accepted("2026-11-10 10:00")
    multiply(name, town, reviewed, enterprises_besides())
    with db.engine.connect() as connection:
        number = connection.scalar(text("SELECT number FROM cases WHERE public_id = 'm500'"))

    def plain() -> None:
        with db.engine.connect() as connection:
            assert len(connection.execute(PLAIN).all()) == 30

    raw = milliseconds(plain)
    lead = {"by": town.decider, "on": ON, "desk": "lead"}
    answers = {"by": town.reviewer, "on": ON, "desk": "opinions"}
    for what, asked in (
        ("lead, everything", lead),
        ("lead, the last page", {**lead, "page": 33}),
        ("lead, overdue", {**lead, "light": Signal.RED}),
        ("lead, by number", {**lead, "search": number}),
        ("lead, by name", {**lead, "search": "企业4204"}),
        ("lead, by a word that every name has", {**lead, "search": "企业"}),
        ("lead, by a word that nothing has", {**lead, "search": "没有这家"}),
        ("lead, by two words", {**lead, "search": "企业1 变更"}),
        ("lead, by the digits of a day", {**lead, "search": "20251101"}),
        ("answers, everything", answers),
        ("answers, the last page", {**answers, "page": 33}),
        ("answers, late", {**answers, "light": Signal.RED}),
        ("answers, mine", {**answers, "whose": "mine"}),
        ("answers, nobody's", {**answers, "whose": "free"}),
        ("answers, by number", {**answers, "search": number}),
        ("answers, by name", {**answers, "search": "企业4204"}),
        ("answers, by a word that nothing has", {**answers, "search": "没有这家"}),
        ("answers, mine, by a word that every name has", {**answers, "whose": "mine", "search": "企业"}),
    ):
        look = lambda asked=asked: worklist.worklist(**asked)  # noqa: E731
        found = look()
        assert found.rows or "search" in asked, what
        ours = milliseconds(look)
        report.add(
            f"work list, {reviewed} in 100 of {MANY:,} under review: {what}",
            ours,
            raw,
            "ms",
            goal="< 100 ms",
        )
