"""Checks after a licence: what they lead to, what ends them, and how they follow the licence through its chain (R80, R131)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.core.play import HEAD, REVIEWER, TERMS, Play
from tests.core.test_licence import DOCUMENT, ISSUED, LAST, decided, proposed
from workflows import commands as c
from workflows.clocks import clocks
from workflows.refusal import Refusal
from workflows.terms import DutyTerm


def failed() -> Play:
    """A licence on the applicant's word, of which a check found that it is false."""
    return checked(promised(), "failed", "2026-05-08")


def promised() -> Play:
    """A licence on the applicant's word, which nobody has checked yet."""
    play = Play(replace(TERMS, duties=(DutyTerm("commitment", "emb", "commitment", 60, "working_day"),)))
    play.submitted().checked().accepted().answered("documents", "fire").answered("site", at="2026-03-06T09:00")
    play.do(c.Grant("符合法定条件"), "2026-03-06T10:00", HEAD)
    play.do(c.IssueLicence("临危化经字〔2026〕0001", ISSUED, LAST), "2026-03-09T10:00")
    play.do(c.Deliver("electronic"), "2026-03-09T10:00")
    return play


def checked(play: Play, result: str, on: str) -> Play:
    officers = ("officer:3", "officer:4")
    play.do(c.CheckDuty("commitment", date.fromisoformat(on), result, officers=officers), f"{on}T16:00", REVIEWER)
    return play


def test_checks_go_on_when_the_revocation_that_one_led_to_is_dropped():
    play = proposed("revoke", "fraud", play=failed())
    with pytest.raises(Refusal, match="revocation_proposed"):
        checked(play, "passed", "2026-05-12")
    play.do(c.DropLicenceAct("复核后承诺属实"), "2026-05-12T09:00", HEAD)
    assert play.case.revocation_on is None
    assert checked(play, "passed", "2026-05-12").case.checks["commitment"][-1].result == "passed"


def test_a_change_ends_no_check_and_the_end_of_what_took_its_place_does():
    play = promised()
    play.do(c.ReplaceLicence("change", "新证", "X2"), "2026-05-11T09:00")
    assert clocks(play.case)["check:commitment"].stopped is None
    assert checked(play, "failed", "2026-05-12").case.revocation_on == date(2026, 5, 12)
    other = promised()
    other.do(c.ReplaceLicence("change", "新证", "X2"), "2026-05-11T09:00")
    other.do(c.EndChain(date(2026, 5, 20), "新证"), "2026-05-20T09:00")
    assert clocks(other.case)["check:commitment"].stopped == date(2026, 5, 20)
    with pytest.raises(Refusal, match="no_licence"):
        other.do(c.EndChain(date(2026, 5, 21), "新证"), "2026-05-21T09:00")


def test_what_a_check_found_after_an_older_licence_stops_nobody_from_revoking_the_newer():
    play = promised()
    play.do(c.PassRevocationOn("commitment", date(2026, 5, 12)), "2026-05-12T09:00")
    assert play.case.revocation_on == date(2026, 5, 12)
    with pytest.raises(Refusal, match="revocation_proposed"):
        play.do(c.PassRevocationOn("commitment", date(2026, 5, 12)), "2026-05-12T09:10")
    decided("revoke", "fraud", at="2026-05-13T09:00", play=play)
    with pytest.raises(Refusal, match="no_licence"):
        play.do(c.PassRevocationOn("commitment", date(2026, 5, 12)), "2026-05-14T09:10")


def test_checks_go_on_when_it_was_decided_otherwise_and_not_when_another_act_is_dropped():
    play = decided("suspend", "penalty", play=failed(), **DOCUMENT)
    assert play.case.revocation_on is None
    play = proposed("suspend", "penalty", play=failed(), **DOCUMENT)
    play.do(c.DropLicenceAct("不暂扣，按撤销办理"), "2026-05-12T09:00", HEAD)
    assert play.case.revocation_on == date(2026, 5, 8)


def test_checks_of_an_older_licence_go_on_when_the_newer_is_not_revoked_for_what_they_found():
    play = promised()
    play.do(c.ReplaceLicence("change", "新证", "X2"), "2026-05-11T09:00")
    settled = c.ResumeChecks(date(2026, 5, 20), "新证")
    with pytest.raises(Refusal, match="no_licence"):
        play.do(settled, "2026-05-20T09:00")
    checked(play, "failed", "2026-05-12")
    with pytest.raises(Refusal, match="revocation_proposed"):
        checked(play, "passed", "2026-05-20")
    play.do(settled, "2026-05-20T09:00")
    assert play.case.revocation_on is None
    assert checked(play, "passed", "2026-05-21").case.checks["commitment"][-1].result == "passed"
    with pytest.raises(Refusal, match="no_licence"):
        promised().do(settled, "2026-05-20T09:00")
