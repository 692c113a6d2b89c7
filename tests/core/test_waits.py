"""What a list keeps of a case under review says on every later day what the rules of the decision say then."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from portal.web.blocker_words import _NEXT, _TITLES
from portal.web.review_blockers import _HINTS
from portal.web.review_mending import _PLACES
from tests.core.play import HANDLER, HEAD, REVIEWER, TERMS, Play, moment
from workflows import commands as c
from workflows.events.telling import with_letters
from workflows.panel import CAUSE as EXPERTS
from workflows.rules.decision import blockers
from workflows.waits import first_of, from_columns, mended, to_columns, waits

RULES = Path(__file__).parents[2] / "workflows/rules/decision.py"
DAY = date(2026, 3, 5)


def begun(credit: str = "none", **terms: object) -> Play:
    return Play(replace(TERMS, **terms)).submitted().checked(credit).accepted()


def looked_in_vain(play: Play) -> Play:
    return play.checked("unavailable", at="2026-03-05T15:00", stage="review")


def paused(play: Play, cause: str = EXPERTS) -> Play:
    play.do(c.PauseClock(cause, 10, "需要专家评审"), "2026-03-04T09:00", REVIEWER)
    return play


def disagreed(play: Play) -> Play:
    play.answered("documents", "fire").answered("site", verdict="disagree")
    return play


def told_of_hearing(play: Play) -> Play:
    play.do(c.TellHearing("拟不予许可，涉及重大利益关系"), "2026-03-05T11:00", REVIEWER)
    return play


def told_on_paper(play: Play) -> Play:
    """Nobody knows yet when the letter arrives, and the days to ask for a hearing begin then."""
    play.do(c.ChooseService("paper"), "2026-03-05T10:30", HANDLER)
    told = told_of_hearing(play).journal.pop()
    play.journal.append(replace(told, event=with_letters(told.event, (("hearing_right", "1号"),), ())))
    return play


SITUATIONS = {
    "the right to be heard was told": (lambda: told_of_hearing(begun().heard()), "hearing_period"),
    "the right to be heard was told on paper": (lambda: told_on_paper(begun().heard()), "hearing_period"),
    "an office is silent": (lambda: begun(), "track_open"),
    "a department disagrees": (lambda: disagreed(begun()), "disagreement_open"),
    "experts are at work": (lambda: paused(begun()), "procedure_open"),
    "a promised material is missing": (
        lambda: Play().submitted().checked().deferred("lease").heard(),
        "deferred_open",
    ),
    "nobody has looked at the lists": (lambda: Play().submitted().accepted().heard(), "credit_missing"),
    "the lists could not be read": (
        lambda: Play().submitted().checked("unavailable").accepted().heard(),
        "credit_missing",
    ),
    "the look grows too old": (lambda: looked_in_vain(begun().heard()), None),
    "the second signature is missing": (lambda: begun("black").heard(), "cosignature_missing"),
    "the legal review is missing": (lambda: begun(legal_review="always").heard(), "legal_review_missing"),
    "nobody has discussed it": (lambda: begun(collegial="always").heard(), "discussion_missing"),
    "nothing stands in the way": (lambda: begun().heard(), None),
}


@pytest.mark.parametrize("name", SITUATIONS)
def test_what_is_kept_says_what_the_rules_say_on_every_later_day(name):
    make, expected = SITUATIONS[name]
    play = make()
    last = play.journal[-1]
    known = from_columns(to_columns(waits(play.case, moment(f"{last.at:%Y-%m-%dT%H:%M}", last.by))))
    first = first_of(known, last.at.date())
    assert (first.code if first else None) == expected
    for days in range(60):
        on = last.at.date() + timedelta(days=days)
        then = mended(blockers(play.case, outcome="grant", now=moment(f"{on}T12:00", HEAD)), play.case)
        found = first_of(known, on)
        assert (found.code if found else None) == (then[0].code if then else None), on


def test_a_look_that_cannot_be_made_again_is_missed_from_the_day_on_which_it_is_too_old():
    play = looked_in_vain(begun(credit_days=5, legal_review="always").heard())
    known = waits(play.case, moment("2026-03-05T15:00"))
    assert [one.code for one in known] == ["credit_stale", "legal_review_missing"]
    assert [first_of(known, date(2026, 3, day)).code for day in (8, 9)] == ["legal_review_missing", "credit_stale"]


def test_a_case_that_is_decided_or_at_the_window_waits_for_nothing():
    assert waits(Play().submitted().case, moment("2026-03-02T10:00")) == ()
    assert waits(begun().heard().granted().case, moment("2026-03-06T10:00")) == ()


def test_every_blocker_of_the_rules_has_its_title_its_hint_its_place_and_its_next_act():
    codes = set(re.findall(r'Blocker\(\s*"(\w+)"', RULES.read_text("utf-8")))
    codes |= set(re.findall(r'Blocker\("(\w+)" if \w+ else "(\w+)"', RULES.read_text("utf-8"))[0])
    assert len(codes) == 21
    for words in (_TITLES, _NEXT, _HINTS, _PLACES):
        assert set(words) == codes
