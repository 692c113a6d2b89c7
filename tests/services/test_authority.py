"""An account that nobody has let in applies under a record of its own; whoever is let in brings along what it has done."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from flask import Flask

from portal.access import Denied
from portal.actors import Actor, Role
from portal.db import reading
from portal.models import AccountLink, Enterprise, User
from portal.services import (
    applicants,
    casefile,
    desk,
    drafts,
    enterprise_claims,
    enterprise_merge,
    invitations,
    library,
    mandates,
    membership,
    promises,
)
from portal.services.account_links import token_of
from tests.at_window import HAZCHEM, Town, beijing, pdf, settle
from tests.web import people
from tests.web.reach import person
from workflows.refusal import Refusal

AT = beijing("2026-09-29 10:00")
FIRST, SECOND = "zhao@example.cn", "qian@example.cn"
NEW, NEW_FIRM = "91990103MA3KQ8NN2R", "望山石化销售有限公司"


@pytest.fixture
def town(database: Flask) -> Town:
    return settle(database)


def join(email: str, mobile: str, **of: str) -> Actor:
    assert people.join(email, "赵闻", mobile, at=AT, **of) == "open"
    return person(email).actor


def requested(email: str, by: Actor) -> int:
    return next(one.id for one in membership.requests(by=by) if one.email == email)


def as_him(town: Town, by: Actor) -> Town:
    return replace(town, handler=by)


def test_he_applies_and_the_desk_accepts_and_says_whose_authority_was_not_checked(town: Town) -> None:
    stranger = join(FIRST, "13900000005")
    case_id = as_him(town, stranger).accepted("2026-09-29 15:42")
    assert casefile.casefile(case_id, by=stranger).content["enterprise"]["name"] == people.FIRM
    said = desk.desk(case_id, by=town.clerk, at=AT).unchecked
    assert said is not None
    assert (said.state, said.owned, said.person, said.mobile) == ("open", True, "赵闻", "13900000005")
    own = town.hand_in("2026-09-29 16:00")
    assert desk.desk(own, by=town.clerk, at=AT).unchecked is None
    for case, by in ((own, stranger), (case_id, person(people.HANDLER).actor)):
        with pytest.raises(Denied):
            casefile.casefile(case, by=by)


def test_what_he_did_goes_with_him_when_the_owner_lets_him_in(town: Town) -> None:
    stranger, owner = join(FIRST, "13900000005"), person(people.HANDLER).actor
    case_id = as_him(town, stranger).hand_in("2026-09-29 15:42")
    draft = drafts.start(HAZCHEM, by=stranger, at=AT)
    membership.answer(requested(FIRST, owner), granted=True, by=owner, at=AT)
    him = person(FIRST)
    assert (him.proven, him.owner, him.enterprise_id) == (True, False, owner.enterprise_id)
    assert casefile.casefile(case_id, by=owner).enterprise_id == owner.enterprise_id
    assert drafts.view(draft, by=owner).applicant.id == owner.enterprise_id
    assert desk.desk(case_id, by=town.clerk, at=AT).unchecked is None
    assert membership.requests(by=owner) == []


def test_the_desk_is_told_when_the_owner_does_not_know_him(town: Town) -> None:
    stranger, owner = join(FIRST, "13900000005"), person(people.HANDLER).actor
    case_id = as_him(town, stranger).hand_in("2026-09-29 15:42")
    membership.answer(requested(FIRST, owner), granted=False, by=owner, at=AT)
    said = desk.desk(case_id, by=town.clerk, at=AT).unchecked
    assert said is not None
    assert said.state == "refused"


def test_two_of_one_code_see_nothing_of_each_other_and_the_second_may_be_the_owner(town: Town) -> None:
    stranger = join(FIRST, "13900000005", uscc=NEW, firm=NEW_FIRM)
    real = join(SECOND, "13900000006", uscc=NEW, firm=NEW_FIRM)
    case_id = as_him(town, stranger).hand_in("2026-09-29 15:42")
    with pytest.raises(Denied):
        casefile.casefile(case_id, by=real)
    assert [one.email for one in membership.handlers(by=real)] == [SECOND]
    people.admit(SECOND, at=AT)
    assert person(SECOND).owner
    with pytest.raises(Denied):
        casefile.casefile(case_id, by=person(SECOND).actor)
    assert not person(FIRST).proven
    assert [one.email for one in membership.requests(by=person(SECOND).actor)] == [FIRST], "he asks the owner now"
    assert enterprise_claims.waiting(by=town.clerk) == ()


def test_an_invitation_lets_in_who_signed_up_already(town: Town) -> None:
    join(FIRST, "13900000005")
    invitations.invite(FIRST, by=person(people.HANDLER).actor, at=AT)
    with reading() as session:
        token = token_of(session.query(AccountLink).filter_by(email=FIRST, kind="handler").one())
    invitations.accept(token, by=person(FIRST).actor, at=AT)
    assert person(FIRST).proven


def test_he_can_neither_invite_nor_answer_nor_be_named_the_owner(town: Town) -> None:
    stranger = join(FIRST, "13900000005")
    join(SECOND, "13900000006")
    with pytest.raises(Denied):
        invitations.invite("friend@example.cn", by=stranger, at=AT)
    with pytest.raises(Denied):
        membership.answer(requested(SECOND, person(people.HANDLER).actor), granted=True, by=stranger, at=AT)
    with pytest.raises(Refusal, match="not_a_handler"):
        membership.hand_over(stranger.id, by=town.administrator, at=AT)


def test_his_record_is_none_that_a_clerk_or_an_administrator_finds(town: Town) -> None:
    join(FIRST, "13900000005", uscc=NEW, firm=NEW_FIRM)
    join(SECOND, "13900000006")
    assert applicants.find(NEW, by=town.clerk).candidates == ()
    assert len(applicants.find(people.FIRM, by=town.clerk).candidates) == 1
    assert enterprise_merge.doubles(by=town.administrator) == ()


def test_his_library_and_his_promises_are_his_own(town: Town) -> None:
    stranger = join(FIRST, "13900000005")
    town.accepted("2026-09-29 15:42")
    draft = drafts.start(HAZCHEM, by=stranger, at=AT)
    assert not any(library.offers(drafts.view(draft, by=stranger), by=stranger, on=AT.date()).values())
    assert promises.mine(by=stranger, on=AT.date())[1].broken == ()


def test_two_who_are_let_in_make_one_owner(town: Town) -> None:
    join(FIRST, "13900000005", uscc=NEW, firm=NEW_FIRM)
    join(SECOND, "13900000006", uscc=NEW, firm=NEW_FIRM)
    people.admit(FIRST, at=AT)
    owner = person(FIRST).actor
    membership.answer(requested(SECOND, owner), granted=True, by=owner, at=AT)
    with reading() as session:
        firm = session.query(Enterprise).filter_by(uscc=NEW, proven=True).one()
        people_ = session.query(User.login, User.owner).filter_by(enterprise_id=firm.id).order_by(User.id).all()
    assert [tuple(one) for one in people_] == [(FIRST, True), (SECOND, False)]
    assert owner.holds(Role.HANDLER)


def test_whoever_has_handed_the_enterprise_over_removes_and_names_nobody_any_more(town: Town) -> None:
    """Two tabs of one owner: who was read as the owner before is none now, and no enterprise is left without one."""
    owner, second = town.handler, people.second_of(town.handler)
    membership.hand_over(second.id, by=owner, at=AT)
    with pytest.raises(Denied):
        membership.remove(second.id, by=owner, at=AT)
    with pytest.raises(Denied):
        membership.hand_over(owner.id, by=owner, at=AT)
    with reading() as session:
        assert session.get_one(User, second.id).owner


def test_who_gets_the_enterprise_gets_no_invitation_of_the_owner_before(town: Town) -> None:
    """What nobody has accepted ends with the owner who offered it; whoever has accepted stays, for the new owner to remove."""
    owner, second = town.handler, people.second_of(town.handler)
    agent = join(FIRST, "13900000005", uscc=NEW, firm=NEW_FIRM)
    given = [
        mandates.give(mail, AT.date(), date(2026, 12, 31), (), "委托书.pdf", BytesIO(pdf("authority")), by=owner, at=AT)
        for mail in (FIRST, "friend@example.cn")
    ]
    invitations.accept(given[0].token, by=agent, at=AT)
    invitations.invite(SECOND, by=owner, at=AT)
    with reading() as session:
        token = token_of(session.query(AccountLink).filter_by(email=SECOND, kind="handler").one())
    assert membership.hand_over(second.id, by=owner, at=AT) == 2
    new = replace(second, owner=True)
    assert invitations.waiting(by=new, at=AT) == ()
    for dead in (token, given[1].token):
        with pytest.raises(Refusal, match="link_over"):
            invitations.opened(dead, at=AT)
    states = {one.email: one.state for one in mandates.of_enterprise(by=new, on=AT.date())}
    assert states == {FIRST: "in_force", "friend@example.cn": "ended"}
