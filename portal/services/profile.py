"""The own name, mobile number and e-mail address."""

from __future__ import annotations

from datetime import datetime

from portal.actors import Actor
from portal.db import transaction
from portal.models import User
from portal.services import account_links, addresses, mobiles, proofs
from portal.services.accounts import Person, as_person, refuse_taken


def change(*, name: str, mobile: str, email: str, password: str | None = "", by: Actor, at: datetime) -> Person:
    """Set the own name, mobile and e-mail. Another mobile (a name to sign in with) or e-mail takes proof, and the address in
    force is told; another e-mail counts once the link sent there was used (services/addresses.py), another mobile once the code
    sent there was typed (services/mobiles.py).

    Raises WrongInput (mobile or email: taken; password as in `proofs.check`).
    """
    with transaction() as session:
        user = session.get_one(User, by.id)
        address = email.lower()
        other_address = address not in (user.email, addresses.asked_for(session, user))
        other_mobile = mobile not in (user.mobile, mobiles.asked_for(session, user))
        if other_address or other_mobile:
            proofs.check(user, password or "", by=by, at=at)
        refuse_taken(session, mobile=mobile, login=address if user.kind == "handler" else "", except_id=user.id)
        user.name = name
        if other_mobile:
            mobiles.changed(session, user, mobile, at=at)
        elif mobile == user.mobile:
            mobiles.forget(session, user)
        if other_address:
            addresses.ask(session, user, address, at=at)
        elif address == user.email:
            account_links.use_up(session, at=at, kind=account_links.EMAIL, user_id=user.id)
        session.flush()
        return as_person(user)
