"""The case-file audit (案卷评查, R133): what a closed file is checked for, derived from its journal and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from workflows import events as e
from workflows.audit_policy import CODES, Policy, load_policy
from workflows.calendar import Calendar
from workflows.case import Case
from workflows.clocks import DELIVERY, NOTICE, PROMISED, PUBLICATION
from workflows.discussion import owed
from workflows.events import Recorded
from workflows.evolve import dated, evolve
from workflows.major_acts import DISCUSSION, LEGAL
from workflows.rules.moment import Moment
from workflows.second_look import legal_review_owed, legal_review_wanted

ANSWERS = (e.Accepted, e.CorrectionRequested, e.AcceptanceRefused, e.CompetenceDeclined, e.NotRequiredDeclared)
DECISIONS = (e.Granted, e.Refused)
PASSED, FAILED, IDLE = "passed", "failed", "idle"


@dataclass(frozen=True, slots=True)
class Result:
    """One check of a file: passed, failed, or idle where there was nothing to check.

    `seqs` are the entries of the journal that failed; `due` and `on` the last day and the day of the first of them.
    """

    code: str
    outcome: str
    seqs: tuple[int, ...] = ()
    due: date | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the journal with the case before it, and the circumstances then."""

    entry: Recorded
    before: Case | None
    now: Moment


def audit(
    recorded: Sequence[Recorded], calendar: Calendar, *, whole: bool = True, on: date | None = None
) -> tuple[Result, ...]:
    """Every check of a file, in the order of the policy. `whole` says whether its record was verified without a break, `on` the
    day of the look: what has not come by then fails once its last day is over; without it, it is not asked for.
    """
    steps = tuple(_steps(recorded, calendar))
    found = {code: check(steps) for code, check in _CHECKS.items()}
    if found["published"].outcome == IDLE:
        found["published"] = _unpublished(recorded, calendar, on)
    found["record_whole"] = Result("record_whole", PASSED if whole else FAILED)
    return tuple(found[code] for code in CODES)


def score(results: Iterable[Result], policy: Policy | None = None) -> int:
    """Points of 100: the weight of what passed of the weight of what applied; 100 where nothing applied."""
    checks = (policy or load_policy()).checks
    applied = [(checks[one.code].points, one.outcome == PASSED) for one in results if one.outcome != IDLE]
    whole = sum(points for points, _passed in applied)
    return round(100 * sum(points for points, passed in applied if passed) / whole) if whole else 100


def _steps(recorded: Sequence[Recorded], calendar: Calendar) -> Iterator[Step]:
    case: Case | None = None
    for entry in recorded:
        yield Step(entry, case, Moment(entry.at, entry.by, calendar))
        case = evolve(case, entry)


def _in_time(
    code: str, steps: Iterable[Step], clock: str | Callable[[Step], str], on: Callable[[Step], date]
) -> Result:
    """Whether every one of these acts came by the last day that its clock had then."""
    acts = [
        (one, one.now.due(one.before, clock if isinstance(clock, str) else clock(one))) for one in steps if one.before
    ]
    late = [(one, last) for one, last in acts if last is not None and on(one) > last]
    if late:
        first, last = late[0]
        return Result(code, FAILED, tuple(one.entry.seq for one, _last in late), last, on(first))
    return Result(code, PASSED if acts else IDLE)


def _of(steps: Iterable[Step], *kinds: type[e.Event]) -> list[Step]:
    return [one for one in steps if isinstance(one.entry.event, kinds)]


def _verdict(code: str, applies: Sequence[Step], wrong: Sequence[Step]) -> Result:
    if wrong:
        return Result(code, FAILED, tuple(one.entry.seq for one in wrong), on=wrong[0].now.day)
    return Result(code, PASSED if applies else IDLE)


def _answered_in_time(steps: Sequence[Step]) -> Result:
    silent = _of(steps, e.DeemedAccepted)
    if silent:  # accepted by silence is accepted too late by definition (R5)
        return Result("answered_in_time", FAILED, tuple(one.entry.seq for one in silent), on=silent[0].now.day)
    return _in_time("answered_in_time", _of(steps, *ANSWERS), NOTICE, lambda one: one.now.day)


def _due_told(steps: Sequence[Step]) -> Result:
    accepted = _of(steps, e.Accepted, e.DeemedAccepted)
    told = [one for one in accepted if any(t.clock == PROMISED and t.on for t in getattr(one.entry.event, "told", ()))]
    return _verdict("due_told", accepted, [one for one in accepted if one not in told])


def _told_once(steps: Sequence[Step]) -> Result:
    """A further notice may name again what was named, and what a supervisor let be added; nothing else."""
    notices, wrong = _of(steps, e.CorrectionRequested), []
    named: set[str] = set()
    for at, one in enumerate(notices):
        event = one.entry.event
        assert isinstance(event, e.CorrectionRequested)
        keys = {mark.material for mark in event.marks if mark.verdict == "fix"}
        if at and one.before is not None and keys - named - one.before.permitted:
            wrong.append(one)
        named |= keys
    return _verdict("told_once", notices, wrong)


def _accepted_from(steps: Sequence[Step]) -> Result:
    accepted = [one for one in _of(steps, e.Accepted) if one.before is not None and one.before.corrected_on]
    wrong = [one for one in accepted if one.before and _effective(one) != one.before.corrected_on]
    return _verdict("accepted_from", accepted, wrong)


def _effective(step: Step) -> date:
    assert isinstance(step.entry.event, e.Accepted)
    return step.entry.event.effective_on


def _opinions(steps: Sequence[Step]) -> Result:
    policy = load_policy()
    said = _of(steps, e.OpinionGiven, e.Cosigned, e.LegallyReviewed, e.Terminated, *DECISIONS)
    return _verdict("opinions", said, [one for one in said if not policy.is_opinion(_words(one.entry.event))])


def _words(event: e.Event) -> str:
    return str(getattr(event, "opinion", "") or getattr(event, "reason", ""))


def _steps_in_time(steps: Sequence[Step]) -> Result:
    silent = _of(steps, e.OpinionDeemed)
    if silent:  # a silence that the guide lets stand for consent is no answer in time (R91)
        return Result("steps_in_time", FAILED, tuple(one.entry.seq for one in silent), on=silent[0].now.day)
    return _in_time("steps_in_time", _of(steps, e.OpinionGiven), _track, lambda one: one.now.day)


def _track(step: Step) -> str:
    assert isinstance(step.entry.event, e.OpinionGiven)
    return f"track:{step.entry.event.track}"


def _decided_in_time(steps: Sequence[Step]) -> Result:
    silent = _of(steps, e.DeemedRenewed, e.DeemedFiled)
    if silent:  # what the law grants because the office said nothing was decided by nobody in time (R37)
        return Result("decided_in_time", FAILED, tuple(one.entry.seq for one in silent), on=silent[0].now.day)
    return _in_time("decided_in_time", _of(steps, *DECISIONS), PROMISED, lambda one: dated(one.entry))


def _credit_seen(steps: Sequence[Step]) -> Result:
    decided = [one for one in _of(steps, *DECISIONS) if one.before and one.before.terms.credit_required]
    return _verdict("credit_seen", decided, [one for one in decided if not _looked(one.before)])


def _looked(case: Case | None) -> bool:
    return case is not None and any(look.result != "unavailable" for look in case.credit)


def _refusal_reasoned(steps: Sequence[Step]) -> Result:
    refused = _of(steps, e.Refused)
    return _verdict("refusal_reasoned", refused, [one for one in refused if not _reasoned(one.entry.event)])


def _reasoned(event: e.Event) -> bool:
    assert isinstance(event, e.Refused)
    policy = load_policy()
    return policy.is_opinion(event.facts) and policy.is_opinion(event.reason) and "条" in event.basis


def _discussed(steps: Sequence[Step]) -> Result:
    """Where the guide or the kind of decision asks for it, the record was there before the decision, and was followed."""
    decided = [one for one in _of(steps, *DECISIONS) if one.before and owed(one.before, _outcome(one))]
    acts = [one for one in _of(steps, e.LicenceDecision) if DISCUSSION in _pinned(one)]
    undiscussed = [one for one in acts if getattr(one.entry.event, "discussed_on", None) is None]
    return _verdict("discussed", decided + acts, [one for one in decided if not _followed(one)] + undiscussed)


def _reviewed(steps: Sequence[Step]) -> Result:
    """Where the guide, the kind of decision or of act asks for it, the legal review let it pass before it was signed (R130)."""
    decided = [one for one in _of(steps, *DECISIONS) if one.before and legal_review_wanted(one.before, _outcome(one))]
    missed = [one for one in decided if one.before and legal_review_owed(one.before, _outcome(one))]
    acts = [one for one in _of(steps, e.LicenceDecision) if LEGAL in _pinned(one)]
    unreviewed = [one for one in acts if not getattr(one.entry.event, "legal", "")]
    return _verdict("reviewed", decided + acts, missed + unreviewed)


def _pinned(step: Step) -> tuple[str, ...]:
    """What an act on the licence asked for on the day on which it was proposed."""
    return step.before.proposal.asks if step.before and step.before.proposal else ()


def _outcome(step: Step) -> str:
    return "grant" if isinstance(step.entry.event, e.Granted) else "refuse"


def _followed(step: Step) -> bool:
    held = step.before.discussion if step.before else None
    return held is not None and (held.conclusion == _outcome(step) or bool(getattr(step.entry.event, "discussion", "")))


def _served(steps: Sequence[Step]) -> Result:
    return _in_time("served", _of(steps, e.Delivered), DELIVERY, lambda one: _delivered(one.entry.event))


def _delivered(event: e.Event) -> date:
    assert isinstance(event, e.Delivered)
    return event.delivered_on


def _published(steps: Sequence[Step]) -> Result:
    return _in_time("published", _of(steps, e.Published), PUBLICATION, lambda one: one.now.day)


def _unpublished(recorded: Sequence[Recorded], calendar: Calendar, on: date | None) -> Result:
    """A decision that nobody has published fails once its days are over (R107); until then its last day is told."""
    case: Case | None = None
    for entry in recorded:
        case = evolve(case, entry)
    last = Moment(recorded[-1].at, "", calendar).due(case, PUBLICATION) if case is not None else None
    if last is None or on is None or on <= last:
        return Result("published", IDLE, due=last)
    return Result("published", FAILED, (recorded[-1].seq,), last, on)


_CHECKS: dict[str, Callable[[Sequence[Step]], Result]] = {
    "answered_in_time": _answered_in_time,
    "due_told": _due_told,
    "told_once": _told_once,
    "accepted_from": _accepted_from,
    "opinions": _opinions,
    "steps_in_time": _steps_in_time,
    "decided_in_time": _decided_in_time,
    "credit_seen": _credit_seen,
    "refusal_reasoned": _refusal_reasoned,
    "reviewed": _reviewed,
    "discussed": _discussed,
    "served": _served,
    "published": _published,
}
