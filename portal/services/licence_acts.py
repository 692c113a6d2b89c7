"""Acts on a licence after it was issued: proposed and decided by two officers, the holder heard in between (R36, R40)."""

from __future__ import annotations

from datetime import date, datetime
from typing import IO, Any

from sqlalchemy.orm import Session

from portal.access import may_act, require
from portal.actors import Actor, Role
from portal.db import transaction
from portal.models import Case as CaseRow
from portal.services import act_contents, casefile, journal, licensee, signed_scans, standing
from portal.services.answers import clean
from portal.services.freshness import known_seq
from workflows import commands as c
from workflows.case import Case
from workflows.licence import HEARING, STATEMENT, WAIVED

LONGEST = 2000


def propose(
    case_id: str,
    act: str,
    ground: str,
    *,
    facts: str,
    reason: str,
    basis: str = "",
    effective_on: date | None = None,
    until: date | None = None,
    document: str = "",
    redress: str = "",
    heard: str = "",
    by: Actor,
    at: datetime,
    expected_seq: int | None = None,
) -> Case:
    """Propose an act on the licence; where its ground asks for it, the holder is told first and has five working days (R36).

    Raises Refusal of the rule that forbids it: another act is open, or the licence does not stand so that it is possible.
    """
    command = c.ProposeLicenceAct(
        act,
        ground,
        tidy(facts),
        tidy(reason),
        tidy(basis),
        effective_on,
        until,
        tidy(document),
        tidy(redress),
        tidy(heard),
    )
    return _officer(case_id, command, (Role.REVIEWER, Role.DECIDER), by, at, expected_seq)


def decide(case_id: str, *, defence: str = "", by: Actor, at: datetime, expected_seq: int | None = None) -> Case:
    """Decide what another officer proposed: the licence stands anew, the letter goes out, the public line is corrected.

    `defence` answers what the holder said (needed where something was said). Raises Refusal `licence_discussion_missing` and
    others where the act is major and was not reviewed legally or discussed, or where the discussion came to leave it (R131).
    """
    command = c.DecideLicenceAct(tidy(defence))
    return _officer(case_id, command, (Role.DECIDER,), by, at, expected_seq)


def drop(case_id: str, reason: str, *, by: Actor, at: datetime, expected_seq: int | None = None) -> Case:
    """Give the proposal up, with a reason; the licence stays as it stands."""
    command = c.DropLicenceAct(tidy(reason))
    return _officer(case_id, command, (Role.REVIEWER, Role.DECIDER), by, at, expected_seq)


def note_defence(
    case_id: str,
    defence: str,
    words: str,
    *,
    scan: tuple[str, IO[bytes]] | None = None,
    by: Actor,
    at: datetime,
    expected_seq: int | None = None,
) -> Case:
    """Record what the holder said in person or on paper, or that the hearing was held, with the signed paper as a scan.

    Raises UploadError for a scan that cannot be read.
    """
    if scan is None:
        with transaction() as session:
            row = led(session, case_id, (Role.REVIEWER, Role.DECIDER), by)
            return _defended(session, row, defence, {"words": tidy(words)}, "window", by, at, expected_seq)
    with signed_scans.received(*scan) as taken, transaction() as session:
        row = led(session, case_id, (Role.REVIEWER, Role.DECIDER), by)
        content = {"words": tidy(words), "scan": taken.digest}
        case = _defended(session, row, defence, content, "window", by, at, expected_seq)
        signed_scans.keep(session, row, taken, "defence", by=by, at=at)
        return case


def defend(
    case_id: str,
    words: str,
    *,
    hearing: bool = False,
    waive: bool = False,
    by: Actor,
    at: datetime,
    expected_seq: int | None = None,
) -> Case:
    """State and defend as the holder, ask for a hearing within the days that were told, or waive both (R36).

    Who applied for the person whom the licence names may speak for it too, and waives nothing: Refusal `holder_alone`.
    """
    defence = HEARING if hearing else WAIVED if waive else STATEMENT
    content = {"words": tidy(words)} if words.strip() else {}
    with transaction() as session:
        row = licensee.locked(session, case_id, by)
        if waive:
            licensee.only_holder(session, row, by)
        return _defended(session, row, defence, content, "portal", by, at, expected_seq)


def ask_cancellation(
    case_id: str, reason: str = "", *, by: Actor, at: datetime, expected_seq: int | None = None
) -> Case:
    """Ask, as the holder, for the own licence to be cancelled (article 70)."""
    with transaction() as session:
        row = licensee.locked(session, case_id, by)
        licensee.only_holder(session, row, by)
        seq = known_seq(session, row, expected_seq)
        return journal.record(session, row, c.AskCancellation(tidy(reason)), by=by, at=at, expected_seq=seq)


def _officer(
    case_id: str, command: c.Command, roles: tuple[Role, ...], by: Actor, at: datetime, expected_seq: int | None
) -> Case:
    with transaction() as session:
        row = led(session, case_id, roles, by)
        return journal.record(session, row, command, by=by, at=at, expected_seq=known_seq(session, row, expected_seq))


def led(session: Session, case_id: str, roles: tuple[Role, ...], by: Actor) -> CaseRow:
    """The locked row, for somebody with one of these roles in the office that leads. Raises Denied for all others, and Refusal
    `right_revoked` where the role was taken away since."""
    row = casefile.locked(session, case_id, by=by)
    require(any(may_act(by, row, role) for role in roles), "decider")
    standing.check(session, by, *roles)
    return row


def _defended(
    session: Session,
    row: CaseRow,
    defence: str,
    content: dict[str, Any],
    way: str,
    by: Actor,
    at: datetime,
    expected_seq: int | None,
) -> Case:
    paper = act_contents.keep(session, row.id, content, at=at) if content else ""
    seq = known_seq(session, row, expected_seq)
    return journal.record(session, row, c.DefendLicence(defence, paper, way), by=by, at=at, expected_seq=seq)


def tidy(text: str) -> str:
    """What somebody typed, without what does not print, cut at LONGEST characters."""
    return clean(text).strip()[:LONGEST]
