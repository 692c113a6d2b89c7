"""What was noted on the site before the record and arrives after it is kept beside the record, and changes nothing of it (R142)."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from portal.access import Denied
from portal.actors import Actor, Role
from portal.db import reading
from portal.models import Case as CaseRow
from portal.models import JournalEntry
from portal.services import casefile, evidence_content, review, site_checks, site_late, site_notes, tracks
from portal.services.evidence_named import named
from portal.services.timeline import timeline
from tests.services.cases import Hall, at
from tests.services.test_site_checks import (  # the town, its case and its two departments
    ENTRY,
    all_points,
    arrange,
    case_id,
    hold,
    letter_of,
    note,
    picture,
    team,
)
from workflows import commands as c
from workflows.case import Case
from workflows.refusal import Refusal

__all__ = ["case_id", "team"]

BEFORE, RECORD, AFTER = "2026-03-09T10:40", "2026-03-09T12:00", "2026-03-09T15:00"


@pytest.fixture
def over(hall: Hall, case_id: str, team: Any) -> Case:
    """The record was made at noon, while a telephone had no network."""
    arrange(hall, case_id, team)
    all_points(hall, case_id)
    return hold(hall, case_id, team, at=at(RECORD))


def arrives(case_id: str, by: Actor, taken: str = BEFORE, entry: str = ENTRY, when: str = AFTER, **more: Any):
    more = more or {"words": "北侧围墙有缺口"}
    return site_notes.note(case_id, entry, **{"taken_at": at(taken), **more}, by=by, at=at(when))


def events(kind: str) -> list[Any]:
    with reading() as session:
        return list(session.scalars(select(JournalEntry).where(JournalEntry.kind == kind).order_by(JournalEntry.seq)))


def test_it_is_an_act_of_its_own_and_the_record_stays_as_it_was_signed(hall, case_id, team, over):
    record, written = site_checks.record_of(over, 1), letter_of("site_record", hall.head)
    kept = arrives(case_id, hall.fire, words="北侧围墙", photo=picture())
    assert (kept.rows, kept.late) == (1, True)
    (act,) = events("SiteAnnexed")
    assert (act.by, act.at, act.payload["record"]) == (hall.fire.reference, at(AFTER), over.site.record)
    assert act.payload["taken_at"] == at(BEFORE).isoformat()
    (annex,) = site_late.annexes(case_id, by=hall.fire)
    (one,) = annex.entries
    digest = hashlib.sha256(picture()[1].read()).hexdigest()
    assert (one.kind, one.words, one.sha256, one.who.name) == ("photo", "北侧围墙", digest, "秦岳")
    assert (one.taken_at, one.arrived_at) == (at(BEFORE), at(AFTER))
    case = casefile.casefile(case_id, by=hall.fire).case
    assert (site_checks.record_of(case, 1), letter_of("site_record", hall.head)) == (record, written)
    assert not site_notes.seen_of(case_id, by=hall.fire).photos


def test_the_applicant_reads_it_and_a_stranger_does_not(hall, case_id, team, over):
    arrives(case_id, hall.fire, track="fire", findings={0: ("fault", "间距 9 米"), 1: ("ok", "")})
    (annex,) = site_late.annexes(case_id, by=hall.handler)
    assert [(one.finding, one.words, one.point is not None) for one in annex.entries] == [
        ("fault", "间距 9 米", True), ("ok", "", True),
    ]  # fmt: skip
    with pytest.raises(Denied):
        site_late.annexes(case_id, by=Actor("handler", 99, frozenset({Role.HANDLER}), enterprise_id=99))


def test_the_package_holds_it_with_its_words_and_its_digests(hall, case_id, team, over):
    arrives(case_id, hall.fire, words="北侧围墙", photo=picture())
    packed = evidence_content.contents(case_id, by=hall.head)
    (act,) = events("SiteAnnexed")
    content = next(one["content"] for one in packed.acts if one["digest"] == act.payload["paper"])
    assert (content["taken"], content["arrived"]) == ("2026-03-09 10:40", "2026-03-09 15:00")
    assert content["photos"][0]["sha256"] in {one.listed["sha256"] for one in packed.attachments}
    assert act.payload["paper"] in {one.digest for one in named(packed.file.recorded)}


def test_what_arrives_twice_is_one_act_and_a_row_of_arrivals_one_line(hall, case_id, team, over):
    assert arrives(case_id, hall.fire).late
    again = arrives(case_id, hall.fire)
    assert (again.rows, again.late) == (0, True)
    arrives(case_id, hall.fire, entry=ENTRY + "2")
    assert len(events("SiteAnnexed")) == 2
    file = casefile.casefile(case_id, by=hall.handler)
    assert file.case.site.late == 2
    assert [step.code for step in timeline(file, clocks={})].count("SiteAnnexed") == 1


def test_what_had_arrived_before_the_record_is_not_judged_again_when_its_answer_was_lost(hall, case_id, team):
    arrange(hall, case_id, team)
    all_points(hall, case_id)
    arrives(case_id, hall.fire, when="2026-03-09T11:00")
    hold(hall, case_id, team, at=at(RECORD))
    again = arrives(case_id, hall.fire)
    assert (again.rows, again.late, events("SiteAnnexed")) == (0, False, [])


@pytest.mark.parametrize(
    ("taken", "rule"),
    [
        ("2026-03-09T12:00:01", "site_note_after_record"),
        ("2026-03-08T23:59", "site_note_before_check"),
        ("2031-01-01T09:00", "site_note_after_record"),
    ],
)
def test_what_was_noted_after_the_record_or_before_the_day_is_no_part_of_the_check(
    hall, case_id, team, over, taken, rule
):
    with pytest.raises(Refusal, match=rule):
        arrives(case_id, hall.fire, taken)
    assert arrives(case_id, hall.fire, RECORD).late, "noted in the moment of the record is not after it"


@pytest.mark.parametrize(
    ("wrong", "taken", "late"),
    [
        (timedelta(minutes=5), "2026-03-09T11:58", True),  # the clock runs ahead and says 12:03
        (timedelta(days=400), "2026-03-09T11:58", True),
        (timedelta(hours=-9), "2026-03-09T10:40", True),
        (timedelta(hours=-9), "2026-03-09T13:00", False),  # a clock that runs behind makes nothing older
    ],
)
def test_a_clock_that_is_wrong_is_put_right_by_what_it_says_when_it_sends(
    hall, case_id, team, over, wrong, taken, late
):
    told = {"words": "围墙", "taken_at": at(taken) + wrong, "sent_at": at(AFTER) + wrong}
    if not late:
        with pytest.raises(Refusal, match="site_note_after_record"):
            arrives(case_id, hall.fire, **told)
        return
    arrives(case_id, hall.fire, **told)
    (annex,) = site_late.annexes(case_id, by=hall.fire)
    assert annex.entries[0].taken_at == at(taken)


def test_only_who_was_to_go_or_leads_brings_something_in(hall, case_id, team, over):
    with pytest.raises(Denied):
        arrives(case_id, hall.handler)
    assert arrives(case_id, hall.head).late


def test_in_a_case_that_has_ended_it_lies_in_the_file_and_changes_no_outcome(hall, case_id, team, over):
    with reading() as session:
        number = session.scalars(select(CaseRow.id)).one()
    hall.do(number, c.Withdraw("不办了"), AFTER, by=hall.handler)
    before = casefile.casefile(case_id, by=hall.fire).case
    arrives(case_id, hall.fire, when="2026-03-09T17:00")
    after = casefile.casefile(case_id, by=hall.fire).case
    assert (after.state, after.answers, after.site.late) == (before.state, before.answers, 1)


def test_the_next_check_has_nothing_of_it(hall, case_id, team, over):
    said = {"by": hall.fire, "at": at(AFTER)}
    review.give_opinion(case_id, "fire", "disagree", "间距不足", basis="第六条", **said)
    tracks.reopen(case_id, "fire", "已经整改", by=hall.reviewer, at=at("2026-03-10T09:00"))
    again = (date(2026, 3, 12), "14:00", "化工路18号3号库", team[:2])
    site_checks.set_day(case_id, *again, by=hall.reviewer, at=at("2026-03-10T10:00"))
    assert arrives(case_id, hall.fire, when="2026-03-12T14:10").late
    assert arrives(case_id, hall.reviewer, entry=ENTRY + "2", when="2026-03-12T14:20").late, (
        "who went the first time only"
    )
    assert note(case_id, hall.fire, "second-check-1", "2026-03-12T14:30", words="已经改好") == 1
    assert [one.words for one in site_notes.seen_of(case_id, by=hall.fire).notes] == ["已经改好"]
    (annex,) = site_late.annexes(case_id, by=hall.fire)
    assert (len(annex.entries), annex.record.closed_at) == (2, at(RECORD))
