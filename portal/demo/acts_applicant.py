"""What applicants do."""

from __future__ import annotations

from portal.actors import Actor
from portal.clock import business_day
from portal.demo import records, registers
from portal.demo.scene import A_LITTLE, Scene
from portal.demo.settling import PASSWORD
from portal.services import casefile, correction, drafts, submission, supplement, uploads, withdrawal


def draft(scene: Scene) -> None:
    """Begin an application, fill in a share of it, and leave it for another day."""
    share = scene.facts["share"]
    brought = scene.brief.brought
    _written(scene, scene.handler, "online", brought[: int(len(brought) * share) - 1] if share > 0.5 else (), share)


def apply(scene: Scene) -> str:
    """Write an application and hand it in, online or at the window; returns the opaque name of the case."""
    by = scene.clerk if scene.facts["clerk"] else scene.handler
    channel = "window" if scene.facts["clerk"] else "online"
    written = _written(scene, by, channel, scene.facts["files"], 1.0)
    if channel == "online":
        registers.contest(written, scene.brief.application.firm, by=by, at=scene.at)
    window = str(1 + by.id % 3) if channel == "window" else ""
    if scene.facts["later"]:
        records.mend(scene)
    wants = {"later": scene.facts["later"], "service": scene.facts.get("service", "electronic")}
    wants["password"] = (
        PASSWORD if scene.act.story % 3 else None
    )  # every third promise is signed on paper at the window
    return submission.submit(written, window=window, by=by, at=scene.at + A_LITTLE, **wants).case_id


def correct(scene: Scene) -> None:
    """Hand the corrections in: new files, and other numbers in the form."""
    scene.bring(scene.facts["files"], "correction", by=scene.handler, faulty=scene.facts["faulty"])
    before = casefile.casefile(scene.case_id, by=scene.handler).answers
    raw = {name: str(int(before[name]) + 1) for name in scene.facts["answers"]}
    correction.answer(scene.case_id, raw, by=scene.handler, at=scene.at + A_LITTLE)


def supply(scene: Scene) -> None:
    """Bring what was promised for later."""
    material = scene.facts["material"]
    faulty = [material] if scene.facts["faulty"] else []
    scene.bring([material], "supplement", by=scene.handler, faulty=faulty)
    supplement.supply(scene.case_id, scene.facts["requirement"], by=scene.handler, at=scene.at + A_LITTLE)


def parcel(scene: Scene) -> None:
    """Send what was promised for later by courier."""
    supplement.announce(
        scene.case_id,
        scene.facts["requirement"],
        courier="邮政 EMS",
        number=f"1{scene.act.story:012d}",
        posted_on=business_day(scene.at),
        by=scene.handler,
        at=scene.at,
    )


def withdraw(scene: Scene) -> None:
    """Take the application back."""
    withdrawal.withdraw(scene.case_id, scene.facts["reason"], by=scene.handler, at=scene.at)


def _written(scene: Scene, by: Actor, channel: str, files: tuple[str, ...], share: float) -> str:
    """A draft with a share of its fields filled in, from the top, and with files."""
    one, guide = scene.brief.application, scene.brief.guide
    typed = one.answers(guide, business_day(scene.at))
    names = [name for name in guide.fields if name in typed]
    kept = {name: typed[name] for name in names[: max(1, int(len(names) * share))]}
    firm = scene.handler.enterprise_id
    draft = drafts.start(one.item, by=by, at=scene.at, channel=channel, enterprise_id=firm, typed=kept)
    for material in files:
        name, content = scene.paper(material, faulty=scene.facts.get("faulty", ()))
        uploads.attach(draft, material, name, content, by=by, at=scene.at)
    return draft


VERBS = {"draft": draft, "apply": apply, "correct": correct, "supply": supply, "parcel": parcel, "withdraw": withdraw}
