"""专家评审意见书: who reviewed, what was asked, how many voted how, and what follows (article 45, R27)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.documents.data import LetterData
from portal.documents.issued import issued
from portal.documents.letter import Block, Column, Fact, Facts, Heading, Kind, Letter, Numbered, Para, Strong, Table
from portal.documents.words import day, identity, under

CONCLUSIONS = {"pass": "通过", "changes": "修改后通过", "fail": "不通过"}


@dataclass(frozen=True)
class Reviewer:
    """An expert as the record names him: name, unit, title."""

    name: str
    unit: str
    title: str


@dataclass(frozen=True)
class Review:
    """The panel's work: from when to when, who (the chair first), who stepped aside, the count and the rule, the summary.

    Nobody reads here who voted how: the letter knows the count alone.
    """

    began: date
    closed_on: date
    experts: tuple[Reviewer, ...]
    left: tuple[Reviewer, ...]
    questions: tuple[str, ...]
    passed: int
    changes: int
    failed: int
    needed: int
    conclusion: str
    summary: str


def expert_record(data: LetterData, held: Review) -> Letter:
    """The record that the file keeps; the conclusion stands with the count and the rule that it follows from."""
    opening = (
        f"{data.applicant.you}申请的{data.item}，{under(data, '第四十五条')}组织专家评审。"
        f"专家组成员均声明与申请人没有利害关系，评审情况如下："
    )
    rows = (
        *identity(data),
        Fact("评审开始", day(held.began), half=True),
        Fact("评审结束", day(held.closed_on), half=True),
        Fact("评审结论", (Strong(CONCLUSIONS[held.conclusion]),)),
    )
    columns = (Column("组成", 14, "center"), Column("姓名", 18), Column("单位", 40), Column("职称或者专业", 28))
    people = tuple(("组长" if n == 0 else "成员", one.name, one.unit, one.title) for n, one in enumerate(held.experts))
    blocks: list[Block] = [Para(opening), Facts(rows), Heading("专家组"), Table(columns, people)]
    if held.left:
        blocks.append(Para(f"已经回避或者更换：{'、'.join(f'{one.name}（{one.unit}）' for one in held.left)}。"))
    blocks += [Heading("评审的问题"), Numbered(held.questions), Heading("表决"), Para(counted(held))]
    blocks += [Heading("专家组意见"), Para(held.summary)]
    return issued(
        data,
        Kind.EXPERT_RECORD,
        "专家评审意见书",
        "Opinion of the expert panel",
        tuple(blocks),
        paper="意见书",
        receipt=False,
    )


def counted(held: Review) -> str:
    """The count, the rule, and what follows, in one sentence."""
    n = len(held.experts)
    return (
        f"专家 {n} 人，每人一票：通过 {held.passed} 票，修改后通过 {held.changes} 票，不通过 {held.failed} 票。"
        f"通过的票数达到 {held.needed} 票为通过；通过和修改后通过合计达到 {held.needed} 票为修改后通过；"
        f"都没有达到的为不通过。结论：{CONCLUSIONS[held.conclusion]}。"
    )
