"""Letters on a licence after it was issued: one of every kind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from portal.documents import reissue
from portal.documents.data import Due, Term
from portal.documents.letter import Kind, Letter
from portal.documents.standing import Decided, Held, Kept, Proposed, Reasons, decision, not_cancelled, notice
from tests.core.letters_of_linjiang import REMEDIES, a_certificate, case

HELD = Held("危险化学品经营许可证", "临危化经字〔2026〕0001", date(2026, 10, 19), date(2029, 10, 18))
REASONS = Reasons(
    "以欺骗、贿赂等不正当手段取得许可",
    "2026年11月3日现场核查，安全评价报告中的三份检测记录系伪造",
    "伪造的记录直接影响是否准予的结论",
    "《中华人民共和国行政许可法》第六十九条第二款",
)


def a_licence_notice() -> Letter:
    """The holder is told of a revocation that is proposed."""
    told = Proposed("撤销", REASONS, date(2026, 11, 30), Term(5), Due(date(2026, 11, 17)))
    return notice(case("临应急许告〔2026〕1号", date(2026, 11, 10), "s0"), HELD, told)


def _decided(kind: Kind, act: str, number: str, **more: object) -> Callable[[], Letter]:
    def made() -> Letter:
        one = Decided(kind, act, REASONS, date(2026, 11, 30), **more)  # type: ignore[arg-type]
        return decision(case(number, date(2026, 11, 30), "s1"), HELD, one, REMEDIES)

    return made


a_revocation = _decided(
    Kind.LICENCE_REVOKED,
    "撤销",
    "临应急许撤〔2026〕1号",
    defence="没有采纳：检测机构书面确认没有出具上述记录",
    notice_number="临应急许告〔2026〕1号",
    hearing=True,
    discussed_on=date(2026, 11, 27),
    reviewed=True,
)
"""The longest of them: the holder was heard, and is answered."""

DECISIONS = (
    _decided(Kind.LICENCE_SUSPENDED, "暂扣", "临应急许扣〔2026〕1号", until=date(2027, 1, 31)),
    _decided(Kind.LICENCE_RESTORED, "恢复", "临应急许复〔2026〕1号"),
    a_revocation,
    _decided(Kind.LICENCE_WITHDRAWN, "撤回", "临应急许回〔2026〕1号", redress="本机关按照评估结果给予补偿"),
    _decided(
        Kind.LICENCE_PENAL_REVOKED, "吊销", "临应急许吊〔2026〕1号", discussed_on=date(2026, 11, 27), reviewed=True
    ),
    _decided(Kind.LICENCE_CANCELLED, "注销", "临应急许注〔2026〕1号"),
)


def a_refused_reissue() -> Letter:
    """A new document of the licence is refused."""
    told = reissue.Refused("遗失", date(2026, 11, 24), "该证照在本机关保管，没有遗失", "本机关公布的证照补发规定")
    return reissue.refused(case("临应急许不补〔2026〕1号", date(2026, 11, 30), "s2"), HELD, told, REMEDIES)


def a_refused_cancellation() -> Letter:
    """The holder asked for the cancellation, which is refused."""
    told = Kept(
        date(2026, 11, 24), "该证照涉及的行政处罚案件正在调查，还没有结论", "《中华人民共和国行政许可法》第七十条"
    )
    return not_cancelled(case("临应急许不注〔2026〕1号", date(2026, 11, 30), "s2"), HELD, told, REMEDIES)


def a_licence_again() -> Letter:
    """The licence, issued anew after it was lost."""
    return reissue.again(a_certificate(), date(2026, 11, 30))


ALL = (a_licence_notice, *DECISIONS, a_refused_reissue, a_refused_cancellation, a_licence_again)
