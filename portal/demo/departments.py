"""The departments of the town today: who has which share, who is away, and a joint site check ahead and one just held."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from io import BytesIO

from portal.actors import Actor, Role
from portal.clock import business_day, day_starts
from portal.demo.offices import LEAD, logins
from portal.demo.papers import Cabinet
from portal.demo.script import Brief
from portal.demo.settling import Town
from portal.services import absences, casefile, law, site_checks, site_notes, tracks, worklist

SAID = {
    "began": "09:00",
    "ended": "10:20",
    "shown": "yes",
    "party": "企业安全负责人",
    "statement": "对核查情况没有意见，缺的标识两日内补上。",
    "witness": "",
}


def divide(town: Town, cabinet: Cabinet, briefs: Mapping[str, Brief], at: datetime) -> None:
    """Give some open shares to one officer, who is away from today with a colleague standing in; arrange the site checks."""
    on = business_day(at)
    head, *_ = (town.people[login] for login in logins(Role.DECIDER, LEAD))
    stand_in, away, *_ = (town.people[login] for login in logins(Role.REVIEWER, LEAD))
    owed = worklist.worklist(by=stand_in, on=on, desk="opinions").rows
    shares = [(row.public_id, row.mine.track) for row in owed[:3] if row.mine]
    tracks.assign(shares, away.id, "专业分工", by=head, at=at)
    absences.enter(away.id, stand_in.id, on, on + timedelta(days=4), by=away, at=at)
    days = (on, on, law.calendar().add(on, 1))
    for nth, (case_id, day) in enumerate(zip(_needing(stand_in, on), days, strict=False)):
        _arrange(case_id, stand_in, day, at)
        if nth == 0:
            _hold(case_id, town, cabinet, briefs[case_id], stand_in, at)


def _needing(lead: Actor, on: date) -> Iterator[str]:
    """The cases for which somebody has to see the site, and can: everything that was promised for later is in."""
    for row in worklist.worklist(by=lead, on=on, desk="lead").rows:
        found = site_checks.candidates(row.public_id, by=lead) if not row.deferred_open else {}
        if found and all(len(people) > 1 for people in found.values()):
            yield row.public_id


def _arrange(case_id: str, lead: Actor, day: date, at: datetime) -> None:
    found = site_checks.candidates(case_id, by=lead)
    team = [(track, one.reference) for track, people in found.items() for one in people[:2]]
    place = str(casefile.casefile(case_id, by=lead).content["enterprise"]["address"])
    site_checks.set_day(case_id, day, "09:00", place or "企业厂区门口", team, by=lead, at=at)


def _hold(case_id: str, town: Town, cabinet: Cabinet, brief: Brief, lead: Actor, at: datetime) -> None:
    file = casefile.casefile(case_id, by=lead)
    for nth, track in enumerate(file.case.site.tracks):
        plan = file.guide.track(track)
        found = dict.fromkeys(range(len(plan.review_points) if plan else 0), ("ok", ""))
        found = found | {0: ("fault", "一处安全标识缺失，已告知补设。")} if found else found
        site_notes.note(case_id, f"demo-points-{nth}", track=track, findings=found, by=lead, at=at)
    paper = cabinet.record(brief, "现场核查笔录", SAID["statement"])
    site_checks.hold(
        case_id,
        SAID,
        team=file.case.site.team,
        signed="signed",
        scan=(paper.filename, BytesIO(paper.content)),
        by=lead,
        at=at,
    )
    noted = max(at - timedelta(minutes=15), day_starts(business_day(at)))
    officer = next(one for one in town.people.values() if one.reference == file.case.site.team[-1][1])
    words = "东侧围墙外有堆放的空桶，企业当场移走。"
    site_notes.note(case_id, "demo-late", words=words, taken_at=noted, by=officer, at=at + timedelta(minutes=1))
