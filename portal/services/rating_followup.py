"""The follow-up of bad ratings: who has to contact, put right, answer and call back, by when; and the supervisor's review (R84)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from portal.access import require
from portal.actors import Actor, Role
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import CaseRating
from portal.services import casefile, journal, law, people, rating_words, standing
from portal.services.caseclocks import ClockView, views_of
from portal.services.casefile import CaseFile
from portal.services.days_left import remaining
from portal.services.freshness import known_seq
from portal.services.paging import Page, offset
from portal.services.people import Name
from workflows.case import Case
from workflows.commands import AnswerRating, CallBackRater, Command, ReviewRating, TryRater, VerifyRating
from workflows.limits import Signal
from workflows.rating import CONTACT, FIX, Rating
from workflows.rating_policy import load_policy
from workflows.refusal import Refusal

STAGES = ("contested", "contact", "review", "fix", "callback")
ALL_STAGES = (*STAGES, "done", "excluded")
FOLLOWERS = (Role.WINDOW, Role.REVIEWER, Role.DECIDER)
ROWS = 50


@dataclass(frozen=True, slots=True)
class FollowedRow:
    """One bad rating in a list: its stage, the last day of it, and what is left in working days."""

    public_id: str
    act: str
    number: str
    item_zh: str
    item_en: str
    applicant: str
    office: str
    desk: str
    level: int
    rated_on: date
    stage: str
    due: date | None
    light: Signal | None
    left: int | None
    unit: str
    finding: str
    tries: int = 0


@dataclass(frozen=True, slots=True)
class FollowedPage(Page[FollowedRow]):
    """One page of the list, with how many there are at each stage and how many of them are late."""

    stages: Mapping[str, int] | None = None
    late: int = 0


@dataclass(frozen=True, slots=True)
class FollowedRating:
    """One bad rating with everything that the follow-up needs; `may_act` and `may_review` say what the person may do."""

    file: CaseFile
    rating: Rating
    words: Mapping[str, str]
    clocks: tuple[ClockView, ...]
    names: Mapping[str, Name]
    may_act: bool
    may_review: bool
    may_decide: bool = False


def listed(*, by: Actor, on: date, stage: str = "", page: int = 1) -> FollowedPage:
    """The bad ratings that the person follows up, the nearest last day first; a supervisor sees those of everybody."""
    require(bool(by.roles & {*FOLLOWERS, Role.SUPERVISOR}), "role", roles=["window", "reviewer", "decider"])
    r, own = CaseRating, _own(by)
    with reading() as session:
        late = func.sum(case((r.due_on < on, 1), else_=0))
        counted = select(r.stage, func.count(), late).where(own, r.stage != "").group_by(r.stage)
        stages, lates = {}, {}
        for name, number, over in session.execute(counted):
            stages[name], lates[name] = number, int(over or 0)
        wanted = (stage,) if stage in ALL_STAGES else STAGES
        total = sum(stages.get(name, 0) for name in wanted)
        page, pages, skip = offset(page, total, ROWS)
        statement = (
            select(r, CaseRow)
            .join(CaseRow, CaseRow.id == r.case_id)
            .where(own, r.stage.in_(wanted))
            .order_by(r.due_on.is_(None), r.due_on, r.rated_on, r.case_id, r.act)
        )
        rows = tuple(_row(one, row, on) for one, row in session.execute(statement.limit(ROWS).offset(skip)))
    return FollowedPage(rows, total, page, pages, stages, sum(lates.get(name, 0) for name in STAGES))


def view(case_id: str, act: str, *, by: Actor, on: date) -> FollowedRating:
    """One bad rating. Raises Refusal when there is none, Denied when it is not the person's to follow up or to supervise."""
    with reading() as session:
        row = casefile.row_of(session, case_id)
        file = casefile.gather(session, row, by=by)
        one = _followed(file.case, act)
        mine = _may_follow(by, row, one)
        require(mine or by.holds(Role.SUPERVISOR), "rating_desk")
        texts = rating_words.of_case(session, row.id, act)
        names = people.names_of(session, {entry.by for entry in file.recorded} | ({one.invited_by} - {""}))
    clocks = views_of(file.case, on)
    shown = tuple(clocks[name] for kind in (CONTACT, FIX) if (name := f"{kind}:{act}") in clocks)
    words = {kind: text for (_, kind), text in texts.items()}
    review = by.holds(Role.SUPERVISOR) and one.stage == "review" and one.verified_by != by.reference
    decides = by.holds(Role.SUPERVISOR) and one.stage == "contested"
    return FollowedRating(file, one, words, shown, names, mine, review, decides)


def verify(
    case_id: str, act: str, finding: str, reason: str, way: str, *, by: Actor, at: datetime, expected_seq: int | None
) -> None:
    """Record what contact with the applicant showed (within one working day, R84). Raises Refusal."""
    _follow(case_id, act, VerifyRating(act, finding, reason, way), by=by, at=at, expected_seq=expected_seq)


def tried(
    case_id: str, act: str, way: str, note: str = "", *, by: Actor, at: datetime, expected_seq: int | None
) -> None:
    """Record an attempt that reached nobody; the period for contact runs on. Raises Refusal, also within hours of the last one."""
    _follow(case_id, act, TryRater(act, way, note), by=by, at=at, expected_seq=expected_seq)


def answer(case_id: str, act: str, reply: str, *, by: Actor, at: datetime, expected_seq: int | None) -> None:
    """Tell the applicant what was put right; the reply is public (R83). Raises Refusal."""
    _follow(case_id, act, AnswerRating(act, reply), by=by, at=at, expected_seq=expected_seq)


def call_back(
    case_id: str, act: str, result: str, note: str = "", *, by: Actor, at: datetime, expected_seq: int | None
) -> None:
    """Record the call-back (R84). Raises Refusal before the reply and for a second one."""
    _follow(case_id, act, CallBackRater(act, result, note), by=by, at=at, expected_seq=expected_seq)


def review(
    case_id: str, act: str, verdict: str, reason: str, *, by: Actor, at: datetime, expected_seq: int | None
) -> None:
    """Uphold or overturn, as a supervisor, that a bad rating is unfounded or malicious (R83). Raises Refusal."""
    require(by.holds(Role.SUPERVISOR), "role", roles=[str(Role.SUPERVISOR)])
    with transaction() as session:
        row = casefile.locked(session, case_id, by=by)
        standing.check(session, by, Role.SUPERVISOR)
        _bad(journal.state_of(session, row.id), act)
        _record(session, row, ReviewRating(act, verdict, reason), by, at, expected_seq)


def _follow(case_id: str, act: str, command: Command, *, by: Actor, at: datetime, expected_seq: int | None) -> None:
    with transaction() as session:
        row = casefile.locked(session, case_id, by=by)
        one = _bad(journal.state_of(session, row.id), act)
        require(_may_follow(by, row, one), "rating_desk")
        standing.check(session, by, *FOLLOWERS)
        _record(session, row, command, by, at, expected_seq)


def _record(
    session: Session, row: CaseRow, command: Command, by: Actor, at: datetime, expected_seq: int | None
) -> None:
    journal.record(session, row, command, by=by, at=at, expected_seq=known_seq(session, row, expected_seq))


def _followed(case: Case, act: str) -> Rating:
    """A bad rating, or one of any level that the applicant disowns."""
    one = case.ratings.get(act)
    if one is None or not (one.bad or one.contest):
        raise Refusal("no_such_rating")
    return one


def _bad(case: Case, act: str) -> Rating:
    one = case.ratings.get(act)
    if one is None or not one.bad:
        raise Refusal("no_such_rating")
    return one


def _may_follow(by: Actor, row: CaseRow, one: Rating) -> bool:
    """A visit is the window's; the matter is that of the office which led the case."""
    if one.desk == "window":
        return by.holds(Role.WINDOW)
    return bool(by.roles & {Role.REVIEWER, Role.DECIDER}) and by.office_code == row.lead_office


def _own(by: Actor) -> ColumnElement[bool]:
    """The same as `_may_follow`, in SQL."""
    if by.holds(Role.SUPERVISOR):
        return CaseRating.case_id.is_not(None)
    own = [CaseRating.desk == "window"] if by.holds(Role.WINDOW) else []
    if by.roles & {Role.REVIEWER, Role.DECIDER}:
        own.append(and_(CaseRating.desk == "office", CaseRating.office == by.office_code))
    return or_(*own)


def _row(one: CaseRating, row: CaseRow, on: date) -> FollowedRow:
    left, unit = remaining(one.due_on, on, law.calendar())
    return FollowedRow(
        public_id=row.public_id,
        act=one.act,
        number=row.number,
        item_zh=row.item_name_zh,
        item_en=row.item_name_en,
        applicant=row.applicant_name,
        office=one.office,
        desk=one.desk,
        level=one.level,
        rated_on=one.rated_on,
        stage=one.stage,
        due=one.due_on,
        light=_light(one, left),
        left=left,
        unit=unit,
        finding=one.finding,
        tries=one.tries,
    )


def _light(one: CaseRating, left: int | None) -> Signal | None:
    """As of any promise: yellow at most one working day or a fifth of the period before the end, red after it (R120)."""
    if left is None:
        return None
    period = load_policy().contact if one.stage == "contact" else load_policy().fix
    return Signal.RED if left < 0 else Signal.YELLOW if left <= max(1, ceil(period.days / 5)) else Signal.GREEN
