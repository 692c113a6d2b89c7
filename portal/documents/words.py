"""The fixed wording of official Chinese: dates, terms, forms, articles and remedies."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from portal.documents.data import Deferred, Due, LetterData, MaterialForm, MaterialLine, Remedies, Term, Unit
from portal.documents.letter import Column, Fact, Facts, Note, Table

_ZONE = ZoneInfo("Asia/Shanghai")
_UNITS: dict[Unit, str] = {"working_day": "个工作日", "calendar_day": "日", "month": "个月"}
_FORMS: dict[MaterialForm, str] = {
    "original": "原件",
    "copy": "复印件",
    "electronic": "电子文件",
    "certificate": "电子证照",
    "commitment": "承诺书",
}
LICENSING_LAW = "《中华人民共和国行政许可法》"
EIGHT_PROCEDURES = ("听证", "招标", "拍卖", "检验", "检测", "检疫", "鉴定", "专家评审")
"""The closed list of 《行政许可法》第四十五条 (R27)."""


def day(value: date) -> str:
    """A date as letters write it: 2026年9月30日, no leading zeros, no spaces."""
    return f"{value.year}年{value.month}月{value.day}日"


def beijing(value: datetime) -> date:
    """The day an instant falls on in Beijing."""
    return value.astimezone(_ZONE).date()


def moment(value: datetime) -> str:
    """An instant in Beijing time: 2026年9月29日16时05分."""
    local = value.astimezone(_ZONE)
    return f"{day(local.date())}{local.hour}时{local.minute:02d}分"


def term(value: Term) -> str:
    """A length of time with its unit: 10个工作日, 60日, 6个月."""
    return f"{value.value}{_UNITS[value.unit]}"


def due(value: Due) -> str:
    """The last day of a term; a day that an unpublished holiday schedule may still move is called provisional (R158)."""
    if value.provisional is None:
        return day(value.on)
    return f"{day(value.on)}（暂定；{value.provisional}年放假安排公布后，本机关书面告知确定的日期）"


def before(value: Due) -> str:
    """Until when something must be handed in: 2026年10月16日24时前."""
    clear = f"{day(value.on)}24时前"
    return (
        clear
        if value.provisional is None
        else f"{clear}（暂定；{value.provisional}年放假安排公布后书面告知确定的日期）"
    )


def form(value: MaterialForm) -> str:
    """The form of a material in words."""
    return _FORMS[value]


def deferred_until(item: Deferred) -> str:
    """Until when a deferred material must be in (R70)."""
    if item.until == "day" and item.due is not None:
        return before(item.due)
    if item.until == "day" and item.within is not None:
        return f"受理之日起{term(item.within)}内"
    return {"day": "作出决定前", "decision": "作出决定前", "site_check": "现场核查当日，核查开始前"}[item.until]


def under(data: LetterData, article: str) -> str:
    """The licensing law as the ground of a licence, and by analogy of a filing: 根据《…》第三十二条."""
    verb = "根据" if data.item_type == "licence" else "参照"
    return f"{verb}{LICENSING_LAW}{article}"


def grounds(data: LetterData, article: str, *more: str) -> str:
    """The provisions that a decision rests on, the licensing law first for a licence, by analogy for a filing.

    The article is left out where the other provisions name the licensing law themselves.
    """
    others = "、".join(basis for basis in more if basis)
    if LICENSING_LAW in others:
        return f"依据{others}"
    if data.item_type == "licence":
        return f"依据{LICENSING_LAW}{article}" + (f"和{others}" if others else "")
    return (f"依据{others}，" if others else "") + f"参照{LICENSING_LAW}{article}"


def arrived(data: LetterData, received_on: date) -> str:
    """The first sentence of most letters: who applied for what, when, and when it was received."""
    when = "于同日收到" if received_on == data.applied_on else f"于{day(received_on)}收到"
    return f"{data.applicant.you}于{day(data.applied_on)}提出的{data.item}申请，本机关{when}。"


def ended(sentence: str) -> str:
    """A sentence written by an officer, with a full stop at its end."""
    clean = sentence.strip()
    return clean if not clean or clean[-1] in "。！？；：" else f"{clean}。"


def joined(names: tuple[str, ...]) -> str:
    """Names in a row: 甲、乙和丙."""
    return names[0] if len(names) == 1 else "、".join(names[:-1]) + "和" + names[-1]


def remedies(value: Remedies, data: LetterData, act: str = "本决定", you: str = "") -> tuple[str, ...]:
    """The right to contest (R151; 《行政复议法》第二十条、第二十二条,《行政诉讼法》第四十六条).

    Names the body and the court, both periods in calendar terms, and the online way to file; `you` is how the letter addresses
    whoever is not the applicant.
    """
    return (
        f"{you or data.applicant.you}如果不服{act}，可以自知道或者应当知道{act}之日起{value.reconsideration_days}日内向"
        f"{value.reconsideration_body}申请行政复议，复议申请可以当面或者邮寄递交，也可以在互联网上提交（{value.online}）；"
        f"也可以自知道或者应当知道{act}之日起{value.litigation_months}个月内依法向{value.court}提起行政诉讼。",
    )


def identity(data: LetterData) -> tuple[Fact, ...]:
    """The first rows of most letters: the number of the case, the applicant's code, the item."""
    return (
        Fact("办件编号", data.case_number),
        Fact(data.applicant.code_name, data.applicant.code),
        Fact("申请事项", data.item),
    )


def handler(data: LetterData) -> Fact:
    """Who handles the case, with office and telephone (R136)."""
    parts = (data.handler.office, data.handler.name, data.handler.phone)
    return Fact("承办人", "　".join(part for part in parts if part))


def signer(data: LetterData) -> Fact:
    """Who signed for the authority, who is not the one that handled the case, and the telephone to ask (R18, R136); what nobody
    signed names whom to ask."""
    if data.handler.name == data.agency.name:
        return handler(data)
    parts = (data.handler.office, data.handler.name, data.handler.phone)
    return Fact("签发人", "　".join(part for part in parts if part))


def materials_table(lines: tuple[MaterialLine, ...]) -> Table:
    """Materials in a table: number, name, form, copies, remark."""
    columns = (
        Column("序号", 8, "center"),
        Column("材料名称", 48),
        Column("形式", 14, "center"),
        Column("份数", 9, "center"),
        Column("说明", 21),
    )
    rows = tuple(
        (str(at), line.name, form(line.form), str(line.copies) if line.copies else "—", line.note or "—")
        for at, line in enumerate(lines, 1)
    )
    return Table(columns, rows)


def ask(data: LetterData) -> str:
    """How the applicant can ask and look up the case (R136)."""
    contact = data.contact
    return (
        f"可凭办件编号和查询密码在{contact.site}查询办理进度。咨询电话{contact.phone}，监督投诉电话{contact.complaint}，"
        f"地址：{contact.address}。"
    )


def signed_for() -> tuple[Facts, Note]:
    """The lines on which the recipient signs for a paper copy, and when an electronic one counts as served (R135, R146)."""
    lines = (
        Fact("签收人（签名）", "", half=True),
        Fact("签收日期", "　　　年　　月　　日", half=True),
    )
    return Facts(lines), Note("以电子方式送达的，本文书到达受送达人确认的系统之日为送达日期，不必签名。")


def foot(data: LetterData, *lines: str) -> tuple[str, ...]:
    """The lines beside the QR code of every letter: how to check it, and its force (国务院令第716号第九条)."""
    check = f"扫码核验本文书，或者在{data.contact.site}“证照核验”中输入文书号。"
    seal = "依法加盖电子印章的电子文书，与加盖实物印章的纸质文书具有同等法律效力。"
    return (*((check,) if data.verify else ()), *lines, seal)
