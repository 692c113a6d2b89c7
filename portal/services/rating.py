"""Rating a finished case, as its applicant: signed in, or by number and query code (一事一评, 一次一评, R83-R86)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from guides.text import Text
from portal.access import may_act, require
from portal.actors import VISITOR, Actor, Role
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.services import casefile, journal, rating_words
from portal.services.caseclocks import ClockView, views_of
from workflows.case import Case
from workflows.commands import AppealRating, Rate, RateAgain
from workflows.rating import CONTACT, FIX, Act, Rating, acts


@dataclass(frozen=True, slots=True)
class Said:
    """What an applicant says of an act: level 5 to 1, codes of tags, words of their own, and whether the name may be public."""

    level: int
    tags: tuple[str, ...] = ()
    words: str = ""
    named: bool = False


@dataclass(frozen=True, slots=True)
class Rateable:
    """One act with its rating, if there is one, the applicant's own words about it, and the clocks of its follow-up."""

    act: Act
    rating: Rating | None
    words: str
    contact: ClockView | None
    fix: ClockView | None

    @property
    def may_rate_again(self) -> bool:
        """Whether the reply is there and the second rating is not."""
        return self.rating is not None and self.rating.answered_on is not None and not self.rating.again

    @property
    def may_appeal(self) -> bool:
        """Whether the rating was excluded and the applicant has not appealed yet."""
        return self.rating is not None and self.rating.excluded and not self.rating.appealed


@dataclass(frozen=True, slots=True)
class RatingPage:
    """A case as the one who rates it sees it."""

    public_id: str
    number: str
    item: Text
    ended: bool
    acts: tuple[Rateable, ...]

    def act(self, key: str) -> Rateable | None:
        """The act of that key, or None."""
        return next((one for one in self.acts if one.act.key == key), None)


def page(case_id: str, *, by: Actor, on: date) -> RatingPage:
    """What may be rated of a case and what came of it. Raises Refusal when there is none, Denied for all but its applicant."""
    with reading() as session:
        row = casefile.row_of(session, case_id)
        _require_applicant(by, row)
        case = journal.state_of(session, row.id)
        words = rating_words.of_case(session, row.id)
    item = Text(zh=row.item_name_zh, en=row.item_name_en)
    return RatingPage(row.public_id, row.number, item, case.ended, rateable(case, words, on))


def rateable(case: Case, words: Mapping[tuple[str, str], str], on: date) -> tuple[Rateable, ...]:
    """The acts of a case with what was said of each; nothing before the case has ended."""
    if not case.ended:
        return ()
    clocks = views_of(case, on) if case.ratings else {}
    return tuple(
        Rateable(
            act,
            case.ratings.get(act.key),
            words.get((act.key, rating_words.RATING), ""),
            clocks.get(f"{CONTACT}:{act.key}"),
            clocks.get(f"{FIX}:{act.key}"),
        )
        for act in acts(case)
    )


def rate(case_id: str, act: str, said: Said, *, by: Actor, at: datetime) -> None:
    """Rate an act, once. Raises Refusal before the end of the case and for a second rating, Denied for all but the applicant."""
    words = said.words.strip()
    with transaction() as session:
        row = _locked(session, case_id, by)
        command = Rate(act, said.level, said.tags, rating_words.digest_of(words), said.named)
        journal.record(session, row, command, by=by, at=at)
        rating_words.keep(session, row.id, act, rating_words.RATING, words, at=at)


def rate_again(case_id: str, act: str, level: int, words: str = "", *, by: Actor, at: datetime) -> None:
    """Rate once more after the reply to a bad rating. Raises Refusal before it, and for a third time."""
    words = words.strip()
    with transaction() as session:
        row = _locked(session, case_id, by)
        journal.record(session, row, RateAgain(act, level, rating_words.digest_of(words)), by=by, at=at)
        rating_words.keep(session, row.id, act, rating_words.AGAIN, words, at=at)


def appeal(case_id: str, act: str, words: str, *, by: Actor, at: datetime) -> None:
    """Appeal, once, against the exclusion of a rating; it counts again until a supervisor has looked. Raises Refusal."""
    words = words.strip()
    with transaction() as session:
        row = _locked(session, case_id, by)
        journal.record(session, row, AppealRating(act, rating_words.digest_of(words)), by=by, at=at)
        rating_words.keep(session, row.id, act, rating_words.APPEAL, words, at=at)


def by_code(channel: str) -> bool:
    """Whether number and code are enough to rate: only where nobody applied with an account."""
    return channel != "online"


def _locked(session: Session, case_id: str, by: Actor) -> CaseRow:
    row = journal.lock(session, casefile.row_of(session, case_id).id)
    _require_applicant(by, row)
    return row


def _require_applicant(by: Actor, row: CaseRow) -> None:
    """The applicant's handlers, and of a case without an account whoever has shown number and code; never staff (R86).

    Staff read codes on receipts and letters: who applied with an account shows by it that the rating is his.
    """
    require(by.kind != "officer", "rating")
    require(by != VISITOR or by_code(row.channel), "rating_account")
    require(by == VISITOR or may_act(by, row, Role.HANDLER), "enterprise")
