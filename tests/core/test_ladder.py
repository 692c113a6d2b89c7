"""The ladder of reminders: half, most, near, full and over, each once and on its true day (R119, R121)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.core.play import Play
from workflows import commands as c
from workflows.calendar import load_calendar
from workflows.ladder import LadderError, Rung, day_of, load_ladder, waiting
from workflows.ledger import Clock, Limit, Pause, Unit
from workflows.limits import due

CALENDAR = load_calendar()
LADDER = load_ladder()


def rungs(clock: Clock, today: date) -> dict[str, date | None]:
    on = due(clock, CALENDAR, today).on
    assert on is not None
    return {rung.name: day_of(rung, clock, on, CALENDAR, today) for rung in LADDER.passed_by(clock.kind)}


def told(play: Play, clock: str) -> list[tuple[str, str]]:
    found = [entry.event for entry in play.journal if type(entry.event).__name__ == "Reminded"]
    return [(one.rung, one.reached_on.isoformat()) for one in found if one.clock == clock]


def test_twenty_working_days_have_five_rungs():
    clock = Clock("promised", "", Limit(20, Unit.WORKING_DAY, "accepted"), date(2026, 3, 2))
    assert rungs(clock, date(2026, 3, 2)) == {
        "half": date(2026, 3, 16),
        "most": date(2026, 3, 24),
        "near": date(2026, 3, 27),
        "full": date(2026, 3, 30),
        "over": date(2026, 3, 31),
    }


def test_a_share_is_rounded_up_and_never_falls_on_the_last_day():
    three = Clock("notice", "", Limit(3, Unit.WORKING_DAY, "received"), date(2026, 3, 2))
    one = Clock("notice", "", Limit(1, Unit.WORKING_DAY, "received"), date(2026, 3, 2))
    assert (rungs(three, date(2026, 3, 2))["half"], rungs(three, date(2026, 3, 2))["most"]) == (date(2026, 3, 4), None)
    assert rungs(one, date(2026, 3, 2))["half"] is None


def test_calendar_days_and_months_are_shared_out_by_calendar_days():
    days = Clock("correction", "", Limit(10, Unit.CALENDAR_DAY, "noticed"), date(2026, 3, 2))
    month = Clock("correction", "", Limit(1, Unit.MONTH, "noticed"), date(2026, 4, 1))
    assert rungs(days, date(2026, 3, 2))["half"] == date(2026, 3, 7)
    assert rungs(month, date(2026, 4, 1))["most"] == date(2026, 4, 25)


def test_a_pause_moves_the_rungs_that_come_after_it():
    pause = Pause("hearing", date(2026, 3, 4), date(2026, 3, 11))
    clock = Clock("promised", "", Limit(20, Unit.WORKING_DAY, "accepted"), date(2026, 3, 2), (pause,))
    assert rungs(clock, date(2026, 3, 12))["half"] == date(2026, 3, 23)


def test_every_rung_of_a_track_is_told_once_on_its_day():
    play = Play().submitted().checked().accepted("2026-03-03T10:00")
    for day in range(4, 32):
        play.swept(f"2026-03-{day:02d}T00:05")
        assert play.swept(f"2026-03-{day:02d}T13:00") == []
    names = [rung for rung, _ in told(play, "promised")]
    assert names == ["half", "most", "near", "full", "over"]
    assert len(told(play, "track:fire")) == len(set(told(play, "track:fire")))


def test_after_an_outage_every_rung_keeps_its_true_day():
    daily = Play().submitted().checked().accepted("2026-03-03T10:00")
    for day in range(4, 32):
        daily.swept(f"2026-03-{day:02d}T00:05")
    late = Play().submitted().checked().accepted("2026-03-03T10:00")
    late.swept("2026-03-31T00:05")
    for clock in ("promised", "statutory", "track:fire", "track:documents"):
        assert sorted(told(late, clock)) == sorted(told(daily, clock))


def test_a_pause_reminds_of_itself_alone_and_its_end_of_the_promise():
    play = Play().submitted().checked().accepted("2026-03-03T10:00")
    play.do(c.PauseClock("expert_review", 30, "专家评审"), "2026-03-04T10:00")
    for day in range(5, 29):
        play.swept(f"2026-03-{day:02d}T00:05")
    assert told(play, "promised") == []
    assert [rung for rung, _ in told(play, "procedure:expert_review")] == ["half"]
    play.do(c.ResumeClock("expert_review"), "2026-03-30T10:00")
    play.swept("2026-04-08T00:05")
    assert ("half", "2026-04-03") in told(play, "promised")


def test_a_pause_does_not_hide_that_a_limit_was_over_before():
    play = Play().submitted().checked().accepted("2026-03-03T10:00")
    play.do(c.PauseClock("expert_review", 30, "专家评审"), "2026-03-20T10:00")
    play.swept("2026-03-23T00:05")
    assert ("over", "2026-03-18") in told(play, "promised")


def test_an_extension_repeats_no_share_that_was_told_and_tells_of_the_new_end():
    play = Play().submitted().checked().accepted("2026-03-03T10:00")
    play.swept("2026-03-16T00:05")
    before = told(play, "promised")
    play.do(c.Extend(5, "案情复杂", "officer:9"), "2026-03-16T10:00")
    for day in range(17, 26):
        play.swept(f"2026-03-{day:02d}T00:05")
    names = [rung for rung, _ in told(play, "promised")]
    assert names.count("half") == 1
    assert names.count("near") == 2
    assert told(play, "promised")[: len(before)] == before


def test_the_notice_clock_begins_a_new_ladder_after_a_correction():
    play = Play().submitted("2026-03-02T09:00")
    play.swept("2026-03-05T00:05")
    assert [rung for rung, _ in told(play, "notice")] == ["half"]
    play.corrected("form", notice="2026-03-05T10:00")
    play.swept("2026-03-12T00:05")
    assert told(play, "notice") == [("half", "2026-03-05"), ("half", "2026-03-12")]


def test_applicants_have_rungs_of_their_own_and_are_told_alone():
    assert LADDER.told("correction", "over") == ("handler",)
    assert LADDER.told("deferred:lease", "near") == ("handler",)
    assert LADDER.handler("deferred:lease") == "applicant"
    assert LADDER.told("promised", "full") == ("handler", "head", "supervision")
    assert LADDER.told("track:fire", "half") == ("handler",)


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"percent": 0, "tells": ("handler",)}, "says one of"),
        ({"percent": 101, "tells": ("handler",)}, "says one of"),
        ({"percent": 50, "days_after": 1, "tells": ("handler",)}, "says one of"),
        ({"tells": ("handler",)}, "says one of"),
        ({"percent": 50, "tells": ("mayor",)}, "tells some of"),
        ({"percent": 50, "tells": ()}, "tells some of"),
    ],
)
def test_a_rung_that_cannot_be_is_refused(facts: dict[str, object], message: str):
    with pytest.raises(LadderError, match=message):
        Rung("x", **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "{rungs: {}, handlers: {notice: mayor}, silent: []}",
        "{rungs: {a: {high: 1, tells: [head]}}, handlers: {}, silent: []}",
    ],
)
def test_a_ladder_file_that_cannot_be_used_is_refused(tmp_path: Path, text: str):
    file = tmp_path / "ladder.yaml"
    file.write_text(text)
    with pytest.raises(LadderError):
        load_ladder(file)


def test_nothing_waits_on_a_case_without_a_schedule():
    play = Play().submitted("2026-03-02T09:00")
    years = tuple(year for year in CALENDAR.years if year.year < 2026)
    assert list(waiting(play.case, type(CALENDAR)(years), date(2026, 3, 20))) == []
