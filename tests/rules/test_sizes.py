"""The sizes of the house: a module that no longer fits is split by noun, not grown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

LINES = {"guides": 300, "workflows": 300, "portal": 300, "tests": 400}
"""How long a module may be, without exceptions: who needs one more line looks for the second subject in the module."""


def too_long(folder: Path, most: int) -> Iterator[str]:
    """Yield the modules of a folder that have more lines, with their number."""
    for path in sorted(folder.rglob("*.py")):
        lines = len(path.read_text("utf-8").splitlines())
        if lines > most:
            yield f"{path.relative_to(folder.parent)} has {lines} lines, and may have {most}"


@pytest.mark.parametrize("folder", LINES)
def test_no_module_has_outgrown_its_subject(root: Path, folder: str) -> None:
    found = [*too_long(root / folder, LINES[folder])]
    assert not found, "\n".join(found)


def test_one_line_too_many_is_found(tmp_path: Path) -> None:
    (tmp_path / "portal").mkdir()
    (tmp_path / "portal/full.py").write_text("pass\n" * 300, "utf-8")
    assert not [*too_long(tmp_path / "portal", 300)]
    (tmp_path / "portal/full.py").write_text("pass\n" * 301, "utf-8")
    assert [*too_long(tmp_path / "portal", 300)] == ["portal/full.py has 301 lines, and may have 300"]
