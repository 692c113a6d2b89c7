"""The wedding of guide and procedure: the terms of one case, computed when it is submitted."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from guides.guide import Guide, Limit, holds
from guides.plan import Needs, Requirement
from workflows import discussion, legal_review
from workflows.duties import opens_days
from workflows.procedure import Procedure
from workflows.terms import (
    DEEMED_CONSENT,
    DutyTerm,
    LimitChange,
    LimitTerm,
    MaterialTerm,
    PauseTerm,
    PublicityTerm,
    RenewableTerm,
    RenewalTerm,
    Terms,
    TrackTerm,
)

NOTICE = LimitTerm(5, "working_day", "received")  # 《行政许可法》第三十二条, where a guide names no shorter one

CHANGEABLE = frozenset({"promised", "statutory", "delivery", "publication"})
"""The limits that something may still change once a case is accepted."""

_STARTS = {"report_received": "received"}
"""The report that a law counts from is handed in with the application: without it the application is not complete."""


def terms_of(guide: Guide, needs: Needs, procedure: Procedure, delivered: Collection[str]) -> Terms:
    """What the engine has to know of this application: of its guide, its answers, its files and its procedure.

    Optional materials count only when they were delivered: nobody has to mark what nobody had to bring.
    """
    limits = needs.limits
    statutory = _limit(limits.get("statutory")) or LimitTerm(20)
    return Terms(
        lead=needs.lead,
        materials=tuple(_material(r) for r in needs.requirements if _counts(r, delivered)),
        tracks=tuple(
            TrackTerm(
                t.id,
                t.office,
                t.whole_days,
                t.unit,
                t.depends_on,
                t.officers,
                t.site_check,
                DEEMED_CONSENT if t.silence_basis else "escalate",
                str(t.silence_basis or ""),
            )
            for t in needs.tracks
        ),
        notice=_limit(limits.get("notice")) or NOTICE,
        promised=_limit(limits.get("promised")) or statutory,
        statutory=statutory,
        correction=LimitTerm(guide.correction.limit.whole, guide.correction.limit.counted_in, "noticed"),
        delivery=_limit(limits.get("delivery")) or procedure.delivery,
        publication=_limit(limits.get("publication")) or procedure.publication,
        on_correction_expiry=guide.correction.on_expiry,
        on_deferral_failure=guide.deferral.on_failure,
        grace_days=guide.deferral.grace or 0,
        pauses=_pauses(needs, procedure),
        extension_days=guide.extension.max_days if guide.extension else 0,
        credit_days=guide.credit.freshness_days,
        credit_required=procedure.credit_required,
        legal_review=guide.review.decision.legal_review,
        collegial=guide.review.decision.collegial,
        collegial_kinds=discussion.load_policy().kinds,
        legal_kinds=legal_review.load_kinds(),
        acts_reviewed=guide.review.licence_acts.legal_review,
        acts_discussed=guide.review.licence_acts.collegial,
        black=tuple(guide.credit.black),
        red=tuple(guide.credit.red),
        visits=max(needs.visits.values(), default=1),
        deemed_acceptance=procedure.deemed_acceptance,
        deemed_filing=procedure.deemed_filing,
        yellow_share=guide.signals.yellow_share,
        yellow_days=guide.signals.yellow_days,
        situations=needs.cases,
        changes=_changes(needs),
        renewal=_renewal(guide, needs),
        cut_off=(guide.opening.cut_off or "") if guide.opening else "",
        duties=tuple(_duties(guide, needs, delivered)),
        renewable=_renewable(guide),
        panel_least=max((own.panel.least for own in needs.procedures if own.panel), default=0),
        answer=_limit(limits.get("notice_promised")),
        publicity=PublicityTerm(needs.publicity.days, str(needs.publicity.basis)) if needs.publicity else None,
    )


def delivered_keys(needs: Needs, delivered: Collection[str]) -> tuple[str, ...]:
    """The requirements that these files satisfy, and those that the authority fetches itself (R15)."""
    return tuple(r.key for r in needs.requirements if r.satisfied(delivered) or _shared(r))


def _counts(requirement: Requirement, delivered: Collection[str]) -> bool:
    return requirement.necessary or _shared(requirement) or requirement.satisfied(delivered)


def _shared(requirement: Requirement) -> bool:
    return all(m.shared for m in requirement.alternatives)


def _limit(limit: Limit | None) -> LimitTerm | None:
    return LimitTerm(limit.whole, limit.counted_in, _STARTS.get(limit.start, limit.start)) if limit else None


def _changes(needs: Needs) -> tuple[LimitChange, ...]:
    """The limits that take the place of others once their event happens, the first of each kind and event (R35)."""
    found: dict[tuple[str, str], LimitChange] = {}
    for one in needs.changes:
        if (limit := _limit(one)) and one.after and one.kind in CHANGEABLE:
            found.setdefault((one.kind, one.after), LimitChange(one.kind, one.after, limit, str(one.basis)))
    return tuple(found.values())


def _renewal(guide: Guide, needs: Needs) -> RenewalTerm | None:
    """When the licence to be renewed expires, as the form says it; None for an application that renews nothing (R37)."""
    rule = guide.result.renewal
    answer = needs.answers.get(rule.expiry_field) if rule and rule.expiry_field else None
    if rule is None or not answer or not holds(rule.when, needs.answers, frozenset(needs.cases)):
        return None
    expires_on = answer if isinstance(answer, date) else date.fromisoformat(str(answer))
    ahead = rule.in_time
    return RenewalTerm(expires_on, ahead.whole, ahead.counted_in, rule.on_silence, str(rule.basis))


COMMITMENT = "commitment"


def _duties(guide: Guide, needs: Needs, delivered: Collection[str]) -> Iterator[DutyTerm]:
    """The checks after the licence: of what was promised instead of proven (R80), and those that the guide names (R131)."""
    rule = guide.commitment
    if rule and rule.allowed and rule.check and _on_word(needs, delivered):
        yield DutyTerm(COMMITMENT, needs.lead, COMMITMENT, rule.check.whole, rule.check.counted_in, credit=True)
    for one in guide.post_checks:
        if holds(one.when, needs.answers, frozenset(needs.cases)):
            value, unit = (one.limit.whole, one.limit.counted_in) if one.limit else (0, "working_day")
            yield DutyTerm(one.id, one.office, "check", value, unit, one.credit)


def _on_word(needs: Needs, delivered: Collection[str]) -> bool:
    """Whether a commitment was handed in where a proof could have been: as an alternative to it, or by a choice of the form."""
    asked = (m for requirement in needs.requirements for m in requirement.alternatives)
    return any(m.form == COMMITMENT and (m.group or m.when) and m.id in delivered for m in asked)


def _renewable(guide: Guide) -> RenewableTerm | None:
    """How the licence is renewed that the case ends in, where the guide says so."""
    own = guide.result.renewal
    if own is None:
        return None
    ahead, opens = own.last, own.apply_before.whole if own.within else opens_days()
    return RenewableTerm(ahead.whole, ahead.counted_in, own.item or guide.item, opens, str(own.basis))


def _material(requirement: Requirement) -> MaterialTerm:
    first = requirement.alternatives[0]
    rule = first.deferrable if requirement.deferrable else None
    return MaterialTerm(
        id=requirement.key,
        principal=any(m.principal for m in requirement.alternatives),
        deferrable=rule is not None,
        days=(rule.days or 0) if rule else 0,
        unit=rule.unit if rule else "working_day",
        until=rule.until if rule else "day",
        shared=_shared(requirement),
        red_list=bool(rule and rule.red_list),
    )


def _pauses(needs: Needs, procedure: Procedure) -> tuple[PauseTerm, ...]:
    """The procedure's eight (R27), and what the guide adds: other causes can stop the promised clock alone (R166)."""
    named = {p.kind: p for p in procedure.pauses}
    for own in needs.procedures:
        statutory = own.stops_statutory and own.kind in named
        named[own.kind] = PauseTerm(own.kind, statutory, own.stops_promised, own.max_days, str(own.basis))
    return tuple(named.values())
