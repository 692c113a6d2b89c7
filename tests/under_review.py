"""Cases under review for tests: a town with its officers, and cases that were submitted, accepted and answered by commands."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from typing import Any

from flask import current_app
from sqlalchemy import event, func, insert, select

from guides.plan import needs
from portal.actors import SYSTEM, Actor, Role
from portal.db import db, reading, transaction
from portal.models import Case as CaseRow
from portal.models import Enterprise, Office, User, UserRole
from portal.services import credit, credit_lists, journal, law, passwords, review, snapshots
from portal.services.counters import next_value
from portal.services.credit_lists import Entry
from portal.services.terms import delivered_keys, terms_of
from tests.backends import made_once
from tests.core.play import signed
from workflows import commands as c
from workflows.case import Case
from workflows.events import Mark

CHINA = timezone(timedelta(hours=8))
PASSWORD = "seven quiet harbours"
HAZCHEM = "hazchem_business_licence"
OFFICES = (
    ("centre", "临江市政务服务中心", "Linjiang Government Service Centre", "临政服"),
    ("emb", "临江市应急管理局", "Linjiang Emergency Management Bureau", "临应急"),
    ("fire", "临江市消防救援支队", "Linjiang Fire and Rescue Detachment", "临消"),
    ("eco", "临江市生态环境局", "Linjiang Ecology and Environment Bureau", "临环"),
    ("market", "临江市市场监督管理局", "Linjiang Market Supervision Bureau", "临市监"),
    ("psb", "临江市公安局", "Linjiang Public Security Bureau", "临公"),
)
STAFF = (
    ("zhou.min", "周敏", "centre", (Role.WINDOW,)),
    ("chen.li", "陈立", "emb", (Role.REVIEWER,)),
    ("he.siyuan", "何思远", "emb", (Role.REVIEWER,)),
    ("han.weidong", "韩卫东", "emb", (Role.DECIDER,)),
    ("qin.yue", "秦岳", "fire", (Role.REVIEWER,)),
    ("bai.lu", "白露", "eco", (Role.REVIEWER,)),
    ("gao.fei", "高飞", "market", (Role.REVIEWER,)),
    ("su.ming", "苏明", "centre", (Role.SUPERVISOR,)),
    ("lin.jing", "林静", "centre", (Role.ADMINISTRATOR,)),
)
FIRMS = (
    ("临江恒泰化工贸易有限公司", "91990101MA2HT5K72T", "沈远航", "990101198003073019"),
    ("望山石化销售有限公司", "91990101MA2WH12346", "陆知行", ""),
    ("临江港联仓储有限公司", "91990101MA2GL5678J", "江一帆", ""),
)


def beijing(text: str) -> datetime:
    """A moment such as `2026-09-30 09:40` on the clocks of the offices."""
    return datetime.fromisoformat(text).replace(tzinfo=CHINA).astimezone(UTC)


@dataclass
class Town:
    """The people of the town, and what is done in it."""

    officers: dict[str, Actor] = field(default_factory=dict)
    firms: list[int] = field(default_factory=list)

    def __getitem__(self, login: str) -> Actor:
        return self.officers[login]

    def list_black(self, *entries: Entry, at: str = "2026-09-01 06:00", version: str = "2026-09-01") -> None:
        """Import a version of the black list; without entries nobody stands on it."""
        asked = {"rule_version": "应急管理部令第11号", "by": SYSTEM, "at": beijing(at)}
        credit_lists.import_list("black", "全国安全生产严重失信主体名单", version, entries, **asked)

    def apply(
        self,
        at: str,
        *,
        firm: int = 0,
        item: str = HAZCHEM,
        answers: dict[str, Any] | None = None,
        later: Iterable[str] = (),
    ) -> str:
        """Submit an application with all its materials; returns the opaque name of the case."""
        when = beijing(at)
        guide = law.catalogue().in_force(item, when.date())
        assert guide is not None
        given = ANSWERS | (answers or {})
        asked = needs(guide, given, when.date())
        delivered = {
            m.id for r in asked.requirements for m in r.alternatives[:1] if r.key not in later and not m.shared
        }
        terms = terms_of(guide, asked, law.procedure(guide.review.procedure), delivered)
        with transaction() as session:
            who = session.get_one(Enterprise, self.firms[firm])
            content = _content(guide, given, delivered, who, tuple(later))
            row = _row(session, guide, who, when)
            submit = c.Submit(
                terms=terms,
                item=item,
                guide_version=guide.version,
                guide_digest=guide.digest,
                procedure=guide.review.procedure,
                channel="online",
                snapshot=snapshots.digest_of(content),
                handed_in=delivered_keys(asked, delivered),
                later=tuple(later),
            )
            journal.open_case(session, row, submit, by=Actor("handler", 1), at=when)
            snapshots.keep(session, row.id, 1, content, at=when)
            return row.public_id

    def accept(self, case_id: str, at: str, *, later: Iterable[str] = ()) -> Case:
        """Look the credit lists up at the window and accept; `later` may follow."""
        when = beijing(at)
        with transaction() as session:
            row = journal.lock(session, _id(session, case_id))
            case = credit.look_up(session, row, stage="intake", by=self["zhou.min"], at=when)
            marks = tuple(
                Mark(m.id, "later" if m.id in later else "ok", "续租手续办理中" if m.id in later else "")
                for m in case.terms.materials
            )
            command = c.AcceptWithDeferral(marks, signed(*later)) if later else c.Accept(marks)
            return journal.record(session, row, command, by=self["zhou.min"], at=when)

    def do(self, case_id: str, command: c.Command, at: str, *, by: str = "zhou.min") -> Case:
        """Record any command."""
        with transaction() as session:
            row = journal.lock(session, _id(session, case_id))
            return journal.record(session, row, command, by=self[by], at=beijing(at))

    def answer(
        self, case_id: str, track: str, at: str, *, by: str, verdict: str = "agree", officers: Iterable[int] = ()
    ) -> Case:
        """Answer a track."""
        words, basis = OPINIONS[verdict]
        return review.give_opinion(
            case_id, track, verdict, words, basis=basis, officers=officers, by=self[by], at=beijing(at)
        )

    def heard(self, case_id: str, day: str) -> None:
        """All four tracks of a case with storage answered on two days: departments in the morning, the site in the afternoon."""
        self.answer(case_id, "documents", f"{day} 09:00", by="chen.li")
        self.answer(case_id, "fire", f"{day} 09:30", by="qin.yue")
        self.answer(case_id, "eco", f"{day} 10:00", by="bai.lu")
        self.answer(case_id, "site", f"{day} 16:00", by="chen.li", officers=[self["he.siyuan"].id])


OPINIONS = {
    "agree": ("经审查，符合条件。", ""),
    "conditions": ("同意，建议每季度联合演练一次。", ""),
    "disagree": ("防火间距不足 12 米。", "GB 50016 第三章"),
    "not_concerned": ("本事项不涉及我单位职责。", ""),
}
ANSWERS: dict[str, Any] = {
    "unit_name": "临江恒泰化工贸易有限公司",
    "uscc": "91990101MA2HT5K72T",
    "legal_rep": "沈远航",
    "legal_rep_id": "990101198003073019",
    "apply_type": "first",
    "business_mode": ["wholesale_stored"],
    "has_storage": "own",
    "new_storage": "no",
    "storage_address": {"region": "990101", "detail": "化工路18号3号库"},
    "business_address": {"region": "990101", "detail": "化工路18号"},
    "reg_address": {"region": "990101", "detail": "化工路18号"},
    "toxic_goods": "no",
    "explosive_goods": "no",
    "chemicals": [
        {"name": "甲苯", "alias": "", "cas": "108-88-3", "catalogue_no": "1014", "hazard_class": "易燃液体，类别2"}
    ],
    "principal_name": "沈远航",
}


def settle() -> Town:
    """Make offices, officers (all with PASSWORD), firms, and an empty black list."""
    return made_once(current_app, "under_review", _settled)


def _settled() -> Town:
    town = Town()
    at = beijing("2026-01-05 09:00")
    with transaction() as session:
        rooms = {}
        for code, zh, en, prefix in OFFICES:
            office = Office(code=code, name_zh=zh, name_en=en, document_prefix=prefix, seal_name=zh)
            session.add(office)
            session.flush()
            rooms[code] = office.id
        for login, name, office, roles in STAFF:
            town.officers[login] = _officer(session, login, name, office, rooms[office], roles, at)
        for name, uscc, person, number in FIRMS:
            firm = Enterprise(
                uscc=uscc, name=name, legal_representative=person, legal_representative_id=number,
                principal_person=person, address="临江市澄江区化工路18号", created_at=at,
            )  # fmt: skip
            session.add(firm)
            session.flush()
            town.firms.append(firm.id)
    town.list_black()
    return town


def join(town: Town, login: str, name: str, like: str) -> None:
    """One more officer of the office of another, with the same roles."""
    with transaction() as session:
        one = town[like]
        room, roles, at = one.office_id or 0, tuple(one.roles), beijing("2026-01-05 09:00")
        town.officers[login] = _officer(session, login, name, one.office_code, room, roles, at)


@contextmanager
def queries() -> Iterator[list[str]]:
    """The statements that the block sends to the database, without its own housekeeping."""
    sent: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def rows_of(model: type, *where: Any) -> int:
    """How many rows of a table there are."""
    with reading() as session:
        return session.scalar(select(func.count()).select_from(model).where(*where)) or 0


@cache
def _hash() -> str:
    return passwords.hashed(PASSWORD)


def _officer(
    session: Any, login: str, name: str, office: str, room: int, roles: tuple[Role, ...], at: datetime
) -> Actor:
    user = User(
        kind="officer", login=login, name=name, email=f"{login}@linjiang.example", password_hash=_hash(), office_id=room,
        certificate_number=f"99-{room}-{login[:2]}", created_at=at,
    )  # fmt: skip
    session.add(user)
    session.flush()
    session.execute(insert(UserRole), [{"user_id": user.id, "role": str(role)} for role in roles])
    return Actor("officer", user.id, frozenset(roles), room, office)


def _content(
    guide: Any, answers: dict[str, Any], delivered: set[str], who: Enterprise, later: tuple[str, ...]
) -> dict[str, Any]:
    files = [
        {
            "material": m,
            "public_id": f"f-{m}",
            "filename": f"{m}.pdf",
            "media_type": "application/pdf",
            "size": 1,
            "sha256": "",
        }
        for m in sorted(delivered)
    ]
    return {
        "item": guide.item,
        "guide_version": guide.version,
        "answers": answers,
        "raw": {},
        "files": files,
        "later": list(later),
        "enterprise": {
            "name": who.name,
            "uscc": who.uscc,
            "address": who.address,
            "legal_representative": who.legal_representative,
            "principal_person": who.principal_person,
            "kind": who.kind,
        },
        "handler": {"name": "沈远航", "mobile": "13900000001", "email": "shen@example.cn"},
    }


def _row(session: Any, guide: Any, who: Enterprise, at: datetime) -> CaseRow:
    day = at.astimezone(CHINA).strftime("%Y%m%d")
    return CaseRow(
        public_id=secrets.token_urlsafe(16),
        number=f"{guide.codes.task_code}{day}{next_value(session, f'case:{day}'):04d}",
        query_code_hash="",
        enterprise_id=who.id,
        item=guide.item,
        guide_version=date.fromisoformat(guide.version),
        guide_digest=guide.digest,
        procedure=guide.review.procedure,
        channel="online",
        lead_office=guide.review.lead,
        applicant_name=who.name,
        item_name_zh=guide.name.zh,
        item_name_en=guide.name.en,
        created_at=at,
    )


def _id(session: Any, case_id: str) -> int:
    return session.scalars(select(CaseRow.id).where(CaseRow.public_id == case_id)).one()
