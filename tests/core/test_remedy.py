"""Reconsideration: what can be contested, once, at any time; and its way to the body that hears it (R151, R152)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.core.play import HANDLER, HEAD, LAWYER, SYSTEM, Play, calendar, moment
from workflows import commands as c
from workflows.events import Recorded
from workflows.events.telling import with_letters
from workflows.refusal import Refusal
from workflows.remedy import FILE, PolicyError, last_day, load_policy
from workflows.rules import decide

BODY = "临江市人民政府"
FILING = c.FileReconsideration(9, "refusal", "annul", BODY, "paper", date(2026, 5, 6))


def refused() -> Play:
    """A case that was refused on 6 March, with the letter that says so."""
    play = Play().submitted().checked().accepted().heard()
    play.do(c.ReviewLegally("passed", "程序合法"), "2026-03-06T09:00", LAWYER)
    play.do(c.Refuse("间距不足", "不符合条件", "第六条"), "2026-03-06T10:00", HEAD)
    last = play.journal[-1]
    letter = with_letters(last.event, (("refusal", "临应急许〔2026〕3号"),), ())
    play.journal[-1] = Recorded(last.seq, last.at, last.by, letter)
    return play


def of(play: Play, **changes: object) -> c.FileReconsideration:
    return replace(FILING, letter=play.journal[-1].seq, **changes)  # type: ignore[arg-type]


def rule_of(play: Play, command: c.Command, at: str, by: str = HANDLER) -> str:
    with pytest.raises(Refusal) as found:
        decide(play.case, command, now=moment(at, by))
    return found.value.rule


def filed(at: str = "2026-03-09T10:00") -> tuple[Play, int]:
    play = refused()
    letter = play.journal[-1].seq
    play.do(of(play), at, HANDLER)
    return play, letter


def test_a_refusal_is_contested_and_handed_over_within_five_working_days():
    play, letter = filed()
    one = play.case.reconsiderations[f"{letter}-refusal"]
    assert (one.state, one.claim, one.pass_on_by) == ("filed", "annul", date(2026, 3, 16))


def test_the_same_act_is_contested_once_and_again_after_a_withdrawal():
    play, letter = filed()
    assert rule_of(play, replace(FILING, letter=letter), "2026-03-09T11:00") == "reconsideration_filed"
    play.do(c.EndReconsideration(letter, "refusal", date(2026, 3, 10), "withdrawn", ""), "2026-03-10T09:00", SYSTEM)
    play.do(replace(FILING, letter=letter), "2026-03-11T09:00", HANDLER)
    assert play.case.reconsiderations[f"{letter}-refusal"].state == "filed"


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"document": "acceptance"}, "not_contestable"),
        ({"document": "grant"}, "not_contestable"),
        ({"claim": "order"}, "claim_unknown"),
        ({"claim": ""}, "claim_unknown"),
        ({"body": " "}, "body_missing"),
    ],
)
def test_only_a_told_decision_and_a_claim_that_fits_it(changes: dict[str, object], rule: str):
    play = refused()
    assert rule_of(play, of(play, **changes), "2026-03-09T10:00") == rule


def test_a_late_application_is_taken_with_its_reason_and_never_without():
    play = refused()
    assert rule_of(play, of(play), "2026-05-07T09:00") == "late_reason_missing"
    play.do(of(play, late="台风停运"), "2026-05-07T09:00", HANDLER)
    (one,) = play.case.reconsiderations.values()
    assert one.late == "台风停运"
    on_time = refused()
    on_time.do(of(on_time), "2026-05-06T23:59", HANDLER)


def test_silence_is_contested_only_after_the_statutory_limit():
    play = Play().submitted().checked().accepted()
    silence = c.FileReconsideration(0, "", "order", BODY, "paper")
    assert rule_of(play, silence, "2026-03-09T10:00") == "not_overdue"
    play.do(silence, "2026-09-01T10:00", HANDLER)
    assert play.case.reconsiderations["0-"].claim == "order"


def test_a_withdrawn_outcome_needs_no_document_and_every_other_does():
    play, letter = filed()
    end = c.EndReconsideration(letter, "refusal", date(2026, 3, 12), "upheld", "")
    assert rule_of(play, end, "2026-03-12T09:00", SYSTEM) == "reconsideration_not_passed_on"
    play.do(c.PassOnReconsideration(letter, "refusal", date(2026, 3, 10), "post", "EMS 1"), "2026-03-10T09:00", SYSTEM)
    assert rule_of(play, end, "2026-03-12T09:00", SYSTEM) == "reference_missing"
    play.do(replace(end, reference="临政复〔2026〕31号"), "2026-03-12T09:00", SYSTEM)
    (one,) = play.case.reconsiderations.values()
    assert (one.state, one.outcome) == ("ended", "upheld")
    assert rule_of(play, replace(end, reference="x"), "2026-03-12T10:00", SYSTEM) == "reconsideration_over"


@pytest.mark.parametrize(
    ("day", "way", "rule"),
    [
        (date(2026, 3, 8), "post", "remedy_day_wrong"),
        (date(2026, 3, 13), "post", "remedy_day_wrong"),
        (date(2026, 3, 10), "pigeon", "way_unknown"),
    ],
)
def test_a_hand_over_lies_between_the_filing_and_today(day: date, way: str, rule: str):
    play, letter = filed()
    assert rule_of(play, c.PassOnReconsideration(letter, "refusal", day, way), "2026-03-12T09:00", SYSTEM) == rule


def test_it_is_handed_over_once_and_not_before_it_is_there():
    play = refused()
    letter = play.journal[-1].seq
    over = c.PassOnReconsideration(letter, "refusal", date(2026, 3, 10), "hand")
    assert rule_of(play, over, "2026-03-10T09:00", SYSTEM) == "no_reconsideration"
    play.do(of(play), "2026-03-09T10:00", HANDLER)
    play.do(over, "2026-03-10T09:00", SYSTEM)
    assert rule_of(play, over, "2026-03-10T10:00", SYSTEM) == "reconsideration_passed_on"


@pytest.mark.parametrize(
    ("known", "last"),
    [
        (date(2026, 3, 6), date(2026, 5, 6)),  # 5 May is a holiday: rolled on
        (date(2026, 3, 9), date(2026, 5, 8)),
        (date(2026, 8, 5), date(2026, 10, 8)),  # 4 October lies in the National Day holidays
    ],
)
def test_sixty_calendar_days_roll_on_to_a_working_day_r151(known: date, last: date):
    assert last_day(known, 60, calendar()) == last


@pytest.mark.parametrize("text", ["{}", "reconsideration: 1\ncomplaint: 2", "reconsideration: {documents: [a]}"])
def test_a_broken_file_of_remedies_is_named(tmp_path, text: str):
    file = tmp_path / "remedies.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(PolicyError):
        load_policy(file)


def test_days_and_lists_of_the_file_are_checked(tmp_path):
    for old, new in (("{days: 5,", "{days: 0,"), ("claims: [annul, change, confirm]", "claims: []")):
        file = tmp_path / f"{len(new)}.yaml"
        file.write_text(FILE.read_text("utf-8").replace(old, new), "utf-8")
        with pytest.raises(PolicyError):
            load_policy(file)
