"""The materials as reviewers read them: every page as an image, the original only as a download, and only for those it concerns."""

from __future__ import annotations

import pytest

from portal import clock
from tests import at_window
from tests.at_window import Town, beijing
from tests.web.people import sign_in

pytestmark = pytest.mark.engines("sqlite")


@pytest.fixture(autouse=True)
def today(monkeypatch) -> None:
    """Wednesday, 30 September 2026."""
    monkeypatch.setattr(clock, "now", lambda: beijing("2026-09-30 15:00"))


@pytest.fixture
def town(app) -> Town:
    with app.app_context():
        return at_window.settle(app)


@pytest.fixture
def case_id(app, town) -> str:
    with app.app_context():
        case_id = town.hand_in("2026-09-29 15:42", pages=2)
        town.mark(case_id, "2026-09-30 09:40")
        town.conclude(case_id, "accepted", "2026-09-30 09:45")
        return case_id


def test_every_page_of_a_file_is_shown_as_an_image_and_the_original_is_a_download(client, town, case_id):
    sign_in(client, "chen.li").get(f"/review/cases/{case_id}/materials")
    images = [one.get("src") for one in client.page.tree.iter("img")]
    assert len(images) == 2
    assert "合格" in client.page.words
    picture = client.get(images[1])
    assert (picture.mimetype, picture.data[:4]) == ("image/png", b"\x89PNG")
    with client.get(client.page.links["下载原件"]) as original:
        assert original.headers["Content-Disposition"].startswith("attachment")


def test_the_answers_are_read_in_words(client, town, case_id):
    sign_in(client, "chen.li").get(f"/review/cases/{case_id}/materials?m=answers")
    assert "批发（无储存）" in client.page.words
    assert "9901**********3019" in client.page.words
    assert "139****0001" in client.page.words


def test_a_page_that_is_not_there_is_not_found(client, town, case_id):
    sign_in(client, "chen.li").get(f"/review/cases/{case_id}/materials")
    image = next(client.page.tree.iter("img")).get("src")
    assert client.get(image.replace("/1.png", "/9.png")).status_code == 404


def test_an_office_without_a_share_in_the_case_sees_no_page_and_no_file(client, town, case_id):
    sign_in(client, "chen.li").get(f"/review/cases/{case_id}/materials")
    image, file = next(client.page.tree.iter("img")).get("src"), client.page.links["下载原件"]
    sign_in(client, "qin.yue")
    assert client.get(image).status_code == 403
    assert client.get(file).status_code == 403


def test_the_supervisor_reads_the_same_pages(client, town, case_id):
    sign_in(client, "su.ming").get(f"/supervision/cases/{case_id}/materials")
    images = [one.get("src") for one in client.page.tree.iter("img")]
    assert client.get(images[0]).status_code == 200
