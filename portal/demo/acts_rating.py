"""What is done about ratings: by applicants, by the window or the office concerned, and by the supervisor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.actors import VISITOR, Actor
from portal.clock import business_day
from portal.demo.offices import SUPERVISOR
from portal.demo.scene import Scene
from portal.services import casefile, rating, rating_followup, rating_slip
from portal.services.rating import Rateable, Said
from portal.services.rating_proof import Proof
from workflows.rating import MATTER
from workflows.rating_policy import load_policy


def rate(scene: Scene) -> None:
    """Rate the last coming to the window where there was one, the matter otherwise."""
    told, one = scene.facts, _act(scene)
    said = Said(told["level"], _tags(told, one.act.channel), told["words"], told["named"])
    by, proof = _rater(scene)
    rating.rate(scene.case_id, one.act.key, said, by=by, at=scene.at, proof=proof)


def _rater(scene: Scene) -> tuple[Actor, Proof | None]:
    """Whoever applied at the window rates with the code that came to the telephone or stands on a slip, others signed in."""
    if (login := scene.facts.get("slip")) and rating_slip.state(
        scene.case_id, by=scene.town.people[login]
    ).why_not == "":
        slip = rating_slip.print_slip(scene.case_id, by=scene.town.people[login], at=scene.at)
        return VISITOR, rating_slip.prove(scene.case_id, slip.code)
    if rating.by_code(casefile.casefile(scene.case_id, by=scene.handler).case.channel):
        return VISITOR, Proof(scene.case_id, "phone")
    return scene.handler, None


def contest(scene: Scene) -> None:
    """Say that a rating is somebody else's, where one came without an account."""
    one = _act(scene)
    if one.rating and one.rating.way != "account":
        rating.contest(scene.case_id, one.act.key, scene.facts["words"], by=scene.handler, at=scene.at)


def _tags(told: Mapping[str, Any], channel: str) -> tuple[str, ...]:
    """Two kind tags, or one that complains; which one follows from the words."""
    side = [tag.code for tag in load_policy().tags[channel] if tag.good is bool(told["good"])]
    if told["good"]:
        return tuple(side[:2])
    return (side[len(told["words"]) % len(side)],) if told["words"] else ()


def rate_again(scene: Scene) -> None:
    """Rate once more after the reply."""
    told = scene.facts
    rating.rate_again(scene.case_id, _act(scene).act.key, told["level"], told["words"], by=scene.handler, at=scene.at)


def verify(scene: Scene) -> None:
    """Call the applicant, and say what was found."""
    told, act = scene.facts, _act(scene).act.key
    found = (told["finding"], told["reason"], told["way"])
    rating_followup.verify(scene.case_id, act, *found, by=_by(scene, act), at=scene.at, expected_seq=None)


def answer(scene: Scene) -> None:
    """Say what was put right."""
    act = _act(scene).act.key
    words = scene.facts["reply"]
    rating_followup.answer(scene.case_id, act, words, by=_by(scene, act), at=scene.at, expected_seq=None)


def call_back(scene: Scene) -> None:
    """Call the applicant back."""
    told, act = scene.facts, _act(scene).act.key
    said = (told["result"], told["note"])
    rating_followup.call_back(scene.case_id, act, *said, by=_by(scene, act), at=scene.at, expected_seq=None)


def review(scene: Scene) -> None:
    """Uphold or overturn a finding, as the supervisor."""
    told, by = scene.facts, scene.town.people[SUPERVISOR]
    said = (told["verdict"], told["reason"])
    rating_followup.review(scene.case_id, _act(scene).act.key, *said, by=by, at=scene.at, expected_seq=None)


def _act(scene: Scene) -> Rateable:
    return rating.page(scene.case_id, by=scene.handler, on=business_day(scene.at)).acts[-1]


def _by(scene: Scene, act: str) -> Actor:
    return scene.officer if act == MATTER else scene.clerk


VERBS = {
    "rate": rate,
    "rate_again": rate_again,
    "contest_rating": contest,
    "verify_rating": verify,
    "answer_rating": answer,
    "call_back": call_back,
    "review_rating": review,
}
