"""Cases for the tests of the procedure: built by commands at written-down moments, never by setting fields."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from functools import cache

from workflows import commands as c
from workflows.calendar import Calendar, load_calendar
from workflows.case import Case, fold
from workflows.events import Event, Mark, Recorded, Signature, from_payload, kind_of, to_payload
from workflows.procedure import load_procedures
from workflows.rules import Moment, decide
from workflows.sweep import falls_due
from workflows.terms import LimitTerm, MaterialTerm, PauseTerm, Terms, TrackTerm

CHINA = timezone(timedelta(hours=8))
HANDLER, CLERK, REVIEWER, COLLEAGUE, HEAD, LAWYER, SYSTEM = (
    "handler:1",
    "officer:1",
    "officer:2",
    "officer:3",
    "officer:4",
    "officer:5",
    "system:0",
)

TERMS = Terms(
    lead="emb",
    materials=(
        MaterialTerm("form", principal=True),
        MaterialTerm("report", principal=True),
        MaterialTerm("lease", deferrable=True, days=8),
        MaterialTerm("training", deferrable=True, until="decision"),
    ),
    tracks=(
        TrackTerm("documents", "emb", 3),
        TrackTerm("fire", "fire", 5),
        TrackTerm("site", "emb", 4, depends_on=("documents", "fire"), officers=2, site_check=True),
    ),
    notice=LimitTerm(5, start="received"),
    promised=LimitTerm(10),
    statutory=LimitTerm(20),
    correction=LimitTerm(15, start="noticed"),
    delivery=LimitTerm(10, start="decided"),
    publication=LimitTerm(7, start="decided"),
    pauses=(
        *load_procedures()["licence@1"].pauses,
        PauseTerm("site_check", stops_statutory=False, stops_promised=True, max_days=15),
    ),
    extension_days=10,
    black=("no_deferral", "strict_review"),
    visits=1,
)


@cache
def calendar() -> Calendar:
    """The published working days."""
    return load_calendar()


def moment(at: str, by: str = SYSTEM) -> Moment:
    """A moment in China, such as 2026-03-02T09:00."""
    return Moment(datetime.fromisoformat(at).replace(tzinfo=CHINA), by, calendar())


def signed(*materials: str) -> Signature:
    """A commitment that was signed by hand and scanned back."""
    return Signature("officer:1", "paper", "d" * 64, materials, "scan-1")


class Play:
    """One case being played: `do` a command at a moment; the journal goes through its stored form every time."""

    def __init__(self, terms: Terms = TERMS) -> None:
        self.terms = terms
        self.journal: list[Recorded] = []

    @property
    def case(self) -> Case:
        case = fold(self.journal)
        assert case is not None
        return case

    def do(self, command: c.Command, at: str, by: str = CLERK) -> tuple[Event, ...]:
        now = moment(at, by)
        events = decide(fold(self.journal), command, now=now)
        for event in events:
            stored = from_payload(kind_of(event), to_payload(event))
            self.journal.append(Recorded(len(self.journal) + 1, now.at, by, stored))
        return events

    def submitted(self, at: str = "2026-03-02T09:00", channel: str = "online", **changes: object) -> Play:
        terms = replace(self.terms, **changes)  # type: ignore[arg-type]
        handed_in = tuple(m.id for m in terms.materials)
        self.do(
            c.Submit(terms, "item", "2026-01-01", "d" * 64, "licence@1", channel, "snapshot-1", handed_in), at, HANDLER
        )
        return self

    def checked(self, result: str = "none", at: str = "2026-03-03T09:00", stage: str = "intake") -> Play:
        self.do(c.LookUpCredit(stage, result), at)
        return self

    def accepted(self, at: str = "2026-03-03T10:00") -> Play:
        self.do(c.Accept(marks(self.case)), at)
        return self

    def deferred(self, *later: str, at: str = "2026-03-03T10:00") -> Play:
        self.do(c.AcceptWithDeferral(marks(self.case, later=later), signed(*later)), at)
        return self

    def corrected(self, *fix: str, notice: str = "2026-03-04T10:00", at: str = "2026-03-09T10:00") -> Play:
        self.do(c.RequestCorrection(marks(self.case, fix=fix)), notice)
        self.do(c.Correct("snapshot-2", fix), at, HANDLER)
        return self

    def answered(self, *tracks: str, at: str = "2026-03-05T10:00", verdict: str = "agree") -> Play:
        for track in tracks:
            self.do(c.GiveOpinion(track, verdict, "符合条件", "第六条", (REVIEWER, COLLEAGUE)), at, REVIEWER)
        return self

    def heard(self, at: str = "2026-03-05T10:00") -> Play:
        return self.answered("documents", "fire", "site", at=at)

    def granted(self, at: str = "2026-03-06T10:00") -> Play:
        self.do(c.Grant("符合法定条件"), at, HEAD)
        return self

    def swept(self, at: str) -> list[str]:
        """Record what fell due by then; return the kinds of events that it made."""
        made = []
        while (command := next(falls_due(self.case, now=moment(at)), None)) is not None:
            made += [kind_of(event) for event in self.do(command, at, SYSTEM)]
        return made


def marks(case: Case, *, fix: tuple[str, ...] = (), later: tuple[str, ...] = ()) -> tuple[Mark, ...]:
    """A mark for every material: to correct, to follow later, or in order."""
    verdict = {**dict.fromkeys(fix, "fix"), **dict.fromkeys(later, "later")}
    return tuple(Mark(m.id, verdict.get(m.id, "ok"), "缺少盖章" if m.id in fix else "") for m in case.terms.materials)
