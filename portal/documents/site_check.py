"""Letters of a joint site check: its day, and the record of what was found (R142; 《行政许可法》第三十四条第三款)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from portal.documents.data import LetterData
from portal.documents.issued import issued
from portal.documents.letter import (
    Block,
    Column,
    Fact,
    Facts,
    Heading,
    Kind,
    Letter,
    Numbered,
    Para,
    Strong,
    Table,
    as_preview,
)
from portal.documents.words import day, handler, identity, under


@dataclass(frozen=True)
class Member:
    """An officer on the site: department, name, number of the certificate to enforce the law."""

    office: str
    name: str
    certificate: str


@dataclass(frozen=True)
class Appointment:
    """When and where the check is held, who comes, what is looked at; `reason` says why an earlier day is replaced."""

    held_on: date
    time: str
    place: str
    team: tuple[Member, ...]
    points: tuple[str, ...]
    reason: str = ""
    move: bool = True


@dataclass(frozen=True)
class Finding:
    """One point that was looked at: whose, what, and what was found."""

    office: str
    point: str
    result: str
    words: str = ""


@dataclass(frozen=True)
class Photo:
    """A photograph: when it was taken, what it shows, and its digest."""

    taken: str
    words: str
    digest: str


@dataclass(frozen=True)
class Recording:
    """A recording: when it was made, of what, the name of its file, and its digest."""

    taken: str
    words: str
    name: str
    digest: str


@dataclass(frozen=True)
class Record:
    """What was found, what the party said, who signed; `refused` says that the party did not sign and a witness did.

    `shown` says whether the officers showed their certificates, or nobody was there (`absent`); records of old say nothing.
    """

    held_on: date
    began: str
    ended: str
    place: str
    team: tuple[Member, ...]
    party: str
    findings: tuple[Finding, ...]
    notes: tuple[str, ...]
    photos: tuple[Photo, ...]
    statement: str
    witness: str
    refused: bool
    scan: str
    recordings: tuple[Recording, ...] = ()
    shown: str = ""


def notice(data: LetterData, held: Appointment) -> Letter:
    """现场核查通知书: time, place, who comes and what is looked at; another day may be asked for once (R88)."""
    you = data.applicant.you
    opening = (
        f"{you}申请的{data.item}，需要对申请材料的实质内容进行核实。{under(data, '第三十四条')}，"
        f"{_together(held.team)}，一次完成："
    )
    rows = (
        *identity(data),
        Fact("核查日期", (Strong(day(held.held_on)),), half=True),
        Fact("核查时间", held.time, half=True),
        Fact("核查地点", held.place),
        Fact("核查人员", "\n".join(_member(one) for one in held.team)),
        handler(data),
    )
    rights = (
        f"核查人员到场时出示执法证件，没有出示的，有权拒绝核查；核查当场制作笔录，请{you}派熟悉情况的人员到场陈述意见、签字。",
        *(("当天确有不便的，可以在核查日以前申请改期一次。",) if held.move else ()),
        "核查不收取任何费用，核查人员不接受宴请和礼品。",
    )
    blocks: list[Block] = [Para(f"原定日期改变，理由：{held.reason}")] if held.reason else []
    blocks += [Para(opening), Facts(rows)]
    blocks += [Para("核查要点：" + "；".join(held.points) + "。")] if held.points else []
    return issued(
        data,
        Kind.SITE_NOTICE,
        "现场核查通知书",
        "Notice of a site check",
        (*blocks, Numbered(rights)),
        paper="通知书",
    )


def record(data: LetterData, held: Record) -> Letter:
    """现场核查笔录: officers and certificates, time and place, facts, the party's statement, signatures (R142)."""
    opening = (
        f"{data.applicant.you}申请的{data.item}，{under(data, '第三十四条第三款')}由下列人员核查现场，当场制作笔录："
    )
    rows = (
        *identity(data),
        Fact("核查日期", (Strong(day(held.held_on)),), half=True),
        Fact("起止时间", f"{held.began} 至 {held.ended}", half=True),
        Fact("核查地点", held.place),
        Fact("核查人员", "\n".join(_member(one) for one in held.team)),
        *((Fact("执法证件", _SHOWN[held.shown]),) if held.shown in _SHOWN else ()),
        Fact("申请人到场人员", held.party),
    )
    return issued(
        data,
        Kind.SITE_RECORD,
        "现场核查笔录",
        "Record of the site check",
        (
            Para(opening),
            Facts(rows),
            *_found(held),
            Heading("申请人意见"),
            Para(held.statement or ("没有陈述意见。" if held.refused else "没有意见。")),
            Para(_signed(held)),
        ),
        paper="笔录",
        receipt=False,
        notes=(f"签字笔录扫描件摘要（SHA-256）：{held.scan}",),
    )


def sheet(data: LetterData, held: Record) -> Letter:
    """现场核查笔录（待签字）: what was noted, with room for what is written and signed on the site by hand (R142).

    It bears neither number nor seal: the signed sheet is scanned into the record, which is the letter.
    """
    opening = (
        f"{data.applicant.you}申请的{data.item}，{under(data, '第三十四条第三款')}由下列人员核查现场，当场制作笔录："
    )
    rows = (
        *identity(data),
        Fact("核查日期", (Strong(day(held.held_on)),), half=True),
        Fact("起止时间", "＿＿:＿＿ 至 ＿＿:＿＿", half=True),
        Fact("核查地点", held.place),
        Fact("核查人员", "\n".join(_member(one) for one in held.team)),
        Fact("执法证件", "□ 核查人员到场时已向申请人出示\n□ 申请人没有人到场，未能出示"),
        Fact("申请人到场人员", "　\n（姓名、职务）"),
    )
    people = (*(f"核查人员　{one.name}" for one in held.team), "申请人到场人员", "见证人（申请人没有签字的）")
    signing = Facts(tuple(Fact(one, "　\n（签字、日期）") for one in people))
    open_ones = tuple(replace(one, words=one.words or "　") if not one.result.strip() else one for one in held.findings)
    blocks = (
        Para(opening),
        Facts(rows),
        *_found(replace(held, findings=open_ones)),
        Heading("申请人意见"),
        Facts((Fact("对以上记录有没有意见", "　\n" * 4),)),
        Heading("签字"),
        signing,
    )
    written = issued(
        data, Kind.SITE_RECORD, "现场核查笔录", "Record of the site check", blocks, paper="笔录", receipt=False
    )
    return replace(
        as_preview(written), number="待签字；签字后扫描存档，系统生成有编号的笔录", blocks=blocks, copies="", foot=()
    )


def _found(held: Record) -> Iterator[Block]:
    yield Heading("核查情况")
    columns = (Column("部门", 20), Column("核查要点", 36), Column("结果", 12, "center"), Column("情况", 32))
    yield Table(columns, tuple((one.office, one.point, one.result, one.words or "—") for one in held.findings))
    if held.notes:
        yield Heading("其他情况")
        yield Numbered(held.notes)
    if held.photos:
        yield Heading("照片")
        shown = (Column("拍摄时间", 22), Column("内容", 30), Column("摘要（SHA-256）", 48))
        yield Table(shown, tuple((one.taken, one.words or "—", one.digest) for one in held.photos))
    if held.recordings:
        yield Heading("录音、录像")
        heard = (Column("录制时间", 22), Column("内容和文件名", 30), Column("摘要（SHA-256）", 48))
        rows = (
            (one.taken, "\n".join(part for part in (one.words, one.name) if part), one.digest)
            for one in held.recordings
        )
        yield Table(heard, tuple(rows))


def _together(team: tuple[Member, ...]) -> str:
    """Several departments come at the same time; one comes alone."""
    several = len({one.office for one in team}) > 1
    return "本机关和其他审查部门在同一时间联合核查现场" if several else "本机关核查现场"


def _member(one: Member) -> str:
    certificate = f"（执法证号 {one.certificate}）" if one.certificate else ""
    return f"{one.office}　{one.name}{certificate}"


_SHOWN = {"yes": "核查人员到场时已向申请人出示执法证件", "absent": "申请人没有人到场，未能出示"}


def _signed(held: Record) -> str:
    if held.refused and held.shown == "absent":
        return f"申请人没有人到场，笔录由核查人员和见证人签字，见证人：{held.witness}。"
    if held.refused:
        return f"申请人拒绝签字，已经在笔录上注明情况，见证人：{held.witness}。"
    return "笔录经核查人员和申请人到场人员确认无误后签字。"
