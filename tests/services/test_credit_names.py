"""A name alone proves nothing: it takes nothing away, waits for an officer, and what he finds holds for this applicant alone."""

from __future__ import annotations

from datetime import date

import pytest

from portal.access import Denied
from portal.actors import Actor, Role
from portal.db import reading, transaction
from portal.models import CreditEntry, Enterprise
from portal.services import casefile, credit, credit_identity, credit_objections, credit_view, decision, review
from portal.services.credit_lists import Entry
from portal.services.credit_match import Party, merged
from portal.services.wrong_input import WrongInput
from tests import under_review
from tests.under_review import Town, beijing
from workflows.refusal import Refusal
from workflows.rules import promise

SHEN = "990101198003073019"
LISTED = {
    "grounds": "发生事故后瞒报", "body": "望海市应急管理局", "decision_document": "望应急失信〔2026〕7号",
    "listed_on": date(2026, 9, 1), "until": date(2029, 8, 31),
}  # fmt: skip
NAMED = Entry(**LISTED, person_name="沈远航")
NOW = beijing("2026-10-08 10:00")


@pytest.fixture
def town(database) -> Town:
    return under_review.settle()


def accepted(town: Town, *entries: Entry, firm: int = 0, version: str = "2026-09-30") -> str:
    """An accepted application with these entries on the black list."""
    town.list_black(*entries, version=version)
    case_id = town.apply("2026-09-29 15:42", firm=firm)
    town.accept(case_id, "2026-09-30 09:40")
    return case_id


def entry_id() -> int:
    with reading() as session:
        return max(session.query(CreditEntry.id).all())[0]


def handler(town: Town, firm: int = 0) -> Actor:
    return Actor("handler", 1, frozenset({Role.HANDLER}), enterprise_id=town.firms[firm])


def settle(town: Town, case_id: str, verdict: str, words: str = "向列入机关核实", by: str = "chen.li"):
    return credit_identity.settle(case_id, entry_id(), verdict, words, by=town[by], at=NOW)


def look(town: Town, case_id: str):
    return review.look_up_credit(case_id, by=town["chen.li"], at=NOW).credit[-1]


def blockers(town: Town, case_id: str) -> list[str]:
    view = decision.view(case_id, by=town["chen.li"], at=NOW)
    return [one.code for one in view.blockers["grant"]]


@pytest.mark.parametrize(
    "entry", [NAMED, Entry(**LISTED, unit_name="临江恒泰化工贸易有限公司")], ids=["person", "unit"]
)
def test_a_name_alone_takes_no_deferral_away_and_waits_for_an_officer(town, entry):
    case_id = accepted(town, entry)
    case = casefile.casefile(case_id, by=town["chen.li"]).case
    assert (case.black, case.credit[-1].result, len(case.credit[-1].unproven)) == (False, "none", 1)
    promise.creditworthy(case)
    assert "credit_name" in blockers(town, case_id)
    seen = credit.evidence(casefile.casefile(case_id, by=town["chen.li"]))
    assert ([hit.way for hit in seen.on_black], [hit.unproven for hit in seen.to_check]) == ([], [True])


def test_once_an_officer_has_checked_that_it_is_him_the_entry_counts_and_he_may_object(town):
    case_id = accepted(town, NAMED)
    assert credit_view.own(by=handler(town), at=NOW) == ()
    case = settle(town, case_id, "concerned")
    assert (case.black, case.credit[-1].unproven) == (True, ())
    with pytest.raises(Refusal, match="black_list_no_deferral"):
        promise.creditworthy(case)
    assert "credit_name" not in blockers(town, case_id)
    assert [one.entry.way for one in credit_view.own(by=handler(town), at=NOW)] == ["person_name"]
    with pytest.raises(Refusal, match="credit_name_settled"):
        settle(town, case_id, "not_concerned")


def test_somebody_else_of_that_name_is_left_out_for_this_applicant_and_for_nobody_else(town):
    with transaction() as session:
        session.get_one(Enterprise, town.firms[1]).legal_representative = "沈远航"
    case_id, other = accepted(town, NAMED), town.apply("2026-09-29 15:50", firm=1)
    town.accept(other, "2026-09-30 09:50")
    case = settle(town, case_id, "not_concerned")
    assert (case.credit[-1].entries, case.black, blockers(town, case_id).count("credit_name")) == ((), False, 0)
    assert len(look(town, other).unproven) == 1
    town.list_black(NAMED, version="2026-10-08")
    assert look(town, case_id).entries == (), "also when a newer version lists him again"


def test_a_number_that_turns_up_later_outweighs_what_was_said_of_the_name(town):
    case_id = accepted(town, Entry(**LISTED, person_name="沈远航"))
    settle(town, case_id, "not_concerned")
    town.list_black(Entry(**LISTED, person_name="沈远航", person_id=SHEN), version="2026-10-08")
    assert look(town, case_id).result == "black"


@pytest.mark.engines("sqlite")
def test_who_settles_it_leads_the_case_and_says_how(town):
    case_id = accepted(town, NAMED)
    with pytest.raises(Denied):
        settle(town, case_id, "concerned", by="qin.yue")
    with pytest.raises(WrongInput) as wrong:
        settle(town, case_id, "", " ")
    assert wrong.value.fields == {"verdict": "missing", "words": "missing"}


def test_an_objection_that_it_is_somebody_else_clears_nobody_but_whoever_objected(town):
    entry = Entry(**LISTED, person_name="沈远航", person_id=SHEN)
    with transaction() as session:
        other = session.get_one(Enterprise, town.firms[1])
        other.legal_representative, other.legal_representative_id = "沈远航", SHEN
    case_id = accepted(town, entry)
    number = credit_objections.file(entry_id(), "登记的号码有误，不是同一人", by=handler(town), at=NOW)
    credit_objections.answer(number, "not_concerned", "号码登记有误，已核实", by=town["chen.li"], at=NOW)
    assert look(town, case_id).entries == ()
    assert credit_view.own(by=handler(town), at=NOW) == ()
    assert [one.answer for one in credit_view.past((), by=handler(town))] == ["not_concerned"]
    assert [one.entry.way for one in credit_view.own(by=handler(town, 1), at=NOW)] == ["person_id"]


def test_an_objection_on_paper_names_no_applicant_whom_it_could_be_about(town):
    town.list_black(NAMED, version="2")
    number = credit_objections.mark(entry_id(), "同名", "来函", by=town["lin.jing"], at=NOW)
    with pytest.raises(WrongInput) as wrong:
        credit_objections.answer(number, "not_concerned", "核实", by=town["chen.li"], at=NOW)
    assert wrong.value.fields == {"answer": "nobody_known"}


def test_two_people_of_one_name_keep_their_two_numbers():
    one, two = Party(("legal_representative",), "张伟", "A"), Party(("safety_officer",), "张伟", "B")
    assert merged([one, two]) == (one, two)
    assert merged([one, two, Party(("principal_person",), "张伟")])[2] == Party(("principal_person",), "张伟")
    assert merged([Party(("principal_person",), "张　伟"), one]) == (
        Party(("principal_person", "legal_representative"), "张　伟", "A"),
    )


def test_brackets_wide_or_narrow_are_one_name(town):
    with transaction() as session:
        session.get_one(Enterprise, town.firms[0]).name = "临江化工(集团)有限公司"
    case_id = accepted(town, Entry(**LISTED, unit_name="临江化工（集团）有限公司"))
    assert len(look(town, case_id).unproven) == 1


def test_a_line_that_lists_a_unit_and_its_person_names_the_unit_too(town):
    """The person has left: the unit of that name is still listed, and an officer finds out whether it is this one (R93)."""
    entry = Entry(**LISTED, unit_name="临江恒泰化工贸易有限公司", person_name="李已离职")
    case_id = accepted(town, entry)
    found = look(town, case_id)
    assert (found.result, found.matched, len(found.unproven)) == ("none", ("unit_name",), 1)
    assert "credit_name" in blockers(town, case_id)
