"""Days typed on the command line: those that do not exist are called so, whatever command they are given to."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from portal.cli import cli


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2023-02-30", "the day 2023-02-30 does not exist"),
        ("0000-01-01", "the day 0000-01-01 does not exist"),
        ("20220930", "no day of the form 2026-01-31"),
        ("２０２２-09-30", "no day of the form 2026-01-31"),
        ("", "no day of the form 2026-01-31"),
    ],
)
def test_a_day_that_does_not_exist_is_refused_with_a_sentence(typed: str, said: str) -> None:
    for command in (
        ["calendar", "due", "--days", "5", "--from"],
        ["calendar", "whatif", "--to", "2026-09-30", "--from"],
    ):
        found = CliRunner().invoke(cli, [*command, typed])
        assert found.exit_code == 2
        assert said in found.stderr


def test_the_command_without_a_word_names_every_subcommand():
    said = CliRunner().invoke(cli, ["--help"])
    assert (said.exit_code, said.exception) == (0, None)
    assert {"calendar", "cases", "clock", "guides", "journal"} <= set(said.output.split())
