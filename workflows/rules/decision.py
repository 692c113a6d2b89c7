"""Decision: what stands in its way is listed by name, and nobody decides past it (R21, R33, R71, R99, R130)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from workflows import commands as c
from workflows import discussion, legal_review, publicity, second_look
from workflows import events as e
from workflows.case import Case
from workflows.events import Event
from workflows.examination import examined
from workflows.former_licence import former_term, grantable
from workflows.hearing import HOLD, PAUSE
from workflows.licence import VALID
from workflows.refusal import Refusal
from workflows.renewal import apply_by, filed_on, renewed_after
from workflows.rules.discussion import followed
from workflows.rules.hearing_parties import last_to_ask, waited_for
from workflows.rules.moment import Moment, Rules, filled, required
from workflows.rules.publicity import resumed
from workflows.rules.silence import filed_by_silence, renewed_by_silence, still_open
from workflows.rules.stage import file_closed, in_review


@dataclass(frozen=True, slots=True)
class Blocker:
    """One thing between now and the decision: its code, whom or what it concerns, and by when it should be there."""

    code: str
    ref: str = ""
    due: date | None = None
    detail: str = ""


def blockers(case: Case, *, outcome: str, now: Moment) -> tuple[Blocker, ...]:
    """Everything that stands between now and a decision (`grant` or `refuse`); empty when it may be taken.

    A refusal needs every track heard and, where the guide asks for it, legal review; deferred materials block only the grant.
    """
    return tuple(_blockers(case, outcome, now))


def _blockers(case: Case, outcome: str, now: Moment) -> Iterator[Blocker]:
    """In the order in which they are dealt with: what may end or halt everything, then what is asked of others, then what the
    lead and the decider do themselves. The first one is what a work list says."""
    if case.termination is not None:
        yield Blocker("termination_open", due=None, detail=case.termination.proposed_on.isoformat())
    yield from _hearing(case, now)
    for stop in case.open_stops:
        heard = stop.cause == PAUSE and case.hearing.owed
        if stop.cause != publicity.CAUSE and not heard:  # these end by themselves, and are named beside
            yield Blocker("procedure_open", stop.cause)
    if case.fixes.missing and case.fixes.until is not None and now.day <= case.fixes.until:
        yield Blocker("fixes_open", due=case.fixes.until)
    for track in case.unanswered:
        site = case.site.held_on if case.site.owed and track in case.site.tracks else None
        yield Blocker("track_open", track, now.due(case, f"track:{track}"), site.isoformat() if site else "")
    if outcome == "grant":
        for track in case.disagreeing:
            yield Blocker("disagreement_open", track)
        for material in case.outstanding:
            arrived = "arrived" if case.promises[material].arrived_on else ""
            yield Blocker("deferred_open", material, now.due(case, f"deferred:{material}"), arrived)
    yield from _publicity(case, outcome, now)
    yield from _former(case, outcome)
    for check, owed in case.owed.items():
        yield Blocker("check_missing", check, detail=owed.since.isoformat())
    yield from _credit(case, now)
    if second_look.legal_review_owed(case, outcome):
        yield Blocker("legal_review_missing")
    if discussion.owed(case, outcome) and case.discussion is None:
        yield Blocker("discussion_missing")


def _hearing(case: Case, now: Moment) -> Iterator[Blocker]:
    """Who was told of the right to be heard is waited for unless it was given up, and the decision follows the record of
    the hearing (articles 47, 48, R36)."""
    at = case.hearing
    if at.owed:
        day = "late" if at.held_on and now.day > at.held_on else ""
        yield Blocker("hearing_open", day, at.held_on or now.due(case, HOLD))
    elif at.told_on is not None and at.over_on is None and (silent := waited_for(case, now)):
        last = [last_to_ask(case, now, who) for who in silent]
        yield Blocker("hearing_period", due=None if None in last else max(filter(None, last)))


def _former(case: Case, outcome: str) -> Iterator[Blocker]:
    """Nothing is granted in the place of a licence that was ended, no change of one on which something is decided, and no renewal
    that would undo what a change altered since it was filed."""
    term, seen = former_term(case.terms), case.former
    if outcome == "grant" and term is not None and seen is not None and not grantable(term.kind, seen):
        open_act = seen.stands == VALID and seen.proposed_on is not None
        yield Blocker("former_act_open" if open_act else "former_not_good", seen.licence, detail=seen.stands)
    if outcome == "grant" and seen is not None and seen.changed:
        yield Blocker("former_changed", seen.licence)


def _publicity(case: Case, outcome: str, now: Moment) -> Iterator[Blocker]:
    """What the guide puts before the public is not granted before the window is over, and nothing is decided past an
    objection that nobody has answered; without objections the end of the window is enough."""
    at = case.publicity
    if outcome == "grant" and case.terms.publicity is not None:
        if at.opened_on is None:
            yield Blocker("publicity_missing")
        elif at.last_on is not None and now.day <= at.last_on:
            yield Blocker("publicity_running", due=at.last_on)
    for one in at.unanswered:
        yield Blocker("publicity_objection", one.number, detail=one.received_on.isoformat())


def _credit(case: Case, now: Moment) -> Iterator[Blocker]:
    if not case.terms.credit_required:
        return
    seen = [look for look in case.credit if look.result != "unavailable"]
    if not seen:
        yield Blocker("credit_missing", detail=case.credit[0].on.isoformat() if case.credit else "")
    elif now.days_since(seen[-1].on) > case.terms.credit_days:
        yield Blocker("credit_stale", seen[-1].on.isoformat())
    if seen and seen[-1].unproven:
        yield Blocker("credit_name", detail=str(len(seen[-1].unproven)))
    if case.black and "strict_review" in case.terms.black and not second_look.cosigned(case):
        yield Blocker("cosignature_missing")


def cosign(case: Case | None, command: c.Cosign, now: Moment) -> Sequence[Event]:
    """The second signature that a stricter review asks for (R99), by somebody who wrote no opinion.

    It is put to the whole file, so that all departments have answered; what changes the file afterwards takes it away again.
    Somebody else may take the place of who signed: otherwise an office whose only decider signed could never decide.
    """
    case = file_closed(in_review(case), now)
    if now.by in second_look.writers(case):
        raise Refusal("cosigner_wrote")
    if case.unanswered:
        raise Refusal("cosign_before_opinions", tracks=case.unanswered)
    if case.cosigned_by == now.by:
        raise Refusal("already_cosigned")
    return [e.Cosigned(filled(command.opinion, "opinion_missing"))]


def review_legally(case: Case | None, command: c.ReviewLegally, now: Moment) -> Sequence[Event]:
    """The legal reviewer's opinion on what is proposed (R130), by somebody who wrote none of those that are reviewed.

    It looks at the whole file: all departments have answered, and it names the outcome that it lets pass.
    """
    case = file_closed(in_review(case), now)
    if now.by in second_look.writers(case):
        raise Refusal("legal_reviewer_wrote")
    if case.unanswered:
        raise Refusal("legal_before_opinions", tracks=case.unanswered)
    proposed = command.outcome or ("refuse" if legal_review.asked(case) == "on_refusal" else "")
    if proposed not in ("grant", "refuse"):
        raise Refusal("legal_outcome_missing")
    if command.verdict not in ("passed", "returned"):
        raise Refusal("verdict_missing")
    return [e.LegallyReviewed(command.verdict, filled(command.opinion, "opinion_missing"), proposed)]


def grant(case: Case | None, command: c.Grant, now: Moment) -> Sequence[Event]:
    """Grant (article 38): nothing may stand in the way, disagreement is resolved in writing, lateness explained (R34)."""
    case = _decidable(case, "grant", now)
    return [
        *resumed(case, now, superseded=True),
        e.Granted(
            decided_on=now.day,
            reason=filled(command.reason, "reason_missing"),
            scope=command.scope.strip(),
            resolution=_resolved(case, command.resolution),
            explanation=_explained(case, command.explanation, now),
            hearing=_heard(case, command.hearing),
            discussion=followed(case, "grant", command.discussion),
            panel=_reviewed(case, command.panel),
            conditions=command.conditions.strip(),
        ),
    ]


def refuse(case: Case | None, command: c.Refuse, now: Moment) -> Sequence[Event]:
    """Refuse (article 38): facts, reasons and basis in writing (R21), and the standards of a technical result (article 55 (3))."""
    case = _decidable(case, "refuse", now)
    return [
        *resumed(case, now, superseded=True),
        e.Refused(
            decided_on=now.day,
            facts=filled(command.facts, "facts_missing"),
            reason=filled(command.reason, "reason_missing"),
            basis=filled(command.basis, "basis_missing"),
            explanation=_explained(case, command.explanation, now),
            hearing=_heard(case, command.hearing),
            discussion=followed(case, "refuse", command.discussion),
            standards=_measured(case, command.standards),
        ),
    ]


def deem_filed(case: Case | None, command: c.DeemFiled, now: Moment) -> Sequence[Event]:
    """A filing that was neither made nor refused with reasons in time counts as made, where the rule on it says so."""
    case = required(case)
    if not filed_by_silence(case, now):
        raise Refusal("no_silent_decision")
    due = now.due(case, "statutory")
    return [e.DeemedFiled(due or now.day)]


def deem_renewed(case: Case | None, command: c.DeemRenewed, now: Moment) -> Sequence[Event]:
    """A renewal filed in time and undecided when the licence expired counts as granted on that day (article 50 (2), R37)."""
    case = required(case)
    expires_on = renewed_after(case, now.calendar)
    if expires_on is None or case.terms.renewal is None or not renewed_by_silence(case, now):
        raise Refusal("no_silent_decision")
    return [e.DeemedRenewed(expires_on, expires_on, filed_on(case), apply_by(case.terms.renewal, now.calendar))]


def _decidable(case: Case | None, outcome: str, now: Moment) -> Case:
    case = still_open(in_review(case), now)
    if now.by in second_look.writers(case):
        raise Refusal("writer_decides")
    found = blockers(case, outcome=outcome, now=now)
    if found:
        raise Refusal("blocked", blockers=found)
    if case.cosigned_by and case.cosigned_by == now.by and case.black:
        raise Refusal("cosigner_decides")
    if case.legal_by == now.by and second_look.legal_review_wanted(case, outcome):
        raise Refusal("legal_reviewer_decides")
    return case


def _heard(case: Case, words: str) -> str:
    """The decision follows the record of the hearing: it says how the record was taken into account (article 48 (2))."""
    return filled(words, "hearing_unanswered") if case.hearing.record else words.strip()


def _reviewed(case: Case, words: str) -> str:
    """A grant that a panel, also an earlier one, did not simply pass says what became of its changes, or why it is granted."""
    return filled(words, "panel_unanswered") if case.panel.unpassed else words.strip()


def _measured(case: Case, standards: str) -> str:
    """Who refuses after an inspection, a test or a quarantine names the technical standards in writing (article 55 (3))."""
    return filled(standards, "standards_missing") if examined(case) else standards.strip()


def _resolved(case: Case, more: str) -> str:
    """How the disagreements were settled, as it was recorded, and what the decision adds to it."""
    words = [one.words for name, one in case.resolved.items() if name in case.answers]
    return "\n".join(part for part in (*words, more.strip()) if part)


def _explained(case: Case, explanation: str, now: Moment) -> str:
    if now.past(case, "promised"):
        return filled(explanation, "explain_lateness")
    return explanation.strip()


RULES: Rules = {
    c.Cosign: cosign,
    c.ReviewLegally: review_legally,
    c.Grant: grant,
    c.Refuse: refuse,
    c.DeemFiled: deem_filed,
    c.DeemRenewed: deem_renewed,
}
