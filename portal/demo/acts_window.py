"""What window officers do."""

from __future__ import annotations

from datetime import datetime

from portal.clock import business_day
from portal.demo import records
from portal.demo.scene import A_LITTLE, Scene
from portal.services import (
    casefile,
    courier,
    delivery,
    demands,
    desk,
    intake,
    letter_service,
    on_spot,
    outcomes,
    parcels,
    visits,
)


def mark(scene: Scene) -> None:
    """Mark materials one after the other, with an answer to every review point."""
    at = scene.at
    for key, verdict, reason in scene.facts["marks"]:
        points = _points(scene, key, verdict)
        desk.mark(scene.case_id, key, verdict, reason=reason, points=points, by=scene.clerk, at=at)
        at += A_LITTLE
    _mark_form(scene, at)


def _mark_form(scene: Scene, at: datetime) -> None:
    """Mark the answers of the form that were not found in order before; those of the story are to be corrected."""
    case, faults = casefile.casefile(scene.case_id, by=scene.clerk).case, dict(scene.facts.get("answers", ()))
    told = {mark.material for mark in case.noticed}
    left = [key for key in case.fields if key not in case.settled or key in faults or key in told]
    found = {key: ("fix", faults[key]) if key in faults else ("ok", "") for key in left}
    desk.mark_fields(scene.case_id, found, by=scene.clerk, at=at)


def demand(scene: Scene) -> None:
    """Ask the supervisor for a demand outside the first notice."""
    facts = scene.facts
    demands.ask(scene.case_id, facts["key"], facts["demand"], facts["reason"], by=scene.clerk, at=scene.at)


def conclude(scene: Scene) -> None:
    """Record the outcome of intake."""
    if scene.facts["outcome"] == outcomes.DEFERRED:
        records.mend(scene)
        records.sign_on_paper(scene)
    words = {**scene.facts["words"], "window": _counter(scene)}
    intake.conclude(scene.case_id, scene.facts["outcome"], by=scene.clerk, at=scene.at, **words)


def mend(scene: Scene) -> None:
    """Correct a file on the spot, and find it in order."""
    scene.bring([scene.facts["material"]], "desk", by=scene.clerk)
    on_spot.correct(scene.case_id, note=scene.facts["note"], by=scene.clerk, at=scene.at + A_LITTLE)


def visit(scene: Scene) -> None:
    """Record that the applicant came to the window."""
    said, code = (scene.facts["purpose"], scene.facts["cause"]), "documents_missing"
    visits.record(scene.case_id, "window", *said, code=code, window=_counter(scene), by=scene.clerk, at=scene.at)


def confirm(scene: Scene) -> None:
    """Find a supplement in order."""
    desk.confirm_supplement(scene.case_id, scene.facts["requirement"], by=scene.clerk, at=scene.at)


def reject(scene: Scene) -> None:
    """Find a supplement defective."""
    words = {"reason": scene.facts["reason"], "by": scene.clerk, "at": scene.at}
    desk.reject_supplement(scene.case_id, scene.facts["requirement"], **words)


def issue(scene: Scene) -> None:
    """Make the licence out."""
    delivery.issue(scene.case_id, by=scene.clerk, at=scene.at, electronic=scene.facts["electronic"])


def wish(scene: Scene) -> None:
    """Write down to whom the result is to be sent."""
    content = casefile.casefile(scene.case_id, by=scene.clerk).content
    handler, firm = content["handler"], content["enterprise"]
    to = (handler["name"], handler.get("mobile") or "13900001234", firm["address"])
    parcels.want(scene.case_id, *to, by=scene.clerk, at=scene.at)


def send(scene: Scene) -> None:
    """Hand the result to the courier."""
    courier.send(scene.case_id, scene.facts["proof"], by=scene.clerk, at=scene.at)


def deliver(scene: Scene) -> None:
    """Serve the licence or the refusal; what goes by courier is wanted, sent and handed over."""
    if scene.facts["way"] == "courier":
        wish(scene)
        send(scene)
        courier.note(scene.case_id, "delivered", business_day(scene.at), by=scene.clerk, at=scene.at)
        return
    how = {
        "recipient": scene.facts["recipient"],
        "proof": scene.facts["proof"],
        "visit_code": "own_wish",
        "window": _counter(scene),
    }
    delivery.deliver(scene.case_id, scene.facts["way"], **how, by=scene.clerk, at=scene.at)


def post(scene: Scene) -> None:
    """Send the newest letter that waits by post."""
    row = next((one for one in _letters(scene) if one.state == "planned"), None)
    if row is not None:
        letter_service.send(row.letter_id, "courier", scene.facts["number"], by=scene.clerk, at=scene.at)


def returned(scene: Scene) -> None:
    """The post brought a letter back."""
    row = next((one for one in _letters(scene) if one.state == "sent"), None)
    if row is not None:
        letter_service.fail(row.letter_id, "returned", scene.facts["note"], by=scene.clerk, at=scene.at)


def receipt(scene: Scene) -> None:
    """The receipt of the post came back: the letter was served on that day."""
    row = next((one for one in _letters(scene) if one.state == "sent"), None)
    if row is not None:
        letter_service.serve(row.letter_id, "courier", business_day(scene.at), by=scene.clerk, at=scene.at)


def _letters(scene: Scene) -> tuple[letter_service.ServiceRow, ...]:
    return letter_service.of_case(scene.case_id, by=scene.clerk)


def _counter(scene: Scene) -> str:
    """The counter at which a clerk sits."""
    return str(1 + scene.clerk.id % 3)


def _points(scene: Scene, key: str, verdict: str) -> dict[str, str]:
    """Yes to every review point of what was brought; no to the last one where something has to be corrected."""
    found = scene.brief.requirement(key).alternatives
    material = next((one for one in found if one.id in scene.brief.brought), found[0])
    points = [f"{material.id}.{number}" for number, _ in enumerate(material.review_points, 1)]
    if verdict == "later":
        return {}
    return {point: "no" if verdict == "fix" and point == points[-1] else "yes" for point in points}


VERBS = {
    "mark": mark,
    "conclude": conclude,
    "demand": demand,
    "mend": mend,
    "visit": visit,
    "confirm": confirm,
    "reject": reject,
    "issue": issue,
    "wish": wish,
    "send": send,
    "deliver": deliver,
    "post": post,
    "returned": returned,
    "receipt": receipt,
}
