"""Letters of a filing: told on the day, told after silence, and the proof with its number."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from portal.documents.data import LetterData, Term
from portal.documents.decision import Content
from portal.documents.filing import Filed, Filing, notice, proof
from portal.documents.letter import Letter
from tests.core.letters_of_linjiang import case

RULE = "《生产安全事故应急预案管理办法》第二十八条"
FORM = "生产经营单位生产安全事故应急预案备案登记表"
FILED = Filed(
    accepted_on=date(2026, 11, 18),
    acceptance_number="临应急备受〔2026〕90号",
    filed_on=date(2026, 11, 20),
    basis=("《生产安全事故应急条例》第五条至第八条", RULE),
    document=FORM,
    delivery=Term(1),
)


def _case(number: str, on: date, code: str) -> LetterData:
    return case(number, on, code, item="生产安全事故应急预案备案", item_type="filing")


def a_notice_of_filing() -> Letter:
    """Checked and filed in time."""
    return notice(_case("临应急备案〔2026〕87号", date(2026, 11, 20), "ba87"), FILED)


def a_silent_filing() -> Letter:
    """Nobody answered within five days."""
    told = replace(FILED, basis=(RULE,), filed_on=date(2026, 11, 25), answer_by=date(2026, 11, 25))
    return notice(_case("临应急备视〔2026〕2号", date(2026, 11, 26), "bs2"), told)


def a_filing(deemed_on: date | None = None) -> Letter:
    """An emergency plan on file."""
    filed = Filing(
        received_on=date(2026, 11, 18),
        filing_number="990101-2026-0087",
        contents=(
            Content("单位地址", "临江市澄江区化工路18号"),
            Content("法定代表人", "沈远航"),
            Content("经办人、联系电话", "何敏　0390-5550388"),
        ),
        papers=(
            "《生产安全事故综合应急预案》（HT-YA-2026-01，2026年11月2日公布）；",
            "《甲醇储罐区泄漏专项应急预案》（HT-YA-2026-02）；",
            "风险评估结果和应急资源调查清单。",
        ),
        basis=RULE,
        duties=(
            "每三年进行一次应急预案评估；",
            "预案的组织指挥体系、应急响应程序或者响应分级修订的，自公布之日起20个工作日内重新备案。",
        ),
        deemed_on=deemed_on,
        note="备案没有固定年限。",
    )
    return proof(_case("临应急备〔2026〕87号", date(2026, 11, 20), "b87"), filed, FORM)


ALL = (a_notice_of_filing, a_silent_filing, a_filing)
