"""Beside every material stands whether its paper has to follow: never, with a visit, or when the result is collected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from flask import Flask

from guides.guide import Guide
from portal.services import law
from portal.web.requirement_words import paper_words

DAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Asked:
    """A material of a guide of the catalogue, and a piece of what is said of it."""

    item: str
    material: str
    words: str


def guide(item: str) -> Guide:
    return law.catalogue().in_force(item, DAY)


@pytest.mark.parametrize(
    "asked",
    [
        Asked("hazchem_business_licence", "application", "纸质的不用再交"),
        Asked("hazchem_business_change", "old_licence", "领结果时带原件交验"),
    ],
    ids=lambda one: one.material,
)
def test_the_paper_of_a_material_follows_or_not(app: Flask, asked: Asked) -> None:
    found = guide(asked.item)
    with app.test_request_context():
        assert asked.words in paper_words(found.material(asked.material), found)


def test_a_guide_that_wants_a_visit_names_its_reason(app: Flask) -> None:
    found = guide("hazchem_business_licence")
    window = next(one for one in found.channels if one.id == "window")
    visited = found.model_copy(update={"channels": (window.model_copy(update={"id": "online"}),)})
    with app.test_request_context():
        assert "到场时带上原件（提交申请材料）" in paper_words(found.material("application"), visited)


def test_who_cannot_apply_online_is_told_nothing(app: Flask) -> None:
    found = guide("hazchem_business_licence")
    shut = found.model_copy(update={"channels": ()})
    with app.test_request_context():
        assert paper_words(found.material("application"), shut) == ""
