"""A public notice is the last way: where others failed, or where it is proven that nobody knows the whereabouts (R146)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.core.play import HANDLER
from tests.core.test_rules_intake import refused
from tests.core.test_service import Letters, notice, told
from workflows import commands as c
from workflows import events as e
from workflows.events import Recorded
from workflows.refusal import Refusal

PAPER = "临江日报第 3 版"


def publish(play: Letters, **grounds: str) -> c.SendLetter:
    return c.SendLetter(*notice(play), "public_notice", PAPER, **grounds)


def came_back(reason: str, way: str = "courier") -> Letters:
    play = told()
    if way == "courier":
        play.do(c.SendLetter(*notice(play), way, "EMS1"), "2026-03-05T09:00")
    play.do(c.FailService(*notice(play), reason), "2026-03-09T09:00")
    return play


def test_nothing_is_published_before_another_way_was_tried():
    play = told()
    assert refused(play, publish(play), "2026-03-05T10:00").rule == "notice_before_other_ways"
    play.do(c.SendLetter(*notice(play), "courier", "EMS1"), "2026-03-05T10:00")
    assert refused(play, publish(play), "2026-03-06T10:00").rule == "letter_under_way"


@pytest.mark.parametrize("reason", ["returned", "nobody", "moved"])
@pytest.mark.parametrize("way", ["courier", "visit"])
def test_once_another_way_failed_it_is_open_and_the_journal_says_why(reason: str, way: str):
    play = came_back(reason, way)
    (sent,) = play.do(publish(play, why="多余的话", evidence="d1"), "2026-03-10T10:00")
    assert (sent.ground, sent.why, sent.evidence) == ("tried", "", "")
    known = play.case.letters[notice(play)]
    assert [(one.reason, one.on) for one in known.tries] == [(reason, date(2026, 3, 9))]
    assert (known.ground, known.state) == ("tried", "sent")


def test_who_refuses_to_sign_is_there_and_a_mail_that_bounced_was_no_service():
    play = came_back("refused")
    assert refused(play, publish(play), "2026-03-10T10:00").rule == "notice_before_other_ways"
    inbox = told("electronic")
    inbox.do(c.FailService(*notice(inbox), "moved"), "2026-03-09T09:00", HANDLER)
    assert refused(inbox, publish(inbox), "2026-03-10T10:00").rule == "notice_before_other_ways"


def test_unknown_whereabouts_need_both_words_and_proof():
    play = told()
    for grounds, rule in (
        ({"evidence": "d1"}, "notice_before_other_ways"),
        ({"why": "  ", "evidence": "d1"}, "notice_before_other_ways"),
        ({"why": "住所已经拆除"}, "whereabouts_unproven"),
    ):
        assert refused(play, publish(play, **grounds), "2026-03-05T10:00").rule == rule
    (sent,) = play.do(publish(play, why=" 住所已经拆除 ", evidence="d1"), "2026-03-05T10:00")
    assert (sent.ground, sent.why, sent.evidence) == ("unknown", "住所已经拆除", "d1")


@pytest.mark.parametrize("way", ["courier", "entrusted"])
def test_the_other_ways_ask_for_no_ground(way: str):
    play = told()
    (sent,) = play.do(c.SendLetter(*notice(play), way, "1", why="x", evidence="d1"), "2026-03-05T10:00")
    assert (sent.ground, sent.why, sent.evidence) == ("", "", "")


def test_what_an_older_journal_published_without_a_ground_still_counts():
    play = told()
    event = e.LetterSent(*notice(play), "public_notice", date(2026, 3, 5), PAPER)
    play.journal.append(Recorded(len(play.journal) + 1, play.journal[-1].at, HANDLER, event))
    with pytest.raises(Refusal, match="notice_running"):
        play.do(c.ServeLetter(*notice(play), "public_notice", date(2026, 3, 5)), "2026-04-03T10:00")
    play.do(c.ServeLetter(*notice(play), "public_notice", date(2026, 3, 5)), "2026-04-07T10:00")
    assert play.case.letters[notice(play)].served_on == date(2026, 4, 4)
