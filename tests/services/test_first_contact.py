"""First-contact responsibility at the window: taken by the first act, handed over with a reason, never lost from sight."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from flask import Flask

from portal.access import Denied
from portal.actors import SYSTEM, Role
from portal.clock import now
from portal.db import reading
from portal.models import Case as CaseRow
from portal.models import OutboxMessage
from portal.services import (
    casefile,
    desk,
    digest,
    first_contact,
    journal,
    outbox,
    service_windows,
    sweep,
    tracking,
    unowned,
    users,
    verification,
)
from portal.services.service_windows import WindowFacts
from portal.services.unowned import Count
from portal.services.users import OfficerFacts
from portal.services.wrong_input import WrongInput
from tests.at_window import HAZCHEM, Town, beijing, settle
from workflows.events import CaseTaken
from workflows.refusal import Refusal

AT = beijing("2026-09-30 09:30")


@pytest.fixture
def town(database: Flask) -> Town:
    return settle(database)


@pytest.fixture
def case_id(town: Town) -> str:
    return town.hand_in("2026-09-29 15:42")


def officer(case_id: str) -> int | None:
    with reading() as session:
        return casefile.row_of(session, case_id).officer_id


def kinds(case_id: str) -> list[str]:
    with reading() as session:
        return [type(one.event).__name__ for one in journal.load(session, casefile.row_of(session, case_id).id)]


def leaves(town: Town) -> None:
    users.set_active(town.clerk.id, False, reason="调离", by=SYSTEM, at=AT)


def test_the_first_mark_takes_the_case_and_a_colleagues_mark_does_not(town: Town, case_id: str) -> None:
    assert officer(case_id) is None
    town.mark(case_id, "2026-09-30 09:00", without=["plan_filing"])
    assert officer(case_id) == town.clerk.id
    town.mark(case_id, "2026-09-30 09:30", by=town.colleague)
    assert officer(case_id) == town.clerk.id
    assert kinds(case_id).count("CaseTaken") == 1
    assert verification.verify().broken == ()


def test_a_mark_that_is_taken_back_takes_nothing(town: Town, case_id: str) -> None:
    desk.mark(case_id, "premises", "", by=town.clerk, at=AT)
    assert officer(case_id) is None


def test_concluding_at_once_takes_the_case_too(town: Town, case_id: str) -> None:
    town.conclude(case_id, "not_required", "2026-09-30 09:00", reason="不需要许可。")
    assert kinds(case_id)[:2] == ["Submitted", "CaseTaken"]


def test_two_clerks_take_and_the_second_is_told_who_was_first(town: Town, case_id: str) -> None:
    first_contact.take(case_id, by=town.clerk, at=AT)
    with pytest.raises(Refusal) as caught:
        first_contact.take(case_id, by=town.colleague, at=AT)
    assert (caught.value.rule, caught.value.facts) == ("taken_already", {"by": town.clerk.reference, "at": AT})
    first_contact.take(case_id, by=town.clerk, at=AT)
    assert kinds(case_id).count("CaseTaken") == 1


def test_a_case_is_handed_over_with_a_reason_by_who_has_it(town: Town, case_id: str) -> None:
    first_contact.take(case_id, by=town.clerk, at=AT)
    with pytest.raises(WrongInput) as wrong:
        first_contact.hand_over(case_id, town.colleague.id, reason=" ", by=town.clerk, at=AT)
    assert wrong.value.fields == {"reason": "missing"}
    with pytest.raises(WrongInput):
        first_contact.hand_over(case_id, town.reviewer.id, reason="请假", by=town.clerk, at=AT)
    with pytest.raises(Refusal, match="not_first_contact"):
        first_contact.hand_over(case_id, town.colleague.id, reason="给我", by=town.colleague, at=AT)
    first_contact.hand_over(case_id, town.colleague.id, reason="明日休假", by=town.clerk, at=AT)
    assert officer(case_id) == town.colleague.id
    assert verification.verify().broken == ()


def test_the_supervisor_and_the_head_of_the_window_order_a_hand_over(town: Town, case_id: str) -> None:
    first_contact.take(case_id, by=town.clerk, at=AT)
    first_contact.hand_over(case_id, town.colleague.id, reason="周敏请病假", by=town.supervisor, at=AT)
    assert officer(case_id) == town.colleague.id
    facts = WindowFacts(name_zh="1 号窗口", comprehensive=False, items=(HAZCHEM,), heads=(town.clerk.id,))
    service_windows.create(facts, by=SYSTEM)
    assert first_contact.may_hand_over(case_id, by=town.clerk)
    first_contact.hand_over(case_id, town.clerk.id, reason="窗口调整", by=town.clerk, at=AT)
    assert officer(case_id) == town.clerk.id


def test_others_hand_nothing_over(town: Town, case_id: str) -> None:
    for somebody in (town.handler, town.reviewer):
        with pytest.raises(Denied):
            first_contact.hand_over(case_id, town.colleague.id, reason="请假", by=somebody, at=AT)
        with pytest.raises(Denied):
            first_contact.take(case_id, by=somebody, at=AT)


def test_a_stale_page_hands_nothing_over(town: Town, case_id: str) -> None:
    first_contact.take(case_id, by=town.clerk, at=AT)
    with pytest.raises(Refusal, match="stale"):
        first_contact.hand_over(case_id, town.colleague.id, reason="请假", by=town.clerk, at=AT, expected_seq=1)


def test_whoever_registers_an_application_at_the_counter_has_it(town: Town) -> None:
    from portal.services import drafts, submission
    from tests.at_window import ANSWERS

    with reading() as session:
        firm = session.query(CaseRow.enterprise_id).limit(1).scalar() or town.handler.enterprise_id
    draft = drafts.start(HAZCHEM, by=town.clerk, at=AT, channel="window", enterprise_id=firm)
    drafts.save(draft, ANSWERS, by=town.clerk, at=AT)
    town.bring(draft, (), AT, by=town.clerk)
    made = submission.submit(draft, by=town.clerk, at=AT).case_id
    assert officer(made) == town.clerk.id
    assert verification.verify().broken == ()


def test_the_applicant_is_told_whom_to_ask_as_the_setting_has_it(database: Flask, town: Town, case_id: str) -> None:
    assert tracking.tracking(case_id, by=town.handler, at=AT).contact is None
    first_contact.take(case_id, by=town.clerk, at=AT)
    found = tracking.tracking(case_id, by=town.handler, at=AT)
    assert found.contact is not None
    assert found.contact.name == "周敏"
    assert "CaseTaken" in {step.code for step in found.steps}
    settings = database.config["SETTINGS"]
    try:
        database.config["SETTINGS"] = replace(settings, first_contact="nothing")
        kept_back = tracking.tracking(case_id, by=town.handler, at=AT)
        assert kept_back.contact is None
        assert "CaseTaken" not in {step.code for step in kept_back.steps}
    finally:
        database.config["SETTINGS"] = settings


def test_what_nobody_took_and_what_somebody_left_behind_is_listed(town: Town, case_id: str) -> None:
    left = town.hand_in("2026-09-29 16:00")
    first_contact.take(left, by=town.clerk, at=AT)
    assert [(one.public_id, one.why) for one in unowned.unowned(by=town.supervisor).rows] == [(case_id, "untaken")]
    leaves(town)
    rows = unowned.unowned(by=town.colleague).rows
    assert [(one.public_id, one.why, one.was) for one in rows] == [(left, "left", "周敏"), (case_id, "untaken", "")]
    with pytest.raises(Denied):
        unowned.unowned(by=town.handler)


def test_losing_the_role_of_the_window_leaves_cases_behind_too(town: Town, case_id: str) -> None:
    first_contact.take(case_id, by=town.clerk, at=AT)
    known = users.user(town.clerk.id)
    assert known is not None
    facts = OfficerFacts(
        login=known.login, name=known.name, office_id=known.office_id, roles=frozenset({Role.REVIEWER})
    )
    users.change(town.clerk.id, facts, by=SYSTEM)
    assert [one.why for one in unowned.everything()] == ["left"]
    first_contact.take(case_id, by=town.colleague, at=AT)
    assert unowned.everything() == ()


def test_a_colleagues_first_act_takes_what_was_left_behind(town: Town, case_id: str) -> None:
    first_contact.take(case_id, by=town.clerk, at=AT)
    leaves(town)
    town.mark(case_id, "2026-09-30 10:00", without=["plan_filing"], by=town.colleague)
    assert officer(case_id) == town.colleague.id


def test_closed_cases_are_nobodys_business_any_more(town: Town, case_id: str) -> None:
    town.conclude(case_id, "not_required", "2026-09-30 09:00", reason="不需要许可。")
    leaves(town)
    assert unowned.everything() == ()


@pytest.mark.parametrize(("at", "told"), [("2026-10-09 07:10", 1), ("2026-10-09 09:10", 0), ("2026-10-01 07:10", 0)])
def test_the_head_is_told_before_the_mail_of_a_working_day(town: Town, case_id: str, at: str, told: int) -> None:
    _reachable(town)
    assert unowned.remind(at=beijing(at)) == told


def test_the_mail_says_what_nobody_answers_for_and_nothing_once_it_is_taken(town: Town, case_id: str) -> None:
    _reachable(town)
    sweep.run(at=beijing("2026-10-09 07:10"))
    with reading() as session:
        waiting = session.query(OutboxMessage.id, OutboxMessage.payload).filter(OutboxMessage.kind == "digest").all()
        mine = [number for number, payload in waiting if payload["user"] == town.supervisor.id]
        assert len(mine) == 1
        assert unowned.reported_to(session, town.supervisor.id, at=beijing("2026-10-09 08:00")) == Count(untaken=1)
    outbox.deliver(mine[0], at=beijing("2026-10-09 08:00"))
    subject, body = digest.words_of([], site="https://x.example", staff=True, nobodys=Count(untaken=1, left=2))
    assert "3" in subject
    assert "https://x.example/window/unowned" in body
    first_contact.take(case_id, by=town.clerk, at=AT)
    with reading() as session:
        assert unowned.reported_to(session, town.supervisor.id, at=beijing("2026-10-09 08:00")) == Count()


def test_the_list_is_plain_data_for_the_operator(database: Flask, town: Town, case_id: str) -> None:
    from portal.cli import cli

    lines = unowned.everything()
    assert [one.number for one in lines]
    result = database.test_cli_runner().invoke(cli, ["cases", "unowned", "--help"])
    assert result.exit_code == 0
    assert json.dumps([one.public_id for one in lines])


def test_old_journals_without_officers_still_verify(town: Town, case_id: str) -> None:
    assert not any(isinstance(one.event, CaseTaken) for one in _journal(case_id))
    assert verification.verify().broken == ()


def _journal(case_id: str) -> list[journal.Recorded]:
    with reading() as session:
        return journal.load(session, casefile.row_of(session, case_id).id)


def _reachable(town: Town) -> None:
    """Give the supervisor an address: no window has a head here, so that it is the supervisor who is told."""
    known = users.user(town.supervisor.id)
    assert known is not None
    facts = OfficerFacts(
        login=known.login, name=known.name, office_id=known.office_id, roles=known.roles, email="su@linjiang.example"
    )
    users.change(town.supervisor.id, facts, by=SYSTEM)
    assert now()
