"""Names of offices in a list: without the name of the town that most of them share."""

from __future__ import annotations

import pytest
from flask import Flask
from flask_babel import force_locale

from guides.text import Text
from portal.web.local_words import short_office

pytestmark = pytest.mark.engines("sqlite")
TOWN = {
    "emb": Text(zh="临江市应急管理局", en="Linjiang Emergency Management Bureau"),
    "fire": Text(zh="临江市消防救援支队", en="Linjiang Fire and Rescue"),
    "police": Text(zh="临江市公安局", en="Linjiang Public Security Bureau"),
}
POINT = {"point": Text(zh="沿江县政务服务站", en="Yanjiang County Service Point")}


@pytest.mark.parametrize("offices", [TOWN, TOWN | POINT])
def test_the_name_of_the_town_is_left_out_also_where_one_office_is_of_another_place(app: Flask, offices):
    with app.test_request_context():
        assert "消防救援支队" in short_office("fire", offices)
        assert "临江" not in short_office("fire", offices)
        with force_locale("en"):
            assert "Fire and Rescue" in short_office("fire", offices)
            assert "Linjiang" not in short_office("fire", offices)


def test_an_office_of_another_place_and_one_that_is_alone_keep_their_whole_names(app: Flask):
    with app.test_request_context():
        assert "沿江县政务服务站" in short_office("point", TOWN | POINT)
        assert "沿江县政务服务站" in short_office("point", POINT)
