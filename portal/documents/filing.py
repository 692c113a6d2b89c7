"""Letters of a filing (备案): that it is filed, that it counts as filed by silence, and the proof of it."""

from dataclasses import dataclass
from datetime import date

from portal.documents.data import LetterData, Term
from portal.documents.decision import Content, accepted
from portal.documents.issued import issued
from portal.documents.letter import Block, Fact, Facts, Kind, Letter, Numbered, Para, Strong
from portal.documents.words import day, handler, identity, joined, term

NO_APPROVAL = "备案是对报送材料的登记，不是对材料内容的批准，材料内容的真实性由备案单位负责。"


@dataclass(frozen=True)
class Filed:
    """What the notice of a filing says: since when it is filed, on which ground, and what proof follows within which term.

    `answer_by` is the last day on which it should have been answered, for a filing that silence made.
    """

    accepted_on: date
    acceptance_number: str
    filed_on: date
    basis: tuple[str, ...]
    document: str
    delivery: Term
    answer_by: date | None = None


@dataclass(frozen=True)
class Filing:
    """What is filed: the registered facts, the papers, on which ground; and since when it counts as filed by silence."""

    received_on: date
    filing_number: str
    contents: tuple[Content, ...]
    papers: tuple[str, ...]
    basis: str
    duties: tuple[str, ...] = ()
    deemed_on: date | None = None
    note: str = ""


def notice(data: LetterData, filed: Filed) -> Letter:
    """备案告知书, or 视为备案告知书 where nobody answered in time: written with the outcome; the proof with its number follows."""
    return _deemed(data, filed) if filed.answer_by else _filed(data, filed)


def _filed(data: LetterData, filed: Filed) -> Letter:
    ground = f"经核对，报送的材料齐全。依据{joined(filed.basis)}，本机关自{day(filed.filed_on)}起对上述事项"
    return _told(data, filed, Kind.FILED, "备案告知书", "Notice of filing", (ground, Strong("予以备案"), "。"))


def _deemed(data: LetterData, filed: Filed) -> Letter:
    assert filed.answer_by is not None
    ground = (
        f"本机关应当在{day(filed.answer_by)}以前答复，到期没有予以备案，也没有书面说明不予备案的理由。"
        f"依据{joined(filed.basis)}，自{day(filed.filed_on)}期限届满时起"
    )
    text = (ground, Strong("视为已经备案"), "。")
    return _told(data, filed, Kind.DEEMED_FILED, "视为备案告知书", "Notice that the filing counts as made", text)


def _told(data: LetterData, filed: Filed, kind: Kind, title: str, gloss: str, verdict: tuple[str, ...]) -> Letter:
    you, since = data.applicant.you, "该日" if filed.answer_by else "备案之日"
    within = f"自{since}起{term(filed.delivery)}内" if filed.delivery.value else "当日"
    follows = (
        f"本机关{within}向{you}制作、送达{filed.document}，备案编号在其上载明。在此之前，本告知书可以证明已经备案。"
    )
    facts = (*identity(data), Fact("备案日期", day(filed.filed_on)), handler(data))
    return issued(
        data,
        kind,
        title,
        gloss,
        (
            Para(accepted(data, filed.accepted_on, filed.acceptance_number)),
            Para(verdict),
            Facts(facts),
            Para(follows),
            Para(NO_APPROVAL),
        ),
        paper="告知书",
    )


def proof(data: LetterData, filed: Filing, title: str = "备案登记表") -> Letter:
    """备案登记表 or 备案证明: the number of the filing, what was filed, and that it is registered, not approved."""
    applicant = data.applicant
    shown = {item.label for item in filed.contents}
    holder = (Fact("单位名称", applicant.name), Fact(applicant.code_name, applicant.code))
    rows = (
        Fact("备案编号", (Strong(filed.filing_number),)),
        *(fact for fact in holder if fact.label not in shown),
        *(Fact(item.label, item.value) for item in filed.contents),
        Fact("办件编号", data.case_number),
        handler(data),
    )
    duties: tuple[Block, ...] = ()
    if filed.duties:
        duties = (Para(f"{applicant.you}应当："), Numbered(filed.duties))
    return issued(
        data,
        Kind.FILING,
        title,
        "Proof of filing",
        (
            Para(f"{applicant.you}报送的下列备案材料，本机关于{day(filed.received_on)}收到："),
            Numbered(filed.papers),
            Para(_verdict(filed)),
            Facts(rows),
            *duties,
            Para(NO_APPROVAL),
            *((Para(filed.note),) if filed.note else ()),
        ),
        paper="表",
        to="备案单位",
        receipt=False,
    )


def _verdict(filed: Filing) -> tuple[str, ...]:
    if filed.deemed_on is None:
        return (f"经核对，材料齐全，依据{filed.basis}，", Strong("予以备案"), "。")
    return (f"备案期限届满没有答复，依据{filed.basis}，自{day(filed.deemed_on)}起", Strong("视为已经备案"), "。")
