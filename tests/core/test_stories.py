"""Worked stories: what was done, when, and every date that follows from it, played through the rules of the engine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from workflows.calendar import CalendarGap, load_calendar
from workflows.replay import play
from workflows.story import StoryError, stories_of

CALENDAR = load_calendar()
DATA = Path(__file__).parent / "data"
STORIES = [
    told
    for name in ("stories.yaml", "counted_stories.yaml")
    for told in stories_of((DATA / name).read_text(encoding="utf-8"))
]
ASKED = {name for told in STORIES for name in told["expect"]}


@pytest.mark.parametrize("told", STORIES, ids=lambda told: told["id"])
def test_every_date_of_a_story_comes_out_to_the_day(told: dict[str, Any]) -> None:
    played = play(told, CALENDAR)
    assert played.answer == played.expected
    assert played.holds


def test_the_stories_ask_for_every_kind_of_date() -> None:
    assert set(play(STORIES[0], CALENDAR).found) - ASKED <= {"noticed_on", "decided_on"}


def test_a_story_that_expects_nothing_says_all_it_knows() -> None:
    told = {**STORIES[0], "expect": None}
    answer = play(told, CALENDAR).answer
    assert {"received_on", "accepted_on", "promised_due", "statutory_due", "deferred"} <= set(answer)


def test_a_date_that_came_out_differently_is_seen() -> None:
    told = {**STORIES[0], "expect": {"received_on": "2026-09-28"}}
    played = play(told, CALENDAR)
    assert not played.holds
    assert played.answer == {"received_on": "2026-09-29"}


LIMITS: dict[str, Any] = {
    "notice": 5,
    "promised": [10, "working_day", "accepted"],
    "statutory": [20, "working_day", "accepted"],
}
SUBMITTED = {"at": "2026-03-09T09:00", "do": "submit"}
ACCEPTED = {"at": "2026-03-10T09:00", "do": "accept"}
TRACK = {"do": "track", "track": "fire", "days": 3}


@pytest.mark.parametrize(
    ("limits", "events", "words"),
    [
        ({}, [{"at": "2026-02-30T09:00", "do": "submit"}], "no moment"),
        ({}, [{"at": "2026-03-09T09:00", "do": "dance"}], "nobody knows how to 'dance'"),
        ({}, [ACCEPTED], "begins when an application is submitted"),
        ({}, [{"do": "submit"}], "says when it happened"),
        ({}, [], "at least one event"),
        ({}, [SUBMITTED, ACCEPTED, {"at": "2026-03-11T09:00", "do": "pause"}], "pause"),
        ({}, [SUBMITTED, ACCEPTED, {"at": "2026-03-11T09:00", "do": "resume", "kind": "hearing"}], "not_paused"),
        ({}, [SUBMITTED, {"at": "2026-03-11T09:00", "do": "silence"}], "notice_limit_running"),
        ({"promised": [10, "fortnight", "accepted"]}, [SUBMITTED], "fortnight"),
        ({"notice": "5"}, [SUBMITTED], "no whole number"),
        ({"promised": []}, [SUBMITTED], "a number, a unit and a starting event"),
        ({"promised": [1, "month", "accepted", 4]}, [SUBMITTED], "a number, a unit and a starting event"),
        ({"promised": [10, ["working_day"], "accepted"]}, [SUBMITTED], "the unit"),
        ({"promised": [10, "working_day", "whenever"]}, [SUBMITTED], "starts with one of"),
        ({"promissed": 10}, [SUBMITTED], "'promissed' is none of"),
        ({"promise_stops_for": "site_check"}, [SUBMITTED], "a list of causes"),
        ({}, [{**SUBMITTED, "do": ["submit"]}], "do is a name"),
        ({}, [SUBMITTED, ACCEPTED, {"at": "2026-03-11T09:00", "do": "pause", "kind": None}], "kind is a name"),
        (
            {},
            [SUBMITTED, ACCEPTED, {"at": "2026-03-01T09:00", "do": "pause", "kind": "hearing"}],
            "event 3: pause comes before",
        ),
        ({}, [{**ACCEPTED, "do": "submit"}, {**SUBMITTED, "do": "accept"}], "event 2: accept comes before submit"),
        ({}, [SUBMITTED, {**ACCEPTED, "do": "defer", "material": ["lease"], "days": 3}], "material is a name"),
        ({}, [SUBMITTED, {**ACCEPTED, **TRACK, "after": 5}], "after is a list of tracks"),
        ({}, [SUBMITTED, {**ACCEPTED, **TRACK, "after": ["nobody"]}], "waits for 'nobody'"),
        ({}, [SUBMITTED, {**ACCEPTED, **TRACK, "after": ["fire"]}], "waits for itself"),
        ({}, [SUBMITTED, {**ACCEPTED, **TRACK}, {**ACCEPTED, **TRACK}], "a track 'fire' already"),
        ({}, [SUBMITTED, {**ACCEPTED, **TRACK, "unit": "week"}], "event 2: the unit 'week'"),
        ({}, [SUBMITTED, ACCEPTED, {"at": "2026-03-11T09:00", "do": "extend", "days": 11}], "at most 10 days"),
        (
            {"statutory": [45, "working_day", "accepted"]},
            [SUBMITTED, ACCEPTED, {"at": "2026-03-11T09:00", "do": "extend", "days": 16}],
            "at most 15 days",
        ),
        (
            {},
            [SUBMITTED, *({**ACCEPTED, "do": "defer", "material": "lease", "days": n} for n in (3, 5)), ACCEPTED],
            "event 3: 'lease' is deferred already",
        ),
    ],
)
def test_what_cannot_be_played_is_refused_with_a_sentence(
    limits: dict[str, Any], events: list[Any], words: str
) -> None:
    with pytest.raises(StoryError, match=words):
        play({"id": "X", "limits": {**LIMITS, **limits}, "events": events}, CALENDAR)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"expect": ["received_on"]}, "expect says which dates"),
        ({"expect": {"promised_due": "2026-02-30"}}, "promised_due '2026-02-30' is no day"),
        ({"expect": {"tracks": {"fire": "2026-04-31"}}}, "tracks '2026-04-31' is no day"),
        ({"today": "2026-02-30"}, "is no day"),
        ({"today": "2026-03-09"}, "lies before 2026-03-10"),
    ],
)
def test_what_a_story_asks_for_must_be_possible(more: dict[str, Any], words: str) -> None:
    with pytest.raises(StoryError, match=words):
        play({"id": "X", "limits": LIMITS, "events": [SUBMITTED, ACCEPTED], **more}, CALENDAR)


def test_a_story_of_a_year_without_schedule_is_refused_instead_of_leaving_its_dates_out() -> None:
    long_ago = [{**one, "at": one["at"].replace("2026", "1950")} for one in (SUBMITTED, ACCEPTED)]
    with pytest.raises(CalendarGap, match="1950"):
        play({"id": "X", "limits": LIMITS, "events": long_ago}, CALENDAR)


@pytest.mark.parametrize("text", ["", "[]", "[" * 3000, "[", "12", "- {id: A}", "- just words"])
def test_a_file_without_stories_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(StoryError):
        stories_of(text)


def test_offices_that_decide_together_may_extend_by_fifteen_days() -> None:
    extended = [SUBMITTED, ACCEPTED, {"at": "2026-03-11T09:00", "do": "extend", "days": 15}]
    limits = {**LIMITS, "statutory": [45, "working_day", "accepted"]}
    assert play({"id": "X", "limits": limits, "events": extended}, CALENDAR).found["statutory_due"] == "2026-06-05"


def test_silence_of_the_applicant_withdraws_and_is_refused_before_its_day() -> None:
    noticed = [SUBMITTED, {**ACCEPTED, "do": "correction_notice"}]
    early, late = ({"at": f"2026-03-{day}T00:05", "do": "silence"} for day in (24, 25))
    with pytest.raises(StoryError, match="event 3: silence is refused"):
        play({"id": "X", "limits": LIMITS, "events": [*noticed, early]}, CALENDAR)
    found = play({"id": "X", "limits": LIMITS, "events": [*noticed, late]}, CALENDAR).found
    assert (found["correction_due"], found["accepted_on"], found["deemed_accepted"]) == ("2026-03-24", None, False)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"exspect": {"promised_due": "2026-03-18"}}, "'exspect' means nothing in a story"),
        ({"events": [SUBMITTED, {**ACCEPTED, "until": "2026-04-01"}]}, "event 2: 'until' means nothing in an event"),
        (
            {"events": [SUBMITTED, ACCEPTED, {"at": "2026-03-11T09:00", "do": "pause", "kind": "hearng"}]},
            "event 3: 'hearng' stops no clock",
        ),
        (
            {
                "events": [{**one, "at": one["at"].replace("2026-03", "2034-12")} for one in (SUBMITTED, ACCEPTED)],
                "expect": {"statutory_due": "2035-01-08"},
            },
            "no holiday schedule for 2035",
        ),
    ],
)
def test_what_has_no_effect_or_no_date_is_said(more: dict[str, Any], words: str) -> None:
    told = {"id": "X", "limits": LIMITS, "events": [SUBMITTED, ACCEPTED], **more}
    assert any(words in one for one in play(told, CALENDAR).remarks)


def test_nothing_is_said_of_what_everybody_knows() -> None:
    assert [one for told in STORIES for one in play(told, CALENDAR).remarks] == []
