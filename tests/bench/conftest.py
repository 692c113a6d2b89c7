"""What benchmarks share: a PostgreSQL as durable as a real one, and a table of figures that is printed at the end."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest


@dataclass
class Report:
    """The figures of one run: what was measured, ours, the raw baseline of the same run, and their ratio."""

    lines: list[tuple[str, str, str, str]] = field(default_factory=list)

    def add(self, what: str, ours: float, baseline: float, unit: str, *, goal: str = "") -> float:
        """Keep one comparison; return ours as a multiple of the baseline."""
        ratio = ours / baseline
        self.lines.append(
            (what, f"{ours:,.1f} {unit}", f"{baseline:,.1f} {unit}", f"{ratio:.2f}{'  goal ' + goal if goal else ''}")
        )
        return ratio

    def text(self) -> str:
        """The table, with the machine it was measured on."""
        head = ("", "OneWindow", "raw baseline", "ratio")
        widths = [max(len(line[at]) for line in [head, *self.lines]) for at in range(4)]
        rows = [
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))
            for line in [head, *self.lines]
        ]
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
