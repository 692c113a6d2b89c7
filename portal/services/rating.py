"""Rating a finished case, as its applicant: signed in, or with a proof that staff cannot give (一事一评, 一次一评, R83-R86)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from sqlalchemy.orm import Session

from guides.text import Text
from portal.access import may_act, require
from portal.actors import VISITOR, Actor, Role
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.services import casefile, journal, messages, rating_slip, rating_sms, rating_words
from portal.services.caseclocks import ClockView, views_of
from portal.services.rating_proof import Proof
from workflows.case import Case
from workflows.commands import AppealRating, ContestRating, Rate, RateAgain
from workflows.rating import CONTACT, FIX, Act, Rating, acts, rated_until


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
    until: date | None = None
    over: bool = False

    @property
    def may_rate_again(self) -> bool:
        """Whether the reply is there and the second rating is not."""
        one = self.rating
        return one is not None and one.answered_on is not None and not one.again and not self.over

    @property
    def may_appeal(self) -> bool:
        """Whether the rating was excluded and the applicant has not appealed yet."""
        one = self.rating
        return one is not None and one.review == "upheld" and not one.void and not one.appealed

    @property
    def may_rate(self) -> bool:
        """Whether it is time, and there is no rating yet, or only one that was somebody else's."""
        return not self.over and self.unrated

    @property
    def unrated(self) -> bool:
        """Whether there is no rating of the applicant's."""
        return self.rating is None or self.rating.void

    @property
    def may_contest(self) -> bool:
        """Whether the applicant may say that the rating is somebody else's: once, and after one who was not proven to be."""
        one = self.rating
        return one is not None and not one.excluded and (not one.contest or one.contest_way == "number")


@dataclass(frozen=True, slots=True)
class RatingPage:
    """A case as the one who rates it sees it."""

    public_id: str
    number: str
    item: Text
    ended: bool
    acts: tuple[Rateable, ...]
    proven: bool = True
    by_slip: bool = False

    def act(self, key: str) -> Rateable | None:
        """The act of that key, or None."""
        return next((one for one in self.acts if one.act.key == key), None)


def page(case_id: str, *, by: Actor, on: date, proof: Proof | None = None) -> RatingPage:
    """What may be rated of a case and what came of it. Raises Refusal when there is none, Denied for all but its applicant.

    Whoever knows number and query code but has no proof reads no words of the applicant, and may rate nothing. A slip, which
    whoever printed it has seen, opens no words either.
    """
    with reading() as session:
        row = casefile.row_of(session, case_id)
        _require_applicant(by, row, proof)
        slip = by == VISITOR and proof is not None and proof.way == "slip"
        proven = _proven(by, row, proof) and (not slip or rating_slip.alive(session, row, cast(Proof, proof)))
        case = journal.state_of(session, row.id)
        words = rating_words.of_case(session, row.id) if proven and not slip else {}
    item = Text(zh=row.item_name_zh, en=row.item_name_en)
    return RatingPage(row.public_id, row.number, item, case.ended, rateable(case, words, on), proven, slip)


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
            until := rated_until(case, act.key),
            until is not None and on > until,
        )
        for act in acts(case)
    )


def rate(case_id: str, act: str, said: Said, *, by: Actor, at: datetime, proof: Proof | None = None) -> bool:
    """Rate an act, once; False where the very same was said before. Raises Refusal before the end of the case and for another
    rating, Denied for all but the applicant.

    What is rated without an account is told to the applicant's telephone and accounts, so that no stranger's stays unseen.
    """
    words = said.words.strip()
    with transaction() as session:
        row = _locked(session, case_id, by, proof)
        if _rated_so(session, row, act, said):
            return False
        printed_by = rating_slip.use(session, row, proof, at=at)
        shown = (proof.way, printed_by or proof.invited_by) if proof and by == VISITOR else ("", "")
        command = Rate(act, said.level, said.tags, rating_words.digest_of(words), said.named, *shown)
        case = journal.record(session, row, command, by=by, at=at)
        rating_words.keep(session, row.id, act, rating_words.RATING, words, at=at)
        if by == VISITOR:
            rating_sms.tell(session, row, case.seq, said.level, at=at)
            messages.tell_accounts(session, row, case.seq, "Rated", at=at)
    return True


def rate_again(
    case_id: str, act: str, level: int, words: str = "", *, by: Actor, at: datetime, proof: Proof | None = None
) -> bool:
    """Rate once more after the reply to a bad rating; False where the same was said. Raises Refusal before it, and a third time."""
    words = words.strip()
    with transaction() as session:
        row = _locked(session, case_id, by, proof)
        old = journal.state_of(session, row.id).ratings.get(act)
        if old and old.again == level and _wrote(session, row, act, rating_words.AGAIN, words):
            return False
        rating_slip.use(session, row, proof, at=at)
        way = proof.way if proof and by == VISITOR else ""
        journal.record(session, row, RateAgain(act, level, rating_words.digest_of(words), way), by=by, at=at)
        rating_words.keep(session, row.id, act, rating_words.AGAIN, words, at=at)
    return True


def appeal(case_id: str, act: str, words: str, *, by: Actor, at: datetime, proof: Proof | None = None) -> bool:
    """Appeal, once, against the exclusion of a rating; it counts again until a supervisor has looked. Raises Refusal."""
    words = words.strip()
    with transaction() as session:
        row = _locked(session, case_id, by, proof)
        old = journal.state_of(session, row.id).ratings.get(act)
        if old and old.appealed and _wrote(session, row, act, rating_words.APPEAL, words):
            return False
        rating_slip.use(session, row, proof, at=at)
        journal.record(session, row, AppealRating(act, rating_words.digest_of(words)), by=by, at=at)
        rating_words.keep(session, row.id, act, rating_words.APPEAL, words, at=at)
    return True


def contest(case_id: str, act: str, words: str = "", *, by: Actor, at: datetime, proof: Proof | None = None) -> bool:
    """Say, once, that a rating is somebody else's; a supervisor looks (R83). Raises Refusal, Denied for all but the applicant.

    Number and query code are enough to say so, but the rating then goes on counting until the supervisor has decided.
    """
    words = words.strip()
    with transaction() as session:
        row = journal.lock(session, casefile.row_of(session, case_id).id)
        _require_applicant(by, row, proof)
        old = journal.state_of(session, row.id).ratings.get(act)
        way = _contested_way(by, row, proof)
        if (
            old
            and (old.contest, old.contest_way) == ("open", way)
            and _wrote(session, row, act, rating_words.CONTEST, words)
        ):
            return False
        journal.record(session, row, ContestRating(act, rating_words.digest_of(words), way), by=by, at=at)
        rating_words.keep(session, row.id, act, rating_words.CONTEST, words, at=at)
    return True


def _rated_so(session: Session, row: CaseRow, act: str, said: Said) -> bool:
    """Whether the act was rated in just these words already: a second click is the same rating, not a second one."""
    old = journal.state_of(session, row.id).ratings.get(act)
    if old is None or old.void:
        return False
    same = (old.level, set(old.tags), old.named) == (said.level, set(said.tags), said.named)
    return same and old.words == rating_words.digest_of(said.words.strip())


def _wrote(session: Session, row: CaseRow, act: str, kind: str, words: str) -> bool:
    """Whether just these words were kept of an act."""
    return rating_words.of_case(session, row.id, act).get((act, kind), "") == words


def by_code(channel: str) -> bool:
    """Whether a case may be rated without signing in: only where nobody applied with an account."""
    return channel != "online"


def _locked(session: Session, case_id: str, by: Actor, proof: Proof | None) -> CaseRow:
    row = journal.lock(session, casefile.row_of(session, case_id).id)
    _require_applicant(by, row, proof)
    require(_proven(by, row, proof), "rating_unproven")
    return row


def _proven(by: Actor, row: CaseRow, proof: Proof | None) -> bool:
    """An account is proof by itself; number and query code are none, since staff read them on receipts and letters (R86)."""
    return by != VISITOR or (proof is not None and proof.case_id == row.public_id)


def _contested_way(by: Actor, row: CaseRow, proof: Proof | None) -> str:
    """A slip says no more than number and query code: staff who printed it could take a bad rating out of the figures with it."""
    if by != VISITOR:
        return "account"
    return "phone" if _proven(by, row, proof) and proof and proof.way != "slip" else "number"


def _require_applicant(by: Actor, row: CaseRow, proof: Proof | None) -> None:
    """The applicant's handlers, and of a case without an account whoever has shown number and code; never staff (R86).

    At the device of a counter the applicant stands there in person, whichever way the application came.
    """
    require(by.kind != "officer", "rating")
    at_device = proof is not None and proof.way == "device" and proof.case_id == row.public_id
    require(by != VISITOR or by_code(row.channel) or at_device, "rating_account")
    require(by == VISITOR or may_act(by, row, Role.HANDLER), "enterprise")
