"""The sweep: what it costs among ten thousand and among a million open cases when a hundred are due, on PostgreSQL."""

from __future__ import annotations

from time import perf_counter

from flask import Flask
from sqlalchemy import text

from portal.db import db, transaction
from portal.models import Case, CaseTrack, JournalEntry, Snapshot
from portal.services import sweep
from tests import at_window
from tests.at_window import beijing
from tests.bench.conftest import Report

FEW, MANY = 10_000, 1_000_000
DUE = 100
ROUNDS = 5
TODAY = beijing("2026-11-18 00:05")
"""A day on which a department's share of the model case is nearly over, so that its reminder falls due."""


def multiply(case_id: int, first: int, last: int) -> None:
    """Copies of a real case under review that wake some time after today: rows only, as the sweep never opens them."""
    own = {"id", "public_id", "number", "wake_on"}
    same = ", ".join(f'"{column.name}"' for column in Case.__table__.columns if column.name not in own)
    with transaction() as session:
        session.execute(
            text(
                f"INSERT INTO cases (public_id, number, wake_on, {same}) "
                f"SELECT 'm' || g, 'M' || g, DATE '2026-11-19' + g % 60, {same} FROM cases, "
                "generate_series(CAST(:first AS integer), CAST(:last AS integer)) AS g WHERE id = :id"
            ),
            {"first": first, "last": last, "id": case_id},
        )
    with db.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM ANALYZE"))


def fall_due(case_id: int, name: str) -> None:
    """A hundred whole copies of the case, journal, tracks and snapshots, whose day has come."""
    own = {"id", "public_id", "number", "wake_on"}
    same = ", ".join(f'"{column.name}"' for column in Case.__table__.columns if column.name not in own)
    with transaction() as session:
        session.execute(
            text(
                f"INSERT INTO cases (public_id, number, wake_on, {same}) SELECT '{name}' || g, '{name}' || g, "
                f"DATE '2026-11-18', {same} FROM cases, generate_series(1, {DUE}) AS g WHERE id = :id"
            ),
            {"id": case_id},
        )
        for table in (JournalEntry, CaseTrack, Snapshot):
            rest = ", ".join(f't."{column.name}"' for column in table.__table__.columns if column.name != "case_id")
            session.execute(
                text(
                    f"INSERT INTO {table.__tablename__} (case_id, {rest.replace('t.', '')}) SELECT c.id, {rest} "
                    f"FROM {table.__tablename__} AS t, cases AS c WHERE t.case_id = :id AND c.public_id LIKE '{name}%'"
                ),
                {"id": case_id},
            )


def swept() -> float:
    """How long one sweep takes that finds a hundred cases due."""
    begun = perf_counter()
    found = sweep.run(at=TODAY)
    took = perf_counter() - begun
    assert found.ran
    assert found.cases == DUE
    assert found.events >= DUE
    return took


def raw(case_id: int) -> float:
    """The least that the same could cost: for a hundred cases a transaction that locks, reads, writes and appends."""
    statements = (
        "SELECT * FROM cases WHERE id = :id FOR UPDATE",
        "SELECT seq, at, by, kind, payload FROM journal WHERE case_id = :id ORDER BY seq",
        "UPDATE cases SET changed_at = changed_at, wake_on = wake_on WHERE id = :id",
        "INSERT INTO bench_lines VALUES (:id, 'Reminded', 'a digest', '{}')",
    )
    with db.engine.begin() as connection:
        connection.execute(
            text("CREATE TABLE IF NOT EXISTS bench_lines (id int, kind text, digest text, payload jsonb)")
        )
    begun = perf_counter()
    for _ in range(DUE):
        with db.engine.begin() as connection:
            for statement in statements:
                connection.execute(text(statement), {"id": case_id}).close()
    return perf_counter() - begun


def test_a_sweep_costs_what_is_due_and_not_what_exists(report: Report, bench_app: Flask):
    town = at_window.settle(bench_app)
    name = town.accepted("2026-11-10 10:00")
    with transaction() as session:
        case_id = session.scalar(text("SELECT id FROM cases WHERE public_id = :name"), {"name": name})
        session.execute(text("UPDATE users SET email = login || '@linjiang.example' WHERE kind = 'officer'"))
    assert isinstance(case_id, int)
    for day in range(12, 18):
        sweep.run(at=beijing(f"2026-11-{day} 00:05"))
    with transaction() as session:
        session.execute(text("UPDATE cases SET wake_on = DATE '2026-12-31' WHERE id = :id"), {"id": case_id})
    taken = {}
    before = 0
    for size in (FEW, MANY):
        multiply(case_id, before + 1, size)
        before = size
        rounds = []
        for at in range(ROUNDS):
            fall_due(case_id, f"due{size}x{at}x")
            rounds.append(swept())
        taken[size] = min(rounds)
    plain = min(raw(case_id) for _ in range(ROUNDS))
    with db.engine.begin() as connection:
        connection.execute(text("DROP TABLE bench_lines"))
    report.add(f"a sweep with {DUE} due among {MANY:,} open cases", taken[MANY], plain, "s", goal="< 1 s")
    ratio = report.add(f"the same, against {FEW:,} open cases", taken[MANY], taken[FEW], "s", goal="< 1.50")
    assert taken[MANY] < 1
    assert ratio < 1.5
