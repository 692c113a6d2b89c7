"""Expert review (专家评审): the panel, who steps aside, each ballot from its signed paper, the record (article 45, R27)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from dataclasses import replace as replaced
from datetime import date, datetime
from typing import IO

from sqlalchemy.orm import Session

from portal.access import may_see_ballots, require
from portal.actors import Actor
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.services import act_contents, casefile, journal, signed_scans
from portal.services.answers import clean
from portal.services.freshness import known_seq
from portal.services.tracks import led
from portal.services.uploads import SECRET
from portal.services.wrong_input import WrongInput
from workflows import commands as c
from workflows.case import Case
from workflows.panel import Ballot, Panel


@dataclass(frozen=True, slots=True)
class Expert:
    """An expert as the panel's papers name him; `declared` says that he declared to have no interest in the applicant."""

    name: str
    unit: str
    title: str
    declared: bool = True


@dataclass(frozen=True, slots=True)
class Seat:
    """An expert on the panel, and what those who may know it know of the ballot: `cast` says only that it is in."""

    seat: str
    name: str
    unit: str
    title: str
    cast: bool
    left: str = ""
    reason: str = ""
    ballot: Ballot | None = None
    opinion: str = ""


@dataclass(frozen=True, slots=True)
class PanelView:
    """The panel as pages show it: who sits on it, the chair first, who left, the questions and the chair's summary.

    `earlier` are the panels that concluded before it, the oldest first.
    """

    at: Panel
    seats: tuple[Seat, ...]
    gone: tuple[Seat, ...]
    questions: tuple[str, ...]
    summary: str
    earlier: tuple[PanelView, ...] = ()


def set_up(
    case_id: str,
    experts: Sequence[Expert],
    questions: Iterable[str],
    *,
    reason: str = "",
    by: Actor,
    at: datetime,
    expected_seq: int | None = None,
) -> Case:
    """Set the panel up, the chair first, within the special procedure whose length was told.

    A further panel needs a reason; the conclusion of the one before stays in the file.
    Raises WrongInput (experts: missing, twice, interest; questions: missing), Refusal `panel_size`, `panel_again_why` etc.
    """
    asked = [text for one in questions if (text := clean(one).strip())]
    with transaction() as session:
        row = led(session, case_id, by)
        people = _checked(row, experts)
        if not asked:
            raise WrongInput(questions="missing")
        content = {"experts": {str(n): _named(one) for n, one in enumerate(people, 1)}, "questions": asked}
        paper = act_contents.keep(session, row.id, content, at=at)
        declared = sum(one.declared for one in people)
        command = c.SetPanel(len(people), declared, paper, clean(reason).strip())
        return _record(session, row, command, by, at, expected_seq)


def replace(
    case_id: str,
    seat: str,
    cause: str,
    reason: str,
    expert: Expert,
    *,
    by: Actor,
    at: datetime,
    expected_seq: int | None = None,
) -> Case:
    """Give the seat of an expert who has an interest (`interest`) or cannot come (`absent`) to another one.

    Raises WrongInput for somebody who sat on the panel already, or is of the applicant's own unit.
    """
    with transaction() as session:
        row = led(session, case_id, by)
        case = journal.state_of(session, row.id)
        known = _experts(session, row.id, case.panel)
        (fresh,) = _checked(row, [expert])
        if _named(fresh) in known.values():
            raise WrongInput(experts="twice")
        successor = str(len(case.panel.seats) + len(case.panel.left) + 1)
        paper = act_contents.keep(session, row.id, {"experts": {successor: _named(fresh)}}, at=at)
        command = c.ReplaceExpert(seat, cause, reason, fresh.declared, paper)
        return _record(session, row, command, by, at, expected_seq)


def cast(
    case_id: str,
    seat: str,
    verdict: str,
    opinion: str,
    *,
    signed_on: date,
    scan: tuple[str, IO[bytes]],
    by: Actor,
    at: datetime,
    expected_seq: int | None = None,
) -> Case:
    """Enter an expert's ballot from the signed paper: verdict, reasoned opinion, the day on it, and its scan.

    Raises WrongInput without an opinion, UploadError for the scan, Refusal `ballot_cast_already` for a second ballot.
    """
    words = clean(opinion).strip()
    if not words:
        raise WrongInput(opinion="missing")
    with signed_scans.received(*scan) as taken, transaction() as session:
        row = led(session, case_id, by)
        paper = act_contents.keep(session, row.id, {"seat": seat, "opinion": words}, at=at)
        command = c.CastBallot(seat, verdict, signed_on, paper, taken.digest)
        case = _record(session, row, command, by, at, expected_seq)
        signed_scans.keep(session, row, taken, SECRET, by=by, at=at, material=f"{SECRET}:{seat}")
        return case


def close(case_id: str, summary: str, *, by: Actor, at: datetime, expected_seq: int | None = None) -> Case:
    """Close the record with the chair's summary: the conclusion is counted, the letter written, the pause ends.

    Raises WrongInput without a summary, Refusal `ballots_missing` while a ballot is out.
    """
    words = clean(summary).strip()
    if not words:
        raise WrongInput(summary="missing")
    with transaction() as session:
        row = led(session, case_id, by)
        case = journal.state_of(session, row.id)
        known = _experts(session, row.id, case.panel)
        content = {
            "experts": [known[seat] for seat in case.panel.seats if seat in known],
            "left": [known[seat] | {"cause": cause} for seat, cause, *_ in case.panel.left if seat in known],
            "questions": _questions(session, row.id, case.panel),
            "summary": words,
        }
        paper = act_contents.keep(session, row.id, content, at=at)
        return _record(session, row, c.ClosePanel(paper), by, at, expected_seq)


def view(case_id: str, *, by: Actor) -> PanelView:
    """The panel for somebody of the office that leads, or a supervisor: they alone see who voted how.

    Raises Denied for everybody else, the departments and the applicant among them.
    """
    with reading() as session:
        row = casefile.row_of(session, case_id)
        casefile.check_sight(session, row, by)
        require(may_see_ballots(by, row), "ballots")
        case = journal.state_of(session, row.id)
        shown = [_held(session, row.id, one) for one in case.panel.all or (case.panel,)]
        return replaced(shown[-1], earlier=tuple(shown[:-1]))


def _held(session: Session, case_id: int, at: Panel) -> PanelView:
    known = _experts(session, case_id, at)
    return PanelView(
        at=at,
        seats=tuple(_seat(session, case_id, at, seat, known) for seat in at.seats),
        gone=tuple(_seat(session, case_id, at, seat, known, cause, reason) for seat, cause, reason, _ in at.left),
        questions=tuple(_questions(session, case_id, at)),
        summary=act_contents.content_of(session, case_id, at.record).get("summary", ""),
    )


def _seat(
    session: Session,
    case_id: int,
    at: Panel,
    seat: str,
    known: dict[str, dict[str, str]],
    left: str = "",
    reason: str = "",
) -> Seat:
    who = known.get(seat, {})
    ballot = at.ballots.get(seat)
    opinion = act_contents.content_of(session, case_id, ballot.paper).get("opinion", "") if ballot else ""
    named = (who.get("name", ""), who.get("unit", ""), who.get("title", ""))
    return Seat(seat, *named, ballot is not None, left, reason, ballot, opinion)


def _checked(row: CaseRow, experts: Sequence[Expert]) -> list[Expert]:
    """The experts with name, unit and title, each once, and none of them from the applicant's own unit."""
    people = [Expert(clean(e.name).strip(), clean(e.unit).strip(), clean(e.title).strip(), e.declared) for e in experts]
    if not people or not all(one.name and one.unit and one.title for one in people):
        raise WrongInput(experts="missing")
    if len({(one.name, one.unit) for one in people}) < len(people):
        raise WrongInput(experts="twice")
    if any(one.unit == row.applicant_name for one in people):
        raise WrongInput(experts="interest")
    return people


def _named(one: Expert) -> dict[str, str]:
    return {"name": one.name, "unit": one.unit, "title": one.title}


def _experts(session: Session, case_id: int, at: Panel) -> dict[str, dict[str, str]]:
    """Everybody who ever sat on the panel, by seat."""
    found: dict[str, dict[str, str]] = {}
    for paper in at.papers:
        found |= act_contents.content_of(session, case_id, paper).get("experts", {})
    return found


def _questions(session: Session, case_id: int, at: Panel) -> list[str]:
    first = act_contents.content_of(session, case_id, at.papers[0]) if at.papers else {}
    asked: list[str] = first.get("questions", [])
    return asked


def _record(
    session: Session, row: CaseRow, command: c.Command, by: Actor, at: datetime, expected_seq: int | None
) -> Case:
    return journal.record(session, row, command, by=by, at=at, expected_seq=known_seq(session, row, expected_seq))
