"""The code of a document that is made out: its facts signed with the key of the portal, for the first document and every other."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from guides.guide import Guide
from portal.models import Case as CaseRow
from portal.services import letter_decision, licence_key, licence_payload, licence_words, snapshots
from portal.services.applicant_kinds import is_person
from portal.services.licence_payload import Said, Signed
from portal.services.licensee import licensee
from workflows.case import Case


def signed(session: Session, row: CaseRow, case: Case, guide: Guide, at: datetime) -> str:
    """What the code of this document proves without a network; nothing where the portal has no key, or nothing was issued.

    What a natural person's licence allows and where goes into the code as a digest alone: anybody can read a code (R108).
    """
    key, own = licence_key.signing(), case.licence
    if key is None or own is None:
        return ""
    licence_key.note(session, key, at=at)
    content = snapshots.latest(session, row.id)
    holder = licensee(guide, content)
    lines = tuple(letter_decision.stated(guide, content, case.scope))
    name, code = licence_payload.told_of(holder)
    person = is_person(holder.get("kind", "legal_person"), holder["name"], holder["legal_representative"])
    facts = Signed(
        own.number,
        name,
        code,
        str(guide.result.document),
        own.valid_from,
        own.valid_to,
        own.issue,
        _said(licence_words.scope_of(lines), person),
        _said(licence_words.place_of(lines), person),
    )
    return licence_payload.sign(facts, key)


def _said(words: str, person: bool) -> Said:
    return Said(digest=licence_words.digest_of(words)) if person else Said(words)
