"""The commitment to bring materials later (容缺受理承诺书): its text, its signature, and the record of promises (R69, R74)."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from guides.guide import Guide
from guides.material import Deferrable
from guides.plan import Requirement
from guides.text import Text
from portal.actors import Actor
from portal.db import reading
from portal.documents.deferral import consequence
from portal.models import Case as CaseRow
from portal.models import CasePromise, User
from portal.services import authority, law, proofs
from workflows.deferral_policy import Policy, load_policy
from workflows.events import Signature

_UNITS = {"working_day": "个工作日", "calendar_day": "日", "month": "个月"}
_EVENTS = {"decision": "作出决定前", "site_check": "现场核查开始前"}


@dataclass(frozen=True, slots=True)
class Broken:
    """A broken promise that still counts: of which case and material, since when and until when it counts."""

    case_id: str
    number: str
    key: str
    material: str
    broken_on: date
    counts_until: date


@dataclass(frozen=True, slots=True)
class Record:
    """An enterprise's unrepaired broken promises, and whether they close the way to another deferral (R74)."""

    broken: tuple[Broken, ...]
    policy: Policy

    @property
    def barred(self) -> bool:
        """True while nothing may be deferred."""
        return self.policy.bars(len(self.broken))

    @property
    def open_again(self) -> date | None:
        """The first day on which enough of them count no longer, if none is repaired and none is added."""
        if not self.barred:
            return None
        ends = sorted(one.counts_until for one in self.broken)
        return date.fromordinal(ends[len(ends) - self.policy.allowed - 1].toordinal() + 1)


def text(guide: Guide, requirements: Collection[Requirement], applicant: str) -> tuple[str, ...]:
    """The commitment as it is shown and signed, paragraph by paragraph, in the language of the proceedings.

    It is a pure function of the guide's version and the materials, so that the digest in the journal can be checked for ever.
    """
    failure = consequence(guide.deferral.on_failure, "本单位", guide.deferral.grace).replace("本机关", "贵机关")
    return (
        f"{applicant}申请办理{guide.name.zh}（办事指南 {guide.version} 版），下列材料暂时不能递交，申请容缺受理：",
        *(_line(at, one) for at, one in enumerate(requirements, 1)),
        "本单位已经知晓上列材料的名称、形式、补齐期限和逾期的后果，自愿选择容缺受理，知晓也可以不选择容缺受理；",
        "在上列期限内补齐全部容缺的材料，补齐的材料真实、合法、有效，并符合办事指南列明的标准；",
        f"没有在期限内补齐，或者补齐的材料仍然不符合要求的，{failure}；承诺不兑现的，信用修复前不再适用容缺受理；",
        "材料补齐前，知晓贵机关不作出准予的决定，不颁发证件。",
    )


def digest(paragraphs: tuple[str, ...]) -> str:
    """SHA-256 of the text, paragraphs separated by line feeds."""
    return hashlib.sha256("\n".join(paragraphs).encode()).hexdigest()


def sign(
    session: Session,
    guide: Guide,
    requirements: Collection[Requirement],
    applicant: str,
    password: str,
    *,
    by: Actor,
    at: datetime,
) -> Signature:
    """The applicant's signature, by entering the password again or signing in at the provider again.

    Raises WrongInput (password) as `proofs.check` does.
    """
    way = proofs.check(session.get_one(User, by.id), password, by=by, at=at)
    signed = digest(text(guide, requirements, applicant))
    return Signature(by.reference, way, signed, tuple(one.key for one in requirements))


def record(session: Session, *enterprises: int, on: date) -> Record:
    """The broken promises of an enterprise that count on that day; for staff also those of the enterprise that an account names
    which nobody has let act for it yet."""
    p, policy = CasePromise, load_policy()
    statement = (
        select(CaseRow.public_id, CaseRow.number, CaseRow.item, CaseRow.guide_version, p.material, p.settled_on)
        .join(CaseRow, CaseRow.id == p.case_id)
        .where(p.enterprise_id.in_(enterprises), p.state == "broken", p.repaired_on.is_(None))
        .where(p.settled_on >= policy.counts_from(on), p.settled_on.is_not(None))
        .order_by(p.settled_on, p.case_id, p.material)
    )
    return Record(tuple(_broken(policy, *row) for row in session.execute(statement)), policy)


def record_of(enterprise_id: int, *, on: date) -> Record:
    """The same for a page."""
    with reading() as session:
        return record(session, enterprise_id, on=on)


def count(session: Session, enterprise_id: int, *, on: date) -> int:
    """How many of them count."""
    p = CasePromise
    wanted = (
        p.enterprise_id.in_(authority.counted(session, enterprise_id)),
        p.state == "broken",
        p.repaired_on.is_(None),
    )
    since = load_policy().counts_from(on)
    return session.scalar(select(func.count()).select_from(p).where(*wanted, p.settled_on >= since)) or 0


def material_name(guide: Guide, key: str) -> str:
    """What a promised requirement is called: a material, or the alternatives of a group."""
    return "或者".join(one.zh for one in material_names(guide, key)) or key


def material_names(guide: Guide, key: str) -> tuple[Text, ...]:
    """The same in both languages, each alternative by itself."""
    return tuple(one.name for one in guide.materials if key in (one.id, one.group))


def _broken(
    policy: Policy, case_id: str, number: str, item: str, version: date, key: str, settled_on: date | None
) -> Broken:
    on = settled_on or date.min  # the query asks for rows with a day alone
    name = material_name(law.guide_of(item, version), key)
    return Broken(case_id, number, key, name, on, policy.counts_until(on))


def _line(at: int, requirement: Requirement) -> str:
    rule = requirement.alternatives[0].deferrable
    name = "或者".join(one.name.zh for one in requirement.alternatives)
    return f"{at}. {name}，{''.join(_until(rule)) if rule else '作出决定前'}补齐；"


def _until(rule: Deferrable) -> Iterator[str]:
    """Until when, in the words of the guide: days after acceptance, an event, or both."""
    if rule.days:
        yield f"受理后{rule.days}{_UNITS[rule.unit]}内"
    if rule.until in _EVENTS:
        yield f"{'，最迟在' if rule.days else ''}{_EVENTS[rule.until]}"
