"""After the licence: what is owed by which day, checks recorded by two officers, and results from elsewhere (R80, R131)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any

from sqlalchemy import func, select

from guides.guide import Guide
from guides.text import Text
from portal.access import may_act, require
from portal.actors import Actor, Role
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import CaseDuty, Licence
from portal.services import act_contents, casefile, colleagues, journal, law, signed_scans, standing
from portal.services.caseclocks import ClockView, views_of
from portal.services.casefile import CaseFile
from portal.services.duty_columns import OWED
from portal.services.freshness import known_seq
from portal.services.paging import ROWS, Page, offset
from workflows.case import Case
from workflows.case_facts import Check
from workflows.commands import CheckDuty
from workflows.duties import Duty, duties
from workflows.refusal import Refusal

COMMITMENT = "commitment"
RENEWAL = "renewal"
KINDS = ("check", COMMITMENT, RENEWAL)


@dataclass(frozen=True, slots=True)
class OwedDuty:
    """One line of the list: what is owed by whom, for which licence, by which day; `late` once that day is over."""

    case_id: str
    number: str
    holder: str
    licence: str
    item: Text
    duty: str
    name: Text | None
    kind: str
    office: str
    state: str
    since: date | None
    due: date | None
    late: bool
    mine: bool


@dataclass(frozen=True, slots=True)
class DutyView:
    """One check of a case with its clock, the checks so far, and whether the person may record another one."""

    file: CaseFile
    duty: Duty
    name: Text | None
    clock: ClockView | None
    done: tuple[Check, ...]
    mine: bool
    today: date


def listed(
    *, by: Actor, on: date, kind: str = "", late: bool = False, office: str = "", page: int = 1
) -> Page[OwedDuty]:
    """What is owed after licences, by its day: of the own office, or of all (or one) for a supervisor. Untimed checks and
    windows that are not open yet stand in no list."""
    require(bool(by.roles & {Role.REVIEWER, Role.DECIDER, Role.SUPERVISOR}), "role", roles=["reviewer"])
    where = _owed(by, on, kind, office)
    where += [CaseDuty.late_from <= on] if late else []
    with reading() as session:
        total = session.scalar(select(func.count()).select_from(CaseDuty).where(*where)) or 0
        page, pages, skip = offset(page, total)
        statement = (
            select(CaseDuty, CaseRow, Licence.number, Licence.holder_name)
            .join(CaseRow, CaseRow.id == CaseDuty.case_id)
            .outerjoin(Licence, Licence.case_id == CaseDuty.case_id)
            .where(*where)
            .order_by(CaseDuty.due_on, CaseDuty.case_id, CaseDuty.duty)
        )
        rows = session.execute(statement.limit(ROWS).offset(skip)).all()
        found = tuple(_line(one, row, number or "", holder, by, on) for one, row, number, holder in rows)
    return Page(found, total, page, pages)


def late_count(*, by: Actor, on: date) -> int:
    """How many of them are past their day."""
    with reading() as session:
        where = [*_owed(by, on, "", ""), CaseDuty.late_from <= on]
        return session.scalar(select(func.count()).select_from(CaseDuty).where(*where)) or 0


def view(case_id: str, duty: str, *, by: Actor, on: date) -> DutyView:
    """One check of a case. Raises Refusal `no_such_duty` when the case has none of that name."""
    file = casefile.casefile(case_id, by=by)
    found = next((one for one in duties(file.case) if one.name == duty and one.kind != RENEWAL), None)
    if found is None:
        raise Refusal("no_such_duty", duty=duty)
    return DutyView(
        file=file,
        duty=found,
        name=name_of(file.guide, duty),
        clock=views_of(file.case, on).get(found.clock),
        done=file.case.checks.get(duty, ()),
        mine=may_act(by, file, Role.REVIEWER, found.office) and file.case.revocation_on is None,
        today=on,
    )


def record_check(
    case_id: str,
    duty: str,
    *,
    checked_on: date,
    result: str,
    words: str,
    correct_by: date | None = None,
    officers: Iterable[int | str] = (),
    scan: tuple[str, IO[bytes]],
    by: Actor,
    at: datetime,
    expected_seq: int | None = None,
) -> Case:
    """Record a check after the licence: passed, correct (to be put right by a day) or failed; two officers sign (R18, R80).

    What was promised and is false leads to the proposal to revoke the licence. Raises WrongInput for a colleague of another
    office, UploadError for the signed record, Refusal of the rule that forbids it.
    """
    with signed_scans.received(*scan) as taken, transaction() as session:
        row = casefile.locked(session, case_id, by=by)
        term = journal.state_of(session, row.id).terms.duty(duty)
        require(term is not None and may_act(by, row, Role.REVIEWER, term.office), "track")
        standing.check(session, by, Role.REVIEWER)
        signing = (by.reference, *colleagues.signing_with(session, officers, by=by))
        paper = act_contents.keep(session, row.id, {"words": words.strip()}, at=at)
        command = CheckDuty(duty, checked_on, result, correct_by, signing, paper, taken.digest)
        seq = known_seq(session, row, expected_seq)
        case = journal.record(session, row, command, by=by, at=at, expected_seq=seq)
        signed_scans.keep(session, row, taken, "check", by=by, at=at)
        return case


def name_of(guide: Guide, duty: str) -> Text | None:
    """A check as its guide names it; None for those that the law names: commitment and renewal."""
    return next((one.name for one in guide.post_checks if one.id == duty), None)


def _owed(by: Actor, on: date, kind: str, office: str) -> list[Any]:
    where: list[Any] = [CaseDuty.state.in_(OWED), CaseDuty.due_on.is_not(None), CaseDuty.since <= on]
    wanted = office if by.holds(Role.SUPERVISOR) else by.office_code
    where += [CaseDuty.office == wanted] if wanted else []
    return [*where, CaseDuty.kind == kind] if kind in KINDS else where


def _line(one: CaseDuty, row: CaseRow, licence: str, holder: str | None, by: Actor, on: date) -> OwedDuty:
    return OwedDuty(
        case_id=row.public_id,
        number=row.number,
        holder=holder or row.applicant_name,
        licence=licence,
        item=Text(zh=row.item_name_zh, en=row.item_name_en),
        duty=one.duty,
        name=name_of(law.guide_of(row.item, row.guide_version), one.duty),
        kind=one.kind,
        office=one.office,
        state=one.state,
        since=one.since,
        due=one.due_on,
        late=one.late_from is not None and one.late_from <= on,
        mine=one.kind != RENEWAL and may_act(by, row, Role.REVIEWER, one.office),
    )
