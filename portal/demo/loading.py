"""Loads the town into an empty portal: settles it, plays its past, and writes its accounts down."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from portal import wakeups
from portal.actors import Role
from portal.clock import business_day
from portal.demo import agents, audits, counters, departments, publications, registers, remedies, walkins
from portal.demo.accounts import accounts_of
from portal.demo.days import SPAN, instant
from portal.demo.offices import logins
from portal.demo.plan import plan
from portal.demo.settling import settle
from portal.demo.theatre import Played, Theatre
from portal.services import accounts, law, messages, outbox, users

SETTLED = timedelta(days=SPAN + 30)
"""How long before the load the town was settled."""

RECENT = timedelta(days=20)
"""How long before the load the agents of the town were authorized."""

STILL_GOES_OUT = timedelta(days=1)
"""How old a mail or letter may be that goes out once the portal runs; older ones nobody waits for."""


STILL_UNREAD = timedelta(days=7)
"""How old a message in an inbox may be that nobody has read yet."""


class NotEmpty(Exception):
    """There are accounts already: a town is only loaded into an empty portal."""


def load(cases: int, *, seed: int, at: datetime, data: Path, say: Callable[[str], None]) -> Played:
    """Make the town as it is at `at`, with so many cases, and write its accounts into the data folder.

    Deterministic by seed and day: people, answers, marks, opinions, every event and its moment. Opaque names, query codes,
    tokens, passwords' hashes and the digests that rest on them are not. Raises NotEmpty when there are accounts already,
    NoGuide when nothing can be applied for on that day.
    """
    if users.find().total:
        raise NotEmpty
    stories = plan(cases, seed=seed, at=at, catalogue=law.catalogue(), calendar=law.calendar())
    say("Settling the town: offices, officers, enterprises and their handlers ...")
    town = settle(instant(business_day(at - SETTLED), 9 * 60))
    with wakeups.asleep():
        agents.authorize(town, at - RECENT)
        counters.open_counters(town, business_day(at - SETTLED))
        theatre = Theatre(town, stories, at)
        played = theatre.play(say, lists_by=town.people[logins(Role.ADMINISTRATOR)[0]])
        counters.fill(town, theatre.cases.values(), at)
        walkins.visit(town, at)
        briefs = {case_id: theatre.briefs[number] for number, case_id in theatre.cases.items()}
        departments.divide(town, theatre.cabinet, briefs, at)
        remedies.ask(theatre, at=at)
        publications.change([town.people[one] for one in logins(Role.DECIDER)], at=at)
        publications.bring_a_list(at=at)
        registers.claim(at=at - timedelta(hours=20))
        audits.audit(by=town.people[logins(Role.SUPERVISOR)[0]], at=at)
    outbox.withhold(until=at - STILL_GOES_OUT)
    messages.lay_aside(until=at - STILL_UNREAD)
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = data / accounts.DEMO_FILE
    path.write_text(json.dumps(accounts_of(), ensure_ascii=False, indent=1), "utf-8")
    path.chmod(0o600)
    registers.write(data)
    return played
