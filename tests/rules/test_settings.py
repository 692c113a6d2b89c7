"""The table of settings: every one has a sentence, a wrong value is refused with what to do next, the secret stays private."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from portal.config import SettingError, read_settings, settings_table

LONG_SECRET = "x" * 40


def test_every_setting_has_a_variable_and_a_sentence() -> None:
    table = [*settings_table()]
    assert len({setting.env for setting in table}) == len(table)
    for setting in table:
        assert re.fullmatch(r"[A-Z][A-Z_]+", setting.env)
        assert setting.sentence.endswith("."), setting.env


def test_every_setting_is_used(root: Path) -> None:
    sources = [path for path in (root / "portal").rglob("*.py") if path.name != "config.py"]
    texts = "\n".join(path.read_text("utf-8") for path in [*sources, *(root / "portal/templates").rglob("*.html")])
    reached = texts + (root / "portal/config.py").read_text("utf-8").partition("def embedded")[2]
    assert not [one.name for one in settings_table() if not re.search(rf"\.{one.name}\b", reached)]


@pytest.mark.parametrize(
    ("variable", "value", "advice"),
    [
        ("ONEWINDOW_PORT", "eighty", "Write a whole number from 1 to 65535."),
        ("ONEWINDOW_PORT", "70000", "Write a whole number from 1 to 65535."),
        ("ONEWINDOW_UPLOAD_MB", "-1", "Write a whole number"),
        ("ONEWINDOW_DEMO", "maybe", "Write on or off."),
        ("DATABASE_URL", "mysql://user:hush@host/db", "postgresql://user:password@host/name"),
        ("REDIS_URL", "localhost:6379", "begins with redis://"),
        ("STORAGE_URL", "/srv/files", "begins with file://"),
        ("MAIL_URL", "mail.example.cn", "begins with console:// or smtp://"),
        ("ONEWINDOW_BASE_URL", "licences.example.cn", "begins with http:// or https://"),
        ("ONEWINDOW_SECRET_KEY", "short", "at least 32"),
        ("ONEWINDOW_SIGN_IN_LIMIT", "often", "'10 per minute'"),
    ],
)
def test_a_wrong_value_is_refused_with_the_next_step(tmp_path: Path, variable: str, value: str, advice: str) -> None:
    with pytest.raises(SettingError) as refused:
        read_settings({variable: value}, data=tmp_path)
    assert str(refused.value).startswith(variable)
    assert advice in str(refused.value)
    assert "hush" not in str(refused.value)


def test_a_served_portal_must_be_given_its_secret(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="ONEWINDOW_SECRET_KEY is missing"):
        read_settings({"DATABASE_URL": "postgresql://localhost/onewindow"}, data=tmp_path)


def test_a_postgresql_address_names_the_driver(tmp_path: Path) -> None:
    environ = {"DATABASE_URL": "postgres://user@host/name", "ONEWINDOW_SECRET_KEY": LONG_SECRET}
    settings = read_settings(environ, data=tmp_path)
    assert settings.database_url == "postgresql+psycopg://user@host/name"
    assert not settings.embedded


def test_an_embedded_portal_keeps_a_private_secret(tmp_path: Path) -> None:
    first, second = read_settings({}, data=tmp_path / "data"), read_settings({}, data=tmp_path / "data")
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 32
    assert (tmp_path / "data/secret.key").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700


def test_the_command_line_goes_before_the_environment_and_that_before_the_default(tmp_path: Path) -> None:
    assert read_settings({}, data=tmp_path).port == 8000
    assert read_settings({"ONEWINDOW_PORT": "8001"}, data=tmp_path).port == 8001
    assert read_settings({"ONEWINDOW_PORT": "8001"}, data=tmp_path, port=8002).port == 8002


def test_another_process_gets_the_same_settings(tmp_path: Path) -> None:
    settings = read_settings({"ONEWINDOW_DEMO": "on", "ONEWINDOW_PROXIES": "2"}, data=tmp_path)
    assert read_settings(settings.environ()) == settings


def test_a_folder_without_a_portal_is_not_made_into_one_by_a_look(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="There is no portal in"):
        read_settings({}, create=False, data=tmp_path / "nothing")
    assert not (tmp_path / "nothing").exists()


def test_a_deep_folder_gets_a_short_socket(tmp_path: Path) -> None:
    settings = read_settings({}, data=tmp_path / ("deep" * 12) / ("deeper" * 12))
    assert len(settings.redis_url.removeprefix("unix://")) < 100


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingError, match="cannot be used"):
        read_settings({}, data=tmp_path / "file" / "data")
