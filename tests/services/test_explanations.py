"""Why a last day is that day: every day in words, the articles, and what a pause would make of it today."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale

from portal.db import reading
from portal.services import case_index
from portal.services.caseclocks import answered_today, views_of
from portal.services.explanations import explain_text
from portal.services.journal import state_of
from tests import under_review
from tests.services.cases import Hall, at, in_order
from tests.under_review import Town
from workflows import commands as c
from workflows.calendar import business_day


def text_of(case_id: int, clock: str, day: str, language: str = "zh_Hans_CN") -> str:
    with reading() as session:
        case = state_of(session, case_id)
    today = business_day(at(f"{day}T12:00"))
    with force_locale(language):
        return explain_text(views_of(case, today)[clock], today=today)


def test_a_promise_is_explained_day_by_day_with_its_articles(hall: Hall):
    case_id = hall.accepted("2026-03-30T10:00")
    text = text_of(case_id, "promised", "2026-04-01")
    assert "《行政许可法》第八十二条" in text
    assert "2026-04-06 星期一  清明放假，不计" in text
    assert "第 1 天" in text
    assert text.splitlines()[-1].startswith("到期日：2026年")


def test_while_a_pause_runs_the_day_is_said_that_holds_if_it_ends_today(hall: Hall):
    case_id = hall.accepted("2026-03-03T10:00")
    hall.do(case_id, c.PauseClock("hearing", 20, "申请人要求听证"), "2026-03-05T10:00", hall.head)
    first, later = (text_of(case_id, "promised", day) for day in ("2026-03-10", "2026-03-12"))
    assert "如果今天（2026年3月10日）恢复，到期日是 2026年3月20日" in first
    assert "如果今天（2026年3月12日）恢复，到期日是 2026年3月24日" in later
    assert "暂停：听证，2026年3月5日 至 今天仍在暂停，依据：" in first
    assert "2026-03-09 星期一  暂停（听证），不计" in first


def test_whoever_corrects_is_told_when_the_window_answers_if_it_comes_in_today(hall: Hall):
    case_id = hall.submitted("2026-03-02T09:00")
    hall.do(case_id, c.RequestCorrection(in_order(form="fix")), "2026-03-03T10:00")
    with reading() as session:
        case = state_of(session, case_id)
    found = answered_today(case, business_day(at("2026-03-07T10:00")))
    assert found is not None
    assert str(found.on) == "2026-03-16"


def test_the_same_in_english(hall: Hall):
    case_id = hall.accepted("2026-03-30T10:00")
    text = text_of(case_id, "promised", "2026-04-01", "en")
    assert "Administrative Licensing Law, article 82" in text
    assert "Qingming holiday, not counted" in text


@pytest.fixture
def town(database: Flask) -> Town:
    return under_review.settle()


@pytest.mark.engines("sqlite")
def test_the_command_line_explains_every_clock_as_text_and_as_json(town: Town, database: Flask, root: Path):
    town.accept(town.apply("2026-11-09 15:42"), "2026-11-10 09:40")
    settings = database.config["SETTINGS"]
    asked = ["cases", "show", case_index.listed()[0].number, "--explain", "--data", str(settings.data)]

    def said(*more: str) -> str:
        words = [sys.executable, "-m", "portal", *asked, *more]
        environ = {**os.environ, "ONEWINDOW_SECRET_KEY": settings.secret_key}
        return subprocess.run(words, cwd=root, env=environ, capture_output=True, text=True, check=True).stdout

    assert "《行政许可法》第八十二条" in said()
    told = json.loads(said("--json", "--language", "en"))["explanations"]
    assert "article 82" in told["promised"]
    assert {"notice", "promised", "statutory", "track:fire"} <= set(told)
