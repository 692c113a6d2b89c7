"""Walk-in applications (帮办代办): the clerk finds or creates the enterprise by its code and fills in the same form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from guides.identifiers import uscc_fault
from portal.access import require
from portal.actors import Actor, Role
from portal.db import transaction
from portal.models import Enterprise
from portal.services import drafts
from portal.services.answers import clean
from portal.services.wrong_input import WrongInput


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
    """Begin an application at the window for the enterprise with this code; return the opaque name of its draft.

    An enterprise that never applied before is created with what is given; one that is known keeps what stands in its
    record. Raises WrongInput (uscc: wrong; name: missing for a new enterprise), Refusal when no guide is in force.
    """
    require(by.holds(Role.WINDOW), "role", roles=[str(Role.WINDOW)])
    code = "".join(uscc.split()).upper()
    if uscc_fault(code):
        raise WrongInput(uscc="wrong")
    facts = {"name": name, "legal_representative": legal_representative, "address": address}
    with transaction() as session:
        enterprise_id = _found(session, code, {key: clean(value).strip() for key, value in facts.items()}, at=at)
    return drafts.start(item, by=by, at=at, channel="window", enterprise_id=enterprise_id, typed=typed)


def _found(session: Session, code: str, facts: Mapping[str, str], *, at: datetime) -> int:
    wanted = select(Enterprise.id).where(Enterprise.uscc == code)
    known = session.scalars(wanted).one_or_none()
    if known is not None:
        return known
    if not facts["name"]:
        raise WrongInput(name="missing")
    firm = Enterprise(uscc=code, principal_person=facts["legal_representative"], created_at=at, **facts)
    try:
        with session.begin_nested():
            session.add(firm)
    except IntegrityError:  # a colleague created the same enterprise in this very moment
        return session.scalars(wanted).one()
    return firm.id
