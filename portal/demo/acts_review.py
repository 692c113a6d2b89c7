"""What officers of the departments do between acceptance and decision."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

from portal.clock import business_day
from portal.demo.scene import Scene
from portal.demo.wording import WORDS
from portal.services import (
    decision,
    discussion,
    duties,
    hearings,
    law,
    licence_acts,
    major_acts,
    reissue,
    review,
    termination,
    tracks,
)
from workflows.refusal import Refusal


def opinion(scene: Scene) -> None:
    """Answer for a department; where the lists say something new meanwhile, it is read and the answer confirmed."""
    told = scene.facts
    signing = [scene.town.people[login].id for login in told["signing"]]
    words = {"basis": told["basis"], "officers": signing, "by": scene.officer, "at": scene.at}
    try:
        review.give_opinion(scene.case_id, told["track"], told["verdict"], told["words"], **words)
    except Refusal as refusal:
        if refusal.rule != "credit_changed":
            raise
        review.give_opinion(scene.case_id, told["track"], told["verdict"], told["words"], **words)


def remind(scene: Scene) -> None:
    """Hurry a department."""
    tracks.remind(scene.case_id, [scene.facts["track"]], by=scene.officer, at=scene.at)


def look_up(scene: Scene) -> None:
    """Look the credit lists up again."""
    review.look_up_credit(scene.case_id, by=scene.officer, at=scene.at)


def pause(scene: Scene) -> None:
    """Begin a special procedure."""
    told = scene.facts
    review.pause(scene.case_id, told["cause"], told["days"], told["reason"], by=scene.officer, at=scene.at)


def extend(scene: Scene) -> None:
    """Extend the limit."""
    review.extend(scene.case_id, scene.facts["days"], scene.facts["reason"], by=scene.officer, at=scene.at)


def cosign(scene: Scene) -> None:
    """Sign as the second officer."""
    review.cosign(scene.case_id, scene.facts["words"], by=scene.officer, at=scene.at)


def legal(scene: Scene) -> None:
    """Give the legal reviewer's opinion."""
    review.review_legally(scene.case_id, scene.facts["verdict"], scene.facts["words"], by=scene.officer, at=scene.at)


def grant(scene: Scene) -> None:
    """Settle what a department disagreed with, and grant."""
    if scene.facts["resolution"]:
        for track in decision.view(scene.case_id, by=scene.officer, at=scene.at).unsettled:
            told = (track.term.id, "settled", scene.facts["resolution"])
            tracks.resolve(scene.case_id, *told, by=scene.officer, at=scene.at)
    words = {name: scene.facts[name] for name in ("reason", "scope", "explanation", "panel")}
    decision.grant(scene.case_id, **words, by=scene.officer, at=scene.at)


def propose_termination(scene: Scene) -> None:
    """Propose to end the proceedings on what the register says."""
    told = {"successor": "none", "capacity": "liquidator", "dated": business_day(scene.at).isoformat(), **scene.facts}
    ground = "organisation_ended"
    termination.propose(scene.case_id, ground, told, proof="register", by=scene.officer, at=scene.at)


def terminate(scene: Scene) -> None:
    """Confirm it."""
    termination.confirm(scene.case_id, scene.facts["opinion"], by=scene.officer, at=scene.at)


def discuss(scene: Scene) -> None:
    """Record what the heads of the bureau came to in their meeting, before a refusal."""
    told = WORDS["discussion"]
    voices = [discussion.Voice(*one) for one in told["voices"]]
    said = {name: told[name] for name in ("place", "host", "secretary")}
    said["summary"] = told["summary"].format(facts=scene.facts["facts"].rstrip("。"))
    day = business_day(scene.at)
    discussion.record(scene.case_id, said, voices, held_on=day, conclusion="refuse", by=scene.officer, at=scene.at)


def refuse(scene: Scene) -> None:
    """Refuse."""
    words = {name: scene.facts[name] for name in ("facts", "reason", "basis", "explanation")}
    decision.refuse(scene.case_id, **words, by=scene.officer, at=scene.at)


def tell_hearing(scene: Scene) -> None:
    """Tell the right to a hearing, to the applicant and to two neighbours."""
    hearings.tell(scene.case_id, scene.facts["reason"], by=scene.officer, at=scene.at)
    for neighbour in (("望江仓储有限公司", "望江区港前路 9 号"), ("临江港湾物流有限公司", "望江区港前路 11 号")):
        hearings.tell_interested(scene.case_id, *neighbour, by=scene.officer, at=scene.at)


def ask_hearing(scene: Scene) -> None:
    """The applicant asks for it; one of the two neighbours has written that it does not need one."""
    hearings.request(scene.case_id, scene.facts["words"], by=scene.handler, at=scene.at)
    hearings.waive(scene.case_id, "来函表示不需要听证。", party="2", by=scene.officer, at=scene.at)


def set_hearing(scene: Scene) -> None:
    """Set its day, nine working days ahead."""
    day = law.calendar().add(business_day(scene.at), 9)
    presider = scene.town.people[scene.facts["presider"]].reference
    where = ("9:30", scene.facts["place"], scene.facts["host"], presider)
    hearings.set_day(scene.case_id, day, *where, by=scene.officer, at=scene.at)


def check(scene: Scene) -> None:
    """Check a licence after it was given."""
    told, day = scene.facts, business_day(scene.at)
    paper = scene.cabinet.record(scene.brief, told["name"], told["words"])
    duties.record_check(
        scene.case_id,
        told["duty"],
        checked_on=day,
        result=told["result"],
        words=told["words"],
        correct_by=day + timedelta(days=told["days"]) if told["days"] else None,
        officers=[scene.town.people[told["colleague"]].id],
        scan=(paper.filename, BytesIO(paper.content)),
        by=scene.officer,
        at=scene.at,
    )


def propose_act(scene: Scene) -> None:
    """Propose an act on a licence."""
    told, day = scene.facts, business_day(scene.at)
    licence_acts.propose(
        scene.case_id,
        told["act"],
        told["ground"],
        facts=told["facts"],
        reason=told["reason"],
        document=told["document"],
        until=day + timedelta(days=told["days"]) if told["days"] else None,
        by=scene.officer,
        at=scene.at,
    )


def review_act(scene: Scene) -> None:
    """Review it legally."""
    major_acts.review(scene.case_id, "passed", scene.facts["words"], by=scene.officer, at=scene.at)


def discuss_act(scene: Scene) -> None:
    """Record what the heads of the bureau came to in their meeting."""
    told, day = WORDS["act_discussion"], business_day(scene.at)
    voices = [discussion.Voice(*one) for one in told["voices"]]
    said = {name: told[name] for name in discussion.STATEMENTS}
    major_acts.discuss(scene.case_id, said, voices, held_on=day, conclusion="do", by=scene.officer, at=scene.at)


def decide_act(scene: Scene) -> None:
    """Decide it."""
    licence_acts.decide(scene.case_id, by=scene.officer, at=scene.at)


def ask_reissue(scene: Scene) -> None:
    """The holder lost the licence and asks for a new document."""
    told = scene.facts
    reissue.ask(scene.case_id, told["ground"], told["words"], stated=True, by=scene.handler, at=scene.at)


def propose_again(scene: Scene) -> None:
    """The office that leads proposes to make it out."""
    reissue.propose(scene.case_id, "issue", by=scene.officer, at=scene.at)


def issue_again(scene: Scene) -> None:
    """Its head signs, and it is made out."""
    reissue.sign(scene.case_id, by=scene.officer, at=scene.at)


def ask_cancellation(scene: Scene) -> None:
    """The holder asks for the cancellation."""
    licence_acts.ask_cancellation(scene.case_id, scene.facts["reason"], by=scene.handler, at=scene.at)


VERBS = {
    "propose_act": propose_act,
    "ask_reissue": ask_reissue,
    "propose_again": propose_again,
    "issue_again": issue_again,
    "review_act": review_act,
    "discuss_act": discuss_act,
    "decide_act": decide_act,
    "ask_cancellation": ask_cancellation,
    "tell_hearing": tell_hearing,
    "ask_hearing": ask_hearing,
    "set_hearing": set_hearing,
    "check": check,
    "opinion": opinion,
    "remind": remind,
    "look_up": look_up,
    "pause": pause,
    "extend": extend,
    "cosign": cosign,
    "legal": legal,
    "grant": grant,
    "refuse": refuse,
    "discuss": discuss,
    "propose_termination": propose_termination,
    "terminate": terminate,
}
