"""Re-issue (补发) of a lost or damaged licence: applied for by its holder, proposed and signed in the office that issued it."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import IO

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access import may_act, require
from portal.actors import Actor, Role
from portal.clock import business_day
from portal.db import transaction
from portal.documents.licence_identifier import licence_identifier
from portal.models import Case as CaseRow
from portal.models import Licence, LicencePaper
from portal.services import (
    act_contents,
    casefile,
    head_mail,
    journal,
    law,
    licence_chain,
    licence_signing,
    licensee,
    signed_scans,
    standing,
)
from portal.services.freshness import known_seq
from portal.services.licence_acts import led, tidy
from portal.services.two_signatures import OFFICERS, head, may_give_back
from workflows import commands as c
from workflows.case import Case
from workflows.refusal import Refusal
from workflows.reissue import Reissue
from workflows.two_signatures import REFUSE


def by_guide(item: str, at: datetime) -> str:
    """The item whose guide issues such a licence anew as a case of its own; empty where this procedure does."""
    return next((way.item for way in licence_chain.ways(item, business_day(at)) if way.kind == "reissue"), "")


def ask(
    case_id: str, ground: str, words: str, *, stated: bool, by: Actor, at: datetime, expected_seq: int | None = None
) -> Case:
    """Apply as the holder: `stated` is the one statement that the old document is lost or useless and is given up.

    Raises Refusal `reissue_unstated`, `reissue_by_guide`, `reissue_not_good`, `reissue_asked`; Denied for anybody else.
    """
    with transaction() as session:
        row = licensee.locked(session, case_id, by)
        if not stated:
            raise Refusal("reissue_unstated")
        return _asked(session, row, ground, {"words": tidy(words), "stated": "yes"}, "portal", by, at, expected_seq)


def ask_at_window(
    case_id: str,
    ground: str,
    words: str,
    *,
    scan: tuple[str, IO[bytes]],
    by: Actor,
    at: datetime,
    expected_seq: int | None = None,
) -> Case:
    """Take the application of the holder at the counter, with the signed statement as a scan. Raises UploadError for the scan,
    and what `ask` raises."""
    with signed_scans.received(*scan) as taken, transaction() as session:
        row = casefile.locked(session, case_id, by=by)
        require(may_act(by, row, Role.WINDOW), "role", roles=[str(Role.WINDOW)])
        standing.check(session, by, Role.WINDOW)
        content = {"words": tidy(words), "scan": taken.digest}
        case = _asked(session, row, ground, content, "window", by, at, expected_seq)
        signed_scans.keep(session, row, taken, "reissue", by=by, at=at)
        return case


def propose(
    case_id: str,
    outcome: str,
    reason: str = "",
    basis: str = "",
    *,
    by: Actor,
    at: datetime,
    expected_seq: int | None = None,
) -> Case:
    """Propose the new document (`issue`) or its refusal (`refuse`, with reason and provision) to whoever signs.

    Raises Refusal `answer_proposed` for a second proposal, `reissue_not_asked`, `reissue_not_good`, `stale`.
    """
    with transaction() as session:
        row = led(session, case_id, OFFICERS, by)
        seq = known_seq(session, row, expected_seq)
        command = c.ProposeReissue(outcome, tidy(reason), tidy(basis))
        case = journal.record(session, row, command, by=by, at=at, expected_seq=seq)
        head_mail.promise(session, row, case, head_mail.REISSUE, at=at)
        return case


def give_back(case_id: str, reason: str, *, by: Actor, at: datetime, expected_seq: int | None = None) -> Case:
    """Send what was proposed back to whoever proposed it, as a head, or take back what one proposed oneself, with the reason.

    Raises Refusal `answer_not_proposed`; Denied for another officer.
    """
    with transaction() as session:
        row = led(session, case_id, OFFICERS, by)
        asked = _pending(session, row)
        may_give_back(session, row, asked.proposed if asked else None, by)
        seq = known_seq(session, row, expected_seq)
        return journal.record(session, row, c.ReturnReissue(tidy(reason)), by=by, at=at, expected_seq=seq)


def sign(case_id: str, *, by: Actor, at: datetime, expected_seq: int | None = None) -> Case:
    """Sign what somebody else proposed: the new document is made out, or its refusal goes out with the words proposed.

    Raises what `issue` and `refuse` raise.
    """
    with transaction() as session:
        row = led(session, case_id, OFFICERS, by)
        asked = _pending(session, row)
        refused = asked is not None and asked.proposed is not None and asked.proposed.outcome == REFUSE
        if refused:
            return _refused(session, row, c.RefuseReissue(), by, at, expected_seq)
        return _issued(session, row, by, at, expected_seq)


def issue(case_id: str, *, by: Actor, at: datetime, expected_seq: int | None = None) -> Case:
    """Make the new document out: same number and term, an electronic identifier of the next version, a code of its own.

    The old document's code then opens a page that says it was replaced, and the public list declares it void where the guide
    says so. Where two people decide, somebody else has proposed it and a head signs. Raises Refusal `reissue_not_asked` for the
    second officer, `answer_not_proposed`, `answer_second_person`, `reissue_not_good` where the licence was ended or suspended
    meanwhile.
    """
    with transaction() as session:
        return _issued(session, led(session, case_id, OFFICERS, by), by, at, expected_seq)


def refuse(
    case_id: str, reason: str, basis: str = "", *, by: Actor, at: datetime, expected_seq: int | None = None
) -> Case:
    """Refuse the new document with the reason; the letter can be contested. Where two people decide, the words are those that
    were proposed. Raises Refusal `reissue_not_asked`, `answer_not_proposed`, `answer_second_person`."""
    with transaction() as session:
        row = led(session, case_id, OFFICERS, by)
        return _refused(session, row, c.RefuseReissue(tidy(reason), tidy(basis)), by, at, expected_seq)


def _issued(session: Session, row: CaseRow, by: Actor, at: datetime, expected_seq: int | None) -> Case:
    _entitled(session, row, by)
    old = session.scalars(select(Licence).where(Licence.case_id == row.id)).one_or_none()
    if old is None:
        raise Refusal("no_licence")
    was = LicencePaper(case_id=row.id, issue=old.issue, token=old.token, identifier=old.identifier, payload=old.payload)
    was.replaced_on = business_day(at)
    guide = law.guide_of(row.item, row.guide_version)
    declares = guide.result.void_notice is not None
    command = c.ReissueLicence(_next_identifier(old.identifier, old.issue + 1), declares)
    case = journal.record(session, row, command, by=by, at=at, expected_seq=known_seq(session, row, expected_seq))
    session.add(was)
    old.token = secrets.token_urlsafe(18)
    old.payload = licence_signing.signed(session, row, case, guide, at)
    return case


def _refused(
    session: Session, row: CaseRow, command: c.RefuseReissue, by: Actor, at: datetime, expected_seq: int | None
) -> Case:
    _entitled(session, row, by)
    seq = known_seq(session, row, expected_seq)
    return journal.record(session, row, command, by=by, at=at, expected_seq=seq)


def _pending(session: Session, row: CaseRow) -> Reissue | None:
    own = journal.state_of(session, row.id).licence
    return own.reissue if own else None


def _entitled(session: Session, row: CaseRow, by: Actor) -> None:
    """Where two people decide, the second one is a head of the office; otherwise any officer of it will do."""
    asked = _pending(session, row)
    if asked is not None and asked.two:
        head(session, row, by)


def _asked(
    session: Session,
    row: CaseRow,
    ground: str,
    content: dict[str, str],
    way: str,
    by: Actor,
    at: datetime,
    expected_seq: int | None,
) -> Case:
    if by_guide(row.item, at):
        raise Refusal("reissue_by_guide")
    paper = act_contents.keep(session, row.id, content, at=at)
    seq = known_seq(session, row, expected_seq)
    return journal.record(session, row, c.AskReissue(ground, way, paper), by=by, at=at, expected_seq=seq)


def _next_identifier(identifier: str, version: int) -> str:
    """The electronic identifier with its next version (R116); nothing where the licence has none."""
    if not identifier:
        return ""
    kind, issuer, serial = identifier.split(".")[-5:-2]
    return licence_identifier(kind, issuer, serial, version)
