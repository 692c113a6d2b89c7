"""The facts that letters are built from: plain values, gathered by the services."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from portal.documents.letter import Agency

Unit = Literal["working_day", "calendar_day", "month"]
ItemType = Literal["licence", "filing"]
MaterialForm = Literal["original", "copy", "electronic", "certificate", "commitment"]


@dataclass(frozen=True)
class Applicant:
    """The applicant as a letter names it; `person` is for a natural person, who is addressed as 你."""

    name: str
    code: str
    code_name: str = "统一社会信用代码"
    address: str = ""
    representative: str = ""
    person: bool = False

    @property
    def you(self) -> str:
        """How a letter addresses the applicant."""
        return "你" if self.person else "你单位"


@dataclass(frozen=True)
class Officer:
    """A member of staff named in a letter; `certificate` is the number of the law-enforcement certificate."""

    name: str
    office: str = ""
    phone: str = ""
    certificate: str = ""


@dataclass(frozen=True)
class Contact:
    """Where and when the authority can be asked; `site` is the name of the website, as in “一窗”网站."""

    address: str
    phone: str
    hours: str
    complaint: str
    site: str = "“一窗”网站"


@dataclass(frozen=True)
class Term:
    """A length of time in its own unit."""

    value: int
    unit: Unit = "working_day"


@dataclass(frozen=True)
class Due:
    """The last day of a term; `provisional` names the year whose holiday schedule is not published yet (R158)."""

    on: date
    provisional: int | None = None


@dataclass(frozen=True)
class Remedies:
    """Where a decision can be contested (R151): the bodies by name, the periods, and the way to file online."""

    reconsideration_body: str
    court: str
    online: str
    reconsideration_days: int = 60
    litigation_months: int = 6


@dataclass(frozen=True)
class MaterialLine:
    """One material as handed in or missing: name, form, number of copies, remark."""

    name: str
    form: MaterialForm
    copies: int = 1
    note: str = ""


@dataclass(frozen=True)
class Deferred:
    """A material that may follow later, and until when: a day, the decision or the site check; `within` before it is counted."""

    material: MaterialLine
    due: Due | None = None
    until: Literal["day", "decision", "site_check"] = "day"
    within: Term | None = None


@dataclass(frozen=True)
class LetterData:
    """What every letter of a case says: its number, day and agency, the applicant, the item, the case and whom to ask.

    `verify` is the address that the QR code of the letter opens, None for a letter without a code.
    """

    number: str
    issued_on: date
    agency: Agency
    applicant: Applicant
    item: str
    case_number: str
    applied_on: date
    handler: Officer
    contact: Contact
    item_type: ItemType = "licence"
    verify: str | None = None

    @property
    def act(self) -> str:
        """What the item is in law, as letters call it."""
        return "行政许可" if self.item_type == "licence" else "备案"
