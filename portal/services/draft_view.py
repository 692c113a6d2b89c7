"""A draft as its pages read it: what was typed, what counts of it, how far every section and every requirement is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from guides.guide import Guide
from portal.clock import business_day
from portal.models import Draft, Enterprise
from portal.services import answers, draft_merge, draftfiles, law, ticks
from portal.services.answers import Reading, SectionState
from portal.services.casefile import FileFacts
from portal.services.draftfiles import RequirementState
from workflows.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Applicant:
    """The enterprise that applies, as a draft names it."""

    id: int
    name: str
    uscc: str
    address: str
    legal_representative: str
    principal_person: str
    kind: str


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft with everything that its pages say of it. `raw` is what was typed, `answers` what counts of it."""

    public_id: str
    guide: Guide
    channel: str
    applicant: Applicant
    raw: dict[str, Any]
    reading: Reading
    sections: tuple[SectionState, ...]
    requirements: tuple[RequirementState, ...]
    files: tuple[FileFacts, ...]
    later: tuple[str, ...]
    version: int
    created_at: datetime
    changed_at: datetime
    outdated: bool
    stopped: bool
    carried: tuple[dict[str, Any], ...]
    filled: dict[str, dict[str, Any]]
    looks: dict[str, dict[str, Any]]
    stands: dict[str, dict[str, Any]]
    looked: dict[str, str]

    @property
    def answers(self) -> dict[str, Any]:
        """The answers that count."""
        return self.reading.answers

    def mark(self, section: str) -> str:
        """What the page of a section carries, so that a save from an older page is noticed."""
        return draft_merge.marks_of(self.guide, self.raw, section)

    @property
    def complete(self) -> bool:
        """True when nothing is missing and nothing is wrong."""
        return not self.reading.errors and not any(one.state == "missing" for one in self.requirements)


def gather(session: Session, draft: Draft, *, on: date | None = None) -> DraftView:
    """Everything about one draft, in three queries."""
    guide = guide_of(draft)
    day = on or business_day(draft.changed_at)
    found = answers.read(guide, draft.raw, on=day)
    files = draftfiles.of_draft(session, draft.id)
    catalogue = law.catalogue()
    newest = catalogue.in_force(draft.item, day)
    return DraftView(
        public_id=draft.public_id,
        guide=guide,
        channel=draft.channel,
        applicant=applicant_of(session, draft),
        raw=draft.raw,
        reading=found,
        sections=answers.section_states(guide, draft.raw, found),
        requirements=draftfiles.states(found.needs, files, draft.later),
        files=files,
        later=tuple(draft.later),
        version=draft.version,
        created_at=draft.created_at,
        changed_at=draft.changed_at,
        outdated=newest is not None and newest.effective_from != draft.guide_version,
        stopped=newest is None and any(catalogue.withdrawn(one, day) for one in catalogue.versions(draft.item)),
        carried=tuple(draft.carried),
        filled=dict(draft.filled),
        looks=dict(draft.looks),
        stands=stands_in(guide, draft),
        looked=ticks.current(draft.looked, guide, files),
    )


def stands_in(guide: Guide, draft: Draft) -> dict[str, dict[str, Any]]:
    """What registers say of the draft's answers, as far as its guide still takes them from there."""
    sources = {name: field.source for name, field in guide.fields.items() if field.source}
    return {name: kept for name, kept in draft.stands.items() if sources.get(name) == kept["source"]}


def guide_of(draft: Draft) -> Guide:
    """The version of the guide that the draft pins. Raises Refusal when the catalogue cannot serve it now."""
    try:
        return law.guide_of(draft.item, draft.guide_version)
    except LookupError as lost:
        raise Refusal("guide_unavailable", item=draft.item) from lost


def applicant_of(session: Session, draft: Draft) -> Applicant:
    """The enterprise of a draft."""
    e = session.get_one(Enterprise, draft.enterprise_id)
    return Applicant(e.id, e.name, e.uscc, e.address, e.legal_representative, e.principal_person, e.kind)
