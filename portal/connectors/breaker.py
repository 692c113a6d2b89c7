"""The circuit breaker of an outside system (熔断): after failures it is left alone for a while, then tried by one asker alone.

Pure: a small state, and what a moment, a failure and an answer make of it. Closed: everybody asks. Open: nobody asks until
`rests_until`. Half open: the first to come asks, as a trial, and the others are kept off until the trial is over or lost.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

BREATH = timedelta(seconds=30)
"""How long a system is left alone after any failure: a hundred files do not wait for a hundred time-outs."""

TRIAL = timedelta(seconds=60)
"""How long a trial may take before it counts as lost and another may be made; longer than any time-out."""


@dataclass(frozen=True, slots=True)
class Limits:
    """After `failures` within `window` the system is left alone for `rest`."""

    failures: int = 3
    window: timedelta = timedelta(minutes=5)
    rest: timedelta = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Breaker:
    """How often a system failed since `failing_since`, and until when it is left alone; no failures: closed."""

    failures: int = 0
    failing_since: datetime | None = None
    rests_until: datetime | None = None

    def state(self, now: datetime) -> str:
        """Return closed, open or half_open. A clock that was set back before the first failure forgets the rest."""
        if self.rests_until is None or self.failing_since is None or now < self.failing_since:
            return "closed"
        return "open" if now < self.rests_until else "half_open"

    def asked(self, now: datetime) -> Breaker | None:
        """Return the state once somebody asks now; None when nobody may."""
        state = self.state(now)
        if state == "open":
            return None
        return replace(self, rests_until=now + TRIAL) if state == "half_open" else self

    def failed(self, now: datetime, limits: Limits) -> Breaker:
        """Return the state after a failure; too few failures, longer ago than the window, count no more.

        Where there were enough, one failed trial is enough to leave the system alone again, however late it is made.
        """
        since = self.failing_since
        few = self.failures < limits.failures and (since is None or now - since > limits.window)
        if since is None or now < since or few:
            return Breaker(1, now, now + (limits.rest if limits.failures <= 1 else BREATH))
        failures = self.failures + 1
        return Breaker(failures, since, now + (limits.rest if failures >= limits.failures else BREATH))
