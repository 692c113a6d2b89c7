"""The applicant's own words about a rating: kept as a row, named in the journal by digest, so that they can be redacted."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import RatingText

RATING, APPEAL, AGAIN, CONTEST, FORMER = "rating", "appeal", "again", "contest", "former"
LONGEST = 1000


def digest_of(words: str) -> str:
    """What the journal keeps of words; nothing for no words."""
    return hashlib.sha256(words.encode()).hexdigest() if words else ""


def keep(session: Session, case_id: int, act: str, kind: str, words: str, *, at: datetime) -> None:
    """Keep words whose digest was recorded in the same transaction; nothing is kept of no words.

    Where a rating was somebody else's, what was said with it is kept as `former`, each kind of words until the next such rating.
    """
    if kind == RATING:
        _set_aside(session, case_id, act)
    if words:
        session.merge(RatingText(case_id=case_id, act=act, kind=kind, digest=digest_of(words), words=words, at=at))


def of_case(session: Session, case_id: int, act: str = "") -> dict[tuple[str, str], str]:
    """The words of a case by act and kind; of one act alone where it is named."""
    wanted = [RatingText.case_id == case_id, *([RatingText.act == act] if act else [])]
    rows = session.execute(select(RatingText.act, RatingText.kind, RatingText.words).where(*wanted))
    return {(of, kind): words for of, kind, words in rows}


def _set_aside(session: Session, case_id: int, act: str) -> None:
    if (old := session.get(RatingText, (case_id, act, RATING))) is None:
        return
    if (older := session.get(RatingText, (case_id, act, FORMER))) is not None:
        session.delete(older)
    session.flush()
    old.kind = FORMER
    session.flush()
