"""`onewindow guides`: what an author types and what the machine answers, without a portal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portal.cli import cli
from tests.core.small_guide import TEXT, changed, line_of

HAZCHEM = "hazchem_business_licence"
STORED = "apply_type: first\nbusiness_mode: [wholesale_stored]\nhas_storage: leased\nnew_storage: false\n"


@pytest.fixture(autouse=True)
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


def run(*words: object) -> Result:
    return CliRunner().invoke(cli, ["guides", *map(str, words)])


def written(root: Path, text: str = TEXT, name: str = "emb/kiosk/2026-01-01.yaml") -> Path:
    file = root / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return file


def test_the_portals_own_guides_have_no_error() -> None:
    result = run("check")
    assert result.exit_code == 0, result.output
    assert "0 个错误" in result.output


def test_an_error_is_told_with_file_line_key_sentence_and_remedy(tmp_path: Path) -> None:
    text = changed(("officers: 2", "officers: 1"))
    written(tmp_path, text)
    result = run("check", tmp_path)
    assert result.exit_code == 1
    line = line_of(text, "- id: visit")
    assert f"错误  emb/kiosk/2026-01-01.yaml:{line}  review.tracks[visit]  [two_officers]" in result.output
    assert "把 officers 改为 2 以上。" in result.output


def test_english_is_spoken_when_it_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = written(tmp_path, changed(("officers: 2", "officers: 1")))
    assert "A site check needs two officers" in run("check", file, "--lang", "en").output
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert "1 errors, 0 warnings" in run("check", file).output


def test_the_findings_as_json_have_both_languages(tmp_path: Path) -> None:
    file = written(tmp_path, changed(("officers: 2", "officers: 1")))
    result = run("check", file, "--json")
    [one] = [one for one in json.loads(result.output) if one["severity"] == "error"]
    assert set(one) == {"severity", "file", "line", "key", "code", "message", "remedy"}
    assert set(one["message"]) == set(one["remedy"]) == {"zh", "en"}
    assert result.exit_code == 1


def test_a_guide_is_refused_with_all_its_errors_at_once(tmp_path: Path) -> None:
    edits = (("days: 3", "days: many"), ("level: city", "level: moon"), ("  deciding: emb\n", ""))
    result = run("check", written(tmp_path, changed(*edits)))
    for code in ("wanted_number", "wanted_one_of", "missing"):
        assert f"[{code}]" in result.output


def test_the_schema_is_json() -> None:
    assert json.loads(run("schema").output)["properties"]["materials"]["type"] == "array"


def test_a_skeleton_says_precisely_what_is_left_to_fill(tmp_path: Path) -> None:
    made = run("new", "emb/stall_licence", "--date", "2026-12-01", "--path", tmp_path)
    file = tmp_path / "emb/stall_licence/2026-12-01.yaml"
    assert made.exit_code == 0, made.output
    assert str(file) in made.output
    found = json.loads(run("check", file, "--json").output)
    errors = [one for one in found if one["severity"] == "error"]
    assert {one["code"] for one in errors} <= {"to_fill", "wanted_pattern", "code_task"}
    lines = file.read_text("utf-8").splitlines()
    assert {one["line"] for one in errors if one["code"] == "to_fill"} == {
        number for number, line in enumerate(lines, 1) if "【待填" in line and not line.startswith("#")
    }


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    file = written(tmp_path)
    result = run("new", "emb/kiosk", "--date", "2026-01-01", "--path", tmp_path)
    assert result.exit_code == 1
    assert "exists already" in result.output
    assert file.read_text("utf-8") == TEXT


def test_a_copy_is_a_new_version(tmp_path: Path) -> None:
    written(tmp_path)
    result = run("new", "emb/kiosk", "--from", "kiosk", "--date", "2027-01-01", "--path", tmp_path)
    assert result.exit_code == 0, result.output
    assert (tmp_path / "emb/kiosk/2027-01-01.yaml").read_text("utf-8") == TEXT


@pytest.mark.parametrize("place", ["kiosk", "EMB/kiosk", "emb/", "emb/../kiosk", "emb/a/b"])
def test_a_place_that_is_none_is_refused(tmp_path: Path, place: str) -> None:
    assert "write OFFICE/ITEM" in run("new", place, "--path", tmp_path).output
    assert not [*tmp_path.iterdir()]


def test_what_these_answers_lead_to_is_shown(tmp_path: Path) -> None:
    answers = tmp_path / "answers.yaml"
    answers.write_text(STORED, "utf-8")
    result = run("show", HAZCHEM, "--answers", answers, "--on", "2026-11-22", "--json")
    found = json.loads(result.output)
    assert [one["id"] for one in found["cases"]] == ["with_storage", "leased_storage"]
    assert "lessor" in [one["id"] for one in found["fields"]]
    safety = next(one for one in found["materials"] if one["key"] == "safety_manager")
    assert len(safety["alternatives"]) == 3
    assert (safety["necessary"], safety["deferrable"]) == (True, False)
    assert found["limits"]["promised"] | {"basis": None} == {
        "value": 20,
        "unit": "working_day",
        "start": "accepted",
        "basis": None,
    }
    assert [(one["id"], one["days"], one["depends_on"]) for one in found["departments"]] == [
        ("documents", 3, []), ("fire", 5, []), ("eco", 4, []), ("site", 4, ["documents", "fire"]),
    ]  # fmt: skip
    assert found["visits"] == {"online": 0, "window": 1, "post": 0}
    assert (found["lead"], found["level"]) == ("emb", "city")
    assert [one["id"] for one in found["open_questions"]] == ["toxic_goods", "explosive_goods"]


def test_json_answers_read_the_same_and_the_table_is_chinese(tmp_path: Path) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text('{"apply_type": "first", "business_mode": ["retail"], "has_storage": "none"}', "utf-8")
    result = run("show", HAZCHEM, "--answers", answers)
    assert "承诺办结  10 个工作日  自受理之日起" in result.output
    assert "经营场所产权证明（复印件） 或者 经营场所租赁证明（复印件）  可以容缺 8 个工作日" in result.output
    assert "Materials:" in run("show", HAZCHEM, "--answers", answers, "--lang", "en").output


WRONG = "apply_type: nope\nuscc: 123\ncolour: red\nchemicals: [{name: 甲苯, cas: 108-88-4}]\n"


def test_every_wrong_answer_is_told_by_its_field(tmp_path: Path) -> None:
    answers = tmp_path / "answers.yaml"
    answers.write_text(WRONG, "utf-8")
    result = run("show", HAZCHEM, "--answers", answers)
    assert result.exit_code == 1
    for field in (
        "apply_type: “申请类型”要从列出",
        "uscc: “统一社会信用代码”应当是 18 位",
        "colour: ",
        "chemicals[0].cas: ",
    ):
        assert field in result.output
    plain = json.loads(run("show", HAZCHEM, "--answers", answers, "--json").output)["wrong"]
    assert {one["field"] for one in plain} >= {"apply_type", "uscc", "colour", "chemicals[0].cas"}


@pytest.mark.parametrize("text", ["- 1\n- 2", "a: [", "a: &x 1\nb: *x"])
def test_a_file_that_is_no_list_of_answers_is_refused(tmp_path: Path, text: str) -> None:
    answers = tmp_path / "answers.yaml"
    answers.write_text(text, "utf-8")
    result = run("show", HAZCHEM, "--answers", answers)
    assert result.exit_code == 1
    assert "no YAML or JSON file of answers" in result.output


def test_an_unknown_item_or_version_is_told_with_what_there_is(tmp_path: Path) -> None:
    written(tmp_path)
    assert "The catalogue has: kiosk" in run("show", "stall", "--path", tmp_path).output
    assert "there are: 2026-01-01" in run("show", "kiosk@2025-01-01", "--path", tmp_path).output
    assert "write the day as in" in run("show", "kiosk@soon", "--path", tmp_path).output


def test_a_broken_guide_is_shown_as_its_errors(tmp_path: Path) -> None:
    file = written(tmp_path, changed(("days: 3", "days: many")))
    for name in (file, "kiosk"):
        result = run("show", name, "--path", tmp_path)
        assert result.exit_code == 1
        assert "review.tracks[visit].days" in result.output


def test_two_versions_are_compared_in_words(tmp_path: Path) -> None:
    written(tmp_path)
    written(tmp_path, changed(("deferrable: {days: 5}", "deferrable: {days: 7}")), "emb/kiosk/2027-01-01.yaml")
    pair = ("kiosk@2026-01-01", "kiosk@2027-01-01", "--path", tmp_path)
    assert run("diff", *pair).output == "材料“租赁合同”：容缺期限由 5 个工作日改为 7 个工作日。\n共 1 处变化。\n"
    assert "5 working days becomes 7 working days" in run("diff", *pair, "--lang", "en").output
    [one] = json.loads(run("diff", *pair, "--json").output)
    assert (one["kind"], one["key"], one["before"], one["after"]) == (
        "changed",
        "materials[lease].deferrable.days",
        5,
        7,
    )
    assert one["sentence"]["zh"].startswith("材料")


def test_pages_of_facts_are_checked_like_guides() -> None:
    pages = Path(__file__).parent / "data" / "published"
    result = run("check", pages, "--json")
    found = json.loads(result.output)
    assert result.exit_code == 1
    assert {one["file"] for one in found if one["severity"] == "error"} == {"stall_bad.yaml"}
    assert run("check", pages / "stall_good.yaml").exit_code == 0
