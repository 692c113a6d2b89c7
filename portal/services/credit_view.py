"""Credit as the enterprise reads it: the entries that concern it, what was done to them, and its objections."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from portal.access import require
from portal.actors import Actor, Role
from portal.clock import business_day
from portal.db import reading
from portal.services import credit_acts, credit_marks, credit_own
from portal.services.credit_marks import Objection
from portal.services.credit_own import OwnEntry


@dataclass(frozen=True, slots=True)
class Own:
    """An entry about the own enterprise or its people; `ended` is removed or repaired where it is used no more.

    `objections` are the own ones; of those of others to the same entry nothing is told but `marked`, that one is open (R102).
    """

    entry: OwnEntry
    ended: str
    objections: tuple[Objection, ...]
    marked: bool = False

    @property
    def may_object(self) -> bool:
        """True while the entry is used and no objection of one's own to it waits for an answer."""
        return not self.ended and not any(one.open for one in self.objections)


def own(*, by: Actor, at: datetime) -> tuple[Own, ...]:
    """What the lists in use say of the handler's enterprise, black before red."""
    require(by.holds(Role.HANDLER) and by.enterprise_id is not None, "enterprise")
    with reading() as session:
        entries = credit_own.entries(session, by.enterprise_id, business_day(at))
        objections = credit_marks.of_keys(session, [one.key for one in entries])
        ended = {one.key: credit_acts.state(session, one.key) for one in entries}
    return tuple(_own(one, ended[one.key], objections.get(one.key, ()), by) for one in entries)


def past(shown: Collection[Own], *, by: Actor) -> tuple[Objection, ...]:
    """The own objections to entries that are not among those shown, as they concern the enterprise no more, the newest first:
    without what those entries say."""
    require(by.holds(Role.HANDLER) and by.enterprise_id is not None, "enterprise")
    with reading() as session:
        own = credit_marks.of_enterprise(session, by.enterprise_id)
    known = {one.entry.key for one in shown}
    return tuple(one for one in own if one.key not in known)


def _own(entry: OwnEntry, state: str, objections: tuple[Objection, ...], by: Actor) -> Own:
    own = tuple(one for one in objections if one.enterprise_id == by.enterprise_id)
    ended = state if state in credit_acts.ENDING else ""
    return Own(entry, ended, own, any(one.open for one in objections))
