"""Complaints: filed once, read by supervisors and, in its name, by the owner of an enterprise; answered within the promise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from portal.access import Denied
from portal.actors import Actor, Role
from portal.db import reading
from portal.models import Case as CaseRow
from portal.models import OutboxMessage
from portal.services import complaints
from portal.services.account_mail import carry
from portal.services.outbox import Parcel
from portal.services.wrong_input import WrongInput
from tests.services.cases import Hall, at
from workflows.refusal import Refusal

NOW = at("2026-03-09T10:00")


@pytest.fixture
def supervisor(hall: Hall) -> Actor:
    return Actor("officer", 99, frozenset({Role.SUPERVISOR}), 1, "centre", name="苏明")


def filed(hall: Hall, once: str = "page-1", **more: str) -> complaints.ComplaintFacts:
    return complaints.file("extra_material", "要了一份指南上没有的证明。", once=once, by=hall.handler, at=NOW, **more)


def test_it_has_a_number_a_day_and_is_filed_once_from_one_page(hall: Hall):
    one, again, other = filed(hall), filed(hall), filed(hall, "page-2")
    assert one.number == again.number == "TS2026000001"
    assert other.number == "TS2026000002"
    assert one.due_on == date(2026, 3, 30)
    assert not one.late(date(2026, 3, 30))
    assert one.late(date(2026, 3, 31))
    assert [found.number for found in complaints.mine(by=hall.handler)] == [other.number, one.number]


def test_what_is_missing_is_named(hall: Hall):
    with pytest.raises(WrongInput) as wrong:
        complaints.file("nothing", "  ", once="x", by=hall.handler, at=NOW)
    assert wrong.value.fields == {"about": "missing", "words": "missing"}


def test_officers_do_not_read_it_and_strangers_do_not_find_it(hall: Hall, supervisor: Actor):
    one = filed(hall)
    stranger = Actor("handler", 77, frozenset({Role.HANDLER}), enterprise_id=2, name="别人")
    for by in (hall.clerk, hall.reviewer, hall.head, stranger):
        with pytest.raises(Refusal, match="no_such_complaint"):
            complaints.one(one.public_id, by=by)
    for by in (hall.clerk, hall.reviewer, hall.head, hall.handler):
        with pytest.raises(Denied):
            complaints.listed(by=by)
        with pytest.raises(Denied):
            complaints.answer(one.public_id, "yes", "已处理", by=by, at=NOW)
    assert complaints.one(one.public_id, by=supervisor).words.startswith("要了一份")


def test_the_owner_reads_what_was_filed_in_the_enterprises_name_and_nothing_else(hall: Hall):
    colleague = replace(hall.handler, owner=False)
    owner = Actor("handler", 78, frozenset({Role.HANDLER}), enterprise_id=hall.handler.enterprise_id, owner=True)
    private = complaints.file("late", "慢", once="1", by=colleague, at=NOW)
    ours = complaints.file("fee", "多收了", in_name=True, once="2", by=colleague, at=NOW)
    assert [one.number for one in complaints.in_our_name(by=owner).rows] == [ours.number]
    assert complaints.one(ours.public_id, by=owner).words == "多收了"
    with pytest.raises(Refusal, match="no_such_complaint"):
        complaints.one(private.public_id, by=owner)
    assert complaints.in_our_name(by=colleague).rows == (), "one's own stand among one's own"
    for nobody in (
        replace(owner, owner=False),
        replace(owner, mandate_id=4),
        replace(owner, enterprise_id=999),
        replace(hall.clerk, enterprise_id=owner.enterprise_id, owner=True),
    ):
        assert complaints.in_our_name(by=nobody).rows == ()
        with pytest.raises(Refusal, match="no_such_complaint"):
            complaints.one(ours.public_id, by=nobody)


def test_who_acts_for_no_enterprise_complains_in_the_own_name(hall: Hall):
    alone = replace(hall.handler, enterprise_id=None)
    assert not complaints.file("late", "慢", in_name=True, once="1", by=alone, at=NOW).in_name


def test_a_complaint_is_about_an_own_case_only(hall: Hall):
    with reading() as session:
        case_id = session.get_one(CaseRow, hall.submitted()).public_id
    one = filed(hall, case_id=case_id)
    assert one.case_id == case_id
    assert str(one.item) == "危险化学品经营许可证核发"
    stranger = Actor("handler", 77, frozenset({Role.HANDLER}), enterprise_id=2, name="别人")
    with pytest.raises(Denied):
        complaints.file("late", "慢", case_id=case_id, once="x", by=stranger, at=NOW)


def test_the_answer_comes_once_and_with_a_mail_that_names_nobody(hall: Hall, supervisor: Actor, database: Flask):
    one = filed(hall)
    complaints.answer(one.public_id, "partly", "已约谈窗口，材料已退回。", by=supervisor, at=NOW)
    with pytest.raises(Refusal, match="complaint_answered"):
        complaints.answer(one.public_id, "no", "别的", by=supervisor, at=NOW)
    found = complaints.one(one.public_id, by=hall.handler)
    assert (found.founded, found.answer) == ("partly", "已约谈窗口，材料已退回。")
    with reading() as session:
        (message,) = session.query(OutboxMessage).filter_by(key=f"complaint-{one.public_id}")
        parcel = Parcel(message.key, message.kind, None, dict(message.payload))
    carry(parcel, NOW)
    (mail,) = (database.config["SETTINGS"].data / "mail").glob("*complaint*")
    text = mail.read_text("utf-8")
    assert "沈远航" not in text
    assert "证明" not in text


def test_those_without_an_answer_come_first_by_their_day(hall: Hall, supervisor: Actor):
    first, second = filed(hall), filed(hall, "page-2")
    complaints.answer(first.public_id, "no", "按规定办理。", by=supervisor, at=NOW)
    assert [one.number for one in complaints.listed(by=supervisor).rows] == [second.number, first.number]


def test_two_clicks_at_one_moment_file_it_once_and_neither_fails(
    hall: Hall, supervisor: Actor, together: Callable[..., list[str]]
):
    assert together(lambda: filed(hall), lambda: filed(hall)) == ["done", "done"]
    assert complaints.listed(by=supervisor).total == 1
