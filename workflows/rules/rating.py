"""Rating: an act once, by the applicant alone, after the end; and the follow-up of a bad rating, step by step (R83-R86)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from workflows import commands as c
from workflows import events as e
from workflows.case import Case
from workflows.events import Event
from workflows.rating import CALLBACKS, CONTESTED_BY, FINDINGS, RATED_BY, WAYS, Rating, acts, rated_until
from workflows.rating_policy import LEVELS, Policy, load_policy
from workflows.refusal import Refusal
from workflows.rules.moment import Moment, Rules, filled, required

APPLICANT = ("handler:", "visitor:")
INVITED = ("device", "slip")


def rate(case: Case | None, command: c.Rate, now: Moment) -> Sequence[Event]:
    """Once an act, after the case has ended (R83, R86); never by staff, who may neither rate nor hint."""
    case = required(case)
    _by_applicant(now)
    act = next((one for one in acts(case) if one.key == command.act), None)
    if act is None:
        raise Refusal("no_such_act")
    if not case.ended:
        raise Refusal("rated_too_early")
    if (old := case.ratings.get(act.key)) and not old.void:
        raise Refusal("rated_already")
    _in_time(case, act.key, now)
    way = _way(now, command.way, RATED_BY)
    _level(command.level)
    policy = load_policy()
    tags = _tags(policy, act.channel, command.tags)
    bad = policy.bad(command.level)
    days = (policy.contact.days, policy.fix.days) if bad else (0, 0)
    said = (tags, command.words, command.named)
    place = (way, act.window, command.invited_by if way in INVITED else "")
    return [e.Rated(act.key, act.channel, command.level, now.day, *said, bad, *days, *place)]


def print_slip(case: Case | None, command: c.PrintRatingSlip, now: Moment) -> Sequence[Event]:
    """While the applicant still has something to say of an act: to rate it, to rate again after the reply, or to appeal."""
    case = required(case)
    open_acts = [act.key for act in acts(case) if _may_speak(case.ratings.get(act.key))]
    if not open_acts:
        raise Refusal("rated_already")
    last = [until for act in open_acts if (until := rated_until(case, act)) is not None]
    if last and now.day > max(last):
        raise Refusal("rating_over", until=max(last))
    return [e.RatingSlipPrinted(command.nth, command.window)]


def contest(case: Case | None, command: c.ContestRating, now: Moment) -> Sequence[Event]:
    """Once a rating; the applicant says that somebody else made it, and need not say more (R83).

    What was said by number and query code, which staff know too, takes nobody's own say away: that may still follow.
    """
    one = _known(case, command.act)
    _by_applicant(now)
    way = _way(now, command.way, CONTESTED_BY)
    if one.contest and (one.void or one.contest_way != "number" or way == "number"):
        raise Refusal("contested_already")
    if one.excluded:
        raise Refusal("rating_elsewhere", stage=one.stage)
    return [e.RatingContested(command.act, command.words, way)]


def decide_contest(case: Case | None, command: c.DecideContest, now: Moment) -> Sequence[Event]:
    """A supervisor finds, with a reason, that the applicant did not make the rating, or did (R83)."""
    _at(case, command.act, "contested")
    if command.verdict not in ("upheld", "rejected"):
        raise Refusal("review_verdict_missing")
    return [e.RatingContestDecided(command.act, command.verdict, filled(command.reason, "reason_missing"))]


def tried(case: Case | None, command: c.TryRater, now: Moment) -> Sequence[Event]:
    """An attempt that reached nobody, before the finding or to call back, ends no period (R84); the next one comes hours later."""
    one = _at(case, command.act, "contact", "callback")
    before = one.tries if one.step == "contact" else one.calls
    if command.way not in WAYS or command.way == "unreached":
        raise Refusal("finding_missing")
    apart = load_policy().hours_apart
    if before and now.at < before[-1].at + timedelta(hours=apart):
        raise Refusal("attempt_too_soon", hours=apart)
    return [e.RatingContactTried(command.act, command.way, command.note.strip())]


def verify(case: Case | None, command: c.VerifyRating, now: Moment) -> Sequence[Event]:
    """Contact comes first; the finding names its reason, whichever it is (R84). Nobody is unreachable after one attempt."""
    one = _at(case, command.act, "contact")
    if command.finding not in FINDINGS or command.way not in WAYS:
        raise Refusal("finding_missing")
    if command.way == "unreached" and command.finding != "founded":
        raise Refusal("finding_without_contact")
    if command.way == "unreached":
        _tried_enough(len(one.tries))
    return [e.RatingVerified(command.act, command.finding, filled(command.reason, "reason_missing"), command.way)]


def review(case: Case | None, command: c.ReviewRating, now: Moment) -> Sequence[Event]:
    """Another person than the one who made the finding upholds or overturns it, with a reason (R83)."""
    one = _at(case, command.act, "review")
    if one.verified_by == now.by:
        raise Refusal("review_by_same_person")
    if command.verdict not in ("upheld", "overturned"):
        raise Refusal("review_verdict_missing")
    return [e.RatingReviewed(command.act, command.verdict, filled(command.reason, "reason_missing"))]


def appeal(case: Case | None, command: c.AppealRating, now: Moment) -> Sequence[Event]:
    """The applicant may appeal once against an exclusion; until it is reviewed the rating counts again."""
    one = _known(case, command.act)
    _by_applicant(now)
    if one.appealed:
        raise Refusal("appealed_already")
    if one.void:
        raise Refusal("rating_elsewhere", stage=one.stage)
    _at(case, command.act, "excluded")
    return [e.RatingAppealed(command.act, filled(command.words, "reason_missing"))]


def answer(case: Case | None, command: c.AnswerRating, now: Moment) -> Sequence[Event]:
    """What was put right is told to the applicant; a finding under review or an excluded rating has nothing to put right."""
    _at(case, command.act, "fix")
    return [e.RatingAnswered(command.act, filled(command.reply, "reply_missing"))]


def call_back(case: Case | None, command: c.CallBackRater, now: Moment) -> Sequence[Event]:
    """The applicant is called back once, after the reply. Nobody is unreachable after one attempt, and then was not called back."""
    one = _at(case, command.act, "callback")
    if command.result not in CALLBACKS:
        raise Refusal("callback_missing")
    if command.result == "unreached":
        _tried_enough(len(one.calls))
    return [e.RatingCalledBack(command.act, command.result, command.note.strip())]


def rate_again(case: Case | None, command: c.RateAgain, now: Moment) -> Sequence[Event]:
    """Once more, after the reply; it opens no second follow-up."""
    one = _known(case, command.act)
    _by_applicant(now)
    if one.again:
        raise Refusal("rated_again_already")
    if one.answered_on is None:
        raise Refusal("not_answered_yet")
    _in_time(required(case), command.act, now)
    _level(command.level)
    return [
        e.RatedAgain(command.act, command.level, command.words, "" if now.by.startswith("handler:") else command.way)
    ]


def _by_applicant(now: Moment) -> None:
    if not now.by.startswith(APPLICANT):
        raise Refusal("rating_by_staff")


def _way(now: Moment, said: str, known: tuple[str, ...]) -> str:
    """An account shows by itself who rates; anybody else by a way that staff cannot go alone (R86)."""
    if now.by.startswith("handler:"):
        return "account"
    if said not in known:
        raise Refusal("rating_unproven")
    return said


def _in_time(case: Case, act: str, now: Moment) -> None:
    until = rated_until(case, act)
    if until is not None and now.day > until:
        raise Refusal("rating_over", until=until)


def _level(level: int) -> None:
    if level not in LEVELS:
        raise Refusal("level_missing")


def _tags(policy: Policy, channel: str, codes: tuple[str, ...]) -> tuple[str, ...]:
    """The tags in the order of the policy: known ones of the channel, and never both sides of one content."""
    if unknown := [code for code in codes if policy.tag(channel, code) is None]:
        raise Refusal("tag_unknown", tags=tuple(unknown))
    chosen = [tag for tag in policy.tags[channel] if tag.code in codes]
    if len({tag.content for tag in chosen}) < len(chosen):
        raise Refusal("tags_contradict")
    return tuple(tag.code for tag in chosen)


def _known(case: Case | None, act: str) -> Rating:
    one = required(case).ratings.get(act)
    if one is None:
        raise Refusal("no_such_rating")
    return one


def _may_speak(one: Rating | None) -> bool:
    """Whether the applicant may still rate an act, rate it again or appeal."""
    if one is None or one.void:
        return True
    return (one.answered_on is not None and not one.again) or (one.review == "upheld" and not one.appealed)


def _tried_enough(made: int) -> None:
    if made < (least := load_policy().attempts):
        raise Refusal("attempts_missing", made=made, least=least)


def _at(case: Case | None, act: str, *stages: str) -> Rating:
    """The rating, which must stand at one of these stages of its follow-up."""
    one = _known(case, act)
    if one.stage not in stages and one.step not in stages:
        raise Refusal("rating_elsewhere", stage=one.stage)
    return one


RULES: Rules = {
    c.Rate: rate,
    c.PrintRatingSlip: print_slip,
    c.ContestRating: contest,
    c.DecideContest: decide_contest,
    c.TryRater: tried,
    c.VerifyRating: verify,
    c.ReviewRating: review,
    c.AppealRating: appeal,
    c.AnswerRating: answer,
    c.CallBackRater: call_back,
    c.RateAgain: rate_again,
}
