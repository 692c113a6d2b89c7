"""Before a major act on a licence is signed: the legal review and the collegial discussion, by officers of its office (R131)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any

from sqlalchemy.orm import Session

from portal.access import may_act
from portal.actors import Actor, Role
from portal.clock import day_starts
from portal.db import transaction
from portal.services import act_contents, discussion, journal, law, licence_acts, signed_scans
from portal.services.casefile import MINUTES, CaseFile
from portal.services.discussion import Voice
from portal.services.freshness import known_seq
from portal.services.people import Name, names_of
from workflows import commands as c
from workflows import events as e
from workflows.case import Case
from workflows.major_acts import owed
from workflows.proposal import LicenceProposal
from workflows.rules import Moment
from workflows.rules import major_acts as rule
from workflows.rules.decision import Blocker

OFFICERS = (Role.REVIEWER, Role.DECIDER)


@dataclass(frozen=True, slots=True)
class Before:
    """What comes before a proposed act is signed: what it asks for, what is missing, and what the person may do now.

    `may` holds review and discuss; `letter` is the opaque name of the newest record of a discussion, `minutes` that of its
    scanned paper; `since` is the first day of a discussion that counts.
    """

    proposal: LicenceProposal
    asks: tuple[str, ...]
    blockers: tuple[Blocker, ...]
    may: frozenset[str]
    names: Mapping[str, Name]
    since: date
    letter: str = ""
    minutes: str = ""

    @property
    def missing(self) -> frozenset[str]:
        """The codes of what is missing."""
        return frozenset(one.code for one in self.blockers)


def before(session: Session, file: CaseFile, *, by: Actor, on: date) -> Before | None:
    """What comes before the signature of what is proposed against a licence; None where nothing is proposed."""
    proposal = file.case.proposal
    if proposal is None:
        return None
    now = Moment(day_starts(on), by.reference, law.calendar())
    missing = rule.blockers(file.case, proposal, now)
    heard = not {"licence_defence_period", "licence_hearing_open"} & {one.code for one in missing}
    leads = any(may_act(by, file, role) for role in OFFICERS)
    known = {one.by for one in (proposal, proposal.review, proposal.discussion) if one is not None}
    return Before(
        proposal,
        asked := owed(proposal, file.case.terms),
        missing,
        frozenset(_may(proposal, by, missing) if leads and heard and asked else ()),
        names_of(session, known),
        rule.first_day(file.case, proposal, now),
        *_papers(file),
    )


def _may(proposal: LicenceProposal, by: Actor, missing: tuple[Blocker, ...]) -> Iterator[str]:
    unreviewed = {"licence_legal_missing", "licence_legal_returned"} & {one.code for one in missing}
    if unreviewed and proposal.by != by.reference:
        yield "review"
    if not unreviewed:
        yield "discuss"


def _papers(file: CaseFile) -> tuple[str, str]:
    """The record of the newest discussion of what is proposed, and its signed minutes."""
    held = next((one for one in reversed(file.recorded) if isinstance(one.event, e.LicenceActDiscussed)), None)
    if held is None or file.case.proposal is None or file.case.proposal.discussion is None:
        return "", ""
    scan = getattr(held.event, "scan", "")
    letter = next((one.public_id for one in file.letters if one.seq == held.seq), "")
    return letter, next((one.public_id for one in file.files if scan and one.sha256 == scan), "")


def review(
    case_id: str, verdict: str, opinion: str, *, by: Actor, at: datetime, expected_seq: int | None = None
) -> Case:
    """Review a proposed act legally: `passed` or `returned`, by somebody who did not propose it (R130).

    Raises Refusal of the rule that forbids it: the holder may still answer, or a hearing is open.
    """
    with transaction() as session:
        row = licence_acts.led(session, case_id, OFFICERS, by)
        command = c.ReviewLicenceAct(verdict, licence_acts.tidy(opinion))
        return journal.record(session, row, command, by=by, at=at, expected_seq=known_seq(session, row, expected_seq))


def discuss(
    case_id: str,
    said: Mapping[str, str],
    voices: Sequence[Voice],
    *,
    held_on: date,
    conclusion: str,
    minutes: tuple[str, IO[bytes]] | None = None,
    by: Actor,
    at: datetime,
    expected_seq: int | None = None,
) -> Case:
    """Record a discussion of a proposed act that came to `do` or `leave`, with its signed minutes where they were scanned.

    Raises WrongInput where the record says too little, UploadError for a scan that cannot be read, and Refusal
    `licence_discussion_day`, `discussion_few` and others of the rule that forbids it.
    """
    content = discussion.content_from(said, voices)
    facts: dict[str, Any] = {
        "held_on": held_on,
        "conclusion": conclusion,
        "by": by,
        "at": at,
        "expected_seq": expected_seq,
    }
    if minutes is None:
        return _discussed(case_id, content, None, **facts)
    with signed_scans.received(*minutes) as taken:
        return _discussed(case_id, content, taken, **facts)


def _discussed(
    case_id: str,
    content: dict[str, Any],
    scan: signed_scans.Scan | None,
    *,
    held_on: date,
    conclusion: str,
    by: Actor,
    at: datetime,
    expected_seq: int | None,
) -> Case:
    with transaction() as session:
        row = licence_acts.led(session, case_id, OFFICERS, by)
        paper = act_contents.keep(session, row.id, content, at=at)
        facts = (held_on, conclusion, len(content["people"]), paper, scan.digest if scan else "")
        command = c.DiscussLicenceAct(*facts)
        case = journal.record(session, row, command, by=by, at=at, expected_seq=known_seq(session, row, expected_seq))
        if scan is not None:
            signed_scans.keep(session, row, scan, MINUTES, by=by, at=at)
        return case
