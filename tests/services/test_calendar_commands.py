"""The commands of the calendar: they count by this deployment's schedules where there is one, and say which they used."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from portal.actors import SYSTEM
from portal.cli import cli
from portal.services import calendar_import, opening_hours
from tests.services.test_calendar_import import LONGER, NOW, notice
from tests.services.test_regional_holidays import FESTIVAL
from tests.web import people

ASKED = ["calendar", "due", "--from", "2026-12-08", "--days", "20"]


@pytest.fixture
def here(database: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """A machine on which this portal is deployed."""
    people.settle(database)
    settings = database.config["SETTINGS"]
    monkeypatch.setenv("DATABASE_URL", settings.database_url if not settings.embedded else "")
    monkeypatch.setenv("ONEWINDOW_DATA", str(settings.data))
    monkeypatch.setenv("ONEWINDOW_SECRET_KEY", settings.secret_key)
    return database


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments))


def test_a_count_uses_what_was_brought_in_here(here: Flask):
    calendar_import.bring_in(notice(LONGER), file="x.json", at=NOW, by=SYSTEM)
    calendar_import.bring_in(FESTIVAL, file="x.yaml", at=NOW, by=SYSTEM, scope="region")
    found = json.loads(run(*ASKED, "--json").stdout)
    assert set(found) == {"due_on", "provisional", "days"}
    assert (found["due_on"], found["provisional"]) == ("2027-01-12", False)
    assert [day["event"] for day in found["days"] if day["on"] == "2026-12-21"] == ["古尔邦节"]
    shipped = json.loads(run(*ASKED, "--json", "--calendar", "shipped").stdout)
    assert (shipped["due_on"], shipped["provisional"]) == ("2027-01-06", True)
    assert "Counted by the schedules of this deployment." in run(*ASKED).stderr


def test_stories_are_played_by_them_too(here: Flask, tmp_path: Path):
    calendar_import.bring_in(notice(LONGER), file="x.json", at=NOW, by=SYSTEM)
    told = Path("tests/core/data/stories.yaml")
    assert run("clock", "replay", str(told), "--calendar", "shipped").exit_code == 0
    played = run("clock", "replay", str(told))
    assert "Counted by the schedules of this deployment." in played.stderr


@pytest.mark.engines("sqlite")
def test_without_any_portal_the_shipped_schedules_count(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("ONEWINDOW_DATA", str(tmp_path))
    assert json.loads(run(*ASKED, "--json").output)["due_on"] == "2027-01-06"
    assert "Counted by the shipped schedules." in run(*ASKED).stderr
    assert list(tmp_path.iterdir()) == []
    asked = run(*ASKED, "--calendar", "deployed")
    assert asked.exit_code == 1
    assert "There is no portal in" in asked.stderr


@pytest.mark.engines("sqlite")
def test_a_database_that_cannot_be_read_falls_back_and_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    (tmp_path / "onewindow.db").write_text("no database")
    (tmp_path / "secret.key").write_text("s" * 40)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    asked = run(*ASKED, "--data", str(tmp_path))
    assert asked.stdout.splitlines()[-1].startswith("2027-01-06")
    assert "shipped schedules: the portal's database cannot be read" in asked.stderr


def test_hours_are_looked_at_and_brought_in(here: Flask, tmp_path: Path):
    file = tmp_path / "hours.yaml"
    file.write_text('since: 2026-01-01\nsource: 公告\nweek: {mon-fri: ["09:00-17:00"]}\n')
    assert "would hold from 2026-01-01" in elsewhere("calendar", "hours", str(file), "--preview")
    assert opening_hours.every(on=date(2026, 12, 1)) == ()
    assert "The hours of emb hold from 2026-01-01 on." in elsewhere("calendar", "hours", str(file), "--scope", "emb")
    assert "nothing changed" in elsewhere("calendar", "hours", str(file), "--scope", "emb")
    file.write_text("week: {}\n")
    wrong = elsewhere("calendar", "hours", str(file))
    assert "source 没有写明公告的出处" in wrong
    assert "source must name the announcement" in wrong


def elsewhere(*arguments: str) -> str:
    """What the command says in a process of its own, which keeps no connection to the database of the tests."""
    command = [sys.executable, "-c", "from portal.cli import main; main()", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr
