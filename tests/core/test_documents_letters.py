"""What every letter must say, rule by rule (R4, R118, R133-R148, R151)."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from portal.documents.correction import NotAccepted, not_accepted
from portal.documents.data import Due, Term
from portal.documents.deferral import Commitment, commitment
from portal.documents.intake import Received, acceptance, receipt
from portal.documents.letter import Kind, Letter, UnlawfulLetter, as_preview, words
from tests.core import letters_of_linjiang as linjiang
from tests.core import letters_of_time

VAGUE = ("其他材料", "相关", "有关材料", "有关部门", "及时", "尽快", "原则上", "酌情", "等材料")
REMEDIES = (
    "60日内",
    "临江市人民政府",
    "行政复议",
    "https://fuyi.linjiang.example",
    "6个月内",
    "临江市澄江区人民法院",
    "行政诉讼",
)


def says(letter: Letter) -> str:
    return "\n".join(words(letter))


def holds(letter: Letter, *pieces: str) -> None:
    text = says(letter)
    missing = [piece for piece in pieces if piece not in text]
    assert not missing, f"{letter.title} does not say {missing}"


def test_a_receipt_lists_what_came_and_says_that_it_is_no_acceptance() -> None:
    letter = linjiang.a_receipt()
    holds(
        letter,
        *(line.name for line in linjiang.MATERIALS),
        "原件",
        "复印件",
        "电子文件",
        "电子证照",
        "2026年9月29日16时05分",
    )
    holds(letter, "“一窗”网站自动接收", "11990100MB2F56132U3000125990001202609290017", "7K4M-2QXD")
    holds(letter, "只证明本机关收到", "不表示申请已经受理")


def test_a_receipt_says_when_the_clock_starts_and_what_silence_means() -> None:
    holds(
        linjiang.a_receipt(),
        "5个工作日内",
        "最迟于2026年10月13日",
        "自收到申请材料之日起即为受理",
        "办理期限自受理之日起计算",
    )


def test_a_receipt_of_a_clock_that_runs_from_receipt_says_so() -> None:
    letter = receipt(linjiang.case("临应急许收〔2026〕1号", date(2026, 9, 29), "r1"), received(clock="received"))
    holds(letter, "办理期限自收到全部申请材料之日起计算")


def test_a_receipt_of_a_rest_day_names_the_working_day_of_receipt() -> None:
    on_holiday = received(submitted_at=datetime(2026, 10, 3, 2, 0, tzinfo=UTC), received_on=date(2026, 10, 8))
    letter = receipt(linjiang.case("临应急许收〔2026〕2号", date(2026, 10, 3), "r2"), on_holiday)
    holds(letter, "2026年10月3日10时00分（当日不是工作日，以2026年10月8日为收到日）")


def received(**changes: object) -> Received:
    plain = Received(
        datetime(2026, 9, 29, 8, 5, tzinfo=UTC),
        date(2026, 9, 29),
        linjiang.MATERIALS,
        "window",
        "陈立",
        Term(5),
        Due(date(2026, 10, 13)),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def test_a_correction_notice_tells_everything_once() -> None:
    letter = linjiang.a_correction()
    for defect in linjiang.DEFECTS:
        holds(letter, defect.material, defect.problem, defect.standard, defect.basis)
    holds(letter, "全部内容（共3项）一次告知", "第三十二条第一款第四项", "本机关不再提出新的补正要求", "2026年9月29日")


def test_a_correction_notice_names_deadline_ways_consequence_contact_and_receipt() -> None:
    letter = linjiang.a_correction()
    holds(
        letter, *linjiang.SUPPLEMENT_WAYS, "15个工作日内", "2026年10月28日24时前", "视为你单位撤回申请", "不予受理决定"
    )
    holds(letter, "0390-5550117", "签收人（签名）", "签收日期", "行政许可专用章", "2026年9月30日", linjiang.ZJ_11)


def test_an_acceptance_notice_states_the_day_of_decision() -> None:
    letter = linjiang.an_acceptance()
    holds(
        letter,
        "自2026年9月30日起受理",
        "最迟于2026年10月20日作出决定",
        "法定期限为30个工作日，至2026年11月17日",
        "10个工作日",
    )
    holds(letter, *(line.name for line in linjiang.MATERIALS[:-1]), "共8项8份", "营业执照由政务数据共享取得")
    holds(
        letter,
        "陈立",
        "0390-5550126",
        "查询办理进度",
        "第三十二条第一款第五项",
        "行政许可专用章",
        "受理不代表准予行政许可",
    )


def test_an_acceptance_with_a_deferred_material_points_at_the_deferral_notice() -> None:
    holds(
        linjiang.an_acceptance(),
        "经营场所租赁证明（续租合同）1份",
        "2026年10月16日24时前",
        "临应急许容〔2026〕58号",
        linjiang.ZJ_11,
    )


def test_an_acceptance_by_silence_rests_on_the_law_and_counts_from_receipt() -> None:
    silent = linjiang.accepted(way="silence", accepted_on=date(2026, 9, 29), deferred=())
    letter = acceptance(linjiang.case("临应急许受〔2026〕9号", date(2026, 10, 14), "a9"), silent)
    holds(letter, "没有在法定期限内告知", "第三十二条第一款第四项", "自收到申请材料之日即2026年9月29日起即为受理")


def test_an_acceptance_after_correction_is_dated_the_day_everything_was_in() -> None:
    corrected = linjiang.accepted(way="corrected", accepted_on=date(2026, 10, 12), deferred=())
    letter = acceptance(linjiang.case("临应急许受〔2026〕8号", date(2026, 10, 13), "a8"), corrected)
    holds(letter, "已经于2026年10月12日按要求补正全部申请材料", "自2026年10月12日起受理")


def test_a_day_in_a_year_without_schedule_is_called_provisional() -> None:
    open_end = linjiang.accepted(statutory_due=Due(date(2027, 1, 8), 2027))
    letter = acceptance(linjiang.case("临应急许受〔2026〕7号", date(2026, 11, 25), "a7"), open_end)
    holds(letter, "2027年1月8日（暂定；2027年放假安排公布后，本机关书面告知确定的日期）")


def test_a_refusal_to_accept_names_the_competent_agency_reasons_and_remedies() -> None:
    letter = linjiang.a_refusal_to_accept()
    holds(
        letter,
        "不予受理",
        "第三十二条第一款第二项",
        "临江市澄江区应急管理局",
        "临江市澄江区建设路6号",
        "0390-5550200",
        *REMEDIES,
    )
    holds(letter, "不属于本机关职权范围", "2026年9月29日", "行政许可专用章")


def test_a_refusal_for_want_of_power_without_the_competent_agency_is_never_written() -> None:
    silent = NotAccepted("not_competent", date(2026, 9, 29), "不属于本机关职权范围。", ("不属于本机关职权范围。",), "")
    with pytest.raises(UnlawfulLetter, match="R137"):
        not_accepted(linjiang.case("临应急许不受〔2026〕1号", date(2026, 9, 29), "n1"), silent, linjiang.REMEDIES)


def test_a_refusal_to_accept_after_failed_correction_points_at_the_notice() -> None:
    failed = NotAccepted(
        "still_defective",
        date(2026, 9, 29),
        "补正后的材料仍有1项不符合要求",
        ("安全评价报告：防护距离没有计算依据。",),
        linjiang.ZJ_11,
        correction_number="临应急许补〔2026〕96号",
    )
    letter = not_accepted(linjiang.case("临应急许不受〔2026〕2号", date(2026, 10, 20), "n2"), failed, linjiang.REMEDIES)
    holds(letter, "临应急许补〔2026〕96号", "防护距离没有计算依据", linjiang.ZJ_11, *REMEDIES)


def test_a_needless_application_is_told_why_and_can_be_contested() -> None:
    letter = linjiang.a_needless_application()
    holds(
        letter,
        "不需要取得行政许可",
        "第三十二条第一款第一项",
        "不受理",
        "《危险化学品安全管理条例》第三十三条第二款",
        *REMEDIES,
    )


def test_a_commitment_is_the_applicants_own_and_bears_no_seal() -> None:
    letter = linjiang.a_commitment()
    holds(
        letter,
        "经营场所租赁证明（续租合同）",
        "复印件",
        "2026年10月16日24时前",
        "现场核查当日",
        "撤销受理",
        "自愿选择容缺受理",
    )
    holds(
        letter,
        "承诺人：临江恒泰化工贸易有限公司",
        "签署人：沈远航",
        "2026年9月29日16时04分",
        "一式两份",
        "也可以不选择容缺受理",
    )
    assert not letter.signature.sealed
    assert not letter.letterhead
    assert "电子印章" not in says(letter)


def test_a_deferral_notice_says_what_when_and_what_otherwise_in_two_copies() -> None:
    letter = linjiang.a_deferral()
    holds(
        letter,
        "经营场所租赁证明（续租合同）",
        "复印件",
        "2026年10月16日24时前",
        "由本机关撤销受理",
        "一式两份",
        "签收人（签名）",
    )
    holds(
        letter, "全部补齐并符合要求以前，本机关不作出准予行政许可的决定", "办理期限继续计算", "临应急许受〔2026〕417号"
    )


@pytest.mark.parametrize(
    ("on_failure", "phrase"),
    [
        ("acceptance_revoked", "由贵机关撤销受理"),
        ("deemed_withdrawn", "视为本单位撤回申请"),
        ("refused", "由贵机关作出不予准许的决定"),
        ("terminated", "由贵机关终止办理"),
    ],
)
def test_every_way_a_broken_promise_may_end_is_told_beforehand(on_failure: str, phrase: str) -> None:
    promise = Commitment((linjiang.LEASE,), on_failure, linjiang.ZJ_11, "沈远航", datetime(2026, 9, 29, 8, tzinfo=UTC))  # type: ignore[arg-type]
    holds(commitment(linjiang.case("", date(2026, 9, 29), "p1"), promise), phrase)


@pytest.mark.parametrize("make", letters_of_time.EVERY)
def test_no_letter_uses_vague_words_wrong_brackets_or_spaced_dates(make) -> None:
    text = says(make())
    assert not [word for word in VAGUE if word in text]
    assert not re.search(r"\d\s+[年月日]|[年月]\s+\d", text)
    assert not re.search(r"[\[(（]20\d\d[\])）]\s*\d+号", text)
    assert not re.search(r"。。|；。|，。|：。", text)


@pytest.mark.parametrize("make", letters_of_time.EVERY)
def test_every_letter_is_named_dated_and_glossed(make) -> None:
    letter = make()
    assert letter.gloss.isascii()
    assert re.fullmatch(r"20\d\d年\d+月\d+日(\d+时\d\d分)?", letter.signature.lines[-1])
    assert letter.number


def test_there_is_a_sample_of_every_kind() -> None:
    assert {make().kind for make in letters_of_time.EVERY} == set(Kind)


def test_a_preview_can_not_be_taken_for_the_original() -> None:
    preview = as_preview(linjiang.a_grant())
    assert preview.number == "预览稿，签发时编号"
    assert preview.qr is None
    assert "电子印章" not in words(preview)
