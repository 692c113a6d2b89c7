"""Letters to an interested party: the matter and its rights, and the day of the hearing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from portal.documents import hearing_answer, interested
from portal.documents.data import Applicant, LetterData, Term
from portal.documents.hearing import Day
from portal.documents.hearing_answer import Answered
from portal.documents.interested import Matter, notice, right
from portal.documents.letter import Letter
from tests.core.letters_of_linjiang import REMEDIES, case


def to_neighbour(number: str, on: date, code: str) -> LetterData:
    neighbour = Applicant("望山石化销售有限公司", "—", address="临江市望江区港前路 9 号")
    return replace(case(number, on, code), applicant=neighbour)


def a_notice_of_the_matter() -> Letter:
    """A neighbour is told what is proposed."""
    told = Matter("临江市新源化工贸易有限公司", "拟准予许可：储存设施与你方厂界的间距为 18 米", Term(5))
    return right(to_neighbour("临应急许利告〔2026〕1号", date(2026, 10, 15), "i1"), told)


def a_notice_of_the_day() -> Letter:
    """The day of the hearing, for the neighbour."""
    held = Day(date(2026, 10, 20), date(2026, 11, 5), "9:30", "市政务服务中心三楼会议室", "法规科科长")
    applicant = "临江市新源化工贸易有限公司"
    return notice(to_neighbour("临应急许利通〔2026〕1号", date(2026, 10, 21), "i2"), applicant, held)


ANSWERED = Answered(
    posted_on=date(2026, 9, 30),
    arrived_on=date(2026, 10, 12),
    decided_on=date(2026, 10, 9),
    decision="《准予行政许可决定书》",
    decision_number="临应急许〔2026〕88号",
    reason="储存设施与厂界的间距经现场复测为 18 米，符合标准，不影响决定的结论。",
    basis="《中华人民共和国行政许可法》第四十七条第一款",
    applicant="临江市新源化工贸易有限公司",
)


def an_answer_to_the_applicant() -> Letter:
    """What was asked for in time came after the decision, which stands."""
    return hearing_answer.answer(case("临应急许听答〔2026〕1号", date(2026, 10, 14), "i3"), ANSWERED, REMEDIES)


def an_answer_to_the_neighbour() -> Letter:
    """The same to a neighbour, where the licence is about to be revoked."""
    revoked = replace(ANSWERED, revocation="本机关已经于2026年10月13日提出撤销该许可。")
    return interested.answer(to_neighbour("临应急许利答〔2026〕1号", date(2026, 10, 14), "i4"), revoked, REMEDIES)


ALL = (a_notice_of_the_matter, a_notice_of_the_day, an_answer_to_the_applicant, an_answer_to_the_neighbour)
