"""The directions of imports, and what the modules below the pages may not touch."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

BELOW_THE_WEB = ("guides", "workflows", "portal/services", "portal/models", "portal/documents", "portal/connectors")
OF_A_REQUEST = {"request", "session", "g"}
OF_THE_CLOCK = {"now", "utcnow", "today", "time", "time_ns", "localtime"}
CLOCKS = {"datetime", "date", "time", "clock"}


def test_imports_run_one_way(root: Path) -> None:
    command = [Path(sys.executable).parent / "lint-imports", "--no-cache", "--config", root / "pyproject.toml"]
    result = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def below_the_web(root: Path) -> Iterator[Path]:
    for folder in BELOW_THE_WEB:
        yield from sorted((root / folder).rglob("*.py"))


def mistakes(tree: ast.AST) -> Iterator[str]:
    """Yield what reads the request or the clock."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            names = {alias.name for alias in node.names}
            if node.module == "flask" and names & OF_A_REQUEST:
                yield f"line {node.lineno}: takes {names & OF_A_REQUEST} from flask"
            if node.module in ("portal.clock", "time") and names & OF_THE_CLOCK:
                yield f"line {node.lineno}: takes {names & OF_THE_CLOCK} from {node.module}"
        elif isinstance(node, ast.Call):
            asked, _, what = ast.unparse(node.func).rpartition(".")
            if asked in CLOCKS and what in OF_THE_CLOCK:
                yield f"line {node.lineno}: asks {asked}.{what}()"


def test_nothing_below_the_pages_reads_the_request_or_the_clock(root: Path) -> None:
    found = [
        f"{path.relative_to(root)} {mistake}"
        for path in below_the_web(root)
        for mistake in mistakes(ast.parse(path.read_text("utf-8")))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "source",
    [
        "from flask import request",
        "from portal.clock import now",
        "from datetime import datetime\ndatetime.now()",
        "from datetime import date\ndate.today()",
        "import time\ntime.time()",
    ],
)
def test_the_rule_notices_what_it_forbids(source: str) -> None:
    assert [*mistakes(ast.parse(source))]


def test_no_module_is_a_drawer_for_everything(root: Path) -> None:
    drawers = {"utils", "util", "helpers", "helper", "common", "manager", "base", "misc"}
    found = [path for package in ("guides", "workflows", "portal") for path in (root / package).rglob("*.py")]
    assert not [str(path.relative_to(root)) for path in found if path.stem in drawers]
