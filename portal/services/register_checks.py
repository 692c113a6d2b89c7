"""Checks of a case by the registers: owed from the hand-in on, made when the register answers, and what it says is kept.

Nobody is kept from applying by a register that is down: the application is received, and the check is made when it is back. What
differs is shown to the clerk with both values; it refuses nothing by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy.orm import Session

from guides import sources
from guides.guide import Guide
from portal.actors import SYSTEM
from portal.connectors.projects import Projects
from portal.connectors.register import Register
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import Enterprise, RegisterAnswer
from portal.services import checks, journal, law, outbox, ports, snapshots
from portal.services.outbox import Parcel
from portal.services.persons import NATURAL_PERSON
from portal.services.stands import flat, same
from workflows.commands import FinishCheck, OweCheck

PORTS = ("register", "projects")
REGISTERED = ("name", "legal_representative", "address")


def owe(
    session: Session, row: CaseRow, guide: Guide, answers: Mapping[str, Any], *, disputed: Collection[str], at: datetime
) -> None:
    """What a new case is to be checked against: the register, where one is connected, and the platform for its project code.

    A natural person is in no register of enterprises. What the applicant contests is told to the register's keeper.
    """
    if session.get_one(Enterprise, row.enterprise_id).kind != NATURAL_PERSON:
        _owe(session, row, "register", at)
        contested = any(_source(guide, name).startswith("register.") for name in disputed)
        if contested and ports.configured("register"):
            outbox.post(session, f"{row.public_id}-dispute", "dispute", case_id=row.id, payload={}, at=at)
    code = sources.code_field(guide)
    if code is not None and answers.get(code.id):
        _owe(session, row, "projects", at)


def owe_again(
    session: Session, row: CaseRow, before: Mapping[str, Any], after: Mapping[str, Any], *, at: datetime
) -> None:
    """What was checked of answers that a correction changed is checked once more, with what they are now.

    A check that is still owed looks at the newest answers by itself.
    """
    guide, case = law.guide_of(row.item, row.guide_version), journal.state_of(session, row.id)
    code = sources.code_field(guide)
    for port in PORTS:
        asked = {field.id for field in sources.fields_from(guide, port)}
        asked |= {code.id} if code is not None and port == "projects" else set()
        changed = any(before.get(name) != after.get(name) for name in asked)
        known = session.get(RegisterAnswer, (row.id, port)) is not None or (code is not None and after.get(code.id))
        if changed and known and port not in case.owed:
            _owe(session, row, port, at, again=f"-{case.seq}")


def carry_register(parcel: Parcel, at: datetime) -> None:
    """Carry a look into the business register: what differs from what the applicant said is recorded by name."""
    with reading() as session:
        row = session.get_one(CaseRow, parcel.case_id)
        content, guide = snapshots.latest(session, row.id), law.guide_of(row.item, row.guide_version)
        uscc = session.get_one(Enterprise, row.enterprise_id).uscc
    with ports.asking("register", at=at):
        found = Register(current_app.config["SETTINGS"].register_url).look_up(uscc)
    facts = found.facts if found else {}
    differs = _differing(guide, content, "register", facts)
    if found and found.status not in ("", "normal"):
        differs.append("register.status")
    _settle(row.id, "register", facts, differs, contested(content), at)


def carry_projects(parcel: Parcel, at: datetime) -> None:
    """Carry a look into the platform of projects: the name and the unit of the code that the applicant wrote."""
    with reading() as session:
        row = session.get_one(CaseRow, parcel.case_id)
        content, guide = snapshots.latest(session, row.id), law.guide_of(row.item, row.guide_version)
        uscc = session.get_one(Enterprise, row.enterprise_id).uscc
    field = sources.code_field(guide)
    code = str(content["answers"].get(field.id, "")) if field else ""
    with ports.asking("projects", at=at):
        found = Projects(current_app.config["SETTINGS"].projects_url).look_up(code)
    facts = found.facts if found else {}
    differs = _differing(guide, content, "projects", facts)
    if found and found.unit_uscc not in ("", uscc) and "project.unit" not in differs:
        differs.append("project.unit")
    _settle(row.id, "projects", facts, differs, contested(content), at)


def carry_dispute(parcel: Parcel, at: datetime) -> None:
    """Tell the register's keeper what an applicant contests, one message a fact; where it takes none, nothing is owed."""
    with reading() as session:
        row = session.get_one(CaseRow, parcel.case_id)
        content, guide = snapshots.latest(session, row.id), law.guide_of(row.item, row.guide_version)
        uscc = session.get_one(Enterprise, row.enterprise_id).uscc
    port = Register(current_app.config["SETTINGS"].register_url)
    with ports.asking("register", at=at):
        for name, kept in content["sources"]["fields"].items():
            if kept["state"] == "disputed" and _source(guide, name).startswith("register."):
                fact = sources.fact_of(kept["source"])
                said = {"listed": flat(kept["value"]), "said": flat(content["answers"].get(name))}
                told = {"uscc": uscc, "fact": fact, **said, "reason": kept["reason"], "case": row.number}
                if not port.dispute({"key": f"{row.number}-{name}", **told, "document_sha256": kept["file"]}):
                    return


def said(guide: Guide, content: Mapping[str, Any], port: str) -> dict[str, str]:
    """What the applicant says of the facts of a port, in one line each: as the account has it, and before that as the form has."""
    firm = content["enterprise"] if port == "register" else {}
    found = {name: str(firm.get(name) or "") for name in REGISTERED if port == "register"}
    for field in sources.fields_from(guide, port):
        if field.id in content["answers"]:
            found[sources.fact_of(field.source or "")] = flat(content["answers"][field.id])
    return found


def contested(content: Mapping[str, Any]) -> frozenset[str]:
    """The sources that the applicant contests with a document."""
    fields = content.get("sources", {}).get("fields", {})
    return frozenset(kept["source"] for kept in fields.values() if kept["state"] == "disputed")


def _owe(session: Session, row: CaseRow, port: str, at: datetime, *, again: str = "") -> None:
    if ports.configured(port):
        journal.record(session, row, OweCheck(port), by=SYSTEM, at=at)
        outbox.post(session, f"{row.public_id}-{port}{again}", f"check_{port}", case_id=row.id, payload={}, at=at)


def _differing(guide: Guide, content: Mapping[str, Any], port: str, facts: Mapping[str, str]) -> list[str]:
    """The facts that differ, as sources of guides are named."""
    prefix = "project" if port == "projects" else port
    told = ((name, value) for name, value in said(guide, content, port).items() if value and facts.get(name))
    return [f"{prefix}.{name}" for name, value in told if not same(value, facts[name])]


def _settle(
    case_id: int, port: str, facts: dict[str, str], differs: Sequence[str], known: Collection[str], at: datetime
) -> None:
    """Record the result: `different` names what nobody has said yet, `disputed` what the applicant contests already."""
    new = tuple(name for name in differs if name not in known)
    result = "different" if new else "disputed" if differs else "confirmed" if facts else "unknown"
    named = tuple(name.partition(".")[2] for name in new or differs)
    with transaction() as session:
        row = journal.lock(session, case_id)
        if port not in journal.state_of(session, case_id).owed:
            return
        kept = {"case_id": case_id, "port": port, "result": "found" if facts else "unknown", "facts": facts}
        session.merge(RegisterAnswer(**kept, asked_at=at))
        checks.finish(session, row, FinishCheck(port, result, differs=named), at)


def _source(guide: Guide, name: str) -> str:
    field = guide.fields.get(name)
    return (field.source if field else "") or ""
