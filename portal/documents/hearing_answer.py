"""听证要求答复书: the answer to a request that was posted in time and that the decision overtook (R31, R36, R151)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.documents.data import LetterData, Remedies
from portal.documents.issued import issued
from portal.documents.letter import Block, Facts, Heading, Kind, Letter, Numbered, Para, Strong
from portal.documents.words import day, ended, identity, remedies, signer

TITLE, GLOSS = "听证要求答复书", "Answer to a request for a hearing"
ACT = "本答复"


@dataclass(frozen=True)
class Answered:
    """When it was posted and arrived, the decision that was made before, and what follows: it stands, or `revocation` says how
    far its revocation is; `applicant` is named to an interested party."""

    posted_on: date
    arrived_on: date
    decided_on: date
    decision: str
    decision_number: str
    reason: str
    basis: str
    revocation: str = ""
    applicant: str = ""


def answer(data: LetterData, told: Answered, contest: Remedies) -> Letter:
    """The answer to the applicant, with both remedies."""
    facts = Facts((*identity(data), signer(data)))
    blocks = (opening(told, data.applicant.you), facts, *body(told, data.applicant.you))
    contested = remedies(contest, data, ACT)
    return issued(data, Kind.HEARING_ANSWER, TITLE, GLOSS, blocks, paper="答复书", remedies=contested)


def opening(told: Answered, you: str) -> Para:
    """Which request is answered."""
    return Para(f"{you}{day(told.posted_on)}邮寄的听证要求，本机关{day(told.arrived_on)}收到，现答复如下：")


def body(told: Answered, you: str) -> tuple[Block, ...]:
    """What was found, why, and what follows."""
    number = f"（{told.decision_number}）" if told.decision_number else ""
    found = (
        f"邮戳日期是{day(told.posted_on)}，在可以要求听证的期限以内。期限不包括在途时间，这项要求没有超过期限。",
        f"要求到达以前，本机关已经于{day(told.decided_on)}作出{told.decision}{number}，作出以前没有举行听证。",
    )
    follows = told.revocation or "原决定不改变。"
    return (
        Heading("一、查明的事实"),
        Numbered(found),
        Heading("二、理由"),
        Para(ended(told.reason)),
        Heading("三、答复"),
        Para((f"依据{told.basis}，本机关答复{you}：", Strong(follows))),
        Para("对原决定申请行政复议、提起行政诉讼的期限，按照原决定书计算，不因本答复改变。"),
    )
