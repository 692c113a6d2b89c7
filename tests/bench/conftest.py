"""What benchmarks share: an application on PostgreSQL, and a table of figures that is printed at the end."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from flask import Flask

from tests import backends, postgres


@dataclass
class Report:
    """The figures of one run: what was measured, ours, the raw baseline of the same run, and their ratio."""

    lines: list[tuple[str, str, str, str]] = field(default_factory=list)

    def add(self, what: str, ours: float, baseline: float, unit: str, *, goal: str = "") -> float:
        """Keep one comparison and say it at once; return ours as a multiple of the baseline."""
        ratio = ours / baseline
        shown = f"{ratio:.2f}" + (f"  goal {goal}" if goal else "")
        line = (what, f"{ours:,.1f} {unit}", f"{baseline:,.1f} {unit}", shown)
        self.lines.append(line)
        print("  ".join(line), flush=True)
        return ratio

    def text(self) -> str:
        """The table, with the machine it was measured on."""
        lines = [("", "OneWindow", "raw baseline", "ratio"), *self.lines]
        widths = [max(len(line[at]) for line in lines) for at in range(4)]
        rows = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines]
        return "\n".join([machine(), *rows])


def machine() -> str:
    """One line about the machine."""
    load = os.getloadavg()[0]
    return (
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, load {load:.1f} at the end"
    )


@pytest.fixture(scope="session")
def report() -> Iterator[Report]:
    """The table of this run, printed when all benchmarks are done."""
    one = Report()
    yield one
    print("\n\n" + one.text() + "\n")


@pytest.fixture(scope="session")
def bench_server() -> Iterator[postgres.Server]:
    """A running PostgreSQL."""
    with postgres.running() as server:
        if server is None:
            pytest.skip(postgres.HOW_TO_GET_ONE)
        yield server


@pytest.fixture(scope="session")
def bench_backend(bench_server: postgres.Server) -> Iterator[backends.Backend]:
    """The application on PostgreSQL, once for all benchmarks."""
    with backends.on("postgresql", bench_server) as one:
        yield one


@pytest.fixture
def bench_app(bench_backend: backends.Backend) -> Iterator[Flask]:
    """The application on an empty database, its context pushed."""
    app = bench_backend.fresh()
    with app.app_context():
        yield app
    bench_backend.release()
