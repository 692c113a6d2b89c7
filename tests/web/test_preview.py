"""A draft in a browser: the pages the public would see, what is wrong with a broken file, and nothing that can be changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from portal.authoring.preview import drafts_app
from tests.core.small_guide import TEXT, changed


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("drafts")


@pytest.fixture(scope="module")
def browser(folder: Path) -> Iterator[FlaskClient]:
    with drafts_app(folder) as app:
        yield app.test_client()


def written(folder: Path, text: str, name: str = "emb/kiosk/2026-01-01.yaml") -> None:
    for old in folder.rglob("*.yaml"):
        old.unlink()
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, "utf-8")


def test_the_pages_of_a_draft_are_those_of_the_portal(folder: Path, browser: FlaskClient) -> None:
    written(folder, TEXT)
    first = browser.get("/")
    assert first.status_code == 200
    for address in ("/guides/kiosk?version=2026-01-01", "/preview/kiosk/form?version=2026-01-01"):
        assert address in first.text
        assert "报刊亭" in browser.get(address).text
    assert "租赁合同" in browser.get("/guides/kiosk/checklist?size=big").text
    assert "<svg" in browser.get("/guides/kiosk").text


def test_the_form_has_every_section_and_no_button_to_send(folder: Path, browser: FlaskClient) -> None:
    written(folder, TEXT)
    page = browser.get("/preview/kiosk/form").text
    assert 'name="f-size"' in page or "大小" in page
    assert 'method="post"' not in page
    assert browser.post("/preview/kiosk/form").status_code in (400, 405)


def test_a_page_that_is_loaded_again_shows_the_change(folder: Path, browser: FlaskClient) -> None:
    written(folder, changed(("报刊亭许可, en: Kiosk licence}\nshort", "书报亭许可, en: Kiosk licence}\nshort")))
    assert "书报亭许可" in browser.get("/guides/kiosk").text


def test_a_broken_draft_is_shown_as_all_its_errors(folder: Path, browser: FlaskClient) -> None:
    written(folder, changed(("days: 3", "days: many"), ("level: city", "level: moon")))
    for address in ("/", "/guides/kiosk"):
        page = browser.get(address)
        assert page.status_code == 422
        for piece in ("emb/kiosk/2026-01-01.yaml:", "review.tracks[visit].days", "应当是数字", "authority.level"):
            assert piece in page.text


def test_a_file_without_a_place_is_shown_under_its_own_name(folder: Path, browser: FlaskClient) -> None:
    written(folder, TEXT, "my draft.yaml")
    assert "/guides/my_draft" in browser.get("/").text
