"""Document numbers: 机关代字 + 〔年〕 + 序号 + 号 (R118)."""

from typing import Literal

from portal.documents.letter import Kind

SERIES: dict[Kind, str] = {
    Kind.RECEIPT: "{family}收",
    Kind.CORRECTION: "{family}补",
    Kind.ACCEPTANCE: "{family}受",
    Kind.NOT_ACCEPTED: "{family}不受",
    Kind.NOT_REQUIRED: "{family}免",
    Kind.DEFERRAL_COMMITMENT: "{family}容诺",
    Kind.DEFERRAL_NOTICE: "{family}容",
    Kind.ACCEPTANCE_REVOKED: "{family}撤受",
    Kind.SUSPENSION: "{family}暂",
    Kind.SPECIAL_PROCEDURE: "{family}特",
    Kind.RESUMPTION: "{family}续计",
    Kind.EXTENSION: "{family}延",
    Kind.CALENDAR: "{family}期",
    Kind.WITHDRAWN: "{family}撤回",
    Kind.TERMINATION: "{family}终",
    Kind.HEARING_RIGHT: "{family}听告",
    Kind.HEARING_NOTICE: "{family}听通",
    Kind.HEARING_RECORD: "{family}听笔",
    Kind.HEARING_ANSWER: "{family}听答",
    Kind.INTERESTED_RIGHT: "{family}利告",
    Kind.INTERESTED_NOTICE: "{family}利通",
    Kind.INTERESTED_ANSWER: "{family}利答",
    Kind.DISCUSSION: "{family}议",
    Kind.REVIEW_CORRECTION: "{family}审补",
    Kind.SITE_NOTICE: "{family}核通",
    Kind.SITE_RECORD: "{family}核笔",
    Kind.EXPERT_RECORD: "{family}评审",
    Kind.PUBLICITY_NOTICE: "{family}公示",
    Kind.LIMIT: "{family}限",
    Kind.RENEWAL: "{family}续",
    Kind.GRANT: "{family}",
    Kind.REFUSAL: "不{family}",
    Kind.GRANT_ENDED: "{family}准终",
    Kind.FILED: "{family}案",
    Kind.DEEMED_FILED: "{family}视",
    Kind.FILING: "{family}",
    Kind.SERVICE: "{family}送",
    Kind.LICENCE_NOTICE: "{family}告",
    Kind.LICENCE_SUSPENDED: "{family}扣",
    Kind.LICENCE_RESTORED: "{family}复",
    Kind.LICENCE_REVOKED: "{family}撤",
    Kind.LICENCE_WITHDRAWN: "{family}回",
    Kind.LICENCE_PENAL_REVOKED: "{family}吊",
    Kind.LICENCE_CANCELLED: "{family}注",
    Kind.CANCELLATION_REFUSED: "{family}不注",
    Kind.REISSUE_REFUSED: "{family}不补",
}
"""What follows the agency's own characters; `family` is 许 for licences and 备 for filings. Licences have a rule of their own."""


def prefix(agency_code: str, kind: Kind, item_type: Literal["licence", "filing"] = "licence") -> str:
    """The characters in front of the year: 临应急 and an acceptance notice give 临应急许受 (R118).

    Raises KeyError for a kind that is numbered otherwise (the licence certificate).
    """
    return agency_code + SERIES[kind].format(family="许" if item_type == "licence" else "备")


def number(prefix: str, year: int, serial: int) -> str:
    """A document number such as 临应急许受〔2026〕417号; the brackets are 〔〕 (R118)."""
    return f"{prefix}〔{year}〕{serial}号"
