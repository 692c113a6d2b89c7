"""The periods of a hearing: five working days to ask, twenty to hold it, seven of notice (articles 47 and 48, R36)."""

from __future__ import annotations

from datetime import date

from workflows.case import DECIDED, Case, State
from workflows.case_facts import Hearing
from workflows.second_look import writers

REQUEST_DAYS = 5
HOLD_DAYS = 20
NOTICE_DAYS = 7
REQUEST = "hearing_request"
REQUEST_OTHERS = "interested_request"
"""The five days of the interested parties, from the letter that told them."""
HOLD = "hearing"
NOTICE = "hearing_notice"
DAY = "hearing_day"
"""The clock of the day that is set: it runs out with the day, and stands until the hearing is recorded, put off or given up."""
APPLICANT, INTERESTED = "applicant", "interested"
PARTIES = frozenset({APPLICANT, INTERESTED})
WISHES = ("ask", "waive", "withdraw")
POST = "post"
"""The way of a request for which the day of its postmark counts."""
CAUSES = frozenset({"party", "force_majeure", "agency"})
STANDS, REVOKE = "stands", "revoke"
ANSWERS = (STANDS, REVOKE)
"""What a request that the decision overtook is answered: the decision stands, or the revocation of the licence was proposed."""
SIGNED = frozenset({"signed", "refused"})
PAUSE = "hearing"
ASKED, PUT_OFF = "申请人、利害关系人依法要求听证", "听证延期举行"
"""Why the special procedure begins with the day of a hearing that was asked for, and why it takes longer once the hearing was
put off; letters are written in Chinese alone."""


def gave_up(at: Hearing, who: str) -> bool:
    """Whether a party gave the hearing up: `who` is applicant or the number of an interested party, of all of whom an older
    journal may say it together."""
    together = INTERESTED in at.waived and any(one.number == who for one in at.parties)
    return who in at.waived or together


def entitled(at: Hearing) -> tuple[str, ...]:
    """Everybody who has the right to ask by name: the applicant, and each interested party that the case knows; `interested`
    stands for those that an older journal says were told, without saying who they are."""
    unnamed = (INTERESTED,) if at.interested and not at.parties else ()
    return (APPLICANT, *(one.number for one in at.parties), *unnamed)


def given_up(at: Hearing) -> bool:
    """True when everybody who was told of the right has given it up: the applicant, and every interested party."""
    return all(gave_up(at, who) for who in entitled(at))


def may(at: Hearing, wish: str) -> tuple[str, ...]:
    """Who may still ask for the hearing, give it up (`waive`) or take a request back (`withdraw`), their days aside.

    `interested` stands for one whom nobody told and who may always come by itself, and for those of an older journal.
    """
    asked = (*at.requests,)
    if wish == "withdraw":
        return asked
    free = tuple(who for who in dict.fromkeys((*entitled(at), *asked)) if not gave_up(at, who))
    if wish == "waive":
        return free
    return (*(who for who in free if who not in (*asked, INTERESTED)), INTERESTED)


def reviewers(case: Case) -> frozenset[str]:
    """The accounts that took part in the review: none of them may preside over the hearing (article 48 (4))."""
    return frozenset({*writers(case), case.cosigned_by, case.hearing.told_by} - {""})


def acts(case: Case, day: date) -> frozenset[str]:
    """What may come next in the hearing of a case under review: hearing_told, hearing_interested, hearing_announced,
    hearing_requested, hearing_waived, hearing_withdrawn, hearing_set, hearing_adjourned, hearing_absent, hearing_held."""
    at = case.hearing
    told, over, set_, come = at.told_on, at.over_on, at.held_on, bool(at.held_on and day >= at.held_on)
    open_ = told is not None and over is None
    allowed = {
        "hearing_told": told is None and over is None,
        "hearing_interested": told is not None and not at.record,
        "hearing_announced": not at.owed and over is None,
        "hearing_requested": told is not None and not at.record,
        "hearing_waived": open_ and bool(may(at, "waive")),
        "hearing_withdrawn": open_ and bool(at.requests),
        "hearing_set": at.owed and set_ is None,
        "hearing_adjourned": at.owed and set_ is not None,
        "hearing_absent": at.owed and come and bool(at.requests),
        "hearing_held": at.owed and come,
    }
    return frozenset(name for name, free in allowed.items() if free)


def overtakes(case: Case) -> bool:
    """Whether the decision came before a request that may still be in the post: the right was told, and no hearing was held."""
    at = case.hearing
    return case.state in DECIDED and at.told_on is not None and not at.record


def unanswered(at: Hearing) -> tuple[str, ...]:
    """Whose request the decision overtook and no letter has answered."""
    return tuple(who for who in at.overtaken if who not in at.answered)


def being_revoked(case: Case) -> bool:
    """Whether the revocation of the licence was proposed or decided, which is how a grant is corrected (article 69)."""
    proposed = case.proposal is not None and case.proposal.act == "revoke"
    return proposed or (case.licence is not None and case.licence.state == "revoked")


def wishes(case: Case, who: str) -> frozenset[str]:
    """What a party may still say about the hearing while the case is under review: ask, waive, withdraw."""
    at = case.hearing
    if at.told_on is None or at.over_on is not None or case.state is not State.IN_REVIEW:
        return frozenset()
    return frozenset(wish for wish in WISHES if who in may(at, wish))
