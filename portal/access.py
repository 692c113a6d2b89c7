"""Which case a person may see or act on: asked by every service and every page that touches one."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from portal.actors import Actor, Role

WHOLE_FILE = frozenset({Role.WINDOW, Role.REVIEWER, Role.DECIDER, Role.SUPERVISOR})
"""The roles that see the whole file of the cases which are their business."""


class Denied(Exception):
    """The page or the object is not for this person: 403. `reason` picks the sentence, `facts` fill it."""

    def __init__(self, reason: str, **facts: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.facts = facts


class CaseLike(Protocol):
    """What a case must tell for the question whether somebody may see it."""

    @property
    def enterprise_id(self) -> int: ...
    @property
    def lead_office(self) -> str: ...


def may_see(actor: Actor, case: CaseLike, offices: Collection[str] = ()) -> bool:
    """True when the case is the person's business: the applicant's handlers, the window, the supervisor, the point
    that took it in, and the officers of the lead office or of an office with a track (`offices`, codes)."""
    if actor.kind == "system" or actor.roles & {Role.WINDOW, Role.SUPERVISOR}:
        return True
    if Role.INTAKE in actor.roles and actor.office_code and getattr(case, "intake_office", "") == actor.office_code:
        return True
    if Role.HANDLER in actor.roles:
        return _own(actor, case)
    return bool(actor.roles & {Role.REVIEWER, Role.DECIDER}) and actor.office_code in {case.lead_office, *offices}


def may_export(actor: Actor, case: CaseLike, offices: Collection[str] = ()) -> bool:
    """True when the person may take the whole file out as an evidence package: the portal's own staff who may see the case.

    The applicant reads the own case but not the whole file: the departments' papers go to a court, not to a party.
    """
    return bool(actor.kind == "system" or actor.roles & WHOLE_FILE) and may_see(actor, case, offices)


def may_see_ballots(actor: Actor, case: CaseLike) -> bool:
    """True for those who may know how each expert voted: the office that leads, the supervisor, and nobody else."""
    if actor.kind == "system" or Role.SUPERVISOR in actor.roles:
        return True
    return bool(actor.roles & {Role.REVIEWER, Role.DECIDER}) and actor.office_code == case.lead_office


def may_act(actor: Actor, case: CaseLike, role: Role | str, office: str | None = None) -> bool:
    """True when the person may act on the case in that role.

    A reviewer acts for the track of `office`, a decider for the lead office, a window officer at any window, a handler for
    the own enterprise. Supervisors and administrators never act.
    """
    if role not in actor.roles:
        return False
    match Role(role):
        case Role.WINDOW:
            return True
        case Role.HANDLER:
            return _own(actor, case)
        case Role.REVIEWER:
            return actor.office_code == (office or case.lead_office)
        case Role.DECIDER:
            return actor.office_code == case.lead_office
    return False


def _own(actor: Actor, case: CaseLike) -> bool:
    """True when it is a case of the enterprise that the person acts for, and of an item that the authority covers."""
    return case.enterprise_id == actor.enterprise_id and actor.handles(getattr(case, "item", ""))


def require(allowed: bool, reason: str = "case", **facts: object) -> None:
    """Go on when allowed; otherwise raise Denied with the reason that picks the sentence of the 403 page."""
    if not allowed:
        raise Denied(reason, **facts)
