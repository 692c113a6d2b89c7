"""The record of a collegial discussion (集体讨论记录, R150): who took part, what each said, what it came to; it stays inside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from portal.documents.data import LetterData
from portal.documents.issued import issued
from portal.documents.letter import Column, Fact, Facts, Heading, Kind, Letter, Para, Signature, Strong, Table
from portal.documents.standing import Held, held_words
from portal.documents.words import day, identity


@dataclass(frozen=True)
class Voice:
    """One who took part: name, post, and the opinion."""

    name: str
    post: str
    opinion: str


@dataclass(frozen=True)
class Record:
    """The discussion: its day, whether it came to granting, every voice, and what else was written."""

    PARTS: ClassVar[tuple[str, ...]] = ("place", "host", "secretary", "summary")

    held_on: date
    grants: bool
    voices: tuple[Voice, ...]
    said: Mapping[str, str]


@dataclass(frozen=True)
class Matter:
    """What a discussion was about: the title of its record, the first sentence, the rows that name it, the verdict, and whom
    it concerns."""

    title: str
    opening: str
    rows: tuple[Fact, ...]
    verdict: str
    party: str = "申请人"


def record(data: LetterData, held: Record) -> Letter:
    """行政许可集体讨论记录: an internal paper with lines to sign, numbered like the letters and kept in the file."""
    act = data.act
    about = Matter(
        f"{act}集体讨论记录",
        f"{data.applicant.name}申请的{data.item}，本机关负责人在决定前集体讨论，记录如下：",
        (*identity(data), Fact("申请人", data.applicant.name)),
        f"准予{act}" if held.grants else f"不予{act}",
    )
    return _record(data, about, held)


def record_of_act(data: LetterData, licence: Held, act: str, held: Record) -> Letter:
    """The same of a major act on a licence; `grants` says that it came to the act as it was proposed."""
    about = Matter(
        f"{act}{data.act}集体讨论记录",
        f"{data.applicant.name}持有的{held_words(licence)}，拟作出{act}的决定，本机关负责人在决定前集体讨论，记录如下：",
        (Fact("办件编号", data.case_number), Fact("持证人", data.applicant.name)),
        f"{act}上述证件" if held.grants else f"不予{act}",
        "持证人",
    )
    return _record(data, about, held)


def _voices(held: Record) -> Table:
    columns = (Column("姓名", 14), Column("职务", 20), Column("意见", 46), Column("签名", 20))
    return Table(columns, tuple((one.name or "—", one.post or "—", one.opinion or "—", "") for one in held.voices))


def _record(data: LetterData, about: Matter, held: Record) -> Letter:
    said = held.said
    rows = (
        *about.rows,
        Fact("讨论日期", (Strong(day(held.held_on)),), half=True),
        Fact("参加人数", f"{len(held.voices)} 人", half=True),
        Fact("讨论地点", said["place"] or "—"),
        Fact("主持人", said["host"] or "—", half=True),
        Fact("记录人", said["secretary"] or "—", half=True),
        Fact("讨论结论", (Strong(about.verdict),)),
    )
    made = issued(
        data,
        Kind.DISCUSSION,
        about.title,
        "Record of the collegial discussion",
        (
            Para(about.opening),
            Facts(rows),
            Heading("讨论情况"),
            Para(said["summary"] or "—"),
            Heading("各人意见"),
            _voices(held),
        ),
        paper="记录",
        receipt=False,
    )
    inside = Signature(
        ("主持人（签名）：　　　　　　", "记录人（签名）：　　　　　　", day(data.issued_on)), sealed=False
    )
    return replace(
        made,
        recipient="",
        blocks=made.blocks[:-1],
        signature=inside,
        copies=f"本记录一份，存入案卷，不送达{about.party}。",
        foot=(),
        qr=None,
    )
