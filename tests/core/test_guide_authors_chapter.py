"""The chapter for authors is true: every file in it is written, every command in it is run, every answer in it is given."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from portal.authoring.preview import drafts_app
from portal.cli import cli

CHAPTER = Path(__file__).parents[2] / "docs" / "guide-authors.md"
BLOCK = re.compile(r"^```(yaml|console|diff)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
WRITES = re.compile(r"# (文件|接着写|修改)：(\S+)\n")


def blocks() -> Iterator[tuple[str, str]]:
    yield from BLOCK.findall(CHAPTER.read_text("utf-8"))


def write(text: str) -> None:
    """Write a file, write on at its end, or replace the lines of a change in it."""
    found = WRITES.match(text)
    assert found, text
    how, file, rest = found[1], Path(found[2]), text[found.end() :]
    file.parent.mkdir(parents=True, exist_ok=True)
    before = file.read_text("utf-8") if how != "文件" else ""
    if how == "修改":
        lines = rest.splitlines()
        old, new = ("\n".join(line[1:] for line in lines if line[0] == sign) for sign in "-+")
        assert old in before, old
        after = before.replace(old, new, 1) if new else before.replace(old + "\n", "", 1)
    else:
        after = before + rest
    file.write_text(after, "utf-8")


def run(text: str) -> None:
    """Run a command and find every line that the chapter shows in what it says, in this order."""
    command, *shown = text.splitlines()
    line, _, target = command.removeprefix("$ onewindow ").partition(" > ")
    result = CliRunner().invoke(cli, shlex.split(line))
    if target:
        Path(target).write_text(result.output, "utf-8")
    at = 0
    for wanted in shown:
        status = re.fullmatch(r"（退出码 (\d)）", wanted)
        if status:
            assert result.exit_code == int(status[1]), result.output
        elif wanted != "…":
            found = result.output.find(wanted, at)
            assert found >= 0, f"{command}\n{wanted}\nis not (in this place) in\n{result.output}"
            at = found + len(wanted)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, at a terminal that speaks Chinese."""
    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def test_the_chapter_can_be_followed_from_start_to_finish(desk: Path) -> None:
    for kind, text in blocks():
        (run if kind == "console" else write)(text)
    assert CliRunner().invoke(cli, ["guides", "check", "drafts"]).exit_code == 0
    with drafts_app(desk / "drafts") as app:
        browser = app.test_client()
        assert "户外展销活动许可" in browser.get("/").text
        for address in ("/guides/outdoor_fair_licence", "/preview/outdoor_fair_licence/form"):
            assert "户外展销活动" in browser.get(f"{address}?version=2026-12-01").text


def test_the_chapter_shows_every_command_there_is() -> None:
    text = CHAPTER.read_text("utf-8")
    guides = cli.get_command(None, "guides")  # type: ignore[arg-type]
    assert not [name for name in guides.commands if f"onewindow guides {name}" not in text]  # type: ignore[union-attr]
