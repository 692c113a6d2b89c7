"""Cases through the full road each second, against plain ORM tables doing the same writes; two processes on PostgreSQL."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from portal import create_app, schema
from portal.config import read_settings
from portal.db import transaction
from portal.models import Enterprise, Office, User
from tests.bench.conftest import Report
from tests.postgres import Server

ROADS = 150
ROUNDS = 3
PROCESSES = 2


def settle(url: str, data: Path) -> None:
    """The least that a case rests on: two offices, an enterprise, three people."""
    os.environ.update(DATABASE_URL=url, ONEWINDOW_DATA=str(data), ONEWINDOW_SECRET_KEY="k" * 40)
    app = create_app(read_settings())
    at = datetime(2026, 11, 20, tzinfo=UTC)
    with app.app_context():
        schema.upgrade()
        with transaction() as session:
            session.add_all(
                Office(code=code, name_zh=code, name_en=code, document_prefix="临应急") for code in ("centre", "emb")
            )
            session.add(Enterprise(uscc="91990101MA2HT5K72T", name="临江恒泰化工贸易有限公司", created_at=at))
        with transaction() as session:
            for number, name in enumerate(("周敏", "陈立", "沈远航"), 1):
                kind = "handler" if number == 3 else "officer"
                session.add(User(kind=kind, login=f"u{number}", name=name, password_hash="-", created_at=at))


def measured(kind: str, url: str, data: Path) -> float:
    """Roads a second of all processes together."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.bench.road", kind, url, str(data), str(ROADS)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(PROCESSES)]
    return sum(float(process.communicate(timeout=600)[0].split()[-1]) for process in running)


def test_cases_through_the_full_road(report: Report, bench_server: Server, tmp_path: Path):
    url = bench_server.create("bench_road")
    settle(url, tmp_path)
    pairs = [(measured("ours", url, tmp_path), measured("plain", url, tmp_path)) for _ in range(ROUNDS)]
    ours, plain = (median(pair[at] for pair in pairs) for at in (0, 1))
    report.add("full road, 4 transactions, 2 processes, PostgreSQL", ours, plain, "cases/s", goal=">= 0.80, >= 100/s")
    assert ours > 0
    assert plain > 0
