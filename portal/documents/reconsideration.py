"""行政复议申请书: the applicant's own paper, filled in from the case (R151; 《行政复议法》第二十二条)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from portal.documents.data import Applicant
from portal.documents.letter import Agency, Block, Fact, Facts, Heading, Letter, Note, Paper, Para, Signature
from portal.documents.words import day, ended

CLAIMS = {
    "annul": "请求撤销被申请人作出的{act}。",
    "change": "请求变更被申请人作出的{act}。",
    "confirm": "请求确认被申请人作出的{act}违法。",
    "order": "请求责令被申请人对申请人的{item}申请在一定期限内作出决定。",
}
_LINES = "\n".join("　" * 40 for _ in range(4))


@dataclass(frozen=True)
class Act:
    """What is contested: name and number, its day, since when the applicant knows of it; no name where nothing was done."""

    title: str = ""
    number: str = ""
    dated: date | None = None
    known_on: date | None = None

    def __str__(self) -> str:
        return f"《{self.title}》（{self.number}）" if self.number else f"《{self.title}》"


@dataclass(frozen=True)
class Application:
    """Everything that the application says. Empty facts, reasons and evidence are left as blank lines to be written on."""

    applicant: Applicant
    phone: str
    respondent: str
    respondent_at: str
    item: str
    case_number: str
    body: str
    act: Act
    claim: str
    facts: str = ""
    evidence: str = ""
    agent: str = ""
    late: str = ""
    last_on: date | None = None
    filed_on: date | None = None


def application(said: Application) -> Letter:
    """The application, ready to be signed; one that was handed in online bears its day."""
    dated = day(said.filed_on) if said.filed_on else "　　　　年　　月　　日"
    signed = "（在互联网上提交）" if said.filed_on else "（签名或者盖章）：　　　　　　　　"
    return Letter(
        kind=Paper.RECONSIDERATION,
        title="行政复议申请书",
        gloss="Application for administrative reconsideration",
        number="",
        agency=Agency(said.body),
        recipient="",
        blocks=tuple(_blocks(said)),
        signature=Signature(
            (f"申请人{signed}{said.applicant.name if said.filed_on else ''}", f"日期：{dated}"), sealed=False
        ),
        copies="行政复议不收费。书面申请有困难的，可以口头申请。",
        letterhead=False,
    )


def _blocks(said: Application) -> Iterator[Block]:
    yield Facts(tuple(_parties(said)))
    yield Heading("复议请求")
    yield Para(CLAIMS[said.claim].format(act=said.act, item=said.item))
    yield Heading("事实和理由")
    yield Para(_known(said))
    yield from _typed(said.facts)
    yield Heading("证据")
    yield from _typed(said.evidence)
    if said.late:
        yield Heading("超过期限的理由")
        yield Para(ended(said.late))
    yield Para("此致", indent=False)
    yield Para(said.body, indent=False)
    if said.last_on:
        yield Note(f"按照已知的送达日期计算，申请复议的最后一天是{day(said.last_on)}。")


def _parties(said: Application) -> Iterator[Fact]:
    who = said.applicant
    yield Fact("申请人", who.name)
    yield Fact(who.code_name, who.code, half=True)
    yield Fact("联系电话", said.phone or "　", half=True)
    yield Fact("住所", who.address or "　")
    if who.representative:
        yield Fact("法定代表人", who.representative)
    if said.agent:
        yield Fact("委托代理人", said.agent)
    yield Fact("被申请人", said.respondent)
    yield Fact("被申请人地址", said.respondent_at or "　")
    yield Fact("办件编号", said.case_number)


def _known(said: Application) -> str:
    act = said.act
    if not act.title:
        return f"申请人申请办理{said.item}，法定办理期限已经届满，被申请人没有作出决定。"
    dated = f"于{day(act.dated)}" if act.dated else ""
    known = f"，申请人于{day(act.known_on)}收到" if act.known_on else ""
    return f"申请人申请办理{said.item}，被申请人{dated}作出{act}{known}。申请人不服，理由如下："


def _typed(words: str) -> Iterator[Block]:
    """What was typed, a paragraph a line; blank lines to write on where nothing was."""
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    yield from (Para(line) for line in lines) if lines else (Para(_LINES, indent=False),)
