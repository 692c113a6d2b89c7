"""What officers of the departments do between acceptance and decision."""

from __future__ import annotations

from portal.demo.scene import Scene
from portal.services import decision, review


def opinion(scene: Scene) -> None:
    """Answer for a department."""
    told = scene.facts
    signing = [scene.town.people[login].id for login in told["signing"]]
    words = {"basis": told["basis"], "officers": signing, "by": scene.officer, "at": scene.at}
    review.give_opinion(scene.case_id, told["track"], told["verdict"], told["words"], **words)


def remind(scene: Scene) -> None:
    """Hurry a department."""
    review.remind_track(scene.case_id, scene.facts["track"], by=scene.officer, at=scene.at)


def look_up(scene: Scene) -> None:
    """Look the credit lists up again."""
    review.look_up_credit(scene.case_id, by=scene.officer, at=scene.at)


def pause(scene: Scene) -> None:
    """Begin a special procedure."""
    told = scene.facts
    review.pause(scene.case_id, told["cause"], told["days"], told["reason"], by=scene.officer, at=scene.at)


def resume(scene: Scene) -> None:
    """End it."""
    review.resume(scene.case_id, scene.facts["cause"], scene.facts["note"], by=scene.officer, at=scene.at)


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
    """Grant."""
    words = {name: scene.facts[name] for name in ("reason", "scope", "resolution", "explanation")}
    decision.grant(scene.case_id, **words, by=scene.officer, at=scene.at)


def refuse(scene: Scene) -> None:
    """Refuse."""
    words = {name: scene.facts[name] for name in ("facts", "reason", "basis", "explanation")}
    decision.refuse(scene.case_id, **words, by=scene.officer, at=scene.at)


VERBS = {
    "opinion": opinion,
    "remind": remind,
    "look_up": look_up,
    "pause": pause,
    "resume": resume,
    "extend": extend,
    "cosign": cosign,
    "legal": legal,
    "grant": grant,
    "refuse": refuse,
}
