"""A joint site check: one appointment for two departments, notes that arrive once, one record for both (R18, R88, R142)."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import func, select

from portal.access import Denied
from portal.actors import SYSTEM, Actor, Role
from portal.db import reading
from portal.documents.html import render_html
from portal.models import Case as CaseRow
from portal.models import Document, SiteEntry, Upload
from portal.services import casefile, letters, review, site_checks, site_notes, tracks, users
from portal.services.inspection import UploadError
from portal.services.users import OfficerFacts
from portal.services.wrong_input import WrongInput
from tests.after_licence import scan
from tests.core.play import TERMS
from tests.services.cases import Hall, at, in_order
from workflows import commands as c
from workflows.refusal import Refusal

BOTH = replace(
    TERMS, tracks=tuple(replace(term, site_check=term.id in ("fire", "site"), officers=2) for term in TERMS.tracks)
)
SET, DAY, ON_SITE = "2026-03-05T09:00", date(2026, 3, 9), "2026-03-09T10:00"
SAID = {
    "began": "09:30", "ended": "11:10", "shown": "yes",
    "party": "沈远航，法定代表人", "statement": "没有意见", "witness": "",
}  # fmt: skip
ENTRY = "0123456789abcdef"


@pytest.fixture
def team(hall: Hall) -> tuple[tuple[str, str], ...]:
    """Two officers of each department."""

    def officer(login: str, name: str, office: int) -> str:
        facts = OfficerFacts(
            login=login, name=name, office_id=office, roles=frozenset({Role.REVIEWER}), certificate_number=f"99-{login}"
        )
        number, _ = users.create(facts, by=SYSTEM, at=at("2026-03-01T09:00"), password="seven quiet harbours")
        return f"officer:{number}"

    fire, lead = (
        officer("yu.lan", "于岚", hall.fire.office_id or 0),
        officer("xu.bo", "徐波", hall.reviewer.office_id or 0),
    )
    return (
        ("fire", hall.fire.reference), ("fire", fire), ("site", hall.reviewer.reference), ("site", lead),
    )  # fmt: skip


@pytest.fixture
def case_id(hall: Hall) -> str:
    """A case accepted on 3 March for which two departments have to see the site."""
    number = hall.submitted(terms=BOTH)
    hall.do(number, c.LookUpCredit("intake", "none"), "2026-03-03T10:00")
    hall.do(number, c.Accept(in_order()), "2026-03-03T10:00")
    with reading() as session:
        return session.get_one(CaseRow, number).public_id


def arrange(hall: Hall, case_id: str, team: Any, when: str = SET, **more: Any):
    told = (DAY, "09:30", "化工路18号3号库", team)
    return site_checks.set_day(case_id, *told, **{"by": hall.reviewer, "at": at(when), **more})


def note(case_id: str, by: Actor, entry: str = ENTRY, when: str = ON_SITE, **more: Any) -> int:
    return site_notes.note(case_id, entry, **{"by": by, "at": at(when), **more}).rows


def all_points(hall: Hall, case_id: str, code: str = "ok") -> None:
    file = casefile.casefile(case_id, by=hall.reviewer)
    for track, by in (("fire", hall.fire), ("site", hall.reviewer)):
        plan = file.guide.track(track)
        assert plan
        found = dict.fromkeys(range(len(plan.review_points)), (code, ""))
        note(case_id, by, f"{track}-points-1", track=track, findings=found)


def hold(hall: Hall, case_id: str, team: Any, **more: Any):
    asked = {"team": team, "signed": "signed", "scan": scan(), "by": hall.reviewer, "at": at("2026-03-09T12:00")}
    return site_checks.hold(case_id, more.pop("said", SAID), **(asked | more))


def entries() -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(SiteEntry)) or 0


def letter_of(kind: str, by: Actor) -> str:
    with reading() as session:
        document = session.scalars(select(Document).where(Document.kind == kind)).one()
    assert document.number
    return render_html(letters.letter(document.public_id, by=by).letter)


def picture(colour: tuple[int, int, int] = (10, 20, 30)) -> tuple[str, io.BytesIO]:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, "JPEG")
    return "现场.jpg", io.BytesIO(out.getvalue())


def test_one_notice_tells_the_applicant_who_comes_when_and_what_is_looked_at(hall, case_id, team):
    case = arrange(hall, case_id, team)
    assert case.site.tracks == ("fire", "site")
    told = letter_of("site_notice", hall.handler)
    for words in (
        "2026年3月9日",
        "09:30",
        "化工路18号3号库",
        "于岚",
        "99-yu.lan",
        "申请改期一次",
        "应急器材实物与预案清单一致",
    ):
        assert words in told


def test_nobody_goes_for_a_department_he_does_not_belong_to(hall, case_id, team):
    with pytest.raises(WrongInput) as wrong:
        arrange(hall, case_id, (*team[:1], ("fire", hall.reviewer.reference), *team[2:]))
    assert wrong.value.fields == {"team": "stranger"}
    with pytest.raises(Refusal, match="site_officers_missing"):
        arrange(hall, case_id, team[1:])
    with pytest.raises(Denied):
        arrange(hall, case_id, team, by=hall.fire)


def test_the_applicant_asks_for_another_day_once_and_is_told_the_new_one(hall, case_id, team):
    arrange(hall, case_id, team)
    case = site_checks.ask_other_day(case_id, "停电检修", date(2026, 3, 11), by=hall.handler, at=at("2026-03-06T09:00"))
    assert (case.site.held_on, case.site.wish) == (None, date(2026, 3, 11))
    arrange(hall, case_id, team, "2026-03-06T10:00")
    with pytest.raises(Refusal, match="site_move_asked"):
        site_checks.ask_other_day(case_id, "再改", by=hall.handler, at=at("2026-03-06T11:00"))
    stranger = Actor("handler", 99, frozenset({Role.HANDLER}), enterprise_id=99)
    with pytest.raises(Denied):
        site_checks.ask_other_day(case_id, "别人", by=stranger, at=at("2026-03-06T11:00"))


def test_what_is_sent_twice_is_kept_once(hall, case_id, team):
    arrange(hall, case_id, team)
    told = {"track": "fire", "findings": {0: ("fault", "间距 9 米")}}
    assert note(case_id, hall.fire, **told) == 1
    assert note(case_id, hall.fire, **told) == 0
    assert note(case_id, hall.fire, words="门口有积水", photo=picture()) == 1
    assert note(case_id, hall.fire, words="门口有积水", photo=picture()) == 0
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(Upload).where(Upload.purpose == "site_photo")) == 1
    assert entries() == 2


def test_two_sendings_of_one_entry_at_once_leave_one(hall, case_id, team, database):
    arrange(hall, case_id, team)

    def send(_n: int) -> int:
        with database.app_context():
            return note(case_id, hall.fire, track="fire", findings={0: ("ok", "")})

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(send, range(4))) == [0, 0, 0, 1]
    assert entries() == 1


def test_the_newest_finding_of_a_point_counts_whatever_arrived_first(hall, case_id, team):
    arrange(hall, case_id, team)
    late, early = at("2026-03-09T10:30"), at("2026-03-09T10:00")
    now = "2026-03-09T11:00"
    note(case_id, hall.fire, "later-entry-1", now, track="fire", findings={0: ("ok", "复测 12 米")}, taken_at=late)
    note(case_id, hall.fire, "early-entry-1", now, track="fire", findings={0: ("fault", "9 米")}, taken_at=early)
    assert site_notes.seen_of(case_id, by=hall.fire).points["fire", 0].finding == "ok"


def test_a_telephone_whose_clock_runs_ahead_is_not_believed(hall, case_id, team):
    arrange(hall, case_id, team)
    note(case_id, hall.fire, words="说明", taken_at=at(ON_SITE) + timedelta(days=2))
    assert site_notes.seen_of(case_id, by=hall.fire).notes[0].taken_at == at(ON_SITE)


@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        ({"entry": "x"}, "entry"),
        ({"entry": "../../../etc/passwd"}, "entry"),
        ({"words": ""}, "words"),
        ({"words": "长" * 2001}, "words"),
        ({"track": "fire", "findings": {0: ("fault", " ")}}, "finding"),
        ({"track": "fire", "findings": {0: ("perhaps", "")}}, "finding"),
    ],
)
def test_what_says_nothing_is_not_kept(hall, case_id, team, more, wrong):
    arrange(hall, case_id, team)
    with pytest.raises(WrongInput) as refused:
        note(case_id, hall.fire, **more)
    assert list(refused.value.fields) == [wrong]


def test_only_points_of_the_guide_and_departments_of_the_check_are_marked(hall, case_id, team):
    arrange(hall, case_id, team)
    with pytest.raises(Refusal, match="no_such_point"):
        note(case_id, hall.fire, track="fire", findings={40: ("ok", "")})
    with pytest.raises(Refusal, match="no_such_track"):
        note(case_id, hall.fire, track="documents", findings={0: ("ok", "")})
    with pytest.raises(UploadError):
        note(case_id, hall.fire, words="脚本", photo=("a.jpg", io.BytesIO(b"#!/bin/sh")))
    with pytest.raises(Denied):
        note(case_id, hall.handler, words="不是我的")
    assert entries() == 0


def test_without_an_appointment_nothing_is_noted(hall, case_id):
    with pytest.raises(Refusal, match="site_check_not_set"):
        note(case_id, hall.reviewer, words="先记")


def test_the_record_waits_for_every_point_and_then_feeds_both_departments(hall, case_id, team):
    arrange(hall, case_id, team)
    with pytest.raises(Refusal, match="site_points_missing"):
        hold(hall, case_id, team)
    all_points(hall, case_id)
    note(case_id, hall.fire, "photo-entry-1", words="北侧围墙", photo=picture())
    case = hold(hall, case_id, team)
    assert case.site.over_on == DAY
    record = site_checks.record_of(case, casefile.casefile(case_id, by=hall.fire).id)
    assert record["photos"][0]["words"] == "北侧围墙"
    assert len(record["photos"][0]["sha256"]) == 64
    written = letter_of("site_record", hall.head)
    for words in ("于岚", "99-yu.lan", "沈远航，法定代表人", "没有意见", "北侧围墙", record["photos"][0]["sha256"]):
        assert words in written
    told = {"by": hall.fire, "at": at("2026-03-09T15:00")}
    answered = review.give_opinion(case_id, "fire", "agree", "现场与材料一致。", **told)
    assert len(answered.answers["fire"].officers) == 2
    with pytest.raises(Refusal, match="site_note_after_record"):
        note(case_id, hall.fire, "too-late-entry", when="2026-03-09T16:00", words="再补一条")


def test_no_department_answers_before_the_record(hall, case_id, team):
    arrange(hall, case_id, team)
    with pytest.raises(Refusal, match="site_check_ahead"):
        review.give_opinion(case_id, "fire", "agree", "符合", by=hall.fire, at=at("2026-03-06T09:00"))
    site_checks.cancel(case_id, "改为各部门自行核查", by=hall.head, at=at("2026-03-06T10:00"))
    with pytest.raises(Refusal, match="officers_missing"):
        review.give_opinion(case_id, "fire", "agree", "符合", by=hall.fire, at=at("2026-03-06T11:00"))


@pytest.mark.parametrize("gone", ["began", "ended", "shown", "party", "statement"])
def test_a_record_says_when_who_and_what_the_applicant_said(hall, case_id, team, gone):
    arrange(hall, case_id, team)
    all_points(hall, case_id)
    with pytest.raises(WrongInput) as wrong:
        hold(hall, case_id, team, said=SAID | {gone: " "})
    assert wrong.value.fields == {gone: "missing"}


def test_where_the_applicant_would_not_sign_a_witness_did(hall, case_id, team):
    arrange(hall, case_id, team)
    all_points(hall, case_id)
    with pytest.raises(WrongInput) as wrong:
        hold(hall, case_id, team, signed="refused")
    assert wrong.value.fields == {"witness": "missing"}
    hold(hall, case_id, team, signed="refused", said=SAID | {"witness": "社区工作人员 方圆", "statement": ""})
    record = letter_of("site_record", hall.reviewer)
    assert "社区工作人员 方圆" in record
    assert "没有陈述意见。" in record, "who would not sign has not said that there is nothing to say"


def test_who_was_not_there_has_not_signed_and_was_shown_no_certificate(hall, case_id, team):
    arrange(hall, case_id, team)
    all_points(hall, case_id)
    absent = SAID | {"shown": "absent", "party": "没有人到场", "statement": "", "witness": "社区工作人员 方圆"}
    with pytest.raises(WrongInput) as wrong:
        hold(hall, case_id, team, said=absent | {"statement": "没有意见"})
    assert wrong.value.fields == {"signed": "absent"}
    hold(hall, case_id, team, signed="refused", said=absent)
    record = letter_of("site_record", hall.reviewer)
    assert "申请人没有人到场，笔录由核查人员和见证人签字" in record
    assert "拒绝签字" not in record


def without_certificate(actor: Actor) -> None:
    row = users.user(actor.id)
    assert row
    facts = OfficerFacts(
        login=row.login, name=row.name, office_id=row.office_id, roles=frozenset(row.roles), certificate_number=" "
    )
    users.change(actor.id, facts, by=SYSTEM)


def test_nobody_goes_or_signs_whose_certificate_no_letter_can_name_r142(hall, case_id, team):
    arrange(hall, case_id, team)
    all_points(hall, case_id)
    without_certificate(hall.fire)
    with pytest.raises(Refusal, match="site_certificate_missing") as refused:
        hold(hall, case_id, team)
    assert refused.value.facts == {"officers": "秦岳"}
    with pytest.raises(Refusal, match="site_certificate_missing"):
        arrange(hall, case_id, team, "2026-03-06T10:00", reason="改期")


def test_a_record_is_made_once_also_by_two_officers_at_once(hall, case_id, team, database):
    arrange(hall, case_id, team)
    all_points(hall, case_id)

    def end(by: Actor) -> str:
        with database.app_context():
            try:
                hold(hall, case_id, team, by=by)
            except Refusal as refusal:
                return refusal.rule
            return "held"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(end, (hall.fire, hall.reviewer))) == ["held", "site_check_over"]


def test_a_second_check_has_findings_of_its_own(hall, case_id, team):
    arrange(hall, case_id, team)
    all_points(hall, case_id, "none")
    hold(hall, case_id, team)
    said = {"by": hall.fire, "at": at("2026-03-09T15:00")}
    review.give_opinion(case_id, "fire", "disagree", "间距不足", basis="第六条", **said)
    tracks.reopen(case_id, "fire", "已经整改", by=hall.reviewer, at=at("2026-03-10T09:00"))
    fire, later = team[:2], date(2026, 3, 12)
    again = (later, "14:00", "化工路18号3号库", fire)
    site_checks.set_day(case_id, *again, by=hall.reviewer, at=at("2026-03-10T10:00"))
    assert not site_notes.seen_of(case_id, by=hall.fire).points
    with pytest.raises(Refusal, match="site_points_missing"):
        hold(hall, case_id, fire, at=at("2026-03-12T15:00"))
    file = casefile.casefile(case_id, by=hall.fire)
    plan = file.guide.track("fire")
    assert plan
    found = dict.fromkeys(range(len(plan.review_points)), ("ok", ""))
    note(case_id, hall.fire, "fire-points-2", "2026-03-12T14:30", track="fire", findings=found)
    held = hold(hall, case_id, fire, at=at("2026-03-12T15:00"))
    findings = {one["finding"] for one in site_checks.record_of(held, file.id)["points"]}
    assert (findings, held.site.officers_of("site")) == ({"ok"}, tuple(officer for _, officer in team[2:]))
