"""The credit platform's lists are fetched once a night; each comes in like a file, and every version is kept."""

from __future__ import annotations

import json
from datetime import datetime, time, timedelta

from flask import current_app
from sqlalchemy import select

from portal.clock import BUSINESS_ZONE
from portal.connectors.credit_feed import CreditFeed, FeedList
from portal.db import reading
from portal.models import PortState
from portal.services import credit_arrivals, ports
from portal.services.credit_arrivals import Arrival
from portal.services.credit_import import About

PORT = "credit_feed"
NIGHT = (time(1), time(5))
"""When the platform is asked: nobody works with the lists then."""

AGAIN = timedelta(minutes=15)
"""How long after an answer that did not come the platform is asked again, in the same night."""


def fetch_by_night(*, at: datetime) -> int:
    """Fetch the lists between one and five o'clock, once a night, and again where no answer came; returns how many came."""
    if not ports.configured(PORT) or not NIGHT[0] <= at.astimezone(BUSINESS_ZONE).time() < NIGHT[1]:
        return 0
    with reading() as session:
        state = session.scalars(select(PortState).where(PortState.name == PORT)).one_or_none()
        begun = datetime.combine(at.astimezone(BUSINESS_ZONE).date(), NIGHT[0], BUSINESS_ZONE)
        if state is not None and state.up and state.asked_at >= begun:
            return 0
        if state is not None and not state.up and at - state.asked_at < AGAIN:
            return 0
    return len(fetch(at=at))


def fetch(*, at: datetime) -> tuple[Arrival, ...]:
    """Fetch the lists now, unless nothing changed; returns those that had not come before. Raises PortDown."""
    settings = current_app.config["SETTINGS"]
    with ports.asking(PORT, at=at):
        answer = CreditFeed(settings.credit_feed_url, settings.credit_feed_key).fetch(credit_arrivals.newest_etag())
    came = [_arrive(one, at) for one in answer.lists or ()]
    credit_arrivals.mark(answer.etag)  # only now: what a fault kept from coming in is fetched again
    return tuple(one for one in came if one is not None)


def _arrive(one: FeedList, at: datetime) -> Arrival | None:
    about = About(one.kind, one.name, one.version, one.rule_version)
    data = json.dumps({"entries": one.entries}, ensure_ascii=False).encode()
    return credit_arrivals.arrive(credit_arrivals.FEED, f"{one.name[:100]}@{one.version[:60]}.json", data, about, at=at)
