"""Whatever anybody tries in whatever order: no unlawful state is reached, and every refusal has a name."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.core.play import CHINA, CLERK, COLLEAGUE, HANDLER, HEAD, LAWYER, REVIEWER, SYSTEM, TERMS, calendar
from workflows import commands as c
from workflows.case import DECIDED, ENDED, Case, State, fold
from workflows.clocks import clocks
from workflows.events import Mark, Recorded, from_payload, kind_of, to_payload
from workflows.limits import due, left
from workflows.refusal import Refusal
from workflows.rules import Moment, decide
from workflows.sweep import falls_due, wakes_on

MATERIALS = [m.id for m in TERMS.materials]
TRACKS = [t.id for t in TERMS.tracks]
words = st.sampled_from(["", "符合条件", "不符合第六条"])
people = st.sampled_from([HANDLER, CLERK, REVIEWER, COLLEAGUE, HEAD, LAWYER])
verdicts = st.sampled_from(["ok", "ok", "ok", "fix", "later"])
some_marks = st.lists(verdicts, min_size=4, max_size=4).map(
    lambda found: tuple(Mark(name, verdict, "请盖章") for name, verdict in zip(MATERIALS, found, strict=True))
)
some_commands = st.one_of(
    st.builds(c.Accept, some_marks),
    st.builds(c.AcceptWithDeferral, some_marks, words),
    st.builds(c.RequestCorrection, some_marks),
    st.builds(c.Correct, st.just("s"), st.sets(st.sampled_from(MATERIALS)).map(tuple)),
    st.builds(c.RefuseAcceptance, some_marks, words),
    st.builds(c.CorrectOnSpot, st.just("s"), st.sets(st.sampled_from(MATERIALS)).map(tuple)),
    st.builds(c.DeclareNotRequired, words),
    st.builds(c.DeclineCompetence, words, words),
    st.builds(c.Withdraw, words),
    st.builds(c.SupplyDeferred, st.sampled_from(MATERIALS), st.just("s")),
    st.builds(c.ConfirmDeferred, st.sampled_from(MATERIALS)),
    st.builds(c.RejectDeferred, st.sampled_from(MATERIALS), words),
    st.builds(c.LapseDeferral, st.sampled_from(MATERIALS)),
    st.builds(c.LookUpCredit, st.just("review"), st.sampled_from(["none", "red", "black", "unavailable", "?"])),
    st.builds(
        c.GiveOpinion,
        st.sampled_from([*TRACKS, "nobody"]),
        st.sampled_from(["agree", "agree", "disagree", "maybe"]),
        words,
        words,
        st.sampled_from([(), (COLLEAGUE,), (REVIEWER, COLLEAGUE)]),
    ),
    st.builds(
        c.PauseClock, st.sampled_from(["hearing", "expert_review", "site_check", "lunch"]), st.integers(0, 20), words
    ),
    st.builds(c.ResumeClock, st.sampled_from(["hearing", "expert_review", "site_check"])),
    st.builds(c.Extend, st.integers(0, 12), words, words),
    st.builds(c.Cosign, words),
    st.builds(c.ReviewLegally, st.sampled_from(["passed", "returned", ""]), words),
    st.builds(c.Grant, words, words, words, words),
    st.builds(c.Refuse, words, words, words, words),
    st.just(c.DeemFiled()),
    st.just(c.DeemAccepted()),
    st.just(c.LapseCorrection()),
    st.builds(c.IssueLicence, st.sampled_from(["", "1号"]), st.dates()),
    st.builds(c.Deliver, st.sampled_from(["electronic", "counter", "courier", "pigeon"]), words, words),
    st.builds(c.RecordVisit, words, st.sampled_from(["original", "tea"]), st.sampled_from(["ours", "?"])),
    st.just(c.Publish()),
    st.builds(c.Remind, st.sampled_from(["notice", "promised", "track:fire"]), st.just("near")),
)


class OneCase(RuleBasedStateMachine):
    """A case in the hands of everybody at once."""

    @initialize(
        day=st.datetimes(*(datetime.fromisoformat(day) for day in ("2026-01-05", "2026-05-30"))),
        revoke=st.sampled_from(["acceptance_revoked", "deemed_withdrawn", "refused"]),
        channel=st.sampled_from(["online", "window"]),
    )
    def submit(self, day: datetime, revoke: str, channel: str) -> None:
        self.at = day.replace(tzinfo=CHINA)
        self.journal: list[Recorded] = []
        self.outcomes: list[str] = []
        terms = replace(TERMS, on_deferral_failure=revoke)
        self.try_(c.Submit(terms, "item", "v", "d", "licence@1", channel, "s", tuple(MATERIALS)), HANDLER)

    def try_(self, command: c.Command, by: str) -> bool:
        before = fold(self.journal)
        try:
            events = decide(before, command, now=Moment(self.at, by, calendar()))
        except Refusal as refusal:
            self.named(refusal.rule)
            return False
        assert events, f"{command} was allowed and nothing happened"
        for event in events:
            stored = from_payload(kind_of(event), to_payload(event))
            assert stored == event
            self.journal.append(Recorded(len(self.journal) + 1, self.at, by, stored))
            if kind_of(event) in ("Granted", "Refused", "DeemedFiled"):
                self.outcomes.append(kind_of(event))
                assert before is not None
                self.lawful_decision(before, kind_of(event), by)
        return True

    def named(self, rule_name: str) -> None:
        assert re.fullmatch(r"[a-z_]+", rule_name)

    def lawful_decision(self, before: Case, kind: str, by: str) -> None:
        """At the moment of a decision: everybody heard, credit seen and fresh, nothing outstanding for a grant."""
        assert kind != "DeemedFiled", "no licence is granted by silence (R33)"
        assert before.state is State.IN_REVIEW
        assert not before.unanswered
        assert not before.open_stops
        seen = [look for look in before.credit if look.result != "unavailable"]
        assert seen
        assert (self.at.date() - seen[-1].on).days <= TERMS.credit_days
        assert kind != "Granted" or not before.outstanding
        assert kind != "Refused" or before.legal_verdict == "passed"
        assert not before.black or before.cosigned_by not in {"", by}
        assert kind != "Refused" or before.legal_by != by
        wrote = {officer for answer in before.answers.values() for officer in (answer.by, *answer.officers)}
        assert not before.black or before.cosigned_by not in wrote
        assert kind != "Refused" or before.legal_by not in wrote

    @rule(command=some_commands, by=people)
    def somebody_tries(self, command: c.Command, by: str) -> None:
        self.try_(command, by)

    @rule(hours=st.integers(1, 200))
    def time_passes(self, hours: int) -> None:
        if self.at.year < 2027:
            self.at += timedelta(hours=hours)

    @rule()
    def the_sweep_runs(self) -> None:
        case = fold(self.journal)
        assert case is not None
        for _ in range(60):
            command = next(falls_due(case, now=Moment(self.at, SYSTEM, calendar())), None)
            if command is None:
                break
            assert self.try_(command, SYSTEM), f"the sweep proposed what the rules refuse: {command}"
            case = fold(self.journal)
            assert case is not None
        else:
            raise AssertionError("the sweep never comes to an end")
        woken = wakes_on(case, now=Moment(self.at, SYSTEM, calendar()))
        assert woken is None or woken > self.at.date()

    @rule()
    def everybody_does_his_duty(self) -> None:
        """Now and then a case goes forward, so that the far end is reached too."""
        case = fold(self.journal)
        assert case is not None
        self.try_(c.LookUpCredit("review", "none"), CLERK)
        self.try_(c.Accept(tuple(Mark(name, "ok") for name in MATERIALS)), CLERK)
        for track in TRACKS:
            self.try_(c.GiveOpinion(track, "agree", "符合", "", (COLLEAGUE,)), REVIEWER)

    @invariant()
    def no_unlawful_state(self) -> None:
        case = fold(self.journal)
        if case is None:
            return
        assert len(self.outcomes) <= 1
        assert (case.state in DECIDED) == (case.decided_on is not None)
        assert case.licence is None or case.outcome == "grant"
        assert case.state is not State.CLOSED or case.outcome
        assert (case.accepted_on is None) or case.accepted_on >= case.received_on
        assert not (case.state in ENDED and case.ended_on is None)
        assert case.seq == len(self.journal) == self.journal[-1].seq

    @invariant()
    def every_clock_can_be_told(self) -> None:
        case = fold(self.journal)
        if case is None:
            return
        for clock in clocks(case).values():
            assert due(clock, calendar(), self.at.date()).on is not None
            left(clock, calendar(), self.at.date())

    @invariant()
    def folding_in_two_halves_gives_the_same_case(self) -> None:
        half = len(self.journal) // 2
        if half:
            assert fold(self.journal[half:], fold(self.journal[:half])) == fold(self.journal)


OneCase.TestCase.settings = settings(
    max_examples=60, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
)
TestOneCase = OneCase.TestCase


def test_every_refusal_of_the_rules_is_reachable_by_a_name_that_pages_know() -> None:
    """The rules raise only names written in one style, so that each can have its sentence."""
    source = "\n".join(path.read_text("utf-8") for path in Path("workflows/rules").glob("*.py"))
    named = set(re.findall(r'Refusal\(\s*"([^"]+)"', source)) | set(re.findall(r'filled\([^"]+"([^"]+)"\)', source))
    assert len(named) > 40
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", name) for name in named)
