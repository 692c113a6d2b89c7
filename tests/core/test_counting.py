"""Counting days on the command line: the last day, the days on the way, and a sentence for what cannot be counted."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from portal.cli_calendar import calendar
from portal.cli_clock import clock
from workflows.calendar import load_calendar
from workflows.counting import count

DATA = Path(__file__).parent / "data"
DEADLINES = yaml.safe_load((DATA / "deadlines.yaml").read_text(encoding="utf-8"))


def asked(*words: str) -> Any:
    answer = CliRunner().invoke(calendar, ["due", *words, "--json"])
    assert answer.exit_code == 0, answer.output
    return json.loads(answer.output)


def test_twenty_working_days_over_national_day() -> None:
    found = asked("--from", "2022-09-30", "--days", "20")
    assert (found["due_on"], found["provisional"]) == ("2022-11-02", False)
    assert [day["on"] for day in found["days"] if day["kind"] == "makeup"] == ["2022-10-08", "2022-10-09"]
    assert found["days"][-1] == {"on": "2022-11-02", "kind": "due", "n": 20, "event": None}


def test_calendar_days_roll_over_a_holiday_and_months_end_on_their_day() -> None:
    assert asked("--from", "2026-09-02", "--days", "30", "--unit", "calendar-day")["due_on"] == "2026-10-08"
    assert asked("--from", "2026-01-31", "--days", "1", "--unit", "month")["due_on"] == "2026-02-28"


def test_a_window_includes_its_first_day() -> None:
    assert asked("--from", "2022-01-26", "--days", "10", "--convention", "window")["due_on"] == "2022-02-11"
    assert (
        asked("--from", "2026-03-02", "--days", "3", "--unit", "calendar-day", "--convention", "window")["due_on"]
        == "2026-03-04"
    )


def test_every_published_deadline_comes_out_on_the_command_line_too() -> None:
    schedules = load_calendar()
    for one in DEADLINES:
        convention = "window" if one["counting"] == "window" else "event"
        found = count(date.fromisoformat(str(one["start"])), one["working_days"], "working_day", convention, schedules)
        assert str(found.due_on) == str(one["last_day"]), one


def test_a_count_into_a_year_that_is_not_published_is_provisional() -> None:
    assert asked("--from", "2026-12-20", "--days", "20")["provisional"] is True


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--from", "2026-02-30", "--days", "3"), "2026-02-30"),
        (("--from", "2026-02-03", "--days", "-1"), "-1"),
        (("--from", "2026-02-03", "--days", "3", "--unit", "week"), "week"),
        (("--from", "1999-02-03", "--days", "3"), "no holiday schedule for 1999"),
        (("--from", "2026-02-03", "--days", "3000"), "no holiday schedule for 20"),
        (("--from", "2026-02-03", "--days", "0", "--convention", "window"), "at least one day"),
        (("--from", "2026-02-03", "--days", "1", "--unit", "month", "--convention", "window"), "not in months"),
    ],
)
def test_what_cannot_be_counted_is_refused_with_a_sentence(words: tuple[str, ...], sentence: str) -> None:
    answer = CliRunner().invoke(calendar, ["due", *words])
    assert answer.exit_code != 0
    assert sentence in answer.output
    assert "Traceback" not in answer.output


def test_the_explanation_is_readable() -> None:
    answer = CliRunner().invoke(calendar, ["due", "--from", "2026-09-30", "--days", "3", "--explain"])
    lines = answer.output.splitlines()
    assert lines[0].startswith("2026-09-30  Wed")
    assert lines[-1] == "2026-10-10"
    assert any("holiday (national_day)" in line for line in lines)


def test_stories_are_replayed_and_a_wrong_date_ends_with_status_one(tmp_path: Path) -> None:
    answer = CliRunner().invoke(clock, ["replay", str(DATA / "stories.yaml"), "--json"])
    assert answer.exit_code == 0
    told = yaml.safe_load((DATA / "stories.yaml").read_text(encoding="utf-8"))
    assert [one["id"] for one in json.loads(answer.output)] == [one["id"] for one in told]
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text((DATA / "stories.yaml").read_text(encoding="utf-8").replace("2026-11-25", "2026-11-24"), "utf-8")
    answer = CliRunner().invoke(clock, ["replay", str(wrong)])
    assert answer.exit_code == 1
    assert "promised_due 2026-11-25, expected 2026-11-24" in answer.output


def test_a_file_that_is_no_story_is_refused_with_a_sentence(tmp_path: Path) -> None:
    for content in (b"\xff\xfe", b"[", b"- {id: A}"):
        file = tmp_path / "story.yaml"
        file.write_bytes(content)
        answer = CliRunner().invoke(clock, ["replay", str(file)])
        assert answer.exit_code == 1
        assert answer.output.startswith("Error: ")
