"""Reconsideration by the people whose acts it is: filed from the case, handed over by a supervisor, answered (R151)."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pypdfium2
import pytest
from sqlalchemy import select

from portal.access import Denied
from portal.actors import Actor, Role
from portal.db import reading
from portal.models import Case as CaseRow
from portal.models import OutboxMessage, User
from portal.services import reconsideration, reconsideration_list
from tests.services.cases import Hall, at
from workflows import commands as c
from workflows.refusal import Refusal

NOW = at("2026-03-09T10:00")
SAID = {
    "claim": "annul",
    "facts": "间距从外墙起算为 12.4 米。\n测绘报告可以证明。",
    "evidence": "测绘报告一份",
    "phone": "13900000001",
}


@pytest.fixture
def supervisor(hall: Hall) -> Actor:
    with reading() as session:
        number = session.scalars(select(User.id).where(User.login == "su.ming")).one()
    return Actor("officer", number, frozenset({Role.SUPERVISOR}), 1, "centre", name="苏明")


@pytest.fixture
def case_id(hall: Hall) -> str:
    """A case that was refused on 6 March, and the decision handed over at the counter that day."""
    number = hall.heard()
    hall.do(number, c.ReviewLegally("passed", "程序合法"), "2026-03-06T09:00", hall.lawyer)
    hall.do(number, c.Refuse("间距 9 米，低于 12 米", "不符合安全条件", "第六条"), "2026-03-06T10:00", hall.head)
    hall.do(number, c.Deliver("counter", "沈远航", "signed"), "2026-03-06T15:00")
    with reading() as session:
        return session.get_one(CaseRow, number).public_id


def refusal(case_id: str, by: Actor) -> reconsideration.Contestable:
    (act,) = reconsideration.remedies(case_id, by=by, at=NOW).acts
    return act


def text_of(content: bytes) -> str:
    with pypdfium2.PdfDocument(BytesIO(content)) as file:
        return "".join(page.get_textpage().get_text_bounded() for page in file).replace("\r\n", "")


def test_a_decision_names_its_last_day_counted_from_service(hall: Hall, case_id: str):
    act = refusal(case_id, hall.handler)
    assert act.letter is not None
    assert act.letter.kind == "refusal"
    assert (act.known_on, act.last_on) == (date(2026, 3, 6), date(2026, 5, 6))


def test_the_blank_application_is_filled_in_from_the_case(hall: Hall, case_id: str):
    act = refusal(case_id, hall.handler)
    name, content = reconsideration.pdf(case_id, act.name, by=hall.handler, at=NOW)
    text = text_of(content)
    assert name.startswith("行政复议申请书-")
    for words in ("91990101MA2HT5K72T", "沈远航", "不予行政许可决定书", act.letter.number, "请求撤销被申请人作出的"):  # type: ignore[union-attr]
        assert words in text
    assert "年　　月　　日" in text.replace(" ", "　")


def test_it_is_filed_kept_and_handed_over_with_mail(hall: Hall, case_id: str, supervisor: Actor):
    act = refusal(case_id, hall.handler)
    reconsideration.file(case_id, act.name, SAID, by=hall.handler, at=NOW)
    _name, content = reconsideration.pdf(case_id, act.name, by=supervisor, at=NOW)
    assert "测绘报告可以证明" in text_of(content)
    (one,) = reconsideration_list.listed(by=supervisor, on=date(2026, 3, 9))
    assert (one.state, one.document, one.name, one.pass_on_by) == ("filed", "refusal", act.name, date(2026, 3, 16))
    passed = (date(2026, 3, 10), "post", "EMS 1234567890123")
    reconsideration.pass_on(case_id, act.name, *passed, by=supervisor, at=at("2026-03-10T09:00"))
    ended = (date(2026, 4, 20), "annulled", "临政复〔2026〕31号", "责令重新作出决定")
    reconsideration.end(case_id, act.name, *ended, by=supervisor, at=at("2026-04-20T09:00"))
    (one,) = reconsideration_list.listed(by=supervisor, on=date(2026, 4, 20))
    assert (one.state, one.outcome) == ("ended", "annulled")
    with reading() as session:
        told = [
            m.payload["notice"] for m in session.query(OutboxMessage).filter_by(kind="mail").order_by(OutboxMessage.id)
        ]
    assert told[-2:] == ["ReconsiderationPassedOn", "ReconsiderationEnded"]


def test_filed_twice_it_is_refused_with_the_day(hall: Hall, case_id: str):
    act = refusal(case_id, hall.handler)
    reconsideration.file(case_id, act.name, SAID, by=hall.handler, at=NOW)
    with pytest.raises(Refusal) as twice:
        reconsideration.file(case_id, act.name, SAID, by=hall.handler, at=NOW)
    assert (twice.value.rule, twice.value.facts["on"]) == ("reconsideration_filed", date(2026, 3, 9))


def test_only_the_applicant_files_and_only_a_supervisor_hands_over(hall: Hall, case_id: str, supervisor: Actor):
    act = refusal(case_id, hall.handler)
    stranger = Actor("handler", 77, frozenset({Role.HANDLER}), enterprise_id=2, name="别人")
    for by in (stranger, hall.head, supervisor):
        with pytest.raises(Denied):
            reconsideration.file(case_id, act.name, SAID, by=by, at=NOW)
    reconsideration.file(case_id, act.name, SAID, by=hall.handler, at=NOW)
    for by in (hall.handler, hall.head, hall.clerk):
        with pytest.raises(Denied):
            reconsideration.pass_on(case_id, act.name, date(2026, 3, 9), "hand", by=by, at=NOW)
        with pytest.raises(Denied):
            reconsideration_list.listed(by=by, on=date(2026, 3, 9))
    with pytest.raises(Denied):
        reconsideration.pdf(case_id, act.name, by=stranger, at=NOW)


def test_no_letter_of_another_kind_and_no_silence_in_time(hall: Hall):
    with reading() as session:
        case_id = session.get_one(CaseRow, hall.heard()).public_id
    found = reconsideration.remedies(case_id, by=hall.handler, at=NOW)
    assert found.acts == ()
    with pytest.raises(Refusal, match="not_contestable"):
        reconsideration.file(case_id, reconsideration.SILENCE, SAID, by=hall.handler, at=NOW)


def test_silence_past_the_statutory_limit_can_be_contested(hall: Hall):
    with reading() as session:
        case_id = session.get_one(CaseRow, hall.heard()).public_id
    late = at("2026-09-01T10:00")
    said = {**SAID, "claim": "order"}
    reconsideration.file(case_id, reconsideration.SILENCE, said, by=hall.handler, at=late)
    _name, content = reconsideration.pdf(case_id, reconsideration.SILENCE, by=hall.handler, at=late)
    assert "请求责令被申请人" in text_of(content)
