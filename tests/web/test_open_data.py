"""The same guide as data for machines: anybody may take it, in every form, without signing in."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest

from tests.pages import Browser
from tests.web import people
from tests.web.bookshop import move_in

pytestmark = pytest.mark.engines("sqlite")
DATA = "/open-data/guides/bookshop"


@pytest.fixture(autouse=True)
def bookshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    move_in(tmp_path, monkeypatch)


def test_the_process_is_a_file_for_any_bpmn_tool_in_both_languages(app, client: Browser) -> None:  # type: ignore[no-untyped-def]
    people.settle(app)
    for query, lane in (("", "临江市消防救援支队"), ("?lang=en", "Linjiang Fire and Rescue Detachment")):
        answer = client.get(f"{DATA}.bpmn{query}")
        assert answer.content_type == "application/xml; charset=utf-8"
        assert answer.headers["Content-Disposition"] == 'attachment; filename="bookshop.bpmn"'
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        root = Xml.fromstring(answer.data)
        assert lane in [one.get("name") for one in root.iter() if one.tag.endswith("}lane")]


@pytest.mark.parametrize("path", ["none.bpmn", "none.json"])
def test_data_of_an_item_that_does_not_exist_is_not_found(client: Browser, path: str) -> None:
    assert client.get(f"/open-data/guides/{path}").status_code == 404
