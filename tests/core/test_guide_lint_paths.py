"""The linter walks every path of answers, and says in words which one ends nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from guides.lint import lint_file, lint_path, lint_text
from tests.core.small_guide import NAME, TEXT, changed, read

PROMISE = "- {kind: promised, value: 10, unit: working_day, start: accepted,"
DEAD = (
    (("  necessity: required\n", "  necessity: conditional\n  when: {field: size, is: big}\n"), "path_empty"),
    ((PROMISE, f"{PROMISE} when: {{field: size, is: big}},"), "path_limitless"),
    (("    days: 2\n", "    days: 2\n    when: {case: large}\n"), "path_nobody"),
)


def codes(text: str) -> set[str]:
    return {one.code for one in lint_text(text, name=NAME, guide=read(text)) if one.code.startswith("path")}


def test_a_sound_guide_has_no_dead_end() -> None:
    assert codes(TEXT) == set()


@pytest.mark.parametrize(("edit", "code"), DEAD)
def test_a_dead_end_is_an_error_with_its_answers_in_words(edit: tuple[str, str], code: str) -> None:
    text = changed(edit)
    assert codes(text) == {code}
    [found] = [one for one in lint_text(text, name=NAME, guide=read(text)) if one.code == code]
    assert found.severity == "error"
    assert "大小“小”" in found.message.zh


def test_what_is_wrong_in_every_case_is_told_once(tmp_path: Path) -> None:
    text = changed((PROMISE, PROMISE.replace("10", "2")))
    assert "path_steps" not in codes(text)
    assert "steps_exceed" in {one.code for one in lint_text(text, name=NAME, guide=read(text))}


def test_a_file_and_a_folder_are_walked_alike(tmp_path: Path) -> None:
    file = tmp_path / NAME
    file.parent.mkdir(parents=True)
    file.write_text(changed(DEAD[0][0]), "utf-8")
    assert "path_empty" in {one.code for one in lint_file(file)}
    assert "path_empty" in {one.code for one in lint_path(tmp_path)}
