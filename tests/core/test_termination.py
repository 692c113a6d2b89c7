"""The termination of proceedings: two officers, a ground that is data, proof, nobody taking over; afterwards nothing runs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.core.play import CLERK, COLLEAGUE, HANDLER, HEAD, REVIEWER, SYSTEM, TERMS, Play, marks, moment
from workflows import commands as c
from workflows.case import State
from workflows.case_tracks import track_open
from workflows.clocks import clocks
from workflows.refusal import Refusal
from workflows.renewal import renewal_over
from workflows.rules.decision import blockers
from workflows.service import UNSERVABLE
from workflows.sweep import falls_due, wakes_on
from workflows.termination import FILE, PolicyError, policy
from workflows.terms import FormerTerm

DAY = "2026-03-06T10:00"
ENDED = c.ProposeTermination(
    "organisation_ended",
    "organisation",
    "该单位于2026年3月2日办理注销登记。",
    "申请人已经依法终止，申请没有承受人。",
    "liquidator",
    "p" * 64,
    "register",
    successor="none",
)
CONFIRM = c.Terminate("事实清楚，同意终止。")


def refused(play: Play, command: c.Command, at: str = DAY, by: str = REVIEWER) -> str:
    with pytest.raises(Refusal) as caught:
        play.do(command, at, by)
    return caught.value.rule


def test_it_is_proposed_by_one_and_confirmed_by_another():
    play = Play().submitted().checked().deferred("lease")
    play.do(ENDED, DAY, REVIEWER)
    assert play.case.termination
    assert play.case.termination.by == REVIEWER
    assert refused(play, ENDED, by=COLLEAGUE) == "termination_open"
    assert refused(play, CONFIRM, by=REVIEWER) == "termination_second_person"
    assert refused(play, c.Terminate(" "), by=HEAD) == "opinion_missing"
    (event,) = play.do(CONFIRM, DAY, HEAD)
    assert (event.proposed_by, event.basis) == (REVIEWER, policy().grounds["organisation_ended"].basis)
    assert (play.case.state, play.case.outcome, play.case.decided_on) == (State.TERMINATED, "", None)


def test_afterwards_no_clock_runs_nothing_falls_due_and_nothing_is_decided():
    play = Play().submitted().checked().deferred("lease").answered("documents")
    play.do(ENDED, DAY, REVIEWER)
    play.do(CONFIRM, DAY, HEAD)
    assert all(clock.stopped is not None for clock in clocks(play.case).values())
    assert not any(track_open(play.case, term.id) for term in play.case.terms.tracks)
    assert [play.case.promise_state(one) for one in play.case.promises.values()] == ["void"]
    later = moment("2026-09-01T09:00", SYSTEM)
    assert list(falls_due(play.case, now=later)) == []
    assert wakes_on(play.case, now=later) is None
    for command, rule in (
        (c.Grant("符合"), "not_in_review"),
        (c.SignDecision(c.Refuse("事实", "理由", "依据"), 10), "not_in_review"),
        (c.GiveOpinion("fire", "agree", "同意"), "not_in_review"),
        (c.SupplyDeferred("lease", "s"), "not_in_review"),
        (c.Withdraw("不办了"), "too_late_to_withdraw"),
        (ENDED, "termination_late"),
        (CONFIRM, "termination_late"),
    ):
        assert refused(play, command, "2026-03-09T10:00", HEAD) == rule


def test_nothing_is_decided_past_a_proposal_until_it_is_given_up():
    play = Play().submitted().checked().accepted().answered("documents", "fire").answered("site", at="2026-03-06T09:00")
    play.do(c.LookUpCredit("decision", "none"), "2026-03-06T09:30", REVIEWER)
    play.do(ENDED, DAY, REVIEWER)
    for outcome in ("grant", "refuse"):
        assert "termination_open" in {one.code for one in blockers(play.case, outcome=outcome, now=moment(DAY, HEAD))}
    assert refused(play, c.Grant("符合"), by=HEAD) == "blocked"
    assert refused(play, c.DropTermination(""), by=HEAD) == "reason_missing"
    play.do(c.DropTermination("清算组撤回了注销登记。"), DAY, HEAD)
    assert play.case.termination is None
    play.do(c.Grant("符合"), "2026-03-06T11:00", HEAD)
    assert refused(play, ENDED, "2026-03-06T12:00") == "already_decided"


def test_a_signed_decision_stands_in_its_way_and_may_be_taken_back_first():
    play = Play().submitted().checked().accepted().answered("documents", "fire").answered("site", at="2026-03-06T09:00")
    play.do(c.LookUpCredit("decision", "none"), "2026-03-06T09:30", REVIEWER)
    play.do(c.SignDecision(c.Grant("符合"), 30), DAY, HEAD)
    assert refused(play, ENDED, "2026-03-06T10:05") == "decision_signed"
    play.do(c.TakeBackDecision("申请人已经注销。"), "2026-03-06T10:06", HEAD)
    play.do(ENDED, "2026-03-06T10:07", REVIEWER)
    play.do(CONFIRM, "2026-03-06T10:08", HEAD)
    assert (play.case.state, play.case.signed) == (State.TERMINATED, None)


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"ground": "bankrupt"}, "termination_ground_wrong"),
        ({"ground": "person_died"}, "termination_ground_wrong"),
        ({"successor": "continues"}, "termination_successor"),
        ({"successor": ""}, "termination_successor_unasked"),
        ({"proof": "hearsay"}, "termination_unproven"),
        ({"proof": "file"}, "termination_unproven"),
        ({"paper": ""}, "termination_unproven"),
        ({"recipient": "heir"}, "termination_recipient_wrong"),
        ({"recipient": "nobody"}, "termination_nobody_missing"),
        ({"facts": "　"}, "facts_missing"),
        ({"reason": ""}, "reason_missing"),
        ({"ground": "law_repealed", "recipient": "applicant"}, "termination_unheard"),
    ],
)
def test_a_proposal_says_everything_that_its_ground_asks_for(changes, rule):
    assert refused(Play().submitted(), replace(ENDED, **changes)) == rule


@pytest.mark.parametrize("state", [State.SUBMITTED, State.CORRECTION, State.RESUBMITTED, State.IN_REVIEW])
def test_it_is_open_in_every_state_before_the_decision(state):
    play = Play().submitted()
    if state is State.IN_REVIEW:
        play.checked().accepted()
    elif state is not State.SUBMITTED:
        play.do(c.RequestCorrection(marks(play.case, fix=("report",))), "2026-03-04T10:00", CLERK)
    if state is State.RESUBMITTED:
        play.do(c.Correct("snapshot-2", ("report",)), "2026-03-05T10:00", HANDLER)
    assert play.case.state is state
    play.do(ENDED, DAY, CLERK)
    play.do(CONFIRM, DAY, HEAD)
    assert (play.case.state, str(play.case.ended_on)) == (State.TERMINATED, "2026-03-06")
    assert all(clock.stopped is not None for clock in clocks(play.case).values())


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, "planned"),
        ({"recipient": "nobody", "nobody": "清算组已经解散，没有其他联系人。"}, UNSERVABLE),
        ({"ground": "law_repealed", "recipient": "applicant", "heard": "申请人没有异议。"}, "served"),
    ],
)
def test_the_letter_is_served_on_whoever_is_left(changes, state):
    """An inbox whose owner is gone serves nothing, whatever was agreed; an applicant who is there has it at once."""
    play = Play().submitted()
    play.do(replace(ENDED, **changes), DAY, REVIEWER)
    (event,) = play.do(CONFIRM, DAY, HEAD)
    last = play.journal.pop()
    play.journal.append(replace(last, event=replace(event, letters=(("termination", "X许终〔2026〕1号"),))))
    (one,) = [letter for letter in play.case.letters.values() if letter.document == "termination"]
    assert one.state == state
    if state != "served":  # somebody may still turn up
        play.do(c.ServeLetter(one.letter, "termination", "counter", moment(DAY).day, recipient="signed"), DAY, CLERK)
        assert play.case.letters[one.letter, "termination"].state == "served"


def test_every_ground_names_its_article_and_whom_it_is_for(tmp_path):
    for one in policy().grounds.values():
        assert "第" in one.basis
        assert one.basis.startswith("参照")
        assert one.words["zh"]
        assert one.words["en"]
        assert one.recipients
        assert one.evidence["zh"]
    wrong = tmp_path / "termination.yaml"
    text = FILE.read_text("utf-8")
    for before, after in (
        ("of: [person]", "of: [ghost]"),
        ("[heir, contact, nobody]", "[friend]"),
        ("basis:", "base:"),
    ):
        wrong.write_text(text.replace(before, after, 2), "utf-8")
        policy.cache_clear()
        with pytest.raises(PolicyError):
            policy(wrong)
    policy.cache_clear()


def test_the_licence_that_was_to_be_renewed_hears_of_the_end():
    former = FormerTerm("renewal", "临危化经字〔2023〕0001", from_expiry=True)
    play = Play(replace(TERMS, former=former)).submitted().checked().accepted()
    play.do(ENDED, DAY, REVIEWER)
    (ended,) = play.do(CONFIRM, DAY, HEAD)
    assert renewal_over(play.case, ended)
