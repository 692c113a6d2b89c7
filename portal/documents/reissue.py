"""A lost or damaged licence issued anew (补发): the mark on the new document, and the letter that refuses it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from portal.documents.data import LetterData, Remedies
from portal.documents.issued import issued
from portal.documents.letter import Block, Fact, Facts, Heading, Kind, Letter, Para
from portal.documents.licence import ORIGINAL
from portal.documents.standing import Held, held_words
from portal.documents.words import day, ended, remedies, signer


@dataclass(frozen=True)
class Refused:
    """What was asked for and why it is refused."""

    ground: str
    asked_on: date
    reason: str
    basis: str


def again(first: Letter, on: date) -> Letter:
    """The document of a licence once more, with the mark 补发 and its day; number, term and contents are those of the first.

    A certificate that says in its corner which copy it is (正本) says there that it was issued anew.
    """
    mark = f"补发：本证{day(on)}补发，编号和有效期不变；此前发出的同一编号的证照作废。"
    copies = "补发" if first.copies == ORIGINAL else first.copies
    blocks, foot = tuple(_marked(first, on)), (mark, *first.foot)
    return replace(first, kind=Kind.LICENCE_AGAIN, copies=copies, blocks=blocks, foot=foot)


def _marked(first: Letter, on: date) -> Iterator[Block]:
    """The blocks with the mark as the last line of the contents, so that it stands in the midst of the document."""
    mark, done = Fact("补发日期", day(on), half=True), False
    for block in first.blocks:
        if isinstance(block, Facts) and not done:
            yield replace(block, rows=(*block.rows, mark))
            done = True
        else:
            yield block
    if not done:
        yield Facts((mark,))


def refused(data: LetterData, held: Held, told: Refused, contest: Remedies) -> Letter:
    """不予补发证照决定书: what was asked for, the reason, the provision, and how to contest it (R144)."""
    asked = f"{data.applicant.you}{day(told.asked_on)}以{told.ground}为由，申请补发{held_words(held)}。"
    return issued(
        data,
        Kind.REISSUE_REFUSED,
        "不予补发证照决定书",
        "Decision refusing a new document of the licence",
        (
            Para(asked),
            Facts(
                (Fact("办件编号", data.case_number), Fact(data.applicant.code_name, data.applicant.code), signer(data))
            ),
            Heading("一、理由"),
            Para(ended(told.reason)),
            Heading("二、决定"),
            Para(f"依据{told.basis}，本机关决定不予补发。证照本身的效力不因本决定改变。"),
        ),
        paper="决定书",
        remedies=remedies(contest, data),
    )
