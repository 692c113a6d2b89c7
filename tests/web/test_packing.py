"""Style sheets and scripts travel packed to whoever takes them so; pages, which hold secrets, never do."""

from __future__ import annotations

import gzip

import pytest

SHEET = "/static/theme.css"


def test_a_style_sheet_is_packed_for_browsers_that_take_it(client):
    plain = client.get(SHEET)
    packed = client.get(SHEET, headers={"Accept-Encoding": "gzip, br"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) * 4 < len(plain.data)
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert "Content-Encoding" not in plain.headers
    for answer in (plain, packed):
        answer.close()


@pytest.mark.parametrize("path", ["/", "/sign-in", "/static/nothing.css"])
def test_pages_are_not_packed(client, path):
    assert "Content-Encoding" not in client.get(path, headers={"Accept-Encoding": "gzip"}).headers
