"""What a person said is told to him with his data: his own words, also where the case is in other hands, and nobody else's."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.actors import Actor
from portal.db import reading
from portal.models import Case as CaseRow
from portal.services import journal, own_words, reconsideration
from tests.at_window import Town, beijing, settle
from tests.own_zip import packed

LATELY = beijing("2026-11-10 10:00")
SAID = {"claim": "annul", "facts": "我单位仍在经营。", "evidence": "营业执照", "phone": "13900000001"}


@pytest.fixture
def town(database: Flask) -> Town:
    return settle(database)


def taken(by: Actor) -> dict[str, Any]:
    found = packed(by, at=LATELY).items()
    return {name: json.loads(text) for name, text in found if name.endswith(".json") and name != "manifest.json"}


def contested(town: Town) -> str:
    case_id = town.terminated("2026-09-28 10:00")
    act = reconsideration.remedies(case_id, by=town.handler, at=LATELY).acts[0]
    reconsideration.file(case_id, act.name, SAID, by=town.handler, at=LATELY)
    with reading() as session:
        return session.scalars(select(CaseRow.number).where(CaseRow.public_id == case_id)).one()


def words(said: list[dict[str, Any]]) -> list[str]:
    return [one["words"]["facts"] for one in said if one["what"] == "ReconsiderationFiled"]


def test_an_application_for_review_is_told_in_the_applicants_own_words(town: Town):
    number = contested(town)
    found = taken(town.handler)
    assert words(found[f"cases/{number}.json"]["said"]) == [SAID["facts"]]
    assert "elsewhere.json" not in found


def test_who_left_the_enterprise_is_told_what_he_did_and_nothing_else_of_the_case(town: Town):
    number = contested(town)
    found = taken(replace(town.handler, enterprise_id=None, owner=False))
    assert not [name for name in found if name.startswith("cases/")]
    (case,) = found["elsewhere.json"]
    assert (case["number"], words(case["said"])) == (number, [SAID["facts"]])
    assert set(case) == {"number", "item", "said"}


def test_a_colleagues_words_are_the_owners_to_read_and_nobody_elses(town: Town):
    number = contested(town)
    colleague = replace(town.handler, id=town.handler.id + 1000, owner=False)
    with reading() as session:
        row = session.scalars(select(CaseRow).where(CaseRow.number == number)).one()
        recorded = tuple(journal.load(session, row.id))
        assert own_words.of_case(session, row, recorded, colleague) == []
        assert words(own_words.of_case(session, row, recorded, replace(colleague, owner=True))) == [SAID["facts"]]
