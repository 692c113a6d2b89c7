"""Credit as the enterprise reads it: the entries that concern it, what was done to them, and its objections."""

from __future__ import annotations

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
    """An entry about the own enterprise or its people; `ended` is removed or repaired where it is used no more."""

    entry: OwnEntry
    ended: str
    objections: tuple[Objection, ...]

    @property
    def may_object(self) -> bool:
        """True while the entry is used and no objection to it waits for an answer."""
        return not self.ended and not any(one.open for one in self.objections)


def own(*, by: Actor, at: datetime) -> tuple[Own, ...]:
    """What the lists in use say of the handler's enterprise, black before red."""
    require(by.holds(Role.HANDLER) and by.enterprise_id is not None, "enterprise")
    with reading() as session:
        entries = credit_own.entries(session, by.enterprise_id, business_day(at))
        objections = credit_marks.of_keys(session, [one.key for one in entries])
        ended = {one.key: credit_acts.state(session, one.key) for one in entries}
    known = credit_acts.ENDING
    return tuple(
        Own(one, ended[one.key] if ended[one.key] in known else "", objections.get(one.key, ())) for one in entries
    )
