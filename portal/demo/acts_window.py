"""What window officers do."""

from __future__ import annotations

from portal.demo import records
from portal.demo.scene import A_LITTLE, Scene
from portal.services import delivery, desk, intake, on_spot, outcomes, visits


def mark(scene: Scene) -> None:
    """Mark materials one after the other, with an answer to every review point."""
    at = scene.at
    for key, verdict, reason in scene.facts["marks"]:
        points = _points(scene, key, verdict)
        desk.mark(scene.case_id, key, verdict, reason=reason, points=points, by=scene.clerk, at=at)
        at += A_LITTLE


def conclude(scene: Scene) -> None:
    """Record the outcome of intake."""
    if scene.facts["outcome"] == outcomes.DEFERRED:
        records.mend(scene)
        records.sign_on_paper(scene)
    intake.conclude(scene.case_id, scene.facts["outcome"], by=scene.clerk, at=scene.at, **scene.facts["words"])


def mend(scene: Scene) -> None:
    """Correct a file on the spot, and find it in order."""
    scene.bring([scene.facts["material"]], "desk", by=scene.clerk)
    on_spot.correct(scene.case_id, note=scene.facts["note"], by=scene.clerk, at=scene.at + A_LITTLE)


def visit(scene: Scene) -> None:
    """Record that the applicant came to the window."""
    visits.record(scene.case_id, "window", scene.facts["purpose"], scene.facts["cause"], by=scene.clerk, at=scene.at)


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


def deliver(scene: Scene) -> None:
    """Serve the licence or the refusal."""
    how = {"recipient": scene.facts["recipient"], "proof": scene.facts["proof"]}
    delivery.deliver(scene.case_id, scene.facts["way"], **how, by=scene.clerk, at=scene.at)


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
    "mend": mend,
    "visit": visit,
    "confirm": confirm,
    "reject": reject,
    "issue": issue,
    "deliver": deliver,
}
