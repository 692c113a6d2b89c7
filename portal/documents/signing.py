"""Papers for signature at the counter: the application form, the letter of authorization and commitments (R134, R147, R58)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from portal.documents import deferral
from portal.documents.data import Deferred, LetterData, MaterialLine
from portal.documents.letter import Block, Fact, Facts, Heading, Letter, Note, Numbered, Paper, Para, Signature
from portal.documents.words import materials_table

_DAY = "　　　　年　　月　　日"
_AT_COUNTER = "签名盖章后当场扫描存入申请，原件交回申请人或者存档。"
_BY_THEMSELVES = "签名盖章后拍照或者扫描，上传到材料清单的这一项；原件由申请人留存。改了填写的内容要重新打印。"


@dataclass(frozen=True)
class Part:
    """A section of the application form as it was filled in."""

    title: str
    rows: tuple[Fact, ...]


@dataclass(frozen=True)
class Form:
    """The filled form: its sections, what is handed in with it, what follows later, and what is fetched by sharing."""

    parts: tuple[Part, ...]
    materials: tuple[MaterialLine, ...]
    later: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()


@dataclass(frozen=True)
class Authorised:
    """Who acts for the applicant; the identity number is written by hand, the portal does not keep it."""

    name: str
    mobile: str


def application(data: LetterData, form: Form, title: str = "", *, online: bool = False) -> Letter:
    """申请书: everything that was typed, to be read over and signed (《行政许可法》第三十一条: the applicant answers for it).

    `title` is the form's own name where it is not that of the item; `online` is for who prints and uploads it themselves.
    """
    blocks: list[Block] = [Para(f"致{data.agency.name}："), Para(f"本单位申请办理{data.item}，填报如下：")]
    for part in form.parts:
        blocks += [Heading(part.title), Facts(part.rows)]
    if form.materials:
        blocks += [Heading("随申请书递交的材料"), materials_table(form.materials)]
    blocks += [Note(line) for line in _remarks(form)]
    blocks.append(Para("本单位已经逐项核对以上内容，并对申请材料实质内容的真实性负责。"))
    signers = ("申请人（盖章）：　　　　　　　　　　", "法定代表人或者经办人（签名）：　　　　　", f"日期：{_DAY}")
    copies = _BY_THEMSELVES if online else _AT_COUNTER
    name = title or f"{data.item}申请书"
    return _paper(data, Paper.APPLICATION, name, "Application form", tuple(blocks), signers, copies)


def _remarks(form: Form) -> tuple[str, ...]:
    later = f"承诺后补：{'、'.join(form.later)}。" if form.later else ""
    shared = f"由政务数据共享取得，不需要提交：{'、'.join(form.shared)}。" if form.shared else ""
    return tuple(line for line in (later, shared) if line)


def authorisation(data: LetterData, who: Authorised) -> Letter:
    """授权委托书: who may act at the counter and for what (《行政许可法》第二十九条: through an agent)."""
    powers = (
        "提交、补正、撤回申请材料，当场更正可以当场更正的错误；",
        "签收接收凭证、补正告知书、受理通知书和其他文书；",
        "领取许可证件或者备案证明。",
    )
    rows = (
        Fact("委托人", data.applicant.name),
        Fact(data.applicant.code_name, data.applicant.code),
        Fact("法定代表人（负责人）", data.applicant.representative),
        Fact("受托人", who.name, half=True),
        Fact("联系电话", who.mobile, half=True),
        Fact("受托人身份证号码", "（由受托人当面填写，系统不保存）"),
        Fact("申请事项", data.item),
    )
    blocks = (
        Para(f"致{data.agency.name}："),
        Facts(rows),
        Para("委托人现委托上列受托人办理上列事项，受托人在下列权限内的行为由委托人承担责任："),
        Numbered(powers),
        Para("委托期限自签署之日起至本事项办结之日止。受托人没有转委托权。"),
    )
    signers = (
        "委托人（盖章）：　　　　　　　　　　",
        "法定代表人（签名）：　　　　　　　",
        "受托人（签名）：　　　　　　　",
        f"日期：{_DAY}",
    )
    return _paper(data, Paper.AUTHORISATION, "授权委托书", "Letter of authorization", blocks, signers)


def deferral_commitment(
    data: LetterData, deferred: tuple[Deferred, ...], failure: deferral.OnFailure, basis: str
) -> Letter:
    """容缺受理承诺书 for signature at the counter (R147, R69); the day of acceptance, and with it the last day, is still open."""
    told = deferral.commitment(
        data, deferral.Commitment(deferred, failure, basis, signed_by="", signed_at=datetime.min.replace(tzinfo=UTC))
    )
    rows = (
        Fact(data.applicant.code_name, data.applicant.code),
        Fact("申请事项", data.item),
        Fact("承诺人", data.applicant.name),
    )
    blocks = tuple(Facts(rows) if isinstance(block, Facts) else block for block in told.blocks)
    signers = ("承诺人（盖章）：　　　　　　　　　　", "签署人（签名）：　　　　　　　", f"日期：{_DAY}")
    return replace(
        told,
        kind=Paper.DEFERRAL,
        blocks=blocks,
        signature=Signature(signers, sealed=False),
        number="",
        qr=None,
        foot=(),
    )


def commitment(data: LetterData, name: str, standard: str) -> Letter:
    """告知承诺书 for a material that the guide lets a promise stand for (R58): what is promised, and what a false one costs."""
    known = (
        f"已经知晓贵机关告知的条件、标准和要求：{standard}；" if standard else "已经知晓贵机关告知的条件、标准和要求；"
    )
    points = (
        known,
        "填报和承诺的内容真实、准确，能够满足上述条件、标准和要求；",
        "承诺不实的，愿意承担由此产生的法律责任，包括被撤销许可和记入信用记录。",
    )
    blocks = (
        Para(f"致{data.agency.name}："),
        Para(f"本单位申请办理{data.item}，就“{name}”作出承诺："),
        Numbered(points),
    )
    signers = ("承诺人（盖章）：　　　　　　　　　　", "法定代表人或者经办人（签名）：　　　　　", f"日期：{_DAY}")
    return _paper(data, Paper.COMMITMENT, "告知承诺书", "Commitment in place of a proof", blocks, signers)


def _paper(
    data: LetterData,
    kind: Paper,
    title: str,
    gloss: str,
    blocks: tuple[Block, ...],
    signers: tuple[str, ...],
    copies: str = _AT_COUNTER,
) -> Letter:
    return Letter(
        kind=kind,
        title=title,
        gloss=gloss,
        number="",
        agency=data.agency,
        recipient="",
        blocks=blocks,
        signature=Signature(signers, sealed=False),
        copies=copies,
        letterhead=False,
    )
