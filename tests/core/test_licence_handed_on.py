"""A licence that follows another one stands as that one stood: suspended, or renewed by law; suspensions end when they should."""

from __future__ import annotations

from datetime import date

import pytest

from tests.core.play import HEAD, REVIEWER, Play, moment
from tests.core.test_licence import DOCUMENT, LAST, decided, licensed, proposed, standing
from workflows import commands as c
from workflows.refusal import Refusal
from workflows.rules.licence import handed_on
from workflows.sweep import falls_due, wakes_on

AFTER = "2029-03-09"
"""The day after the last one that is printed."""


def suspended(until: date | None = None, at: str = "2029-02-12T09:00", play: Play | None = None) -> Play:
    return decided("suspend", "penalty", at=at, play=play, until=until, **DOCUMENT)


def deemed(play: Play, at: str = f"{AFTER}T00:05") -> Play:
    play.do(c.DeemRenewal("X2"), at)
    return play


def restored(play: Play, at: str, **more: object) -> Play:
    return decided("restore", "mended", at=at, play=play, **more)


def test_what_silence_renewed_is_good_again_after_a_suspension():
    play = restored(suspended(play=deemed(licensed()), at="2029-03-12T09:00"), "2029-04-02T09:00")
    assert [standing(play, day) for day in ("2029-04-02", "2029-05-02")] == ["valid", "valid"]


@pytest.mark.parametrize("swept", [True, False])
def test_it_is_good_from_the_day_after_the_suspension_whether_the_sweep_came_by_or_not(swept: bool):
    play = suspended(date(2029, 4, 10), "2029-03-12T09:00", deemed(licensed()))
    if swept:
        assert "LicenceRestored" in play.swept("2029-04-11T00:05")
    assert standing(play, "2029-04-11") == "valid"


def test_silence_renews_a_suspended_licence_which_stays_suspended_and_is_good_afterwards():
    play = deemed(suspended())
    assert standing(play, "2029-03-20") == "suspended"
    restored(play, "2029-03-21T09:00")
    assert standing(play, "2029-03-21") == "valid"


def test_a_suspension_without_an_end_ends_with_the_licence_which_is_struck_off_as_expired():
    play = suspended()
    assert [standing(play, day) for day in (str(LAST), AFTER)] == ["suspended", "expired"]
    with pytest.raises(Refusal, match="licence_act_impossible"):
        proposed("restore", "mended", at=f"{AFTER}T09:00", play=play)
    decided("cancel", "expired", at=f"{AFTER}T09:00", play=play)
    assert standing(play, AFTER) == "cancelled"


@pytest.mark.parametrize(("until", "comes_back"), [(date(2029, 3, 7), True), (LAST, False), (date(2029, 4, 1), False)])
def test_nobody_is_told_that_an_expired_licence_is_good_again(until: date, comes_back: bool):
    play = suspended(until)
    later = moment("2029-04-02T00:05")
    assert (c.EndSuspension() in list(falls_due(play.case, now=later))) is comes_back
    assert (wakes_on(play.case, now=moment("2029-02-13T09:00")) == until.replace(day=until.day + 1)) is comes_back


def test_a_restoration_does_not_prolong_the_suspension_that_it_ends():
    play = suspended(date(2026, 6, 10), "2026-05-11T10:00")
    with pytest.raises(Refusal, match="licence_restore_late") as said:
        proposed("restore", "mended", at="2026-06-01T09:00", play=play, effective_on=date(2026, 6, 12))
    assert said.value.facts["last"] == date(2026, 6, 11)
    decided("restore", "mended", at="2026-06-01T09:00", play=play, effective_on=date(2026, 6, 11))
    assert [standing(play, day) for day in ("2026-06-10", "2026-06-11")] == ["suspended", "valid"]


def test_the_renewal_of_a_suspended_licence_is_made_out_and_is_suspended_until_the_same_day():
    play = suspended(date(2029, 4, 10))
    with pytest.raises(Refusal, match="former_not_good"):
        play.do(c.ReplaceLicence("change", "新证", "X2"), "2029-02-20T09:00")
    assert play.case.licence is not None
    command = handed_on("renewal", play.case.licence, date(2029, 2, 20))
    play.do(c.ReplaceLicence("renewal", "新证", "X2"), "2029-02-20T09:00")
    assert command is not None
    newer = licensed()
    newer.do(command, "2029-02-20T09:00")
    assert [standing(newer, day) for day in ("2029-02-20", "2029-03-08")] == ["suspended", "suspended"]
    assert newer.case.licence is not None
    assert (newer.case.licence.until, newer.case.licence.decided) == (date(2029, 4, 10), play.case.licence.decided)
    with pytest.raises(Refusal, match="licence_act_impossible"):
        newer.do(command, "2029-02-21T09:00")


def test_a_suspension_that_has_ended_is_handed_to_nobody_and_one_that_begins_later_is():
    facts = suspended(date(2029, 2, 20)).case.licence
    assert facts is not None
    assert handed_on("renewal", facts, date(2029, 2, 21)) is None
    play = decided("suspend", "penalty", effective_on=date(2026, 6, 1), **DOCUMENT)
    assert play.case.licence is not None
    told = handed_on("change", play.case.licence, date(2026, 5, 20))
    assert told is not None
    newer = licensed()
    newer.do(told, "2026-05-20T09:00")
    assert [standing(newer, day) for day in ("2026-05-31", "2026-06-01")] == ["valid", "suspended"]


def test_nobody_escapes_by_a_newer_licence_what_was_decided_for_a_later_day():
    play = decided("revoke", "fraud", effective_on=date(2026, 6, 1))
    for kind in ("change", "renewal"):
        with pytest.raises(Refusal, match="former_not_good"):
            play.do(c.ReplaceLicence(kind, "新证", "X2"), "2026-05-20T09:00")


def test_a_change_of_what_silence_renewed_is_good_until_the_certificate_of_the_renewal():
    play = deemed(licensed())
    assert play.case.licence is not None
    told = handed_on("change", play.case.licence, date(2029, 3, 12))
    assert told is not None
    play.do(c.ReplaceLicence("change", "新证", "X3", date(2029, 3, 12)), "2029-03-12T09:00")
    newer = licensed()
    newer.do(told, "2029-03-12T09:00")
    assert standing(newer, "2029-03-12") == "valid"
    assert handed_on("renewal", deemed(licensed()).case.licence, date(2029, 3, 12)) is None  # type: ignore[arg-type]


def test_a_renewed_licence_is_suspended_and_revoked_like_any_other():
    for act, ground, more in (("suspend", "penalty", DOCUMENT), ("revoke", "fraud", {})):
        play = deemed(licensed())
        play.do(c.ProposeLicenceAct(act, ground, "事实", "理由", **more), "2029-03-12T09:00", REVIEWER)
        assert play.case.proposal is not None
        play.do(c.DropLicenceAct("不再作出"), "2029-03-12T10:00", HEAD)
