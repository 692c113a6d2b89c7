"""The road that is measured: a case in four transactions, through the journal, and as plain ORM rows of the same content."""

from __future__ import annotations

import os
import secrets
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from portal import create_app
from portal.actors import Actor, Role
from portal.config import read_settings
from portal.db import Base, reading, transaction
from portal.models import Case as CaseRow
from portal.models import CaseTrack, Counter, Document, JournalEntry, OutboxMessage, Snapshot
from portal.services import counters, journal, snapshots
from tests.core.play import TERMS
from workflows import commands as c
from workflows.events import Mark

AT = datetime(2026, 11, 20, 2, tzinfo=UTC)
CLERK = Actor("officer", 1, frozenset({Role.WINDOW}), 1, "centre", name="周敏")
REVIEWER = Actor("officer", 2, frozenset({Role.REVIEWER}), 2, "emb", name="陈立")
HANDLER = Actor("handler", 3, frozenset({Role.HANDLER}), enterprise_id=1, name="沈远航")
PARALLEL = replace(TERMS, tracks=tuple(replace(t, depends_on=(), officers=1) for t in TERMS.tracks))
MARKS = tuple(Mark(m.id, "ok") for m in PARALLEL.materials)
ANSWERS = {f"field_{n}": f"临江市澄江区望江路 {n} 号" for n in range(30)}


def submit(serial: int) -> int:
    """First transaction: the application comes in with its snapshot, receipt and messages."""
    name = secrets.token_urlsafe(12)
    content = {"answers": {**ANSWERS, "name": name}, "files": [], "later": []}
    command = c.Submit(
        PARALLEL,
        "hazchem_business_licence",
        "2026-05-01",
        "d" * 64,
        "licence@1",
        "online",
        snapshots.digest_of(content),
        tuple(m.id for m in PARALLEL.materials),
    )
    with transaction() as session:
        number = counters.next_value(session, f"case:{os.getpid()}")
        row = _case(name, f"B{os.getpid()}-{serial}-{number:06d}")
        journal.open_case(session, row, command, by=HANDLER, at=AT)
        snapshots.keep(session, row.id, 1, content, at=AT)
    return row.id


def _case(name: str, number: str) -> CaseRow:
    return CaseRow(
        public_id=name,
        number=number,
        query_code_hash="",
        enterprise_id=1,
        handler_id=None,
        item="hazchem_business_licence",
        guide_version=date(2026, 5, 1),
        guide_digest="d" * 64,
        procedure="licence@1",
        channel="online",
        lead_office="emb",
        applicant_name="临江恒泰化工贸易有限公司",
        item_name_zh="危险化学品经营许可证核发",
        item_name_en="Hazardous-chemical business licence",
        created_at=AT,
    )


def _act(case_id: int, *acts: tuple[c.Command, Actor]) -> None:
    with transaction() as session:
        row = journal.lock(session, case_id)
        for command, by in acts:
            journal.record(session, row, command, by=by, at=AT)


def ours(serial: int) -> int:
    """The road through the journal: submit; look up credit and accept; three opinions; grant."""
    case_id = submit(serial)
    _act(case_id, (c.LookUpCredit("intake", "none"), CLERK), (c.Accept(MARKS), CLERK))
    _act(case_id, *((c.GiveOpinion(t.id, "agree", "符合条件"), REVIEWER) for t in PARALLEL.tracks))
    _act(case_id, (c.Grant("符合法定条件"), REVIEWER))
    return case_id


@dataclass(frozen=True)
class Written:
    """What one real road wrote, split by its four transactions: the rows to add, and the columns of the case afterwards."""

    steps: tuple[list[tuple[type[Base], dict[str, Any]]], ...]
    columns: dict[str, Any]
    numbers: tuple[int, ...]


LAST_SEQ = (1, 3, 6, 7)  # the journal's last entry of each transaction


def written(case_id: int) -> Written:
    """Read back everything that a real road wrote, so that the baseline writes rows of the same number and size."""
    with reading() as session:
        case = session.get_one(CaseRow, case_id)
        columns = _columns(case, "id", "public_id", "number")
        steps: list[list[tuple[type[Base], dict[str, Any]]]] = [[], [], [], []]
        for model in (JournalEntry, Document, Snapshot, OutboxMessage, CaseTrack):
            for row in session.scalars(select(model).where(model.case_id == case_id)):
                steps[_step(row)].append((model, _columns(row, "id")))
    documents = tuple(sum(model is Document for model, _ in step) for step in steps)
    return Written(tuple(steps), columns, documents)


def _step(row: Any) -> int:
    if isinstance(row, CaseTrack):
        return 1
    seq = row.payload["seq"] if isinstance(row, OutboxMessage) else getattr(row, "seq", 1)
    return next(at for at, last in enumerate(LAST_SEQ) if seq <= last)


def _columns(row: Any, *without: str) -> dict[str, Any]:
    return {c.key: getattr(row, c.key) for c in inspect(type(row)).column_attrs if c.key not in without}


def baseline(model_road: Written) -> Callable[[int], int]:
    """The same four transactions as plain ORM code: lock the case, add the rows as objects, set its columns, commit."""

    def road(serial: int) -> int:
        name = secrets.token_urlsafe(12)
        case_id = 0
        for at in range(4):
            with transaction() as session:
                case_id = _plain_step(session, model_road, at, name, f"P{os.getpid()}-{serial}", case_id)
        return case_id

    return road


def _plain_step(session: Session, model_road: Written, at: int, name: str, number: str, case_id: int) -> int:
    if at == 0:
        case = CaseRow(public_id=name, number=number, **model_road.columns)
        session.add(case)
        session.flush()
    else:
        case = session.scalars(select(CaseRow).where(CaseRow.id == case_id).with_for_update()).one()
        session.scalars(select(JournalEntry).where(JournalEntry.case_id == case_id)).all()
    for series in range(model_road.numbers[at] + (at == 0)):
        _count(session, f"plain:{os.getpid()}:{series}")
    for model, values in model_road.steps[at]:
        fresh = {**values, "case_id": case.id}
        if "public_id" in fresh:
            fresh["public_id"] = secrets.token_urlsafe(12)
        if "key" in fresh:
            fresh["key"] = f"{name}-{secrets.token_urlsafe(6)}"
        session.add(model(**fresh))
    if at == 2:
        for track in session.scalars(select(CaseTrack).where(CaseTrack.case_id == case.id)):
            track.state, track.answered_on, track.verdict = "changed", AT.date(), "agree"
    case.seq, case.head, case.changed_at = at, secrets.token_hex(32), AT
    case.tracks_answered, case.state = at + 10, f"step {at}"
    return case.id


def _count(session: Session, series: str) -> None:
    row = session.get(Counter, series, with_for_update=True)
    if row is None:
        session.add(Counter(name=series, value=1))
    else:
        row.value += 1


def main(kind: str, url: str, data: str, roads: int) -> None:
    """One process of the measurement: warm up, go the road so many times, print how many a second."""
    os.environ.update(
        DATABASE_URL=url, ONEWINDOW_DATA=data, ONEWINDOW_SECRET_KEY="k" * 40, REDIS_URL="redis://127.0.0.1:1/0"
    )
    app = create_app(read_settings())
    with app.app_context():
        first = ours(-1)
        go = ours if kind == "ours" else baseline(written(first))
        for serial in range(20):
            go(1_000_000 + serial)
        begun = time.perf_counter()
        for serial in range(roads):
            go(serial)
        print(roads / (time.perf_counter() - begun))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
