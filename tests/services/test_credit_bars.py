"""Who handed in false material may not apply again for a year: recorded by the one who decides, said at every new application."""

from __future__ import annotations

from datetime import date

import pytest

from guides.guide import Guide
from guides.licence_family import askable, asked_by
from portal.access import Denied
from portal.actors import Actor, Role
from portal.db import reading
from portal.models import CreditBar, Enterprise
from portal.services import accounts, casefile, credit_bars, drafts, law, membership, review
from portal.services.membership import SignUp
from tests import under_review
from tests.services.test_decision import heard, refuse
from tests.under_review import HAZCHEM, Town, beijing, rows_of
from workflows import commands as c
from workflows.bar_policy import FILE, PolicyError, load_policy
from workflows.ledger import months_after
from workflows.refusal import Refusal

FACTS = ("安全评价报告系伪造", "临应急许不〔2026〕1号", date(2026, 11, 12))
BUNDLE, OPERATORS = "gas_station_bundle", "special_operator_certificate"
PEOPLE = (("沈远航", "990101198003073019"), ("陆远", "990101199003073011"))
AT = beijing("2026-11-12 16:00")


@pytest.fixture
def town(database) -> Town:
    return under_review.settle()


@pytest.fixture
def refused(town) -> str:
    """A case that was refused on 12 November."""
    case_id = heard(town)
    review.review_legally(
        case_id, "passed", "程序合法。", by=town[under_review.lawyer(town)], at=beijing("2026-11-12 08:00")
    )
    refuse(town, case_id)
    return case_id


def impose(town: Town, case_id: str, ground: str = "false_materials", by: str = "han.weidong", **more) -> date:
    return credit_bars.impose(case_id, ground, *FACTS, by=town[by], at=AT, **more)


def apply(town: Town, item: str, answers: dict | None, *, firm: int = 0, on: date = date(2027, 1, 4)) -> None:
    """What is asked when an application with these answers is handed in; before anything is answered without them."""
    guide = law.catalogue().in_force(item, on)
    with reading() as session:
        credit_bars.refuse_barred(session, town.firms[firm], guide, on, answers)


def begin(town: Town, at: str, firm: int = 0, item: str = HAZCHEM) -> str:
    by = Actor("handler", town["zhou.min"].id, frozenset({Role.HANDLER}), enterprise_id=town.firms[firm])
    return drafts.start(item, by=by, at=beijing(at))


def test_the_same_licence_is_not_applied_for_until_the_last_day_is_over(town, refused):
    assert impose(town, refused) == date(2027, 11, 12)
    with pytest.raises(Refusal) as said:
        begin(town, "2027-11-12 23:00")
    assert said.value.rule == "barred"
    assert (said.value.facts["document"], said.value.facts["until"]) == (FACTS[1], date(2027, 11, 12))
    assert begin(town, "2027-11-13 09:00")


def test_who_only_wrote_the_code_down_is_barred_with_the_enterprise_and_told_nothing_of_it(town, refused):
    impose(town, refused)
    with reading() as session:
        uscc = session.get_one(Enterprise, town.firms[0]).uscc
    asked = SignUp(
        uscc=uscc, enterprise_name="某单位", legal_representative="某人", name="某人", mobile="13900007711",
        email="someone@example.cn", password="a quiet long password",
    )  # fmt: skip
    assert membership.sign_up(asked, at=AT) == "open"
    by = accounts.authenticate("someone@example.cn", "a quiet long password", at=AT).actor
    with pytest.raises(Refusal) as said:
        drafts.start(HAZCHEM, by=by, at=beijing("2026-11-13 09:00"))
    assert (said.value.rule, said.value.facts) == ("verify_first", {})
    assert drafts.start("emergency_plan_filing", by=by, at=beijing("2026-11-13 09:00"))


def test_others_and_other_licences_are_free(town, refused):
    impose(town, refused)
    assert begin(town, "2026-11-13 09:00", firm=1)
    assert begin(town, "2026-11-13 09:00", item="emergency_plan_filing")


def test_the_bar_is_evidence_in_the_case_and_recorded_once(town, refused):
    impose(town, refused)
    (bar,) = casefile.casefile(refused, by=town["chen.li"]).case.bars
    assert (bar.ground, bar.facts, bar.until) == ("false_materials", FACTS[0], date(2027, 11, 12))
    assert "第七十八条" in bar.basis
    with pytest.raises(Refusal, match="bar_known"):
        impose(town, refused)
    assert rows_of(CreditBar) == 1


def test_only_who_decides_for_the_leading_office_records_a_bar(town, refused):
    for login in ("chen.li", "qin.yue", "zhou.min"):
        with pytest.raises(Denied):
            impose(town, refused, by=login)
        assert login == "qin.yue" or credit_bars.barrable(refused, by=town[login]).grounds == {}
    assert list(credit_bars.barrable(refused, by=town["han.weidong"]).grounds) == ["false_materials"]


def test_no_bar_without_a_decision_that_carries_it(town, refused):
    running = town.apply("2026-09-29 15:42", firm=1)
    with pytest.raises(Refusal, match="bar_without_decision"):
        impose(town, running)
    with pytest.raises(Refusal, match="bar_without_decision"):
        impose(town, refused, ground="improper_means")
    assert rows_of(CreditBar) == 0


def test_no_bar_where_the_guide_cites_no_statute(town):
    guide = law.catalogue().in_force(HAZCHEM, date(2026, 11, 12))
    assert isinstance(guide, Guide)
    assert "第七十九条" in credit_bars.statute(guide, "improper_means")
    silent = guide.model_copy(update={"credit": guide.credit.model_copy(update={"bars": ()})})
    assert credit_bars.statute(silent, "false_materials") == ""


@pytest.mark.engines("sqlite")
def test_the_day_of_the_decision_is_not_before_it_and_not_to_come(town, refused):
    for day in (date(2026, 11, 11), date(2026, 11, 13)):
        with pytest.raises(Refusal, match="bar_day_wrong"):
            credit_bars.impose(refused, "false_materials", *FACTS[:2], day, by=town["han.weidong"], at=AT)


def test_a_bar_holds_by_whichever_guide_of_the_licence_one_applies(town, refused):
    impose(town, refused)
    for item in ("hazchem_business_renewal", "hazchem_business_change"):
        with pytest.raises(Refusal, match="barred"):
            begin(town, "2027-01-04 09:00", item=item)
        with pytest.raises(Refusal, match="barred"):
            apply(town, item, {})
        assert begin(town, "2027-11-13 09:00", item=item)


def test_a_bundle_is_barred_by_the_licence_that_it_would_bring_and_by_no_other_stage(town, refused):
    impose(town, refused)
    assert begin(town, "2027-01-04 09:00", item=BUNDLE)
    with pytest.raises(Refusal, match="barred"):
        apply(town, BUNDLE, {"bundle_case": "new", "stage": "completion"})
    apply(town, BUNDLE, {"bundle_case": "new", "stage": "siting"})


def test_a_new_document_for_a_lost_one_is_no_application_for_a_licence(town):
    guide = law.catalogue().in_force(OPERATORS, date(2026, 11, 12))
    assert asked_by(guide, {"apply_kind": "reissue"}) == "reissue"
    assert asked_by(guide, {"apply_kind": "change"}) == "change"
    assert not askable(guide) <= load_policy()["improper_means"].asked
    renewal = law.catalogue().in_force("hazchem_business_renewal", date(2026, 11, 12))
    assert askable(renewal) == {"renewal"}


WORKER, COLLEAGUE = ({"apply_kind": "first", "person_name": name, "id_no": number} for name, number in PEOPLE)


def refused_worker(town: Town) -> str:
    """The first firm applied as the agent of a worker, whose certificate was refused."""
    case_id = town.apply("2026-11-09 09:00", item=OPERATORS, answers=WORKER)
    case = town.accept(case_id, "2026-11-09 10:00")
    for term in case.terms.tracks:
        town.do(case_id, c.GiveOpinion(term.id, "agree", "已核"), "2026-11-10 09:00", by="chen.li")
    passed = c.ReviewLegally("passed", "程序合法", "refuse")
    town.do(case_id, passed, "2026-11-10 10:00", by=under_review.lawyer(town))
    town.do(case_id, c.Refuse("体检证明系伪造", "不符合条件", "第四条"), "2026-11-12 10:00", by="han.weidong")
    return case_id


@pytest.mark.engines("sqlite")
def test_a_bar_on_a_worker_holds_whoever_applies_for_him_and_for_nobody_else(town):
    impose(town, refused_worker(town))
    for firm in (0, 1):
        with pytest.raises(Refusal, match="barred"):
            apply(town, OPERATORS, WORKER, firm=firm)
        apply(town, OPERATORS, COLLEAGUE, firm=firm)
        apply(town, OPERATORS, WORKER | {"apply_kind": "reissue"}, firm=firm)
        apply(town, OPERATORS, None, firm=firm)


@pytest.mark.engines("sqlite")
def test_a_draft_that_was_begun_before_is_not_handed_in_either(town, refused):
    impose(town, refused)
    for answers in (None, under_review.ANSWERS):
        with pytest.raises(Refusal, match="barred"):
            apply(town, HAZCHEM, answers)
        apply(town, HAZCHEM, answers, firm=1)


def test_a_year_from_the_last_of_february_ends_on_the_last_of_february():
    assert months_after(date(2028, 2, 29), 12) == date(2029, 2, 28)
    assert months_after(date(2026, 9, 30), 36) == date(2029, 9, 30)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("years: 1", "years: 0", "years"),
        ("since: 2004-07-01", "since: soon", "since"),
        ("improper_means", "other", "bars are"),
        ("[new, renewal, change]", "[new, correction]", "asked"),
        ("[new, renewal, change]", "[]", "asked"),
    ],
)
@pytest.mark.engines("sqlite")
def test_a_table_of_bars_that_cannot_be_used_is_refused_by_name(tmp_path, old, new, said):
    file = tmp_path / "bars.yaml"
    file.write_text(FILE.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(PolicyError, match=said):
        load_policy(file)
