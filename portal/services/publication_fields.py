"""The national fields of a published licence (双公示, R109): their table, what a case says in them, and who stands there masked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from guides.guide import Guide
from portal.masks import mask_name
from portal.models import Case as CaseRow
from portal.models import Licence, Office
from portal.services import delivery, law, snapshots
from portal.services.applicant_kinds import KINDS, is_person, masked, of_person
from portal.services.letter_served import title_of
from portal.services.licensee import licensee
from workflows.case import Case
from workflows.licence import OVER, standing_on

__all__ = [
    "FIELDS",
    "KINDS",
    "LICENCE_KINDS",
    "document_of",
    "fields_of",
    "is_person",
    "masked",
    "of_person",
    "searched",
    "shown",
]

FIELDS: Mapping[str, str] = {
    "XK_XDR_MC": "行政相对人名称",
    "XK_XDR_LB": "行政相对人类别",
    "XK_XDR_SHXYM": "行政相对人代码_1(统一社会信用代码)",
    "XK_XDR_GSZC": "行政相对人代码_2(工商注册号)",
    "XK_XDR_ZZJG": "行政相对人代码_3(组织机构代码)",
    "XK_XDR_SWDJ": "行政相对人代码_4(税务登记号)",
    "XK_XDR_SYDW": "行政相对人代码_5(事业单位证书号)",
    "XK_XDR_SHZZ": "行政相对人代码_6(社会组织登记证号)",
    "XK_FRDB": "法定代表人",
    "XK_FR_ZJLX": "法定代表人证件类型",
    "XK_FR_ZJHM": "法定代表人证件号码",
    "XK_XDR_ZJLX": "证件类型",
    "XK_XDR_ZJHM": "证件号码",
    "XK_XKWS": "行政许可决定文书名称",
    "XK_WSH": "行政许可决定文书号",
    "XK_XKLB": "许可类别",
    "XK_XKZS": "许可证书名称",
    "XK_XKBH": "许可编号",
    "XK_NR": "许可内容",
    "XK_JDRQ": "许可决定日期",
    "XK_YXQZ": "有效期自",
    "XK_YXQZI": "有效期至",
    "XK_XKJG": "许可机关",
    "XK_XKJGDM": "许可机关统一社会信用代码",
    "XK_ZT": "当前状态",
    "XK_LYDW": "数据来源单位",
    "XK_LYDWDM": "数据来源单位统一社会信用代码",
    "BZ": "备注",
}
"""The codes with their national names, in the order of the national table. Numbers of identity papers stay empty (R108)."""

SEARCHED = ("XK_XDR_MC", "XK_XDR_SHXYM", "XK_WSH", "XK_XKBH", "BZ")
INVALID = OVER | {"suspended"}
"""A licence in one of these states is published as not valid (XK_ZT 2)."""

GRANTED = "准予行政许可决定书"
LICENCE_KINDS = {
    "ordinary": "普通",
    "franchise": "特许",
    "recognition": "认可",
    "approval": "核准",
    "registration": "登记",
    "other": "其他",
}
"""The kinds of licence as the national table calls them (《行政许可法》第十二条, R109)."""

UNLIMITED = "2099-12-31"  # how the national table writes a licence without an end (R109, K)


def fields_of(session: Session, row: CaseRow, case: Case, on: date) -> dict[str, Any]:
    """What a decided case says in the national fields on that day; a natural person is masked."""
    guide = law.guide_of(row.item, row.guide_version)
    content = snapshots.latest(session, row.id)
    firm = licensee(guide, content)
    office = session.scalars(select(Office).where(Office.code == row.lead_office)).one()
    licence = session.scalars(select(Licence).where(Licence.case_id == row.id)).one_or_none()
    granted = case.outcome == "grant"
    holds = granted and case.grant_ended_on is None
    person = of_person(firm)
    assert case.decided_on is not None
    document, number = document_of(case.outcome, case.numbers, guide, licence)
    since, until = _term(session, row, case, guide, licence, content["answers"])
    void = _void(case)
    return {
        "XK_XDR_MC": mask_name(firm["name"]) if person else firm["name"],
        "XK_XDR_LB": KINDS.get(firm.get("kind", "legal_person"), "法人及非法人组织"),
        "XK_XDR_SHXYM": "" if person else firm["uscc"],
        "XK_FRDB": firm["legal_representative"] if firm.get("kind", "legal_person") not in KINDS else "",
        "XK_XKWS": document,
        "XK_WSH": number,
        "XK_XKLB": LICENCE_KINDS[guide.licence_kind] if guide.item_type == "licence" else LICENCE_KINDS["other"],
        "XK_XKZS": str(guide.result.document) if granted else "",
        "XK_XKBH": licence.number if licence else "",
        "XK_NR": masked(case.scope, firm) or str(guide.name),
        "XK_JDRQ": case.decided_on.isoformat(),
        "XK_YXQZ": since.isoformat(),
        "XK_YXQZI": until.isoformat() if until else UNLIMITED,
        "XK_XKJG": office.name_zh,
        "XK_XKJGDM": office.uscc,
        "XK_ZT": "1" if holds and not (licence and _standing(licence, on) in INVALID) else "2",
        "XK_LYDW": office.name_zh,
        "XK_LYDWDM": office.uscc,
        **({"BZ": void} if void else {}),
    }


def _void(case: Case) -> str:
    """The declaration that the documents before a new one are void; nothing where the guide asks for none."""
    own = case.licence
    if own is None or own.void_declared_on is None or own.reissued_on is None:
        return ""
    return f"{own.reissued_on.isoformat()}补发，此前发出的同一编号的证照作废"


def shown(told: Mapping[str, Any], corrected: Mapping[str, Mapping[str, str]], on: date | None) -> dict[str, Any]:
    """What stands on the public list: what the case says, with what was corrected.

    A correction holds until the case itself says something new in that field, such as a licence made out since.
    """
    held = {code: one["now"] for code, one in corrected.items() if str(told.get(code) or "") == one["case"]}
    named = "、".join(FIELDS[code] for code in FIELDS if code in held)
    notes = [str(told.get("BZ") or ""), f"{on.isoformat()}更正：{named}" if held and on else ""]
    note = "；".join(one for one in notes if one)
    return {**told, **held, **({"BZ": note} if note else {})}


def searched(fields: Mapping[str, Any], row: CaseRow) -> str:
    """What the search of the public list looks through: what is published, and nothing that was masked."""
    said = [str(fields.get(name) or "") for name in SEARCHED]
    return "\n".join([*said, row.item_name_zh, row.item_name_en]).lower()[:1200]


def _standing(own: Licence, on: date) -> str:
    since, until, before = own.state_since, own.state_until, own.state_before
    return standing_on(own.state, own.valid_from, own.valid_to, on, since=since, until=until, before=before)


def document_of(
    outcome: str, numbers: Sequence[tuple[int, str, str]], guide: Guide, licence: Licence | None
) -> tuple[str, str]:  # fmt: skip
    """Title and number of the letter by which the decision was made known, from the letters of the case (`numbers`); of an older
    filing that was told of none, the proof with the number of the filing."""
    filing = guide.item_type == "filing"
    refused = title_of("refusal", guide)
    titles = {"grant": GRANTED, "renewal": "视为准予延续告知书", "refusal": refused}
    titles |= {"filed": "备案告知书", "deemed_filed": "视为备案告知书"}
    for _, kind, number in reversed(numbers):
        if kind in titles and not (filing and kind == "grant"):
            return titles[kind], number
    if outcome != "grant":
        return refused, ""
    proof = str(guide.result.document) if filing else GRANTED
    return proof, licence.number if filing and licence else ""


def _term(
    session: Session, row: CaseRow, case: Case, guide: Guide, licence: Licence | None, answers: Mapping[str, Any]
) -> tuple[date, date | None]:
    """First and last day: of the licence; while it is not made out, as if it were on the day of the decision; a refusal has none,
    so both are its own day."""
    assert case.decided_on is not None
    if licence is not None:
        return licence.valid_from, licence.valid_to
    if case.outcome != "grant":
        return case.decided_on, case.decided_on
    return delivery.planned(session, row, guide.result, answers, case.decided_on)
