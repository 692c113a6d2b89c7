"""Standing: whether somebody may still act at the very moment of the act, whatever the page he acts from once allowed."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.actors import Actor, Role
from portal.models import User, UserRole
from workflows.refusal import Refusal

_GIVEN = {Role.INTAKE: Role.WINDOW}
"""What is kept with the account of somebody at a point that takes in for other agencies."""


def check(session: Session, by: Actor, *roles: Role) -> None:
    """Raise Refusal `right_revoked` unless the account is open, still of its office, and holds one of the roles it acts with.

    The account is held until the transaction ends: a right that is being taken away is either gone before the act, or is
    taken away after it. To be asked once the case is held, so that nobody waits in a circle.
    """
    if by.kind != "officer":
        return
    account = select(User.active, User.office_id).where(User.id == by.id).with_for_update(read=True)
    found = session.execute(account).one_or_none()
    held = set(session.scalars(select(UserRole.role).where(UserRole.user_id == by.id)))
    wanted = {str(_GIVEN.get(role, role)) for role in {*roles} & by.roles}
    if found is None or not found.active or found.office_id != by.office_id or not wanted & held:
        raise Refusal("right_revoked")
