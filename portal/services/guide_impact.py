"""What publishing a version would do: which cases stay, which drafts move and what they lose or gain, which letters change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from guides.conditions import is_filled
from guides.diff_words import told
from guides.guide import Guide
from guides.text import Text
from portal.actors import Actor
from portal.db import reading
from portal.models import Case as CaseRow
from portal.models import Draft, Upload
from portal.services import answers, law
from portal.services.guide_versions import check_author
from workflows.case import ENDED

LOOKED_AT = 500
"""How many drafts, the newest, are read one by one; of more only their number is told."""


@dataclass(frozen=True, slots=True)
class Impact:
    """What a version changes against the one before it.

    `cases` are open and stay on their versions; `drafts` will move; of the `looked_at` newest, `lose` hold answers or files
    that are no longer asked and `gain` have more to fill in or to hand in. `letters` are the kinds whose words change.
    """

    before: Guide | None
    changes: tuple[Text, ...]
    cases: int
    drafts: int
    looked_at: int
    lose: int
    gain: int
    letters: tuple[str, ...]


def impact(guide: Guide, *, by: Actor) -> Impact:
    """What it would change if this version were published."""
    check_author(by)
    before = replaced(guide)
    with reading() as session:
        cases = session.scalar(_open_cases(guide.item)) or 0
        drafts = session.scalar(_moving(guide, func.count())) or 0
        effects = _effects(session, guide, before) if before else []
    return Impact(
        before,
        tuple(words for _change, words in told(before, guide)) if before else (),
        cases,
        drafts,
        len(effects),
        sum(lost for lost, _gained in effects),
        sum(gained for _lost, gained in effects),
        letters_changed(before, guide) if before else (),
    )


def replaced(guide: Guide) -> Guide | None:
    """The version that this one comes after: the last that begins before its day."""
    earlier = [one for one in law.catalogue().versions(guide.item) if one.effective_from < guide.effective_from]
    return earlier[-1] if earlier else None


def _open_cases(item: str) -> Any:
    states = [str(state) for state in ENDED]
    return select(func.count()).select_from(CaseRow).where(CaseRow.item == item, CaseRow.state.not_in(states))


def _moving(guide: Guide, *columns: Any) -> Any:
    d = Draft
    statement = select(*columns).select_from(d).where(d.item == guide.item, d.case_id.is_(None))
    return statement.where(d.guide_version < guide.effective_from)


def _effects(session: Session, guide: Guide, before: Guide) -> list[tuple[bool, bool]]:
    """For each draft: whether it holds something that is no longer asked, and whether more is asked of it."""
    statement = _moving(guide, Draft.id, Draft.raw).order_by(Draft.id.desc()).limit(LOOKED_AT)
    rows = session.execute(statement).all()
    files: dict[int | None, set[str]] = {}
    u = Upload
    held = select(u.draft_id, u.material).where(u.draft_id.in_([row.id for row in rows]), u.removed_at.is_(None))
    for draft_id, material in session.execute(held):
        files.setdefault(draft_id, set()).add(material)
    return [_effect(guide, before, row.raw, files.get(row.id, set())) for row in rows]


def _effect(guide: Guide, before: Guide, raw: dict[str, Any], files: set[str]) -> tuple[bool, bool]:
    day = guide.effective_from
    then, now = answers.read(before, raw, on=day).needs, answers.read(guide, raw, on=day).needs
    lost = any(name not in guide.fields and is_filled(value) for name, value in raw.items())
    lost = lost or any(guide.material(one) is None for one in files)
    known = {one.key for one in then.requirements}
    gained = not set(now.fields) <= set(then.fields)
    gained = gained or any(one.necessary and one.key not in known for one in now.requirements)
    return lost, gained


Part = Callable[[Guide], Any]


def letters_changed(before: Guide, after: Guide) -> tuple[str, ...]:
    """The kinds of letter that would say something else than before, for the same case, in their own order."""
    of_filings, of_licences = (
        {"filed", "deemed_filed", "filing"},
        {"acceptance", "grant", "refusal", "licence", "renewal"},
    )
    never = of_filings if after.item_type == "licence" else of_licences
    return tuple(
        kind
        for kind, parts in LETTERS.items()
        if kind not in never and any(part(before) != part(after) for part in (_head, *parts))
    )


def _head(g: Guide) -> Any:
    contact = g.contact
    own = (contact.address.zh, contact.phone, contact.hours.zh, contact.complaint.zh)
    return g.name.zh, g.authority.name.zh, g.item_type, own


def _lines(g: Guide) -> Any:
    return [(one.id, one.name.zh, one.form, one.copies, one.when) for one in g.materials]


def _points(g: Guide) -> Any:
    return [(one.id, [point.zh for point in one.review_points], one.basis.zh) for one in g.materials]


def _deferred(g: Guide) -> Any:
    return g.deferral.on_failure, [(one.id, one.deferrable) for one in g.materials if one.deferrable]


def _shared(g: Guide) -> Any:
    return [one.id for one in g.materials if one.shared]


def _limits(*kinds: str) -> Part:
    def found(g: Guide) -> Any:
        limits = (one for one in g.limits if one.kind in kinds)
        return [(one.kind, one.value, one.unit, one.start, one.when, one.effective_to) for one in limits]

    return found


def _bases(g: Guide) -> Any:
    return [(one.basis.zh, one.when) for one in g.limits if one.kind == "statutory"]


def _correction(g: Guide) -> Any:
    return g.correction.limit, g.correction.on_expiry


def _remedies(g: Guide) -> Any:
    own = g.remedies
    return own.reconsideration_body.zh, own.court.zh, own.reconsideration_days, own.litigation_months


def _result(g: Guide) -> Any:
    own = g.result
    contents = [(one.label.zh, one.field, one.literal, _words(g, one.field)) for one in own.contents]
    return own.document.zh, contents, own.number_rule, own.validity_months, own.note and own.note.zh


def _words(g: Guide, name: str | None) -> Any:
    field = g.fields.get(name or "")
    return field and (field.unit and field.unit.zh, [(one.value, one.label.zh) for one in field.options])


def _laws(g: Guide) -> Any:
    return [(one.law.zh, one.articles.zh, one.effective_from, one.effective_to) for one in g.legal_basis]


def _tracks(g: Guide) -> Any:
    tracks = g.review.tracks
    return [(one.id, one.office, one.name.zh, [point.zh for point in one.review_points]) for one in tracks]


def _changes(g: Guide) -> Any:
    return [(one.kind, one.after, one.value, one.unit, one.basis.zh) for one in g.limits if one.after]


def _document(g: Guide) -> Any:
    return g.result.document.zh


def _renewal(g: Guide) -> Any:
    own = g.result.renewal
    return own and (own.apply_before, own.within, own.silence_before, own.on_silence, own.basis.zh)


def _procedures(g: Guide) -> Any:
    return [(one.kind, one.name.zh, one.basis.zh, one.max_days) for one in g.special_procedures]


def _publicity(g: Guide) -> Any:
    return g.publicity and (g.publicity.days, g.publicity.basis.zh)


LETTERS: dict[str, tuple[Part, ...]] = {
    "receipt": (_lines, _limits("notice", "notice_promised")),
    "acceptance": (_lines, _shared, _deferred, _limits("promised", "statutory")),
    "correction": (_lines, _points, _correction),
    "not_required": (_remedies,),
    "not_accepted": (_lines, _correction, _remedies),
    "deferral_commitment": (_lines, _deferred),
    "deferral_notice": (_lines, _deferred),
    "suspension": (_lines, _deferred),
    "acceptance_revoked": (_lines, _deferred, _remedies),
    "special_procedure": (_procedures,),
    "resumption": (_procedures, _limits("promised", "statutory")),
    "extension": (_limits("promised"),),
    "withdrawn": (_lines, _remedies),
    "termination": (_lines, _remedies),
    "grant": (_laws, _result, _limits("delivery", "publication")),
    "refusal": (_remedies,),
    "grant_ended": (_remedies,),
    "filed": (_laws, _result, _limits("delivery")),
    "deemed_filed": (_result, _laws, _bases, _limits("statutory", "delivery")),
    "filing": (_lines, _result),
    "licence": (_result,),
    "licence_again": (_result,),
    "service": (_document,),
    "calendar": (),
    "renewal": (_renewal, _laws),
    "limit": (_changes,),
    "hearing_right": (_procedures,),
    "hearing_notice": (_procedures,),
    "hearing_record": (_procedures,),
    "hearing_answer": (_remedies,),
    "interested_right": (_procedures,),
    "interested_notice": (_procedures,),
    "interested_answer": (_remedies,),
    "discussion": (_document,),
    "site_notice": (_tracks,),
    "site_record": (_tracks,),
    "expert_record": (_procedures,),
    "publicity_notice": (_publicity,),
    "review_correction": (_lines, _tracks),
    "licence_notice": (_document,),
    "licence_suspended": (_document, _remedies),
    "licence_restored": (_document,),
    "licence_revoked": (_document, _remedies),
    "licence_withdrawn": (_document, _remedies),
    "licence_penal_revoked": (_document, _remedies),
    "licence_cancelled": (_document, _remedies),
    "cancellation_refused": (_document, _remedies),
    "reissue_refused": (_document, _remedies),
}
"""What of a guide each letter says (services/letter_facts.py, services/letter_outcomes.py), beside what every letter says."""
