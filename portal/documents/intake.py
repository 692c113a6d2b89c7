"""Letters of intake: receipt, acceptance and the letter that says no licence is needed (R134, R136, R4)."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from portal.documents.data import Deferred, Due, LetterData, MaterialLine, Remedies, Term
from portal.documents.issued import issued, signature
from portal.documents.letter import Block, Fact, Facts, Kind, Letter, Para, Signature, Strong
from portal.documents.words import (
    EIGHT_PROCEDURES,
    arrived,
    beijing,
    day,
    deferred_until,
    due,
    ended,
    foot,
    grounds,
    handler,
    identity,
    joined,
    materials_table,
    moment,
    remedies,
    term,
    under,
)


@dataclass(frozen=True)
class Received:
    """What was handed in, when and to whom; `clock` says what starts the decision period, `query_code` opens the case.

    `point` took it in for the agency and sends it there by `forwarding` (R68): by courier nothing is received yet. `answer` is
    the earlier answer on acceptance that the agency promises.
    """

    submitted_at: datetime
    received_on: date
    materials: tuple[MaterialLine, ...]
    channel: Literal["online", "window", "post", "remote"]
    receiver: str
    notice: Term
    notice_due: Due
    clock: Literal["accepted", "received"] = "accepted"
    query_code: str = ""
    point: str = ""
    forwarding: Literal["", "electronic", "courier"] = ""
    answer: Term | None = None
    answer_due: Due | None = None


@dataclass(frozen=True)
class Acceptance:
    """How an application came to be accepted, what is in and what follows later, and both decision periods."""

    received_on: date
    accepted_on: date
    way: Literal["complete", "corrected", "silence"]
    materials: tuple[MaterialLine, ...]
    promised: Term
    promised_due: Due
    statutory: Term
    statutory_due: Due
    clock: Literal["accepted", "received"] = "accepted"
    shared: tuple[str, ...] = ()
    deferred: tuple[Deferred, ...] = ()
    deferral_number: str = ""
    deferral_basis: str = ""
    excluded: tuple[str, ...] = EIGHT_PROCEDURES


@dataclass(frozen=True)
class NotRequired:
    """Why the matter needs no licence, and the provision that says so."""

    received_on: date
    reason: str
    basis: str


_CHANNELS = {"online": "网上提交", "window": "窗口递交", "post": "邮寄", "remote": "异地代收窗口递交"}


def _forwarded(data: LetterData, received: Received) -> tuple[Block, ...]:
    """What the point may say of materials that are on their way: the agency answers, and its period begins with it (R68)."""
    answer = f"由{data.agency.name}自收到之日起{term(received.notice)}内告知是否受理，或者一次告知需要补正的全部内容"
    only = Strong(f"本凭证由{received.point}代收时出具，只证明上列材料已经代收，不表示申请已经受理")
    return (
        Para((only, "，也不表示材料齐全、符合法定形式。")),
        Para(
            (
                f"材料由{received.point}寄送{data.agency.name}。{under(data, '第三十二条')}，",
                Strong(f"受理期限自{data.agency.name}收到材料之日起计算，不自今日起算"),
                f"；{answer}。寄到的日期可以凭编号查询。",
            )
        ),
    )


def _promised_answer(received: Received) -> tuple[Block, ...]:
    """The promise beside the law's period: what is promised binds the agency, and changes nothing of what silence does (R34)."""
    if received.answer is None or received.answer_due is None:
        return ()
    amount = f"自收到申请材料之日起{term(received.answer)}内" if received.answer.value else "在收到申请材料的当日"
    return (Para((f"本机关承诺{amount}，即", Strong(f"最迟于{due(received.answer_due)}"), "答复是否受理。")),)


def _receipt_sentences(data: LetterData, received: Received) -> tuple[Block, ...]:
    if received.forwarding == "courier":
        return _forwarded(data, received)
    start = "受理之日" if received.clock == "accepted" else "收到全部申请材料之日"
    late = "逾期没有告知的，自收到申请材料之日起即为受理"
    wired = (
        f"材料由{received.point}当面核对后以电子方式即时转送本机关，进入本机关的系统即为收到，期限自收到之日起计算。"
        if received.forwarding == "electronic"
        else ""
    )
    return (
        *((Para(wired),) if wired else ()),
        Para((Strong("本凭证只证明本机关收到上列材料，不表示申请已经受理"), "，也不表示材料齐全、符合法定形式。")),
        Para(
            (
                f"{under(data, '第三十二条')}，本机关自收到申请材料之日起{term(received.notice)}内，即",
                Strong(f"最迟于{due(received.notice_due)}"),
                f"书面告知是否受理，或者一次告知需要补正的全部内容；{late}。办理期限自{start}起计算。",
            )
        ),
        *_promised_answer(received),
    )


def _receipt_facts(data: LetterData, received: Received) -> Facts:
    rolled = received.received_on != beijing(received.submitted_at) and received.forwarding != "courier"
    note = f"（当日不是工作日，以{day(received.received_on)}为收到日）" if rolled else ""
    when = Fact("接收时间", moment(received.submitted_at) + note, half=not rolled)
    code = (Fact("查询密码", received.query_code, half=not rolled),) if received.query_code else ()
    return Facts(
        (
            *identity(data),
            Fact("递交方式", _CHANNELS[received.channel], half=True),
            Fact("接收人", received.receiver, half=True),
            when,
            *code,
        )
    )


def _taken_by(data: LetterData, received: Received) -> Signature:
    """Materials on their way are receipted by who took them in, without the seal of an agency that has not seen them."""
    if received.forwarding != "courier":
        return signature(data)
    return Signature((received.point, day(data.issued_on)), sealed=False)


def _receipt_foot(data: LetterData, received: Received) -> tuple[str, ...]:
    """What the code opens; the force of a seal is claimed only where there is one."""
    opens = ("扫码查询办理进度，查询密码见上。",) if data.verify else ()
    return opens if received.forwarding == "courier" else (*opens, *foot(replace(data, verify=None)))


def receipt(data: LetterData, received: Received) -> Letter:
    """申请材料接收凭证 (R134; 《行政许可法》第三十二条): what was received, not that it was accepted (R133)."""
    taken = f"{received.point}已经代收，转送{data.agency.name}。" if received.point else "本机关已经收到。"
    opening = f"{data.applicant.you}申请办理{data.item}所递交的下列材料，{taken}"
    blocks = (
        Para(opening),
        _receipt_facts(data, received),
        materials_table(received.materials),
        *_receipt_sentences(data, received),
    )
    made = issued(
        data, Kind.RECEIPT, "申请材料接收凭证", "Receipt of application materials", blocks, paper="凭证", receipt=False
    )
    own = received.forwarding != "courier"
    return replace(made, signature=_taken_by(data, received), foot=_receipt_foot(data, received), letterhead=own)


def _grounds(data: LetterData, accepted: Acceptance) -> str:
    you, act = data.applicant.you, data.act
    if accepted.way == "silence":
        return (
            f"本机关没有在法定期限内告知{you}需要补正的内容。{under(data, '第三十二条第一款第四项')}，"
            f"该申请自收到申请材料之日即{day(accepted.accepted_on)}起即为受理。"
        )
    corrected = accepted.way == "corrected"
    whole = "主要材料齐全、符合法定形式" if accepted.deferred else "申请材料齐全、符合法定形式"
    state = f"{you}已经于{day(accepted.accepted_on)}按要求补正全部申请材料" if corrected else whole
    tolerance = f"和{accepted.deferral_basis}" if accepted.deferred and accepted.deferral_basis else ""
    return (
        f"经审查，申请事项属于本机关职权范围，{state}，{under(data, '第三十二条第一款第五项')}{tolerance}，"
        f"决定自{day(accepted.accepted_on)}起受理{you}的{act}申请。"
    )


def _received_words(accepted: Acceptance) -> str:
    names = "；".join(line.name for line in accepted.materials)
    copies = sum(line.copies for line in accepted.materials)
    shared = f"{joined(accepted.shared)}由政务数据共享取得，不需要提交。" if accepted.shared else ""
    return f"{names}。以上共{len(accepted.materials)}项{copies}份。{shared}"


def _deferred_words(accepted: Acceptance) -> str:
    lines = "；".join(
        f"{item.material.name}{item.material.copies}份，{deferred_until(item)}补齐" for item in accepted.deferred
    )
    notice = f"详见《容缺受理通知书》（{accepted.deferral_number}）。" if accepted.deferral_number else ""
    return f"{lines}。{notice}"


def _period(accepted: Acceptance) -> tuple[str, ...]:
    start = "受理之日" if accepted.clock == "accepted" else "收到申请材料之日"
    return (
        f"自{start}起{term(accepted.promised)}，最迟于",
        Strong(due(accepted.promised_due)),
        f"作出决定；法定期限为{term(accepted.statutory)}，至{due(accepted.statutory_due)}。",
    )


def _acceptance_facts(data: LetterData, accepted: Acceptance) -> Facts:
    deferred = (Fact("容缺的材料", _deferred_words(accepted)),) if accepted.deferred else ()
    return Facts(
        (
            Fact("办件编号", data.case_number),
            Fact(data.applicant.code_name, data.applicant.code),
            Fact("收到的材料", _received_words(accepted)),
            *deferred,
            Fact("受理日期", day(accepted.accepted_on)),
            Fact("办理期限", _period(accepted)),
            handler(data),
        )
    )


def _counting(accepted: Acceptance) -> Para:
    unit = "办理期限以工作日计算，不含法定节假日。" if accepted.promised.unit == "working_day" else ""
    special = (
        f"依法需要{joined(accepted.excluded)}的，所需时间不计入期限，本机关书面告知所需时间。"
        if accepted.excluded
        else ""
    )
    return Para(unit + special)


def acceptance(data: LetterData, accepted: Acceptance) -> Letter:
    """受理通知书 (R136; 《行政许可法》第三十二条第一款第五项), and by silence 第四项 (R5): states the day of decision (R133)."""
    return issued(
        data,
        Kind.ACCEPTANCE,
        f"{data.act}受理通知书",
        "Notice of acceptance",
        (
            Para(arrived(data, accepted.received_on) + _grounds(data, accepted)),
            _acceptance_facts(data, accepted),
            _counting(accepted),
        ),
        paper="通知书",
        receipt=False,
        notes=(f"受理不代表准予{data.act}。",),
    )


def not_required(data: LetterData, found: NotRequired, contest: Remedies) -> Letter:
    """不需要许可告知书 (R4; 《行政许可法》第三十二条第一款第一项): the matter needs no licence, with reasons and remedies."""
    you = data.applicant.you
    return issued(
        data,
        Kind.NOT_REQUIRED,
        f"不需要{data.act}告知书",
        "Notice that no licence is required",
        (
            Para(arrived(data, found.received_on)),
            Facts((*identity(data), handler(data))),
            Para(("经审查，", Strong(f"该事项依法不需要取得{data.act}"), f"。{ended(found.reason)}")),
            Para(
                f"{grounds(data, '第三十二条第一款第一项', found.basis)}，本机关不受理该申请。"
                f"{you}不必取得该项{data.act}即可依法从事该活动，递交的材料随本告知书退还。"
            ),
        ),
        paper="告知书",
        remedies=remedies(contest, data, "本告知"),
    )
