"""What the documents say exists: every setting is in the operator's handbook, every link leads somewhere, every command is one."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from portal.cli import main
from portal.config import settings_table

PAGES = sorted([*Path().glob("README*.md"), *Path("docs").rglob("*.md")])


def test_every_setting_is_in_the_operators_handbook_with_its_sentence():
    page = Path("docs/handbook/operator.md").read_text("utf-8")
    missing = [s.env for s in settings_table() if f"| `{s.env}` |" not in page or s.sentence not in page]
    assert not missing


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_every_link_and_picture_leads_somewhere(page: Path):
    targets = re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text("utf-8"))
    lost = [t for t in targets if not t.startswith("http") and not (page.parent / t).exists()]
    assert not lost


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_every_onewindow_command_exists(page: Path):
    for words in re.findall(r"^onewindow ([a-z ]+)", page.read_text("utf-8"), flags=re.MULTILINE):
        command: click.Command | None = main
        for word in words.split():
            if not isinstance(command, click.Group):
                break
            found = command.get_command(click.Context(command), word)
            assert found is not None, f"{page}: onewindow {words}"
            command = found
