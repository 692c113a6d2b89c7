"""The circuit breaker: closed, open and half open, whatever fails and answers in whatever order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from portal.connectors.breaker import BREATH, TRIAL, Breaker, Limits

NOW = datetime(2026, 9, 29, 7, 42, tzinfo=UTC)
LIMITS = Limits(failures=3, window=timedelta(minutes=5), rest=timedelta(minutes=10))


def failed(times: int, every: timedelta = timedelta(minutes=1)) -> tuple[Breaker, datetime]:
    """A breaker after so many failures, and the moment of the last."""
    state, at = Breaker(), NOW
    for number in range(times):
        at = NOW + number * every
        state = state.failed(at, LIMITS)
    return state, at


def test_one_failure_is_a_breath_and_three_are_a_rest():
    once, at = failed(1)
    assert once.rests_until == at + BREATH
    thrice, at = failed(3)
    assert thrice.rests_until == at + LIMITS.rest
    assert (thrice.state(at), thrice.asked(at)) == ("open", None)


def test_failures_that_are_far_apart_are_not_counted_together():
    state, _at = failed(5, every=timedelta(hours=1))
    assert state.failures == 1


def test_after_the_rest_one_alone_may_try():
    state, at = failed(3)
    later = at + LIMITS.rest
    assert state.state(later) == "half_open"
    tried = state.asked(later)
    assert tried is not None
    assert tried.asked(later) is None
    lost = tried.asked(later + TRIAL)
    assert lost is not None, "a trial whose worker died keeps nobody off for ever"


def test_a_trial_that_fails_is_a_whole_rest_again_however_late_it_was_made():
    state, at = failed(3)
    later = at + timedelta(days=3)
    tried = state.asked(later)
    assert tried is not None
    assert tried.failed(later, LIMITS).rests_until == later + LIMITS.rest


def test_a_clock_that_was_set_back_forgets_the_rest():
    state, _at = failed(3)
    assert state.state(NOW - timedelta(days=1)) == "closed"


steps = st.lists(st.tuples(st.integers(0, 900), st.booleans()), max_size=40)


@given(steps)
def test_nobody_asks_while_it_is_open_and_everybody_may_after_an_answer(happened: list[tuple[int, bool]]):
    """In every history: a refusal has an end within the longest rest, and an answer closes at once."""
    state, at = Breaker(), NOW
    for seconds, answers in happened:
        at += timedelta(seconds=seconds)
        asked = state.asked(at)
        if asked is None:
            assert state.rests_until is not None
            assert at < state.rests_until <= at + max(LIMITS.rest, TRIAL, BREATH)
            continue
        state = Breaker() if answers else asked.failed(at, LIMITS)
        assert state.state(at) == ("closed" if answers else "open")
        if not answers and state.failures >= LIMITS.failures:
            assert state.rests_until == at + LIMITS.rest


@given(st.integers(1, 20), st.integers(2, 30))
def test_of_many_that_come_together_after_a_rest_one_is_let_through(failures: int, comers: int):
    state, at = failed(max(3, failures))
    later, passed = at + LIMITS.rest, 0
    for _ in range(comers):
        asked = state.asked(later)
        if asked is not None:
            state, passed = asked, passed + 1
    assert passed == 1
