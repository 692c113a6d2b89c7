"""Rating slips: one rating on paper for whoever has neither telephone nor account, and what staff cannot do with one (R83, R86)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal.access import Denied
from portal.actors import VISITOR
from portal.db import reading, transaction
from portal.models import Case, JournalEntry, RatingSlip
from portal.services import delivery, rating, rating_figures, rating_followup, rating_slip
from portal.services.figures import Share
from portal.services.rating import Said
from portal.services.rating_proof import Proof
from tests.at_window import Town, beijing, day, settle
from workflows.refusal import Refusal

AT = beijing("2026-10-19 10:00")
ON = day("2026-10-19")


@pytest.fixture
def town(database: Flask) -> Town:
    """The town without an SMS gateway: no code reaches any telephone."""
    return settle(database)


def walk_in(town: Town, *, ended: bool = True) -> str:
    """A case of a walk-in without an account, collected at counter 1 on 19 October 2026, or still waiting to be."""
    case_id = town.granted("2026-10-12 09:00", window="1")
    delivery.issue(case_id, by=town.clerk, at=beijing("2026-10-19 09:00"))
    if ended:
        delivery.deliver(
            case_id, "counter", recipient="沈远航", window="1", by=town.clerk, at=beijing("2026-10-19 09:30")
        )
    with transaction() as session:
        session.execute(update(Case).where(Case.public_id == case_id).values(channel="window"))
    return case_id


@pytest.fixture
def closed(town: Town) -> str:
    return walk_in(town)


def slip_of(town: Town, case_id: str) -> Proof:
    """A proof by a slip that is printed now."""
    proof = rating_slip.prove(case_id, rating_slip.print_slip(case_id, "1", by=town.clerk, at=AT).code)
    assert proof is not None
    return proof


def refused(rule: str, do, *args, **kwargs) -> None:
    with pytest.raises(Refusal) as said:
        do(*args, **kwargs)
    assert said.value.rule == rule


def test_a_slip_is_good_for_one_rating_which_says_so_and_who_printed_it(town: Town, closed: str) -> None:
    proof = slip_of(town, closed)
    assert rating.rate(closed, "matter", Said(4, (), "谢谢"), by=VISITOR, at=AT, proof=proof)
    one = rating.page(closed, by=VISITOR, on=ON).acts[0].rating
    assert one is not None
    assert (one.level, one.way, one.invited_by) == (4, "slip", town.clerk.reference)
    assert not rating.rate(closed, "matter", Said(4, (), "谢谢"), by=VISITOR, at=AT, proof=proof), "the second click"
    visit = rating.page(closed, by=VISITOR, on=ON).acts[-1].act.key
    refused("rating_slip_used", rating.rate, closed, visit, Said(5), by=VISITOR, at=AT, proof=proof)
    assert not rating.page(closed, by=VISITOR, on=ON, proof=proof).proven


def test_only_the_salted_hash_of_a_code_is_kept(town: Town, closed: str) -> None:
    code = rating_slip.print_slip(closed, "1", by=town.clerk, at=AT).code
    with reading() as session:
        kept = session.scalars(select(RatingSlip)).one()
        journal = session.scalars(select(JournalEntry).where(JournalEntry.kind == "RatingSlipPrinted")).one()
    plain = code.replace("-", "")
    assert len(plain) == rating_slip.LENGTH
    assert plain not in f"{kept.salt}{kept.code_hash}{journal.payload}"
    assert journal.payload == {"nth": 1, "window": "1"}


@pytest.mark.parametrize("spoil", [lambda code: "", lambda code: code[:-1], lambda code: code[::-1]])
def test_no_other_code_proves_anything(town: Town, closed: str, spoil) -> None:
    code = rating_slip.print_slip(closed, "1", by=town.clerk, at=AT).code
    assert rating_slip.prove(closed, spoil(code)) is None
    assert rating_slip.prove(walk_in(town), code) is None, "it is another case's"
    assert rating_slip.prove(closed, f" {code.lower().replace('-', ' ')} ") is not None


def test_a_new_slip_ends_the_one_before_it_also_where_its_code_was_typed_already(town: Town, closed: str) -> None:
    old = rating_slip.print_slip(closed, "1", by=town.clerk, at=AT).code
    proof = rating_slip.prove(closed, old)
    new = slip_of(town, closed)
    assert rating_slip.prove(closed, old) is None
    refused("rating_slip_used", rating.rate, closed, "matter", Said(5), by=VISITOR, at=AT, proof=proof)
    assert rating.rate(closed, "matter", Said(1), by=VISITOR, at=AT, proof=new)


def test_a_slip_is_printed_ahead_and_waits_for_the_end(town: Town) -> None:
    case_id = walk_in(town, ended=False)
    proof = slip_of(town, case_id)
    refused("rated_too_early", rating.rate, case_id, "matter", Said(5), by=VISITOR, at=AT, proof=proof)
    delivery.deliver(case_id, "counter", recipient="沈远航", window="1", by=town.clerk, at=AT)
    assert rating.rate(case_id, "matter", Said(5), by=VISITOR, at=AT, proof=proof), "the refusal used nothing up"


def test_none_is_printed_for_whoever_can_show_more(
    town: Town, database: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    online = town.granted("2026-10-12 09:00")
    refused("rating_slip_account", rating_slip.print_slip, online, by=town.clerk, at=AT)
    case_id = walk_in(town)
    known = replace(database.config["SETTINGS"], sms_url="http://127.0.0.1:9/")
    monkeypatch.setitem(database.config, "SETTINGS", known)
    refused("rating_slip_phone", rating_slip.print_slip, case_id, by=town.clerk, at=AT)
    assert rating_slip.state(case_id, by=town.clerk).why_not == "phone"


def test_the_window_alone_prints_and_only_while_something_is_left_to_be_said(town: Town, closed: str) -> None:
    for who in (town.reviewer, town.supervisor, town.handler):
        with pytest.raises(Denied):
            rating_slip.print_slip(closed, by=who, at=AT)
    for one in rating.page(closed, by=VISITOR, on=ON).acts:
        rating.rate(closed, one.act.key, Said(5), by=VISITOR, at=AT, proof=slip_of(town, closed))
    refused("rated_already", rating_slip.print_slip, closed, by=town.clerk, at=AT)
    refused("rating_over", rating_slip.print_slip, walk_in(town), by=town.clerk, at=beijing("2027-03-01 10:00"))


def test_what_came_by_slip_stands_in_no_other_rate_and_a_bad_one_is_followed_up(town: Town, closed: str) -> None:
    visit = rating.page(closed, by=VISITOR, on=ON).acts[-1].act.key
    rating.rate(closed, "matter", Said(1), by=VISITOR, at=AT, proof=slip_of(town, closed))
    rating.rate(closed, visit, Said(5), by=VISITOR, at=AT, proof=slip_of(town, closed))
    other = walk_in(town)
    rating.rate(other, "matter", Said(3), by=VISITOR, at=AT, proof=Proof(other, "phone"))
    found = rating_figures.figures(on=ON).total
    assert (found.good, found.by_slip, found.bad) == (Share(1, 1), Share(1, 2), 1)
    assert sorted(one.way for one in rating_figures.public(on=ON).rows) == ["phone", "slip", "slip"]


def test_a_slip_reads_no_words_and_takes_no_rating_out_of_the_figures(town: Town, closed: str) -> None:
    rating.rate(closed, "matter", Said(1, (), "私事"), by=VISITOR, at=AT, proof=slip_of(town, closed))
    proof = slip_of(town, closed)
    page = rating.page(closed, by=VISITOR, on=ON, proof=proof)
    assert (page.proven, page.acts[0].words) == (True, "")
    rating.contest(closed, "matter", by=VISITOR, at=AT, proof=proof)
    one = rating.page(closed, by=VISITOR, on=ON).acts[0].rating
    assert one is not None
    assert (one.contest_way, one.counted) == ("number", True)
    assert (one.stage, one.step) == ("contested", "contact"), "nobody's follow-up stands still for it"
    rating_followup.verify(
        closed, "matter", "founded", "已电话核实。", "phone", by=town.reviewer, at=AT, expected_seq=None
    )
    after = rating_followup.view(closed, "matter", by=town.supervisor, on=ON)
    assert (after.rating.stage, after.rating.step, after.may_decide) == ("contested", "fix", True)
