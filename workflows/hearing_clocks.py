"""The clocks of a hearing: to ask for it, each party from its own letter, to hold it, and its notice (articles 47 and 48, R36)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from workflows import hearing, service
from workflows.case import Case
from workflows.interested import InterestedParty
from workflows.ledger import Clock, Limit, Pause, Unit


def hearing_clocks(case: Case) -> dict[str, Clock]:
    """The hearing's own periods, by name.

    The period to hold it ends when the hearing is over, not when its day is set; the notice runs until the day itself, and
    the day has a clock of its own, so that a hearing which nobody records is chased.
    """
    at, over = case.hearing, _over(case)
    found = {}
    if at.told_on is not None:
        asked = at.requested_on or (at.waived_on if hearing.given_up(at) else None) or over
        found[hearing.REQUEST] = _to_ask(
            hearing.REQUEST, at.told_on, asked, unserved(case, hearing.REQUEST, at.told_on)
        )
    if at.told_on is not None and (others := _others(case)) is not None:
        found[hearing.REQUEST_OTHERS] = others
    if at.requested_on is not None:
        found[hearing.HOLD] = _period(hearing.HOLD, hearing.HOLD_DAYS, "requested", at.requested_on, over)
    if at.set_on is not None:
        found[hearing.NOTICE] = _period(hearing.NOTICE, hearing.NOTICE_DAYS, "set", at.set_on, at.held_on or over)
    if at.set_on is not None and at.held_on is not None:
        days = Limit((at.held_on - at.set_on).days, Unit.CALENDAR_DAY, "set")
        found[hearing.DAY] = Clock(kind=hearing.DAY, ref="", limit=days, started=at.set_on, stopped=over)
    return found


def own_days(case: Case, party: InterestedParty) -> Clock | None:
    """The five days of one interested party from the service of its own letter; None for one that no letter told.

    It is stopped where the party asked or gave the hearing up, or where an older journal says so of all of them together.
    """
    if party.told_on is None:
        return None
    at = case.hearing
    together = at.requested_on if hearing.INTERESTED in at.requests else None
    if together is None and hearing.INTERESTED in at.waived:
        together = at.waived_on
    stopped = party.asked_on or party.waived_on or together or _over(case)
    pauses = unserved(case, hearing.REQUEST_OTHERS, party.told_on, party.letter)
    own = _to_ask(hearing.REQUEST_OTHERS, party.told_on, stopped, pauses)
    return replace(own, kept=case.kept.get(hearing.REQUEST_OTHERS, 0))


def unserved(case: Case, clock: str, since: date, letter: int | None = None) -> tuple[Pause, ...]:
    """The days for which a period that begins with being told waits for the service of its letter on paper (R146).

    It only ever adds days: what was told stays, and the period counts from the day after the letter arrived. `letter` is the
    place of the one letter that counts, where others of the kind went to somebody else.
    """
    stretches = service.held(case.letters, clock, letter)
    return tuple(
        Pause("service", began, ended, basis=service.policy().hold_basis)
        for began, ended in stretches
        if began >= since and (ended is None or ended > began)
    )


def _others(case: Case) -> Clock | None:
    """The days of the interested parties as one clock: those of the last that can still ask, or once all of them have spoken,
    of the last that was told. A letter that was not served yet ends after every other."""
    days = [clock for party in case.hearing.parties if (clock := own_days(case, party)) is not None]
    running = [clock for clock in days if clock.stopped is None]
    return max(running or days, key=_begins, default=None)


def _begins(clock: Clock) -> date:
    """The day after which the days count: that of the service, or of the letter where it was served at once."""
    if any(pause.ended is None for pause in clock.pauses):
        return date.max
    return max([pause.ended for pause in clock.pauses if pause.ended] or [clock.started or date.min])


def _over(case: Case) -> date | None:
    return case.hearing.over_on or case.decided_on or case.ended_on


def _to_ask(kind: str, told_on: date, stopped: date | None, pauses: tuple[Pause, ...]) -> Clock:
    return replace(_period(kind, hearing.REQUEST_DAYS, "told", told_on, stopped), pauses=pauses)


def _period(kind: str, days: int, start: str, started: date, stopped: date | None) -> Clock:
    limit = Limit(days, Unit.WORKING_DAY, start)
    return Clock(kind=kind, ref="", limit=limit, started=started, stopped=stopped)
