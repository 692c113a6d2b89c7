"""Letters that decide a case: grant, silent renewal and refusal (R143, R144)."""

from dataclasses import dataclass
from datetime import date

from portal.documents.data import LetterData, Remedies, Term
from portal.documents.issued import issued
from portal.documents.letter import Block, Fact, Facts, Heading, Kind, Letter, Numbered, Para, Strong
from portal.documents.words import LICENSING_LAW, day, handler, identity, joined, remedies, signer, term


@dataclass(frozen=True)
class Content:
    """One thing that the decision and the certificate state: business mode 经营方式, scope 许可范围."""

    label: str
    value: str


@dataclass(frozen=True)
class Grant:
    """What is granted, on which conditions, for how long, on which ground, and when the certificate is delivered."""

    accepted_on: date
    acceptance_number: str
    contents: tuple[Content, ...]
    conditions: tuple[str, ...]
    basis: tuple[str, ...]
    document: str
    delivery: Term
    publication: Term
    publication_site: str
    validity: str = ""
    licence_number: str = ""
    hearing: str = ""
    panel: str = ""


@dataclass(frozen=True)
class Renewed:
    """A renewal that silence granted: when it was filed, until when it could be, when the licence expired, on which ground."""

    filed_on: date
    apply_by: date
    expires_on: date
    document: str
    accepted_on: date
    acceptance_number: str
    delivery: Term
    basis: str = ""


@dataclass(frozen=True)
class Refusal:
    """Why an application is refused: facts, reasons, provisions, and the technical standards relied on (R21)."""

    accepted_on: date
    acceptance_number: str
    facts: tuple[str, ...]
    reasons: tuple[str, ...]
    basis: tuple[str, ...]
    standards: tuple[str, ...] = ()
    defence: str = ""


def accepted(data: LetterData, accepted_on: date, number: str) -> str:
    """The sentence that says what was applied for, when, and that it was accepted."""
    notice = f"（《{data.act}受理通知书》{number}）" if number else ""
    return f"{data.applicant.you}于{day(data.applied_on)}提出的{data.item}申请，本机关已经于{day(accepted_on)}受理{notice}。"


def _grant_facts(data: LetterData, grant: Grant) -> Facts:
    applicant = data.applicant
    who = (("住所", applicant.address), ("法定代表人", applicant.representative))
    named = {"住所", "注册地址", "法定代表人"} & {item.label for item in grant.contents}
    rows = (
        Fact("被许可人", applicant.name),
        Fact(applicant.code_name, applicant.code),
        *(Fact(label, value) for label, value in who if value and not named),
        *(Fact(item.label, item.value) for item in grant.contents),
        *((Fact("有效期限", grant.validity),) if grant.validity else ()),
        *((Fact("证书编号", grant.licence_number),) if grant.licence_number else ()),
        Fact("办件编号", data.case_number),
    )
    return Facts(rows)


def _conditions(grant: Grant, data: LetterData) -> tuple[Block, ...]:
    if not grant.conditions:
        return ()
    return (Para(f"{data.applicant.you}从事该活动应当遵守下列条件："), Numbered(grant.conditions))


def grant(data: LetterData, granted: Grant) -> Letter:
    """准予行政许可决定书 (R143; 《行政许可法》第三十八条、第三十九条、第四十条、第四十四条)."""
    basis = joined((*granted.basis, f"{LICENSING_LAW}第三十八条第一款"))
    decided = (
        f"{accepted(data, granted.accepted_on, granted.acceptance_number)}经审查，该申请符合法定条件、标准。依据{basis}，"
        f"本机关决定对{data.applicant.you}申请的上述事项",
        Strong("准予行政许可"),
        "，许可的内容如下：",
    )
    delivery = (
        f"本机关自作出本决定之日起{term(granted.delivery)}内向{data.applicant.you}颁发、送达{granted.document}；"
        f"自作出本决定之日起{term(granted.publication)}内将本决定在{granted.publication_site}公开，公众有权查阅。"
    )
    return issued(
        data,
        Kind.GRANT,
        "准予行政许可决定书",
        "Decision granting the licence",
        (
            *((Para(granted.hearing),) if granted.hearing else ()),
            *((Para(granted.panel),) if granted.panel else ()),
            Para(decided),
            _grant_facts(data, granted),
            *_conditions(granted, data),
            Para(delivery),
        ),
        paper="决定书",
        receipt=False,
    )


def renewed(data: LetterData, silent: Renewed) -> Letter:
    """视为准予延续告知书 (R37, R145; 《行政许可法》第五十条第二款): filed in time, undecided at expiry, therefore renewed."""
    you = data.applicant.you
    own = f"{LICENSING_LAW}第五十条第二款"
    basis = own if LICENSING_LAW in silent.basis or not silent.basis else f"{own}和{silent.basis}"
    facts = (
        f"{accepted(data, silent.accepted_on, silent.acceptance_number)}{you}的{silent.document}有效期至"
        f"{day(silent.expires_on)}，应当在{day(silent.apply_by)}以前提出延续申请，{you}于{day(silent.filed_on)}提出，没有超过期限。"
    )
    decision = (
        f"本机关在有效期届满前没有作出是否准予延续的决定。依据{basis}，自{day(silent.expires_on)}届满时起",
        Strong("视为准予延续"),
        f"。本机关自该日起{term(silent.delivery)}内向{you}颁发、送达延续后的{silent.document}。",
    )
    return issued(
        data,
        Kind.RENEWAL,
        "视为准予延续告知书",
        "Notice that the licence counts as renewed",
        (
            Para(facts),
            Facts((*identity(data), handler(data))),
            Para(decision),
        ),
        paper="告知书",
    )


def _refused(data: LetterData, refused: Refusal) -> tuple[Block, ...]:
    technical: tuple[Block, ...] = ()
    if refused.standards:
        technical = (Heading("三、依据的技术标准和技术规范"), Numbered(refused.standards))
    defence = (Para(refused.defence),) if refused.defence else ()
    facts, reasons = Numbered(refused.facts), Numbered(refused.reasons)
    return (Heading("一、查明的事实"), facts, Heading("二、理由"), reasons, *defence, *technical)


def refusal(data: LetterData, refused: Refusal, contest: Remedies) -> Letter:
    """不予行政许可决定书 (R144; 《行政许可法》第三十八条第二款、第五十五条第三款): facts, reasons, ground, both remedies.

    A filing is refused in the same form, as 不予备案决定书.
    """
    licence = data.item_type == "licence"
    own = (f"{LICENSING_LAW}第三十八条第二款",) if licence else ()
    basis = joined((*refused.basis, *own))
    number = "四" if refused.standards else "三"
    return issued(
        data,
        Kind.REFUSAL,
        f"不予{data.act}决定书",
        "Decision refusing the licence" if licence else "Decision refusing the filing",
        (
            Para(accepted(data, refused.accepted_on, refused.acceptance_number)),
            Facts((*identity(data), signer(data))),
            *_refused(data, refused),
            Heading(f"{number}、决定"),
            Para((f"该申请不符合法定条件、标准。依据{basis}，本机关决定", Strong(f"不予{data.act}"), "。")),
        ),
        paper="决定书",
        remedies=remedies(contest, data),
    )
