"""Decision: the file as the one who decides sees it, what stands in the way, and the decision itself (R21, R24-R25, R130)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from guides.plan import Requirement
from guides.text import Text
from portal.access import may_act, require
from portal.actors import Actor, Role
from portal.clock import business_day
from portal.db import reading, transaction
from portal.services import absences, casefile, credit, former_licence, journal, law, offices, silences, standing
from portal.services.caseclocks import ClockView, clock_views
from portal.services.casefile import CaseFile, FileFacts
from portal.services.credit import CreditEvidence
from portal.services.freshness import known_seq
from portal.services.lanes import Lanes, lanes
from portal.services.people import Name, names_of
from portal.services.track_view import TrackView, mine, track_view
from workflows import commands as c
from workflows import legal_review
from workflows.case import Case, State, mark_of
from workflows.case_facts import Promise
from workflows.clocks import PROMISED, STATUTORY
from workflows.events import Mark
from workflows.hearing import acts as hearing_acts
from workflows.panel import CAUSE as EXPERTS
from workflows.rules import Moment
from workflows.rules.decision import Blocker, blockers
from workflows.rules.site_check import needing
from workflows.second_look import legal_review_owed, open_before, writers
from workflows.waits import mended

OUTCOMES = ("grant", "refuse")


@dataclass(frozen=True, slots=True)
class MaterialView:
    """One material of the case: what it is, what the window found, what became of a promise, and its files."""

    requirement: Requirement
    mark: Mark | None
    promise: Promise | None
    clock: ClockView | None
    files: tuple[FileFacts, ...]

    @property
    def deferred(self) -> bool:
        """True while a promised material is not in and found in order."""
        return self.promise is not None and self.promise.open


@dataclass(frozen=True, slots=True)
class DecisionView:
    """The file of a case under review. `acts` are the codes of what the person may do now, in the words of `acts_of`."""

    file: CaseFile
    clocks: Mapping[str, ClockView]
    lanes: Lanes | None
    tracks: tuple[TrackView, ...]
    blockers: Mapping[str, tuple[Blocker, ...]]
    materials: tuple[MaterialView, ...]
    credit: CreditEvidence
    acts: frozenset[str]
    names: Mapping[str, Name]
    offices: Mapping[str, Text]
    today: date
    at: datetime

    @property
    def case(self) -> Case:
        """The folded case."""
        return self.file.case

    @property
    def promised(self) -> ClockView | None:
        """The clock of the promise, once it runs."""
        return self.clocks.get(PROMISED)

    @property
    def statutory(self) -> ClockView | None:
        """The clock of the law, once it runs."""
        return self.clocks.get(STATUTORY)

    @property
    def mine(self) -> tuple[TrackView, ...]:
        """The tracks that the person may answer now."""
        return tuple(track for track in self.tracks if track.mine)

    @property
    def disagreeing(self) -> tuple[TrackView, ...]:
        """The departments that do not agree: a grant must answer them in writing."""
        return tuple(track for track in self.tracks if track.answer and track.answer.verdict == "disagree")

    @property
    def conditions(self) -> tuple[str, ...]:
        """On what conditions departments agree, one a line, for the decision to take over (R87, R143)."""
        said = (track.answer for track in self.tracks if track.answer and track.answer.verdict == "conditions")
        return tuple(" ".join(answer.opinion.split()) for answer in said)

    @property
    def unsettled(self) -> tuple[TrackView, ...]:
        """The disagreements that nobody has settled in writing."""
        return tuple(track for track in self.disagreeing if track.resolution is None)

    @property
    def late(self) -> bool:
        """True past the promise, where the decision must explain itself (R34)."""
        last = self.promised.due.on if self.promised else None
        return last is not None and self.today > last and self.case.decided_on is None

    @property
    def deferred(self) -> tuple[MaterialView, ...]:
        """The materials that were promised for later and are not confirmed."""
        return tuple(material for material in self.materials if material.deferred)


def view(case_id: str, *, by: Actor, at: datetime) -> DecisionView:
    """The file as an officer sees it now. Raises Refusal when there is none, Denied when it is not the person's business."""
    file = casefile.casefile(case_id, by=by)
    now = Moment(at, by.reference, law.calendar())
    today = business_day(at)
    clocks = clock_views(file, today)
    with reading() as session:
        names = names_of(session, _references(file))
        for_whom = absences.standing_in(session, by, today)
        seen = former_licence.as_seen(session, file.id, file.case, today)
    in_review, named = file.case.state is State.IN_REVIEW, offices.names()
    return DecisionView(
        file=file,
        clocks=clocks,
        lanes=lanes(file.case, decision_days=file.guide.review.decision.whole_days, today=today, calendar=now.calendar),
        tracks=tuple(track_view(file, term, clocks, by, for_whom, named) for term in file.case.terms.tracks),
        blockers={name: mended(blockers(seen, outcome=name, now=now), seen) if in_review else () for name in OUTCOMES},
        materials=tuple(_material(file, requirement, clocks) for requirement in _asked(file)),
        credit=credit.evidence(file),
        acts=acts_of(file, by=by, now=now) | former_licence.acts(file, seen, by=by, on=today),
        names=names,
        offices=named,
        today=today,
        at=at,
    )


def acts_of(file: CaseFile, *, by: Actor, now: Moment) -> frozenset[str]:
    """What the person may do on a case under review: opinion, look_up, remind, pause, resume, extend, add_track, tell_fixes,
    reopen, resolve, site_set, site_move, site_cancel, site_check, panel, publicity, hearing acts (workflows.hearing), cosign,
    legal, discuss, decide.

    While a signed decision waits, only take_back, for who signed it, and an opinion that still comes in."""
    case = file.case
    if case.state is not State.IN_REVIEW:
        return frozenset()
    decides = may_act(by, file, Role.DECIDER)
    answers = any(mine(file, term, by) for term in case.terms.tracks)
    if case.signed is not None:
        back = decides and case.signed.by == by.reference and now.at < case.signed.releases_at
        return frozenset({"take_back"} if back else ()) | frozenset({"opinion"} if answers else ())
    leads = decides or may_act(by, file, Role.REVIEWER)
    wrote = by.reference in writers(case)
    extendable = case.terms.extension_days > 0 and not case.extended_by
    in_time = not (now.past(case, PROMISED) or now.past(case, STATUTORY))
    second = leads and not open_before(case, now.day)
    allowed = {
        "opinion": answers,
        "look_up": leads and case.terms.credit_required,
        "remind": leads,
        "add_track": leads,
        "tell_fixes": leads and bool(case.fixes.wished) and case.fixes.told_on is None,
        "reopen": leads and bool(case.answers),
        "resolve": leads and bool(case.disagreeing),
        "site_set": leads and bool(needing(case)),
        "site_move": leads and case.site.held_on is not None and not case.site.over_on and case.site.asked_on is None,
        "site_cancel": leads and case.site.owed,
        "pause": leads and any(p.kind not in {s.cause for s in case.open_stops} for p in case.terms.pauses),
        "resume": leads and bool(case.open_stops),
        "extend": decides and extendable and in_time,
        "site_check": leads and _checkable(case) and not now.past(case, STATUTORY),
        "panel": leads and (case.panel.set_on is not None or any(s.cause == EXPERTS for s in case.open_stops)),
        "publicity": leads and case.terms.publicity is not None,
        **dict.fromkeys(hearing_acts(case, now.day), leads),
        "cosign": second and not wrote and not case.unanswered and _strict(case) and case.cosigned_by != by.reference,
        "legal": second and not wrote and _reviewable(case, by),
        "discuss": second and not case.unanswered,
        "decide": decides and not wrote,
        "other_decides": decides and wrote,
    }
    return frozenset(name for name, may in allowed.items() if may)


def grant(
    case_id: str,
    *,
    reason: str,
    scope: str = "",
    resolution: str = "",
    explanation: str = "",
    hearing: str = "",
    discussion: str = "",
    panel: str = "",
    conditions: str = "",
    by: Actor,
    at: datetime,
    expected_seq: int | None = None,
) -> Case:
    """Grant (article 38). `resolution` answers a department that disagreed, `explanation` a promise that was missed (R34),
    `hearing` says how the record of the hearing was taken into account (article 48), `discussion` why the decision is not what
    the collegial discussion came to, `panel` what followed from experts who did not simply pass it, `conditions` what the
    licensee has to keep, one a line.

    Raises Refusal `blocked` with everything that stands in the way, or of the rule that asks for more words.
    """
    command = c.Grant(reason, scope, resolution, explanation, hearing, discussion, panel, conditions)
    return _decide(case_id, command, by, at, expected_seq)


def refuse(
    case_id: str,
    *,
    facts: str,
    reason: str,
    basis: str,
    explanation: str = "",
    hearing: str = "",
    discussion: str = "",
    standards: str = "",
    by: Actor,
    at: datetime,
    expected_seq: int | None = None,
) -> Case:
    """Refuse, with facts, reasons and the article (article 38 (2), R21); `standards` as article 55 (3) asks, one a line."""
    command = c.Refuse(facts, reason, basis, explanation, hearing, discussion, standards)
    return _decide(case_id, command, by, at, expected_seq)


def _decide(case_id: str, command: c.Command, by: Actor, at: datetime, expected_seq: int | None) -> Case:
    with silences.written_down(case_id, at=at), transaction() as session:
        row = casefile.locked(session, case_id, by=by)
        require(may_act(by, row, Role.DECIDER), "decider")
        standing.check(session, by, Role.DECIDER)
        return journal.record(session, row, command, by=by, at=at, expected_seq=known_seq(session, row, expected_seq))


def _checkable(case: Case) -> bool:
    """Whether a site check would change a limit of the case, and none has yet."""
    return any(one.after == "site_check" for one in case.terms.changes) and not any(
        fact.cause == "site_check" for fact in case.changes
    )


def _strict(case: Case) -> bool:
    """Whether the case is reviewed more strictly, with a second signature."""
    return case.black and "strict_review" in case.terms.black


def _reviewable(case: Case, by: Actor) -> bool:
    """Whether the legal review is owed for an outcome, or somebody else may make it anew, so that its author can sign."""
    if legal_review.asked(case) == "never" or case.unanswered:
        return False
    owed = any(legal_review_owed(case, outcome) for outcome in OUTCOMES)
    return owed or case.legal_by != by.reference


def _asked(file: CaseFile) -> list[Requirement]:
    wanted = {term.id for term in file.case.terms.materials}
    return [requirement for requirement in file.needs.requirements if requirement.key in wanted]


def _material(file: CaseFile, requirement: Requirement, clocks: Mapping[str, ClockView]) -> MaterialView:
    return MaterialView(
        requirement=requirement,
        mark=mark_of(file.case, requirement.key),
        promise=file.case.promises.get(requirement.key),
        clock=clocks.get(f"deferred:{requirement.key}"),
        files=tuple(one for one in file.files if requirement.satisfied({one.material})),
    )


def _references(file: CaseFile) -> set[str]:
    case = file.case
    signing = {officer for answer in case.answers.values() for officer in answer.officers}
    signing |= {officer for _, officer in case.site.team}
    return (
        {entry.by for entry in file.recorded}
        | signing
        | {stop.by for stop in case.stops}
        | set(case.assigned.values())
        | ({case.hearing.host_ref} | {answer.on_behalf for answer in case.answers.values()}) - {""}
    )
