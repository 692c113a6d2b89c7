"""The samples of closed files, and what people found of them: findings, the office's reply, the score (R133)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access import Denied, require
from portal.actors import Actor, Role
from portal.clock import business_day
from portal.db import reading, transaction
from portal.models import AuditDraw, AuditReview, CaseAudit, JournalEntry
from portal.models import Case as CaseRow
from portal.services import audit_lot, case_audits, head_mail, journal, law, standing
from portal.services.answers import clean
from portal.services.people import Name, names_of
from portal.services.wrong_input import WrongInput
from workflows.audit import Result
from workflows.audit_policy import load_policy
from workflows.refusal import Refusal

LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Finding:
    """What a person found: the words, and how many points it costs."""

    words: str
    points: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """One draw in the list: its period, office, seed and pool (`listed` where its numbers were kept), and how far its files are."""

    id: int
    at: datetime
    by: Name | None
    first: date
    last: date
    office: str
    seed: str
    pool: int
    digest: str
    listed: bool
    files: tuple[ReviewLine, ...]


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One drawn file in a list; `reply_until` is the last day on which the score waits for the reply, where one is awaited."""

    case_id: str
    number: str
    item_zh: str
    item_en: str
    office: str
    state: str
    score: int | None
    reply_until: date | None


@dataclass(frozen=True, slots=True)
class Review:
    """One drawn file with everything that was found, said and settled; `reply_over` says that no reply came in its time."""

    line: ReviewLine
    automatic: int
    results: tuple[Result, ...]
    findings: tuple[Finding, ...]
    found_by: Name | None
    found_at: datetime | None
    reply_over: bool
    reply: str
    replied_by: Name | None
    replied_at: datetime | None
    conclusion: str
    settled_by: Name | None
    settled_at: datetime | None
    version: int
    may_find: bool
    may_reply: bool
    may_settle: bool


def pool_of(draw_id: int, *, by: Actor) -> tuple[Drawn, tuple[str, ...]]:
    """A draw and the numbers of the files that it drew from, in the order of their tickets. Raises Refusal `not_drawn`."""
    _supervises(by)
    with reading() as session:
        made = session.get(AuditDraw, draw_id)
        if made is None or not made.numbers:
            raise Refusal("not_drawn")
        (one,) = _drawn(session, [made])
        return one, tuple(audit_lot.lot(made.numbers.split("\n"), made.pool, made.seed))


def draws(*, by: Actor) -> tuple[Drawn, ...]:
    """The newest draws with their files."""
    _supervises(by)
    with reading() as session:
        return _drawn(session, session.scalars(select(AuditDraw).order_by(AuditDraw.id.desc()).limit(12)).all())


def _drawn(session: Session, made: Sequence[AuditDraw]) -> tuple[Drawn, ...]:
    lines = _lines(session, [one.id for one in made])
    names = names_of(session, {one.drawn_by for one in made})
    return tuple(
        Drawn(
            one.id, one.drawn_at, names.get(one.drawn_by), one.first, one.last, one.office, one.seed, one.pool,
            one.pool_digest, bool(one.numbers), tuple(lines.get(one.id, ())),
        )
        for one in made
    )  # fmt: skip


def of_office(*, by: Actor) -> tuple[ReviewLine, ...]:
    """The drawn files of the person's office of which something was found, those that wait for a reply first."""
    require(bool(by.roles & {Role.REVIEWER, Role.DECIDER}), "role", roles=[str(Role.DECIDER)])
    r = AuditReview
    statement = select(r, CaseRow).join(CaseRow, CaseRow.id == r.case_id)
    statement = statement.where(r.office == by.office_code, r.state != "open").order_by(r.id.desc()).limit(100)
    with reading() as session:
        lines = [_line(*one) for one in session.execute(statement)]
    return tuple(sorted(lines, key=lambda one: one.state != "found"))


def review(case_id: str, *, by: Actor, on: date) -> Review:
    """One drawn file on a day, for supervisors and, once something was found, for the office. Raises Refusal, Denied."""
    with reading() as session:
        kept, row = _found(session, case_id)
        _check_sight(kept, by)
        audit = session.get_one(CaseAudit, row.id)
        names = names_of(session, {one for one in (kept.found_by, kept.replied_by, kept.settled_by) if one})
        acted = _acted(session, row.id, by)
    own, line = by.office_code == kept.office, _line(kept, row)
    over = line.reply_until is not None and on > line.reply_until
    return Review(
        line=line,
        automatic=audit.score,
        results=case_audits.results_of(audit),
        findings=tuple(Finding(one["words"], one["points"]) for one in kept.findings),
        found_by=names.get(kept.found_by),
        found_at=kept.found_at,
        reply_over=over,
        reply=kept.reply,
        replied_by=names.get(kept.replied_by),
        replied_at=kept.replied_at,
        conclusion=kept.conclusion,
        settled_by=names.get(kept.settled_by),
        settled_at=kept.settled_at,
        version=kept.version,
        may_find=by.holds(Role.SUPERVISOR) and kept.state == "open" and not acted,
        may_reply=by.holds(Role.DECIDER) and own and kept.state == "found",
        may_settle=by.holds(Role.SUPERVISOR) and (kept.state == "replied" or over) and not acted,
    )


def find(case_id: str, findings: Sequence[Finding], *, by: Actor, at: datetime, version: int) -> None:
    """Write what was found; without any finding the file is settled with its full score at once."""
    _supervises(by)
    said = [one for one in findings if clean(one.words).strip()]
    if any(not 0 <= one.points <= 100 for one in said) or sum(one.points for one in said) > 100:
        raise WrongInput(points="range")
    with transaction() as session:
        kept, row = _held(session, case_id, "open", version)
        _outsider(session, kept, by)
        kept.findings = [{"words": clean(one.words).strip()[:LONGEST], "points": one.points} for one in said]
        kept.found_by, kept.found_at = by.reference, at
        kept.score = 100 - sum(one.points for one in said)
        kept.state = "found" if said else "settled"
        if not said:
            kept.settled_by, kept.settled_at = by.reference, at
        else:
            head_mail.promise(session, row, journal.state_of(session, row.id), head_mail.AUDIT, at=at)


def reply(case_id: str, words: str, *, by: Actor, at: datetime, version: int) -> None:
    """The office says what it has to say, once; the head of the office signs."""
    with transaction() as session:
        kept, _row = _held(session, case_id, "found", version)
        require(by.holds(Role.DECIDER) and by.office_code == kept.office, "office")
        standing.check(session, by, Role.DECIDER)
        kept.reply, kept.replied_by, kept.replied_at = _filled(words, "reply"), by.reference, at
        kept.state = "replied"


def settle(case_id: str, score: int, words: str, *, by: Actor, at: datetime, version: int) -> None:
    """The last word: the score, and why; after the reply, or where none came by its last day. Raises Refusal, WrongInput."""
    _supervises(by)
    if not 0 <= score <= 100:
        raise WrongInput(score="range")
    with transaction() as session:
        kept, _row = _held(session, case_id, ("found", "replied"), version)
        _outsider(session, kept, by)
        until = _reply_until(kept)
        if until is not None and business_day(at) <= until:
            raise Refusal("audit_reply_awaited", until=until)
        kept.score, kept.conclusion = score, _filled(words, "conclusion")
        kept.settled_by, kept.settled_at, kept.state = by.reference, at, "settled"


def _lines(session: Session, draws_: Sequence[int]) -> dict[int, list[ReviewLine]]:
    r = AuditReview
    statement = select(r, CaseRow).join(CaseRow, CaseRow.id == r.case_id).where(r.draw_id.in_(draws_)).order_by(r.id)
    found: dict[int, list[ReviewLine]] = {}
    for kept, row in session.execute(statement):
        found.setdefault(kept.draw_id, []).append(_line(kept, row))
    return found


def _line(kept: AuditReview, row: CaseRow) -> ReviewLine:
    return ReviewLine(
        row.public_id, row.number, row.item_name_zh, row.item_name_en, kept.office, kept.state, kept.score,
        _reply_until(kept),
    )  # fmt: skip


def _found(session: Session, case_id: str, *, lock: bool = False) -> tuple[AuditReview, CaseRow]:
    statement = select(AuditReview, CaseRow).join(CaseRow, CaseRow.id == AuditReview.case_id)
    statement = statement.where(CaseRow.public_id == case_id)
    if lock:
        statement = statement.with_for_update(of=AuditReview)
    row = session.execute(statement.execution_options(populate_existing=lock)).one_or_none()
    if row is None:
        raise Refusal("not_drawn")
    return row[0], row[1]


def _reply_until(kept: AuditReview) -> date | None:
    """The last day of the office's time to reply; None where no reply is awaited."""
    if kept.state != "found" or kept.found_at is None:
        return None
    return load_policy().reply_until(business_day(kept.found_at), law.calendar())


def _held(session: Session, case_id: str, states: str | tuple[str, ...], version: int) -> tuple[AuditReview, CaseRow]:
    """The file, held for one step, and its case. Raises Refusal `audit_moved` when somebody was faster."""
    kept, row = _found(session, case_id, lock=True)
    if kept.version != version or kept.state not in ((states,) if isinstance(states, str) else states):
        raise Refusal("audit_moved")
    kept.version += 1
    return kept, row


def _acted(session: Session, case_id: int, by: Actor) -> bool:
    """Whether the person acted on the case: nobody judges the own work."""
    j = JournalEntry
    return session.scalar(select(j.seq).where(j.case_id == case_id, j.by == by.reference).limit(1)) is not None


def _outsider(session: Session, kept: AuditReview, by: Actor) -> None:
    standing.check(session, by, Role.SUPERVISOR)
    if _acted(session, kept.case_id, by):
        raise Refusal("audits_own_work")


def _check_sight(kept: AuditReview, by: Actor) -> None:
    own = bool(by.roles & {Role.REVIEWER, Role.DECIDER}) and by.office_code == kept.office and kept.state != "open"
    if not (by.holds(Role.SUPERVISOR) or own):
        raise Denied("role", roles=[str(Role.SUPERVISOR)])


def _supervises(by: Actor) -> None:
    require(by.holds(Role.SUPERVISOR), "role", roles=[str(Role.SUPERVISOR)])


def _filled(words: str, name: str) -> str:
    said = clean(words).strip()[:LONGEST]
    if not said:
        raise WrongInput(**{name: "missing"})
    return said
