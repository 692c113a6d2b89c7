"""Walk-in applications (帮办代办): the clerk finds or creates the enterprise by its code and fills in the same form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portal.actors import Actor
from portal.db import transaction
from portal.services import applicants, drafts, sittings
from portal.services.applicants import ApplicantFacts


def start(
    item: str,
    uscc: str,
    *,
    by: Actor,
    at: datetime,
    name: str = "",
    legal_representative: str = "",
    address: str = "",
    typed: Mapping[str, Any] | None = None,
) -> str:
    """Begin one application at the window for the enterprise with this code; return the opaque name of its draft.

    An enterprise that never applied before is created with what is given; one that is known keeps what stands in its
    record. Raises WrongInput (uscc: what is wrong with it; name: missing or twice), Refusal when no guide is in force.
    """
    applicants.require_counter(by)
    heard = "" if applicants.known("".join(uscc.split()).upper(), by=by) else name
    facts = ApplicantFacts(uscc=uscc, name=heard, legal_representative=legal_representative, address=address)
    with transaction() as session:
        enterprise_id = applicants.settle(session, facts, by=by, at=at)
    place = sittings.place_of(by, [item], at=at)
    return drafts.start(item, by=by, at=at, enterprise_id=enterprise_id, typed=typed, **place)
