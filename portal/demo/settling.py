"""How the town comes to be: offices, officers, enterprises and their handlers, each by the service that people use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from portal.actors import SYSTEM, Actor, Role
from portal.demo.firms import FIRMS, Firm
from portal.demo.offices import COUNTERS, OFFICES, STAFF, Officer, logins
from portal.services import (
    accounts,
    addresses,
    enterprise_claims,
    enterprises,
    membership,
    offices,
    opening_hours,
    register_looks,
    service_windows,
    users,
)
from portal.services.enterprises import EnterpriseFacts
from portal.services.membership import SignUp
from portal.services.service_windows import WindowFacts
from portal.services.users import OfficerFacts

PASSWORD = "linjiang-demo"
"""The password of every account of the town: it is shown on the sign-in page."""


@dataclass(frozen=True)
class Town:
    """Who is there: every account by the name with which it signs in."""

    people: Mapping[str, Actor]

    def handler(self, firm: Firm, nth: int = 0) -> Actor:
        """The nth handler of an enterprise."""
        return self.people[firm.email(nth % len(firm.handlers))]


def settle(at: datetime) -> Town:
    """Make everybody, as of that moment."""
    rooms = {facts.code: offices.create(facts, by=SYSTEM) for facts in OFFICES}
    opening_hours.bring_in(COUNTERS, file="centre.yaml", at=at, by=SYSTEM)
    people = {one.login: _actor(_officer(one, rooms[one.office], at)) for one in STAFF}
    _windows(people)
    administrator = people[logins(Role.ADMINISTRATOR)[0]]
    with register_looks.connected(""):  # the past is played without the world outside
        for firm in FIRMS:
            people |= _firm(firm, administrator, at)
    return Town(people)


def _windows(people: Mapping[str, Actor]) -> None:
    """Two comprehensive windows side by side, and one for fireworks before the season."""
    clerks = tuple(people[login].id for login in logins(Role.WINDOW))
    first = WindowFacts(name_zh="综合受理一", name_en="Any-window acceptance 1", officers=clerks[:3], heads=clerks[2:3])
    second = WindowFacts(name_zh="综合受理二", name_en="Any-window acceptance 2", officers=clerks[:3])
    fireworks = WindowFacts(
        name_zh="烟花爆竹窗口",
        name_en="Fireworks window",
        comprehensive=False,
        items=("fireworks_retail_licence", "fireworks_wholesale_licence"),
        officers=clerks[3:],
    )
    for facts in (first, second, fireworks):
        service_windows.create(facts, by=SYSTEM)


def _officer(one: Officer, room: int, at: datetime) -> int:
    facts = OfficerFacts(
        login=one.login,
        name=one.name,
        office_id=room,
        roles=frozenset(one.roles),
        email=one.email,
        certificate_number=f"99-01-{STAFF.index(one) + 1:04d}" if one.office != "centre" else "",
    )
    return users.create(facts, by=SYSTEM, at=at, password=PASSWORD)[0]


def _firm(firm: Firm, administrator: Actor, at: datetime) -> dict[str, Actor]:
    """Sign the first handler up, let the second one join, and keep what the register says of the enterprise."""
    people: dict[str, Actor] = {}
    for nth, name in enumerate(firm.handlers):
        membership.sign_up(_sign_up(firm, nth, name), at=at)
        _confirm_address(firm.email(nth), at)
        if nth:
            _let_in(people[firm.email()], at)
        else:
            _confirm(administrator, at)
        people[firm.email(nth)] = _actor(users.find(firm.email(nth)).rows[0].id)
    enterprises.register(firm.uscc, _facts(firm), by=administrator)
    return people


def _sign_up(firm: Firm, nth: int, name: str) -> SignUp:
    return SignUp(
        uscc=firm.uscc,
        enterprise_name=firm.name,
        legal_representative=firm.head,
        name=name,
        mobile=firm.mobile(nth),
        email=firm.email(nth),
        password=PASSWORD,
    )


def _let_in(handler: Actor, at: datetime) -> None:
    for request in membership.requests(by=handler):
        membership.answer(request.id, granted=True, by=handler, at=at)


def _confirm(administrator: Actor, at: datetime) -> None:
    """Where the portal is set to let first accounts wait without a register, the papers were seen."""
    for claim in enterprise_claims.waiting(by=administrator):
        said = {"name": claim.name, "legal_representative": claim.legal_representative}
        enterprise_claims.confirm(claim.id, **said, paper="营业执照原件、经办人身份证", by=administrator, at=at)


def _confirm_address(email: str, at: datetime) -> None:
    """The handler opens the link that the mail carries."""
    by = _actor(users.find(email).rows[0].id)
    addresses.confirm(addresses.again(by=by, at=at), by=by, at=at)


def _facts(firm: Firm) -> EnterpriseFacts:
    return EnterpriseFacts(
        kind=firm.kind,
        address=firm.address,
        legal_representative_id=firm.head_id,
        principal_person=firm.head,
    )


def _actor(number: int) -> Actor:
    person = accounts.person(number)
    assert person is not None
    return replace(person.actor, name=person.name)
