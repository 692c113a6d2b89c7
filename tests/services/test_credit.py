"""The credit lists as evidence: what is seen is recorded, recognised by code or number first, and nothing is refused by itself."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import text

from portal.access import Denied
from portal.actors import SYSTEM
from portal.db import transaction
from portal.models import CreditEntry, CreditList
from portal.services import casefile, credit, credit_lists, review
from portal.services.credit_lists import Entry
from portal.services.wrong_input import WrongInput
from tests import under_review
from tests.under_review import Town, beijing, rows_of
from workflows import commands as c
from workflows.events import CreditLookedUp
from workflows.refusal import Refusal

SHEN = "990101198003073019"
TERM = {"grounds": "未依法取得许可从事生产经营", "body": "望海市应急管理局"}
LISTED = {"listed_on": date(2026, 9, 1), "until": date(2029, 8, 31)}


@pytest.fixture
def town(database) -> Town:
    return under_review.settle()


def looked(town: Town, *entries: Entry, at: str = "2026-09-30 09:40", **applied):
    """The look that acceptance makes of an application, with these entries on the black list."""
    town.list_black(*entries, version="2026-09-30")
    case_id = town.apply("2026-09-29 15:42", **applied)
    return case_id, town.accept(case_id, at).credit[-1]


def test_nothing_found_is_recorded_with_the_lists_that_were_looked_at(town):
    _, look = looked(town)
    assert (look.result, look.entries, len(look.lists)) == ("none", (), 1)
    assert look.lists[0].startswith("list:")


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize(
    ("entry", "matched"),
    [
        (Entry(**TERM, **LISTED, uscc="91990101MA2HT5K72T"), "uscc"),
        (Entry(**TERM, **LISTED, unit_name="临江恒泰化工贸易有限公司"), "unit_name"),
        (Entry(**TERM, **LISTED, person_name="沈某", person_id=SHEN), "person_id:legal_representative"),
        (Entry(**TERM, **LISTED, person_name="沈远航"), "person_name:legal_representative"),
    ],
)
def test_unit_and_people_are_recognised_by_code_or_number_first_then_by_name(town, entry, matched):
    _, look = looked(town, entry)
    proven = "name" not in matched
    assert (look.result, look.matched) == ("black" if proven else "none", (matched,))
    assert look.unproven == (() if proven else look.entries), "a name alone is a hint, which an officer checks"


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize(
    "entry",
    [
        Entry(**TERM, **LISTED, unit_name="临江恒泰化工贸易有限公司", uscc="91990101MA2GL5678J"),
        Entry(**TERM, **LISTED, person_name="沈远航", person_id="110101199003070134"),
        Entry(**TERM, **LISTED, unit_name="临江恒泰化工", person_name="别人"),
    ],
    ids=["another code", "another number", "another name"],
)
def test_a_like_name_with_another_code_or_number_is_somebody_else(town, entry):
    assert looked(town, entry)[1].result == "none"


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize(
    "term",
    [
        {"listed_on": date(2026, 10, 1), "until": date(2029, 9, 30)},
        {"listed_on": date(2023, 9, 1), "until": date(2026, 9, 29)},
        {"listed_on": date(2026, 1, 1), "until": date(2028, 12, 31), "removed_on": date(2026, 9, 30)},
        {"listed_on": date(2021, 9, 30), "until": None},
    ],
    ids=["not yet", "expired the day before", "removed today", "no end, five years ago"],
)
def test_an_entry_counts_only_within_its_term(town, term):
    assert looked(town, Entry(**TERM, **term, uscc="91990101MA2HT5K72T"))[1].result == "none"


def test_an_entry_counts_on_its_last_day(town):
    entry = Entry(**TERM, listed_on=date(2023, 10, 1), until=date(2026, 9, 30), uscc="91990101MA2HT5K72T")
    assert looked(town, entry)[1].result == "black"


def test_the_black_list_outweighs_the_red_one_and_both_are_recorded(town):
    red = [
        Entry(grounds="安全生产标准化一级", body="省应急管理厅", listed_on=date(2026, 3, 2), uscc="91990101MA2HT5K72T")
    ]
    credit_lists.import_list(
        "red", "守信激励名单", "1", red, rule_version="133", by=SYSTEM, at=beijing("2026-03-02 09:00")
    )
    _, look = looked(town, Entry(**TERM, **LISTED, person_id=SHEN))
    assert look.result == "black"
    assert sorted(look.matched) == ["person_id:legal_representative", "uscc"]


def test_the_red_list_alone_gives_its_own_result(town):
    red = [
        Entry(grounds="安全生产标准化一级", body="省应急管理厅", listed_on=date(2026, 3, 2), uscc="91990101MA2HT5K72T")
    ]
    credit_lists.import_list(
        "red", "守信激励名单", "1", red, rule_version="133", by=SYSTEM, at=beijing("2026-03-02 09:00")
    )
    assert looked(town)[1].result == "red"


def test_the_journal_names_lists_and_entries_and_never_a_person(town):
    case_id, _ = looked(town, Entry(**TERM, **LISTED, person_name="沈远航", person_id=SHEN))
    file = casefile.casefile(case_id, by=town["zhou.min"])
    event = next(entry.event for entry in file.recorded if isinstance(entry.event, CreditLookedUp))
    assert "沈" not in repr(event)
    assert SHEN not in repr(event)
    assert event.entries[0].startswith(f"{event.lists[-1]}:")


def test_the_evidence_explains_line_by_line_what_was_compared(town):
    entry = Entry(**TERM, **LISTED, person_name="沈远航", person_id=SHEN, unit_name="望海旧港化工有限公司")
    case_id, _ = looked(town, entry)
    seen = credit.evidence(casefile.casefile(case_id, by=town["chen.li"]))
    (hit,) = seen.on_black
    assert [(line.what, line.result) for line in hit.compared] == [
        ("person_name", "same"),
        ("person_id", "same"),
        ("person_unit", "different"),
    ]
    assert (hit.name, hit.roles) == ("沈远航", ("legal_representative", "principal_person"))
    assert (seen.result, seen.clear, seen.black) == ("black", (), ("no_deferral", "no_fast_lane", "strict_review"))


def test_the_evidence_stays_what_was_seen_when_a_new_version_is_imported(town):
    case_id, _ = looked(town, Entry(**TERM, **LISTED, person_id=SHEN, person_name="沈远航"))
    town.list_black(version="2026-10-08", at="2026-10-08 06:00")
    seen = credit.evidence(casefile.casefile(case_id, by=town["chen.li"]))
    assert [hit.version for hit in seen.on_black] == ["2026-09-30"]
    later = review.look_up_credit(case_id, by=town["chen.li"], at=beijing("2026-10-09 09:00"))
    assert later.credit[-1].result == "none"


def test_without_any_black_list_nothing_is_known_and_nothing_breaks(town):
    with transaction() as session:
        session.query(CreditList).update({"current": False})
    case_id = town.apply("2026-09-29 15:42")
    assert town.accept(case_id, "2026-09-30 09:40").credit[-1].result == "unavailable"


def test_lists_that_cannot_be_read_are_recorded_as_unavailable_and_work_goes_on(town, monkeypatch):
    case_id = town.apply("2026-09-29 15:42")

    def broken(session, *rest):
        session.execute(text("SELECT * FROM a_table_that_is_not_there"))

    monkeypatch.setattr(credit, "current_lists", broken)
    case = town.accept(case_id, "2026-09-30 09:40")
    assert [look.result for look in case.credit] == ["unavailable"]
    assert case.accepted_on == date(2026, 9, 30)
    seen = credit.evidence(casefile.casefile(case_id, by=town["chen.li"]))
    assert (seen.result, seen.broken, seen.hits) == ("unchecked", True, ())


def test_on_a_case_that_ended_nobody_looks_any_more(town):
    case_id = town.apply("2026-09-29 15:42")
    town.do(case_id, c.Withdraw("不办了"), "2026-09-29 16:00")
    with pytest.raises(Refusal, match="not_at_window"):
        review.look_up_credit(case_id, by=town["chen.li"], at=beijing("2026-09-30 09:00"))


def test_only_the_leading_office_looks_during_review(town):
    case_id, _ = looked(town)
    with pytest.raises(Denied):
        review.look_up_credit(case_id, by=town["qin.yue"], at=beijing("2026-10-09 09:00"))


def test_a_new_version_of_a_list_replaces_the_one_before(town):
    town.list_black(Entry(**TERM, **LISTED, person_name="甲"), version="2")
    known = credit_lists.lists()
    assert [(one.version, one.entries) for one in known] == [("2", 1)]
    assert len(credit_lists.lists(current=False)) == 2


def test_the_same_version_imported_twice_is_one(town):
    for _ in range(2):
        town.list_black(Entry(**TERM, **LISTED, person_name="甲"), version="2")
    assert rows_of(CreditList) == 2
    assert rows_of(CreditEntry) == 1


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        (Entry(**TERM, **LISTED), "nobody"),
        (Entry(**TERM, **LISTED, uscc="91990101MA2HT5K720"), "uscc"),
        (Entry(**TERM, **LISTED, person_id="990101198003073010"), "person_id"),
        (Entry(**TERM, listed_on=date(2026, 9, 2), until=date(2026, 9, 1), person_name="甲"), "reversed"),
        (Entry(grounds=" ", body="局", **LISTED, person_name="甲"), "grounds"),
    ],
)
def test_an_entry_that_cannot_be_right_names_its_line_and_nothing_is_imported(town, entry, fault):
    good = Entry(**TERM, **LISTED, person_name="乙")
    with pytest.raises(WrongInput) as wrong:
        town.list_black(good, entry, version="3")
    assert wrong.value.fields == {"line_2": fault}
    assert rows_of(CreditEntry) == 0


def test_only_administrators_import_lists(town):
    with pytest.raises(Denied):
        credit_lists.import_list(
            "black", "名单", "1", [], rule_version="", by=town["chen.li"], at=beijing("2026-09-30 09:00")
        )
