"""What the acts of a case rest on besides letters and files, for its package: the contents of acts, and what credit lists said.

The journal names a content by its digest and an entry of a list by its number; a court must be able to read both (R99, R130).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from guides.plan import needs
from portal.models import ActContent, Enterprise, PublicationChange, RatingText
from portal.services import commitment, credit_seen, publication_changes
from portal.services.casefile import CaseFile
from portal.services.credit_match import subject_of
from portal.services.evidence_named import looks_of, signatures
from workflows.events import CreditLookedUp, Recorded, Signature

Kept = dict[str, Any]


def act_contents(session: Session, file: CaseFile, snapshots: Sequence[Kept]) -> tuple[Kept, ...]:
    """Everything that the journal names by its digest and that is no file: names, statements and words, each under its digest.

    What was redacted by law is there, and empty.
    """
    rows = session.scalars(select(ActContent).where(ActContent.case_id == file.id))
    found = [{"digest": one.digest, "at": _text(one.at), "content": one.content} for one in rows]
    found += [_said(digest, at, text) for digest, at, text in _texts(session, file, snapshots)]
    return tuple(sorted({one["digest"]: one for one in found}.values(), key=lambda one: str(one["digest"])))


def credit_looks(session: Session, file: CaseFile, snapshots: Sequence[Kept], acts: Iterable[Kept]) -> list[Kept]:
    """Every look at the lists with the versions, the entries and the comparison, as they were kept when it was made.

    Old journals kept nothing: there the lists say it, which are never changed, and the snapshot in force at the look.
    """
    kept = {one["digest"]: one["content"] for one in acts if "content" in one}
    enterprise = session.get(Enterprise, file.enterprise_id)
    found = []
    for one, look in looks_of(file.recorded):
        seen = kept.get(look.paper) if look.paper else None
        if seen is None:
            subject = subject_of(_in_force(snapshots, one.at)["content"], file.guide, enterprise)
            seen = credit_seen.as_listed(session, look, subject)
        found.append(_told(one, look) | seen)
    return found


def _told(one: Recorded, look: CreditLookedUp) -> Kept:
    return {
        "seq": one.seq,
        "stage": look.stage,
        "result": look.result,
        "looked_on": look.looked_on.isoformat(),
        "paper": look.paper,
    }


def _texts(session: Session, file: CaseFile, snapshots: Sequence[Kept]) -> Iterator[tuple[str, datetime, str]]:
    """The words that are kept as they are, each with its digest: of ratings, of corrections in public, of signed commitments."""
    for rated in session.scalars(select(RatingText).where(RatingText.case_id == file.id)):
        yield rated.digest, rated.at, rated.words
    changed = select(PublicationChange).where(
        PublicationChange.case_id == file.id, PublicationChange.act == "corrected"
    )
    for change in session.scalars(changed):
        text = publication_changes.text_of(change.fields)
        yield hashlib.sha256(text.encode()).hexdigest(), change.at, text
    for one, signature in signatures(file.recorded):
        text = _commitment(file, _in_force(snapshots, one.at)["content"], signature)
        if commitment.digest((text,)) == signature.digest:
            yield signature.digest, one.at, text


def _commitment(file: CaseFile, content: Kept, signature: Signature) -> str:
    """The text that was signed, out of the pinned guide and the answers of that day."""
    asked = {one.key: one for one in needs(file.guide, content["answers"], file.case.received_on).requirements}
    promised = [asked[key] for key in signature.materials if key in asked]
    return "\n".join(commitment.text(file.guide, promised, content["enterprise"]["name"]))


def _in_force(snapshots: Sequence[Kept], at: datetime) -> Kept:
    """What was handed in last before that moment."""
    moment = at.isoformat()
    return next((one for one in reversed(snapshots) if one["at"] <= moment), snapshots[0])


def _said(digest: str, at: datetime, text: str) -> Kept:
    return {"digest": digest, "at": _text(at), "text": text}


def _text(at: datetime) -> str:
    return at.isoformat()
