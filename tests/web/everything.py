"""One of everything that has an owner, and an address for every route that names such a thing: the table behind the walk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO

from flask import Flask
from sqlalchemy import func, select
from werkzeug.routing import Rule

from portal import auth
from portal.actors import Actor
from portal.db import db, reading, transaction
from portal.models import AccountLink, CreditArrival, Identity, MembershipRequest, Message, Upload, User
from portal.services import (
    account_links,
    casefile,
    drafts,
    invitations,
    mandates,
    membership,
    partial_uploads,
    sign_ins,
)
from portal.services.uploads import Goal
from tests.at_window import HAZCHEM, Town, beijing, pdf
from tests.browser import stages
from tests.browser import stages_review as later
from tests.web import people
from tests.web.reach import person

OPEN = {
    "code": "a language",
    "size": "a size of type",
    "item": "a guide, which is public",
    "name": "a life event or an outside system",
    "filename": "a file of the program",
    "purpose": "the use of a public key",
    "fingerprint": "a public key",
    "public_id": "a line of the published list",
}
"""Parts of addresses that name nothing of anybody, and what they name."""

PARTS = {
    "section": "enterprise",
    "material": "training_proof",
    "field": "unit_name",
    "key": "application",
    "kind": "application",
    "step": "request",
    "act": "matter",
    "track": "documents",
    "duty": "yearly_plan",
    "cause": "expert_review",
    "outcome": "accepted",
    "number": "1",
    "where": "queue",
    "version": "2026-05-01",
    "page_id": "1",
    "rule": "1",
    "place": "window",
}
"""Parts that mean something only within what another part of the address names."""

NUMBERED = (
    "user_id", "link_id", "request_id", "message_id", "identity_id", "upload_id", "arrival_id", "office_id", "sign_in_id",
    "list_id", "version_id", "view_id", "draw_id", "absence_id",
)  # fmt: skip
"""What `_numbers` finds in the tables."""

OUTSIDER, LEAVER, UNPROVEN, AGENT, NEWCOMER = (f"{name}@example.cn" for name in ("wang", "li", "zhao", "qian", "sun"))
OTHER_CODE, AGENCY_CODE = "91990103MA3KQ8NN2R", "91990102MA5FDCBA3X"
UNTIL = date(2026, 9, 10)


@dataclass
class World:
    """The things by the part of an address that names them, the cases by how the address begins, and what no stranger reads."""

    things: dict[str, str] = field(default_factory=dict)
    cases: dict[str, str] = field(default_factory=dict)
    marks: set[str] = field(default_factory=set)
    mandate: int = 0
    limited: int = 0


def made(town: Town, *, at: datetime) -> World:
    """The enterprise with cases in four stages, and everything that hangs on cases and accounts; people who want to see it."""
    _join_all(at)
    sign_ins.begin(person(people.HANDLER), device="chrome/linux", factor=False, at=at)
    told = town.hand_in("2026-08-28 10:00")
    town.mark(told, "2026-08-28 11:00", fix={"application": "经营品种与申请书不一致。"})
    town.conclude(told, "correction", "2026-08-28 11:10")
    waiting = town.hand_in("2026-08-31 10:00")
    rated, shown, refused = stages.rated_badly(town), later.with_experts(town), later.refused(town)
    contested, objected, times = later.contested(town, refused), later.objected(town), stages.at_the_counters(town)
    later.arrived()
    draft = drafts.start(HAZCHEM, by=town.handler, at=at)
    town.bring(draft, (), at, by=town.handler)
    part = partial_uploads.begin(Goal("draft", draft), "application", "a", "a.pdf", 90, by=town.handler, at=at)
    invitations.invite("new@example.cn", by=owner(), at=at)
    one = World()
    one.mandate, one.limited = (_authority(items, at) for items in ((), ("construction_permit",)))
    one.cases = {"/my": told, "/window": waiting, "/review": shown, "/supervision": refused, "": rated}
    one.things = {
        "draft_id": draft,
        "file_id": casefile.casefile(told, by=town.handler).files[0].public_id,
        "letter_id": casefile.casefile(told, by=town.handler).letters[0].public_id,
        "part_id": part.public_id,
        "booking": times.booking,
        "window": str(times.window),
        "sitting_id": stages.sitting(town),
        "complaint_id": contested.complaint,
        "entry_id": str(objected.entry),
        "objection_id": str(objected.objection),
        "token": account_links.token_of(_newest(AccountLink)),
        **_numbers(town.handler),
    }
    one.things["mandate_id"] = str(one.mandate)
    one.marks = {told, waiting, rated, shown, refused, draft, people.HANDLER, "13900000001", "new@example.cn"}
    return one


def owner() -> Actor:
    """Who owns the enterprise."""
    return person(people.HANDLER).actor


def names_a_thing(rule: Rule) -> bool:
    """True when an address of this route names something that has an owner."""
    return bool(set(rule.arguments) - set(OPEN))


def addresses(app: Flask, world: World) -> Iterator[tuple[Rule, str, str]]:
    """Every route that names a thing, with its address in this world, once for each of its methods."""
    for rule in app.url_map.iter_rules():
        if names_a_thing(rule):
            for method in sorted(rule.methods & {"GET", "POST", "PUT", "PATCH", "DELETE"}):
                yield rule, address(rule, world), method


def address(rule: Rule, world: World) -> str:
    """The address of a route for the things of this world. Raises KeyError for a part that the table does not know."""
    case = next(case for begun, case in world.cases.items() if rule.rule.startswith(begun))
    known = PARTS | dict.fromkeys(OPEN, HAZCHEM) | world.things | {"case_id": case}
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda part: known[part[1]], rule.rule)


def is_open(app: Flask, rule: Rule) -> bool:
    """True for a route whose page anybody may open, because what names the thing is itself the key to it."""
    return auth.PUBLIC in getattr(app.view_functions[rule.endpoint], "audience", frozenset())


def state(app: Flask) -> dict[str, int]:
    """Every table with the number that its rows come to, but for who is signed in where: an act of anybody changes one."""
    quiet = {"sign_ins"}
    with app.app_context(), reading() as session:
        tables = [one for one in db.metadata.sorted_tables if one.name not in quiet]
        passing = {"last_seen_at", "seen_at"}
        return {
            one.name: hash(
                tuple(sorted(map(repr, session.execute(select(*[c for c in one.c if c.name not in passing])))))
            )
            for one in tables
        }


def _join_all(at: datetime) -> None:
    people.join(OUTSIDER, "王渡", "13900000004", uscc=OTHER_CODE, firm="北岸化工有限公司", at=at)
    people.admit(OUTSIDER, at=at)
    people.join(AGENT, "钱代", "13900000006", uscc=AGENCY_CODE, firm="望山代理有限公司", at=at)
    people.admit(AGENT, at=at)
    people.join(LEAVER, "李岸", "13900000003", at=at)
    asked = next(one for one in membership.requests(by=owner()) if one.email == LEAVER)
    membership.answer(asked.id, granted=True, by=owner(), at=at)
    people.join(UNPROVEN, "赵闻", "13900000005", at=at)
    people.join(NEWCOMER, "孙来", "13900000007", at=at)


def _authority(items: tuple[str, ...], at: datetime) -> int:
    paper = BytesIO(pdf("authority"))
    given = mandates.give(AGENT, date(2026, 8, 31), UNTIL, items, "委托书.pdf", paper, by=owner(), at=at)
    invitations.accept(given.token, by=person(AGENT).actor, at=at)
    return given.id


def _numbers(by: Actor) -> dict[str, str]:
    """What is named by a number, or lies where no service gives its name."""
    with transaction() as session:
        session.add(
            Identity(
                user_id=by.id,
                issuer="https://id.example.cn",
                subject="shen",
                linked_at=beijing("2026-08-01 09:00"),
                linked_by="own",
            )
        )
    with reading() as session:
        asks = session.scalars(select(MembershipRequest.id).where(MembershipRequest.state == "open")).all()
        return {
            "user_id": str(by.id),
            "link_id": str(session.scalar(select(AccountLink.id).where(AccountLink.email == "new@example.cn"))),
            "request_id": str(asks[-1]),
            "message_id": str(session.scalar(select(func.max(Message.id)).where(Message.user_id == by.id))),
            "identity_id": str(session.scalar(select(Identity.id))),
            "upload_id": str(
                session.scalar(select(Upload.public_id).where(Upload.purpose == mandates.PURPOSE).limit(1))
            ),
            "arrival_id": str(session.scalar(select(CreditArrival.id))),
            "office_id": str(session.scalar(select(User.office_id).where(User.login == "chen.li"))),
            **dict.fromkeys(("sign_in_id", "list_id", "version_id", "view_id", "draw_id", "absence_id"), "1"),
        }


def _newest(kind: type) -> object:
    with reading() as session:
        return session.scalars(select(kind).order_by(kind.id.desc()).limit(1)).one()
