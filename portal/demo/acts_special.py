"""What the office that leads does beside the ordinary road: experts, a site that is seen together, what the public hears."""

from __future__ import annotations

from io import BytesIO

from portal.clock import business_day
from portal.demo.scene import Scene
from portal.services import casefile, law, panels, publicity, site_checks, site_notes
from portal.services.panels import Expert


def set_panel(scene: Scene) -> None:
    """Set up the panel, with the questions of the guide."""
    own = scene.brief.guide.procedure("expert_review")
    questions = [str(one) for one in own.panel.questions] if own and own.panel else []
    experts = [Expert(*named) for named in scene.facts["experts"]]
    panels.set_up(scene.case_id, experts, questions, by=scene.officer, at=scene.at)


def cast_ballot(scene: Scene) -> None:
    """Enter an expert's ballot from its paper."""
    told = scene.facts
    paper = scene.cabinet.record(scene.brief, told["name"], told["words"])
    panels.cast(
        scene.case_id,
        told["seat"],
        told["verdict"],
        told["words"],
        signed_on=business_day(scene.at),
        scan=(paper.filename, BytesIO(paper.content)),
        by=scene.officer,
        at=scene.at,
    )


def close_panel(scene: Scene) -> None:
    """Count the ballots and close the record."""
    panels.close(scene.case_id, scene.facts["words"], by=scene.officer, at=scene.at)


def open_publicity(scene: Scene) -> None:
    """Put before the public what is about to be decided."""
    publicity.open_window(scene.case_id, scene.facts["text"], by=scene.officer, at=scene.at)


def hear_public(scene: Scene) -> None:
    """Write down the objection of somebody who called."""
    told = {name: scene.facts[name] for name in ("name", "contact", "words")}
    day = business_day(scene.at)
    publicity.record_objection(scene.case_id, **told, way="phone", received_on=day, by=scene.officer, at=scene.at)


def set_site(scene: Scene) -> None:
    """Make one appointment for all departments that have to see the site, two working days ahead."""
    told, file = scene.facts, casefile.casefile(scene.case_id, by=scene.officer)
    team = [(track, scene.town.people[login].reference) for track, login in told["team"]]
    day = law.calendar().add(business_day(scene.at), told["days"])
    place = file.answers.get("storage_address", {}).get("detail", "")
    site_checks.set_day(scene.case_id, day, "9:30", place, team, by=scene.officer, at=scene.at)


def note_site(scene: Scene) -> None:
    """Note on the site what was found, every point of a department and some words."""
    told, plan = scene.facts, scene.brief.guide.track(scene.facts["track"])
    found = dict.fromkeys(range(len(plan.review_points) if plan else 0), ("ok", ""))
    by, at, track = scene.officer, scene.at, told["track"]
    site_notes.note(scene.case_id, f"points{scene.act.story:08d}", track=track, findings=found, by=by, at=at)
    site_notes.note(scene.case_id, f"words{scene.act.story:08d}", words=told["words"], by=by, at=at)


VERBS = {
    "set_panel": set_panel,
    "cast_ballot": cast_ballot,
    "close_panel": close_panel,
    "open_publicity": open_publicity,
    "hear_public": hear_public,
    "set_site": set_site,
    "note_site": note_site,
}
