"""Once only: what registers say is fetched, confirmed or disputed; the applicant's document prevails, and nobody is kept away."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.access import Denied
from portal.connectors.register_reference import Reference
from portal.db import reading, transaction
from portal.models import Enterprise, Licence, OutboxMessage, Upload
from portal.services import case_sources, casefile, delivery, draft_sources, drafts, outbox, ports, submission, uploads
from portal.services.case_sources import Line
from portal.services.draft_view import DraftView
from portal.services.wrong_input import WrongInput
from tests.at_window import ANSWERS, HAZCHEM, Town, beijing, pdf, settle
from tests.outside import register_of, running
from tests.web import people
from workflows.events import Submitted
from workflows.refusal import Refusal

PROJECT_ITEM = "hazchem_project_safety_condition"
CODE = "2601-990101-04-01-123456"
FIRM = {
    "uscc": people.USCC,
    "name": "临江恒泰化工贸易有限公司",
    "legal_representative": "沈远舟",
    "address": "临江市澄江区望江路218号602室",
    "status": "normal",
}
OTHERS = {
    "uscc": "91990101MA2HT5K72X",
    "name": "别家公司",
    "legal_representative": "钱某",
    "address": "临江市别区别路1号",
}
PROJECTS = (
    {"code": CODE, "name": "溶剂库房项目", "unit": FIRM["name"], "unit_uscc": people.USCC, "state": "已备案"},
    {"code": "2601-990101-04-01-999999", "name": "别人的项目", "unit": "别家公司", "unit_uscc": OTHERS["uscc"]},
)
NOW = beijing("2026-09-29 15:42")
LATER = beijing("2026-09-29 16:10")
DEAD = "http://127.0.0.1:1"


@pytest.fixture
def town(database: Flask) -> Town:
    return settle(database)


@pytest.fixture
def register(database: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Reference]:
    with running(register_of(FIRM, OTHERS, projects=PROJECTS)) as server:
        connect(database, monkeypatch, server.url)
        yield server


def connect(app: Flask, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    settings = replace(app.config["SETTINGS"], register_url=url, projects_url=url)
    monkeypatch.setitem(app.config, "SETTINGS", settings)


def opened(town: Town, draft: str, at: datetime = NOW) -> DraftView:
    """The draft as its page shows it: opening it asks the registers."""
    draft_sources.refresh(drafts.view(draft, by=town.handler, on=at.date()), by=town.handler, at=at)
    return drafts.view(draft, by=town.handler, on=at.date())


def begun(town: Town, item: str = HAZCHEM) -> str:
    return drafts.start(item, by=town.handler, at=NOW)


def states(view: DraftView) -> dict[str, str]:
    return {name: kept["state"] for name, kept in view.stands.items()}


def dispute(town: Town, draft: str, field: str = "legal_rep", typed: Any = "沈远航", **more: Any) -> None:
    asked = {"reason": "六月已经变更。", "filename": "营业执照.pdf", "stream": io.BytesIO(pdf("licence")), **more}
    draft_sources.dispute(draft, field, typed, by=town.handler, at=NOW, **asked)


def handed_in(town: Town, draft: str) -> str:
    drafts.save(draft, ANSWERS, by=town.handler, at=NOW)
    town.bring(draft, (), NOW, by=town.handler)
    return submission.submit(draft, by=town.handler, at=NOW).case_id


def carry(kind: str, at: datetime) -> list[str]:
    with reading() as session:
        found = session.scalars(select(OutboxMessage.id).filter_by(kind=kind, state="queued")).all()
    return [outbox.deliver(one, at=at) for one in found]


def lines(town: Town, case_id: str) -> dict[str, Line]:
    return {one.fact: one for one in case_sources.of_case(casefile.casefile(case_id, by=town.clerk)).lines}


def test_opening_a_draft_fetches_what_the_guide_names_once_a_day(town: Town, register: Reference):
    draft = begun(town)
    view = opened(town, draft)
    assert states(view) == {"unit_name": "shown", "legal_rep": "shown", "reg_address": "shown"}
    assert view.raw["legal_rep"] == "沈远舟", "what the account says gives way to what the register says"
    assert view.raw["reg_address"] == {"region": "临江市澄江区", "detail": "望江路218号602室"}
    opened(town, draft, LATER)
    assert register.asked == 1
    assert opened(town, draft, beijing("2026-09-30 09:00")).changed_at == NOW, "who only looks changes nothing"
    assert register.asked == 2


def test_what_comes_from_a_register_is_locked_and_stays_so_once_confirmed(town: Town, register: Reference):
    draft = begun(town)
    opened(town, draft)
    for _ in range(2):
        drafts.save(draft, {"legal_rep": "别人", "staff_total": "12"}, by=town.handler, at=NOW)
        view = drafts.view(draft, by=town.handler)
        assert (view.raw["legal_rep"], view.raw["staff_total"]) == ("沈远舟", "12")
        draft_sources.confirm(draft, ["legal_rep"], by=town.handler, at=NOW)
    assert states(view)["legal_rep"] == "confirmed"


def test_a_register_that_says_something_new_the_next_day_asks_for_confirmation_again(town: Town, register: Reference):
    draft = begun(town)
    opened(town, draft)
    draft_sources.confirm(draft, ["legal_rep", "unit_name"], by=town.handler, at=NOW)
    register.known["/enterprises"][people.USCC] = {**FIRM, "legal_representative": "沈远航"}
    view = opened(town, draft, beijing("2026-09-30 09:00"))
    assert view.raw["legal_rep"] == "沈远航"
    assert (states(view)["legal_rep"], states(view)["unit_name"]) == ("shown", "confirmed")


def test_what_was_typed_while_the_register_was_down_stays_until_the_applicant_says_otherwise(
    database: Flask, town: Town, monkeypatch: pytest.MonkeyPatch
):
    connect(database, monkeypatch, DEAD)
    draft = begun(town)
    view = opened(town, draft)
    assert (view.stands, view.looks["register"]["result"]) == ({}, "down")
    drafts.save(draft, {"legal_rep": "沈某"}, by=town.handler, at=NOW)
    with running(register_of(FIRM)) as server:
        connect(database, monkeypatch, server.url)
        view = opened(town, draft, LATER)
    assert (view.raw["legal_rep"], states(view)["legal_rep"]) == ("沈某", "differs")
    draft_sources.confirm(draft, ["legal_rep"], by=town.handler, at=LATER)
    assert drafts.view(draft, by=town.handler).raw["legal_rep"] == "沈远舟"


def test_a_dispute_needs_another_value_a_reason_and_a_document(town: Town, register: Reference):
    draft = begun(town)
    opened(town, draft)
    for facts, field in (
        ({"typed": "沈远舟"}, "value"),
        ({"typed": ""}, "value"),
        ({"reason": " "}, "reason"),
        ({"reason": "长" * 1001}, "reason"),
        ({"stream": None}, "file"),
    ):
        with pytest.raises(WrongInput) as wrong:
            dispute(town, draft, **facts)
        assert set(wrong.value.fields) == {field}
    with pytest.raises(Refusal, match="no_such_source"):
        dispute(town, draft, "staff_total", "12")
    assert states(drafts.view(draft, by=town.handler))["legal_rep"] == "shown"


def test_a_dispute_is_mended_and_taken_back_and_leaves_no_paper_behind(town: Town, register: Reference):
    draft = begun(town)
    opened(town, draft)
    dispute(town, draft)
    dispute(town, draft, reason="七月变更。", stream=None)
    dispute(town, draft, typed="沈远帆")
    view = drafts.view(draft, by=town.handler)
    assert (view.raw["legal_rep"], states(view)["legal_rep"]) == ("沈远帆", "disputed")
    with reading() as session:
        assert len(session.scalars(select(Upload)).all()) == 1
    draft_sources.confirm(draft, ["legal_rep"], by=town.handler, at=NOW)
    view = drafts.view(draft, by=town.handler)
    assert (view.raw["legal_rep"], states(view)["legal_rep"]) == ("沈远舟", "confirmed")
    with reading() as session:
        assert session.scalars(select(Upload)).all() == []


def test_the_applicants_document_prevails_and_the_clerk_sees_both_sides(town: Town, register: Reference):
    draft = begun(town)
    opened(town, draft)
    dispute(town, draft)
    case_id = handed_in(town, draft)
    assert carry("check_register", LATER) == ["sent"]
    line = lines(town, case_id)["register.legal_representative"]
    assert (line.listed, line.said, line.state, line.reason) == ("沈远舟", "沈远航", "disputed", "六月已经变更。")
    assert line.paper is not None
    for reader in (town.clerk, town.reviewer, town.handler):
        assert uploads.open(line.paper.public_id, by=reader)[0].filename == "营业执照.pdf"
    recorded = [one.event for one in casefile.casefile(case_id, by=town.clerk).recorded]
    assert isinstance(recorded[0], Submitted)
    assert recorded[0].disputed == ("legal_rep",)
    done = recorded[-1]
    assert (done.result, done.differs) == ("disputed", ("legal_representative",))  # type: ignore[attr-defined]
    assert carry("dispute", LATER) == ["sent"]
    (told,) = register.disputes
    assert (told["fact"], told["listed"], told["said"]) == ("legal_representative", "沈远舟", "沈远航")


def test_an_application_is_received_while_the_register_is_down_and_checked_when_it_is_back(
    database: Flask, town: Town, monkeypatch: pytest.MonkeyPatch
):
    connect(database, monkeypatch, DEAD)
    draft = begun(town)
    opened(town, draft)
    case_id = handed_in(town, draft)
    assert carry("check_register", NOW) == ["queued"]
    found = case_sources.of_case(casefile.casefile(case_id, by=town.clerk))
    assert (found.down, [port for port, _since in found.owed]) == (("register",), ["register"])
    with running(register_of(FIRM)) as server:
        connect(database, monkeypatch, server.url)
        assert carry("check_register", LATER) == ["sent"]
    file = casefile.casefile(case_id, by=town.clerk)
    assert file.case.owed == {}
    assert str(file.case.state) == "submitted", "a difference refuses nothing by itself"
    found = {one.fact: (one.listed, one.said, one.state) for one in case_sources.of_case(file).apart}
    assert found["register.legal_representative"] == ("沈远舟", "沈远航", "differs")


def test_a_message_that_was_not_tried_because_the_register_rests_loses_no_attempt(
    database: Flask, town: Town, monkeypatch: pytest.MonkeyPatch
):
    connect(database, monkeypatch, DEAD)
    draft = begun(town)
    handed_in(town, draft)
    opened_at = beijing("2026-09-29 15:50")
    assert carry("check_register", opened_at) == ["queued"]
    before = attempts()
    assert carry("check_register", beijing("2026-09-29 15:50")) == ["queued"]
    assert attempts() == before
    assert [one.name for one in ports.down(at=opened_at)] == ["register"]


def attempts() -> list[int]:
    with reading() as session:
        return list(session.scalars(select(OutboxMessage.attempts).filter_by(kind="check_register")))


def test_a_project_code_brings_the_name_of_ones_own_project(town: Town, register: Reference):
    draft = begun(town, PROJECT_ITEM)
    drafts.save(draft, {"project_code": "26019901010401123456"}, by=town.handler, at=NOW)
    view = opened(town, draft)
    assert (view.raw["project_name"], states(view)["project_name"]) == ("溶剂库房项目", "shown")


def test_of_anothers_project_and_of_an_unknown_one_nothing_is_told(town: Town, register: Reference):
    draft = begun(town, PROJECT_ITEM)
    drafts.save(draft, {"project_code": CODE}, by=town.handler, at=NOW)
    opened(town, draft)
    for code, result in (("2601-990101-04-01-999999", "other"), ("2601-990101-04-01-000000", "unknown")):
        drafts.save(draft, {"project_code": code}, by=town.handler, at=NOW)
        view = opened(town, draft)
        assert view.looks["projects"]["result"] == result
        assert "project_name" not in view.stands
        assert not view.raw["project_name"], "the name of the project before goes with its code"
        assert "别" not in str((view.raw, view.looks))
    register.known["/projects"][CODE] = {"code": CODE, "name": "没有写单位的项目"}
    drafts.save(draft, {"project_code": CODE}, by=town.handler, at=NOW)
    assert opened(town, draft).looks["projects"]["result"] == "other", "whose it is, is not said: so nothing is told"


def test_a_half_typed_project_code_asks_nobody(town: Town, register: Reference):
    draft = begun(town, PROJECT_ITEM)
    drafts.save(draft, {"project_code": "2601-9901"}, by=town.handler, at=NOW)
    assert "projects" not in opened(town, draft).looks


def test_nobody_sees_or_moves_what_a_register_says_of_another_enterprise(town: Town, register: Reference):
    draft = begun(town)
    opened(town, draft)
    dispute(town, draft)
    paper = drafts.view(draft, by=town.handler).stands["legal_rep"]["file"]
    stranger = other_handler(town)
    for attack in (
        lambda: drafts.view(draft, by=stranger),
        lambda: draft_sources.confirm(draft, ["legal_rep"], by=stranger, at=NOW),
        lambda: draft_sources.dispute(draft, "legal_rep", "钱某", reason="x", by=stranger, at=NOW),
        lambda: draft_sources.refresh(drafts.view(draft, by=town.handler), by=stranger, at=beijing("2026-10-09 09:00")),
        lambda: uploads.open(paper, by=stranger),
    ):
        with pytest.raises(Denied):
            attack()
    assert drafts.view(draft, by=town.handler).raw["legal_rep"] == "沈远航"


def other_handler(town: Town) -> Any:
    """A handler of another enterprise, of which the register knows as well."""
    with transaction() as session:
        firm = Enterprise(uscc=OTHERS["uscc"], name=OTHERS["name"], created_at=NOW)
        session.add(firm)
        session.flush()
        number = firm.id
    return replace(town.handler, id=town.handler.id + 1000, enterprise_id=number)


def test_what_the_form_could_not_take_is_not_put_into_it(town: Town, register: Reference):
    register.known["/enterprises"][people.USCC] = {**FIRM, "address": "望江路218号", "legal_representative": "长" * 51}
    view = opened(town, begun(town))
    assert set(view.stands) == {"unit_name"}, "an address without a region, and a name longer than the field takes"


def test_at_a_window_nothing_is_fetched(town: Town, register: Reference):
    draft = drafts.start(HAZCHEM, by=town.clerk, at=NOW, channel="window", enterprise_id=town.handler.enterprise_id)
    view = drafts.view(draft, by=town.clerk, on=NOW.date())
    assert not draft_sources.refresh(view, by=town.clerk, at=NOW)
    assert register.asked == 0


def test_the_number_of_ones_own_licence_comes_from_the_portals_register(town: Town):
    issued = beijing("2026-10-19 10:00")
    delivery.issue(town.granted("2026-09-29 15:42"), by=town.clerk, at=issued, electronic=True)
    with reading() as session:
        number = session.scalars(select(Licence.number)).one()
    draft = drafts.start("hazchem_business_renewal", by=town.handler, at=issued)
    view = opened(town, draft, issued)
    assert (view.raw["licence_no"], states(view)["licence_no"]) == (number, "shown")
