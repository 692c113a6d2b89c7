"""Refusing to cancel a licence takes two people: one proposes, another one signs (article 38 (2), R18, R40)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.core.play import HEAD, REVIEWER, Play, moment
from tests.core.test_licence import asked, decided, proposed
from workflows import commands as c
from workflows.licence import FILE, policy
from workflows.refusal import Refusal
from workflows.rules import decide

DAY = "2026-05-12T09:00"
WHY = "处罚案件正在调查"


def waiting() -> Play:
    play = asked()
    play.do(c.ProposeCancellationRefusal(WHY), DAY, HEAD)
    return play


def test_who_proposed_the_refusal_does_not_sign_it():
    with pytest.raises(Refusal, match="answer_not_proposed"):
        asked().do(c.RefuseCancellation(WHY), DAY, HEAD)
    with pytest.raises(Refusal, match="answer_second_person"):
        waiting().do(c.RefuseCancellation(), DAY, HEAD)
    (event,) = waiting().do(c.RefuseCancellation(), DAY, REVIEWER)
    assert (event.reason, event.proposed_by) == (WHY, HEAD)  # type: ignore[attr-defined]


def test_there_is_one_proposal_at_a_time_and_it_comes_back_with_a_reason():
    play = waiting()
    with pytest.raises(Refusal, match="answer_proposed"):
        play.do(c.ProposeCancellationRefusal("又一次"), DAY, REVIEWER)
    play.do(c.ReturnCancellationRefusal("写明是哪一件"), DAY, REVIEWER)
    own = play.case.licence
    assert own is not None
    assert (own.cancellation_refusal, own.cancellation_returned) == (None, "写明是哪一件")
    with pytest.raises(Refusal, match="answer_not_proposed"):
        play.do(c.ReturnCancellationRefusal("再退"), DAY, REVIEWER)
    play.do(c.ProposeCancellationRefusal(WHY), DAY, REVIEWER)
    assert play.case.licence is not None
    assert play.case.licence.cancellation_returned == ""


def test_nothing_of_it_is_left_once_it_is_signed_or_the_licence_ended():
    play = waiting()
    play.do(c.RefuseCancellation(), DAY, REVIEWER)
    assert play.case.licence is not None
    assert play.case.licence.cancellation_refusal is None
    ended = waiting()
    proposed("cancel", "applied", play=ended)
    with pytest.raises(Refusal, match="licence_act_open"):
        ended.do(c.RefuseCancellation(), DAY, REVIEWER)
    gone = decided("cancel", "applied", at=DAY, play=waiting())
    assert gone.case.licence is not None
    assert gone.case.licence.cancellation_refusal is None


def test_what_was_asked_for_before_there_were_signatures_takes_two():
    play = asked()
    case = play.case
    own = replace(case.licence, cancellation_signatures=0)  # type: ignore[type-var]
    with pytest.raises(Refusal, match="answer_not_proposed"):
        decide(replace(case, licence=own), c.RefuseCancellation(WHY), now=moment(DAY, HEAD))
    one = replace(case, licence=replace(own, cancellation_signatures=1))  # type: ignore[type-var]
    (event,) = decide(one, c.RefuseCancellation(WHY), now=moment(DAY, HEAD))
    assert (event.reason, event.proposed_by) == (WHY, "")  # type: ignore[attr-defined]


def test_the_file_names_one_signature_or_two(tmp_path):
    other = tmp_path / "licence.yaml"
    other.write_text(FILE.read_text("utf-8").replace("signatures: 2", "signatures: 3"), "utf-8")
    with pytest.raises(ValueError, match="signatures are 1 or 2"):
        policy(other)
    assert policy().cancellation_signatures == 2
