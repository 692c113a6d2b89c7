"""What the letters of procedure, decision and service must say, rule by rule (R138-R148, R151)."""

from datetime import date

import pytest

from portal.documents.correction import NotAccepted, not_accepted
from portal.documents.data import Remedies, Term
from portal.documents.letter import UnlawfulLetter
from portal.documents.procedure import SpecialProcedure, special_procedure
from portal.documents.service import Served, Service, proof
from tests.core import letters_of_filing
from tests.core import letters_of_linjiang as linjiang
from tests.core.test_documents_letters import REMEDIES, holds, says


def test_a_revocation_gives_reasons_returns_papers_and_names_remedies() -> None:
    letter = linjiang.a_revocation()
    holds(
        letter,
        "撤销对上述申请的受理",
        "到期没有递交",
        "缺少仓储岗位4人",
        linjiang.ZJ_11,
        "退还你单位递交的",
        "共4项",
        "可以重新提出申请",
    )
    holds(letter, "临应急许受〔2026〕417号", "临应急许容〔2026〕58号", *REMEDIES)


def test_a_special_procedure_tells_its_time_and_that_it_is_not_counted() -> None:
    letter = linjiang.a_special_procedure()
    holds(
        letter,
        "专家评审",
        "25个工作日",
        "2026年10月13日",
        "第四十五条",
        "所需时间不计入法定办理期限和承诺办理期限",
        "《危险化学品经营许可证管理办法》",
    )


def test_a_cause_outside_article_45_never_claims_to_stop_the_statutory_period() -> None:
    visit = SpecialProcedure(
        "现场核查",
        "需要核对储存设施",
        "本机关",
        "办事指南第8项",
        date(2026, 10, 13),
        Term(4),
        date(2026, 9, 30),
        "",
        stops_statutory=False,
    )
    letter = special_procedure(linjiang.case("临应急许特〔2026〕1号", date(2026, 10, 13), "t1"), visit)
    holds(letter, "不计入承诺办理期限，法定办理期限照常计算")
    assert "第四十五条" not in says(letter)


def test_an_extension_gives_reason_days_approver_and_the_new_day() -> None:
    letter = linjiang.an_extension()
    holds(
        letter,
        "防雷装置隐患",
        "延长10个工作日",
        "2026年12月9日",
        "2026年11月25日",
        "本机关负责人周岚",
        "第四十二条第一款",
        "只延长一次",
    )


def test_the_end_by_withdrawal_is_a_document_that_can_be_contested() -> None:
    holds(
        linjiang.a_withdrawal(), "视为你单位撤回申请", "2026年10月29日", linjiang.ZJ_11, "可以重新提出申请", *REMEDIES
    )


def test_a_grant_states_applicant_scope_conditions_term_basis_and_publication() -> None:
    letter = linjiang.a_grant()
    holds(letter, "准予行政许可", "临江恒泰化工贸易有限公司", "91990101MA2HT5K72T", "甲醇、乙酸乙酯", "带储存设施经营")
    holds(
        letter,
        "储存品种和数量不得超出许可范围",
        "自颁发之日起3年",
        "《危险化学品安全管理条例》第三十五条",
    )
    holds(letter, "第三十八条第一款", "10个工作日内", "7个工作日内", "公众有权查阅", "行政许可专用章", "2026年11月23日")


def test_a_refusal_gives_facts_reasons_law_standards_and_both_remedies() -> None:
    letter = linjiang.a_refusal()
    holds(
        letter,
        "一、查明的事实",
        "二、理由",
        "三、依据的技术标准和技术规范",
        "四、决定",
        "GB/T37243-2019",
        "第三十八条第二款",
    )
    holds(
        letter,
        "不予行政许可",
        "自知道或者应当知道本决定之日起60日内",
        "自知道或者应当知道本决定之日起6个月内",
        *REMEDIES,
    )


def test_other_periods_of_remedy_come_from_the_guide() -> None:
    slow = Remedies("临江市人民政府", "临江铁路运输法院", "https://fuyi.linjiang.example", 90, 12)
    failed = NotAccepted("still_defective", date(2026, 9, 29), "仍不符合", ("仍不符合",), "")
    letter = not_accepted(linjiang.case("", date(2026, 9, 29), "n3"), failed, slow)
    holds(letter, "90日内", "12个月内", "临江铁路运输法院")


def test_a_filing_is_registered_and_not_approved() -> None:
    letter = letters_of_filing.a_filing()
    holds(
        letter,
        "990101-2026-0087",
        "予以备案",
        "《生产安全事故应急预案管理办法》第二十八条",
        "不是对材料内容的批准",
        "综合应急预案",
    )
    assert letter.title == "生产经营单位生产安全事故应急预案备案登记表"
    assert "行政许可法" not in says(letter)


def test_a_filing_is_told_with_its_day_ground_and_what_follows() -> None:
    letter = letters_of_filing.a_notice_of_filing()
    holds(letter, "予以备案", "2026年11月20日", letters_of_filing.RULE, "临应急备受〔2026〕90号")
    holds(letter, "1个工作日内", letters_of_filing.FORM)
    assert letter.title == "备案告知书"
    assert "行政许可法" not in says(letter)


def test_silence_is_told_as_silence_and_nobody_claims_to_have_checked() -> None:
    letter = letters_of_filing.a_silent_filing()
    holds(letter, "视为已经备案", "应当在2026年11月25日以前答复", letters_of_filing.RULE, letters_of_filing.FORM)
    assert letter.title == "视为备案告知书"
    deemed = letters_of_filing.a_filing(date(2026, 11, 25))
    holds(deemed, "备案期限届满没有答复", "自2026年11月25日起", "视为已经备案")
    for one in (letter, deemed):
        assert "经核对" not in says(one)


def test_a_certificate_shows_number_holder_contents_term_agency_and_identifier() -> None:
    letter = linjiang.a_certificate()
    holds(
        letter,
        "危险化学品经营许可证",
        "临危化经字〔2026〕000231",
        "临江恒泰化工贸易有限公司",
        "沈远航",
        "带储存设施经营",
        "正本",
    )
    holds(letter, "2026年11月24日至2029年11月23日", "临江市应急管理局", "1.2.156.3005.2.11990100MB2F56132U001.")
    assert letter.qr == "https://one.linjiang.example/v/l231"


def test_a_proof_of_electronic_service_shows_the_consent_and_the_arrival() -> None:
    letter = linjiang.a_proof_of_service()
    holds(
        letter,
        "临应急许〔2026〕402号",
        "临危化经字〔2026〕000231",
        "电子送达",
        "2026年9月29日书面同意电子送达",
        "2026年11月24日9时12分",
    )
    holds(letter, "到达受送达人确认的系统之日", "陈立（LJ0300126）")


def test_nobody_is_served_electronically_without_consent() -> None:
    service = Service((Served("受理通知书", "临应急许受〔2026〕1号"),), "electronic", "邮箱")
    with pytest.raises(UnlawfulLetter, match="R146"):
        proof(linjiang.case("", date(2026, 9, 30), "v1"), service)


def test_a_refused_receipt_names_the_witnesses() -> None:
    service = Service(
        (Served("受理通知书", "1号"),),
        "left",
        "化工路18号",
        refusal="门卫拒收，2026年9月30日",
        witnesses=("李敏", "周强"),
    )
    holds(
        proof(linjiang.case("", date(2026, 9, 30), "v2"), service), "留置送达", "门卫拒收，2026年9月30日", "李敏、周强"
    )
