"""Intake at the window: lists, marks, and the outcome that follows from them."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.services import desk, intake
from portal.services.credit_lists import Entry
from portal.services.wrong_input import WrongInput
from tests.at_window import Town, beijing, day, settle
from workflows.case import State
from workflows.limits import Signal
from workflows.refusal import Refusal


@pytest.fixture
def town(database: Flask) -> Town:
    return settle(database)


def test_an_application_in_order_is_accepted_with_its_marks_frozen(town: Town) -> None:
    case_id = town.hand_in("2026-09-29 15:42")
    town.mark(case_id, "2026-09-30 09:30")
    case = town.conclude(case_id, "accepted", "2026-09-30 09:40")
    assert case.state is State.IN_REVIEW
    assert {mark.verdict for mark in case.marks} == {"ok"}
    assert case.credit[0].result == "none"
