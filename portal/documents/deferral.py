"""Letters of deferred-material acceptance: commitment, notice, and the revocation that follows a broken promise (R147, R148)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from portal.documents.data import Deferred, Due, LetterData, Remedies
from portal.documents.issued import issued
from portal.documents.letter import Column, Fact, Facts, Kind, Letter, Numbered, Para, Signature, Strong, Table
from portal.documents.words import (
    before,
    day,
    deferred_until,
    form,
    grounds,
    handler,
    identity,
    joined,
    moment,
    remedies,
)

OnFailure = Literal["acceptance_revoked", "deemed_withdrawn", "refused", "terminated", "suspended"]
WAYS = {
    "password": "经账户登录并再次输入密码确认",
    "openid": "经账户登录并再次通过统一身份认证确认",
    "paper": "书面签字，扫描件存入案卷",
}


@dataclass(frozen=True)
class Commitment:
    """What the applicant promises to deliver later, and who made the promise, when and how."""

    deferred: tuple[Deferred, ...]
    on_failure: OnFailure
    basis: str
    signed_by: str
    signed_at: datetime
    account: str = ""
    way: str = ""
    digest: str = ""
    grace: int | None = None


@dataclass(frozen=True)
class DeferralNotice:
    """What follows later, and what happens if it does not (R70, R73); `acceptance_number` is the notice it goes with."""

    deferred: tuple[Deferred, ...]
    accepted_on: date
    acceptance_number: str
    on_failure: OnFailure
    basis: str
    ways: tuple[str, ...]
    grace: int | None = None


@dataclass(frozen=True)
class FailedMaterial:
    """A deferred material that did not come, or came and still does not meet its standard."""

    item: Deferred
    finding: str


@dataclass(frozen=True)
class Revocation:
    """The acceptance that is revoked, the materials it failed on, and the papers that go back."""

    accepted_on: date
    acceptance_number: str
    deferral_number: str
    failed: tuple[FailedMaterial, ...]
    basis: str
    returned: tuple[str, ...]


def _table(deferred: tuple[Deferred, ...]) -> Table:
    columns = (
        Column("序号", 8, "center"),
        Column("容缺的材料", 36),
        Column("形式", 14, "center"),
        Column("份数", 9, "center"),
        Column("补齐期限", 33),
    )
    rows = tuple(
        (str(at), item.material.name, form(item.material.form), str(item.material.copies), deferred_until(item))
        for at, item in enumerate(deferred, 1)
    )
    return Table(columns, rows)


def consequence(on_failure: OnFailure, you: str, grace: int | None = None) -> str:
    """What follows when a deferred material does not come (R73); `grace` are the working days of a suspension."""
    return {
        "acceptance_revoked": "由本机关撤销受理并书面说明理由，退还已递交的材料",
        "deemed_withdrawn": f"视为{you}撤回申请，退还已递交的材料",
        "refused": "由本机关作出不予准许的决定并书面说明理由",
        "terminated": "由本机关终止办理，退还已递交的材料",
        "suspended": f"由本机关暂停办理并书面告知；{grace or 15}个工作日内补齐的继续办理，仍没有补齐的退件",
    }[on_failure]


def commitment(data: LetterData, promise: Commitment) -> Letter:
    """容缺受理承诺书 (R147, R69): the applicant's own written promise; it bears no seal of the agency."""
    failure = consequence(promise.on_failure, "本单位", promise.grace).replace("本机关", "贵机关")
    promises = (
        "已经知晓上列材料的名称、形式、份数、补齐期限和逾期的后果，自愿选择容缺受理，知晓也可以不选择容缺受理、补齐材料后再申请；",
        "在上列期限内补齐全部容缺的材料，补齐的材料真实、合法、有效，并符合办事指南列明的标准；",
        f"没有在期限内补齐，或者补齐的材料仍然不符合要求的，{failure}，由此产生的后果由本单位承担；",
        f"材料补齐前，知晓贵机关不作出准予{data.act}的决定，不颁发证件。",
    )
    account = f"（经“一窗”账户{promise.account}实名确认）" if promise.account else ""
    signers = (f"承诺人：{data.applicant.name}", f"签署人：{promise.signed_by}", moment(promise.signed_at))
    rows = [*identity(data), Fact("承诺人", data.applicant.name), Fact("签署人", promise.signed_by + account)]
    if promise.way:
        rows += [Fact("签署方式", WAYS[promise.way]), Fact("签署内容摘要", f"SHA-256 {promise.digest}")]
    return Letter(
        kind=Kind.DEFERRAL_COMMITMENT,
        title="容缺受理承诺书",
        gloss="Commitment to deliver deferred materials",
        number=data.number,
        agency=data.agency,
        recipient=data.agency.name,
        blocks=(
            Para(
                f"本单位申请办理{data.item}，主要材料已经齐全，下列材料暂时不能递交。依据{promise.basis}，申请容缺受理。"
            ),
            Facts(tuple(rows)),
            _table(promise.deferred),
            Para("本单位郑重承诺："),
            Numbered(promises),
        ),
        signature=Signature(signers, sealed=False),
        copies="本承诺书一式两份，一份由承诺人留存，一份存档。",
        foot=("本承诺书随《容缺受理通知书》存入案卷。",),
        qr=data.verify,
        letterhead=False,
    )


def notice(data: LetterData, deferral: DeferralNotice) -> Letter:
    """容缺受理通知书 (R147, R70): what, in which form, by when, and what happens otherwise; two copies."""
    you = data.applicant.you
    opening = (
        f"{you}申请的{data.item}，主要材料齐全、符合法定形式，次要材料暂缺{len(deferral.deferred)}项。根据{you}的书面承诺，"
        f"依据{deferral.basis}，本机关决定容缺受理，自{day(deferral.accepted_on)}起受理（《{data.act}受理通知书》"
        f"{deferral.acceptance_number}）。请按下表补齐："
    )
    running = (
        "补齐期限内，审查照常进行，办理期限继续计算；",
        Strong(f"容缺的材料全部补齐并符合要求以前，本机关不作出准予{data.act}的决定，不颁发证件。"),
    )
    failure = f"逾期没有补齐，或者补齐的材料仍然不符合要求的，{consequence(deferral.on_failure, you, deferral.grace)}。"
    return issued(
        data,
        Kind.DEFERRAL_NOTICE,
        "容缺受理通知书",
        "Notice of deferred-material acceptance",
        (
            Para(opening),
            _table(deferral.deferred),
            Para("补齐可以选择下列方式："),
            Numbered(deferral.ways),
            Para(running),
            Para(failure),
            Facts((Fact("办件编号", data.case_number), handler(data))),
        ),
        paper="通知书",
    )


def _failures(revocation: Revocation) -> Table:
    columns = (Column("序号", 8, "center"), Column("容缺的材料", 34), Column("补齐期限", 26), Column("核对结果", 32))
    rows = tuple(
        (str(at), failed.item.material.name, deferred_until(failed.item), failed.finding)
        for at, failed in enumerate(revocation.failed, 1)
    )
    return Table(columns, rows)


def acceptance_revoked(data: LetterData, revocation: Revocation, contest: Remedies) -> Letter:
    """撤销受理决定书 (R148): written reasons, the materials that go back, the remedies."""
    you = data.applicant.you
    opening = (
        f"{you}申请的{data.item}，本机关于{day(revocation.accepted_on)}容缺受理（《{data.act}受理通知书》{revocation.acceptance_number}，"
        f"《容缺受理通知书》{revocation.deferral_number}）。{you}承诺补齐的下列材料，到期没有补齐或者不符合要求："
    )
    returned = joined(revocation.returned)
    return issued(
        data,
        Kind.ACCEPTANCE_REVOKED,
        "撤销受理决定书",
        "Decision to revoke the acceptance",
        (
            Para(opening),
            _failures(revocation),
            Facts((*identity(data), handler(data))),
            Para(
                (
                    f"{grounds(data, '第三十二条', revocation.basis)}，本机关决定",
                    Strong("撤销对上述申请的受理"),
                    "，不再审查。",
                )
            ),
            Para(f"退还{you}递交的{returned}，共{len(revocation.returned)}项。材料齐全后，{you}可以重新提出申请。"),
        ),
        paper="决定书",
        remedies=remedies(contest, data),
    )


@dataclass(frozen=True)
class Suspension:
    """A case that stands still because a supplement did not come, and the grace that is given (R73 d)."""

    item: Deferred
    accepted_on: date
    acceptance_number: str
    suspended_on: date
    grace: int
    until: Due
    basis: str


def suspension(data: LetterData, told: Suspension) -> Letter:
    """暂停办理告知书 (R73 d): what is missing, until when it is taken, what the time costs, and what follows otherwise."""
    you = data.applicant.you
    return issued(
        data,
        Kind.SUSPENSION,
        "暂停办理告知书",
        "Notice of suspension",
        (
            Para(
                f"{you}申请的{data.item}，本机关于{day(told.accepted_on)}容缺受理（《{data.act}受理通知书》{told.acceptance_number}）。"
                f"{you}承诺补齐的{told.item.material.name}，到期没有补齐。"
            ),
            Facts((*identity(data), handler(data))),
            Para(
                (
                    f"依据{told.basis}，",
                    Strong(f"本机关自{day(told.suspended_on)}起暂停办理，给予{told.grace}个工作日的宽限"),
                    f"。请在{before(told.until)}补齐；补齐后本机关继续办理，仍没有补齐的，本机关终止办理，退回申请。",
                )
            ),
            Para("暂停期间不计入承诺办结时限；法定办理期限不停止计算。"),
        ),
        paper="告知书",
    )
