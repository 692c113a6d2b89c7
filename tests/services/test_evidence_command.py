"""`onewindow journal export`, `verify PACKAGE` and `key`: what a clerk of the court types on a machine without a portal."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from portal.cli import cli
from portal.db import reading
from portal.models import EvidenceExport
from portal.services import casefile, evidence_key
from portal.settings_checks import signing_key
from tests import packed
from tests.at_window import settle
from tests.packed import unpacked, zipped

pytestmark = pytest.mark.engines("sqlite")


@pytest.fixture
def case_id(database: Flask) -> str:
    return packed.winding(settle(database))


@pytest.fixture
def number(case_id: str) -> str:
    with reading() as session:
        return casefile.row_of(session, case_id).number


def run(app: Flask, *words: object) -> subprocess.CompletedProcess[str]:
    """The command on the machine of the portal."""
    return elsewhere(Path.cwd(), *words, **app.config["SETTINGS"].environ())


def elsewhere(folder: Path, *words: object, **more: str) -> subprocess.CompletedProcess[str]:
    """The command on a machine that has nothing but the program: an empty folder, no settings, no network needed."""
    command = [str(Path(sys.executable).with_name("onewindow")), "journal", *map(str, words)]
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    return subprocess.run(command, cwd=folder, env=kept | more, capture_output=True, text=True, check=False)


def test_a_package_travels_to_a_machine_without_any_database(database: Flask, number: str, tmp_path: Path) -> None:
    place, court = tmp_path / "case.zip", tmp_path / "court"
    court.mkdir()
    written = run(database, "export", number[-12:], "--out", place)
    assert written.returncode == 0, written.stderr
    assert place.stat().st_mode & 0o777 == 0o600
    fingerprint = evidence_key.fingerprint_of(evidence_key.signing().public_key())
    assert fingerprint in written.stdout

    broken = {"ONEWINDOW_PORT": "nonsense", "DATABASE_URL": "postgresql://nobody@nowhere/nothing"}
    found = elsewhere(court, "verify", place, "--key", fingerprint, **broken)
    assert (found.returncode, found.stderr) == (0, "")
    assert "核验通过" in found.stdout
    assert "VERIFIED: the signature" in found.stdout
    assert list(court.iterdir()) == [], "nothing is left behind"


def test_a_package_that_anybody_may_have_signed_is_not_called_verified(
    database: Flask, number: str, tmp_path: Path
) -> None:
    place = tmp_path / "case.zip"
    assert run(database, "export", number, "--out", place).returncode == 0
    found = elsewhere(tmp_path, "verify", place)
    assert (found.returncode, found.stderr) == (3, "")
    assert found.stdout.startswith("没有证明是谁签的")
    assert "NOT PROVEN WHO SIGNED" in found.stdout
    assert "核验通过" not in found.stdout
    assert "VERIFIED" not in found.stdout
    told = json.loads(elsewhere(tmp_path, "verify", place, "--json").stdout)
    assert (told["holds"], told["proven"]) == (True, False)


def test_tampering_is_told_in_both_languages_and_by_status(database: Flask, number: str, tmp_path: Path) -> None:
    place, forged, cut = tmp_path / "case.zip", tmp_path / "forged.zip", tmp_path / "cut.zip"
    assert run(database, "export", number, "--out", place).returncode == 0
    files = unpacked(place.read_bytes())
    forged.write_bytes(zipped({**files, "index.html": b"<h1>all was well</h1>"}))
    cut.write_bytes(place.read_bytes()[:5000])
    found = elsewhere(tmp_path, "verify", forged)
    assert (found.returncode, found.stderr) == (1, "")
    assert "文件被改过：index.html" in found.stdout
    assert "A file was changed: index.html" in found.stdout
    found = elsewhere(tmp_path, "verify", cut, "--json")
    assert (found.returncode, found.stderr) == (2, "")
    said = json.loads(found.stdout)
    assert (said["holds"], said["readable"], said["faults"][0]["code"]) == (False, False, "truncated")
    assert said["faults"][0]["zh"]
    assert said["faults"][0]["en"].isascii()


@pytest.mark.parametrize(
    ("name", "key", "code"),
    [
        ("nothing.zip", "", "not_there"),
        (".", "", "not_there"),
        ("case.zip", "12:34", "key_unreadable"),
        ("case.zip", "case.zip", "key_unreadable"),
    ],
)
def test_what_cannot_be_read_ends_with_2_and_a_sentence(
    database: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, key: str, code: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("case.zip").write_bytes(b"no zip")
    given = ["--key", key] if key else []
    result = CliRunner().invoke(cli, ["journal", "verify", name, *given, "--json"])
    assert result.exit_code == 2
    assert [fault["code"] for fault in json.loads(result.output)["faults"]] == [code]


def test_the_key_may_be_given_as_the_published_file(database: Flask, case_id: str, tmp_path: Path) -> None:
    place, key, other = tmp_path / "case.zip", tmp_path / "key.pem", tmp_path / "other.pem"
    assert run(database, "export", case_id, "--out", place).returncode == 0
    key.write_text(json.loads(run(database, "key", "--json").stdout)["pem"])
    other.write_text(evidence_key.pem_of(packed.STRANGER.public_key()))
    right = CliRunner().invoke(cli, ["journal", "verify", str(place), "--key", str(key)])
    assert right.exit_code == 0, right.output
    assert "It is the key that you named." in right.output
    wrong = CliRunner().invoke(cli, ["journal", "verify", str(place), "--key", str(other)])
    assert wrong.exit_code == 1
    assert "签名用的是另一把密钥" in wrong.output


def test_a_public_id_that_begins_with_a_hyphen_is_no_option(database: Flask, tmp_path: Path) -> None:
    refused = run(database, "export", "-OxeW_b2wS6wJxw0T83jGw", "--out", tmp_path / "case.zip")
    assert "No such option" not in refused.stderr
    assert refused.returncode == 1


def test_a_file_is_never_replaced_and_an_unknown_case_is_said(database: Flask, number: str, tmp_path: Path) -> None:
    place = tmp_path / "case.zip"
    place.write_text("kept")
    refused = run(database, "export", number, "--out", place)
    assert refused.returncode == 1
    assert "exists already" in refused.stderr
    assert place.read_text() == "kept"
    assert "There is no single case" in run(database, "export", "000000000000").stderr
    assert "cannot be written" in run(database, "export", number, "--out", tmp_path / "no" / "x.zip").stderr


def test_an_export_by_command_is_recorded_with_account_and_machine(
    database: Flask, number: str, tmp_path: Path
) -> None:
    run(database, "export", number, "--out", tmp_path / "case.zip")
    with reading() as session:
        one = session.query(EvidenceExport).one()
    assert one.by == "system:0"
    assert one.way.startswith("command ")
    assert "@" in one.way


def test_a_new_key_fits_the_setting_and_verify_without_a_package_still_proves_the_database(
    database: Flask, case_id: str
) -> None:
    key = CliRunner().invoke(cli, ["journal", "key", "--new"]).output.strip()
    assert signing_key(key) == key
    whole = run(database, "verify", "--json")
    assert whole.returncode == 0
    assert json.loads(whole.stdout)["cases"] == 1
    assert json.loads(whole.stdout)["broken"] == 0
