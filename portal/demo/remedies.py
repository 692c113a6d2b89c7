"""What applicants of the town do against decisions and about service: one contests a refusal, the first one complains."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from portal.actors import Actor
from portal.clock import business_day
from portal.demo.theatre import Theatre
from portal.services import complaints, reconsideration
from portal.services.reconsideration import Remedies

FACTS = "决定书说储存设施与相邻建筑的间距不足。我单位委托有资质的单位重新测绘，从外墙起算的间距符合标准，请查明后撤销原决定。"
COMPLAINT = "上午到窗口补交材料，工作人员要我再交一份指南上没有的社区证明，跑了两次才收下。"
WISH = "请告诉窗口按指南收材料，不要再让别人多跑一次。"
AGO = timedelta(days=1)


def ask(theatre: Theatre, *, at: datetime) -> None:
    """The newest refusal that was served is contested; the first enterprise complains of a demand."""
    handlers = {case_id: _handler(theatre, number) for number, case_id in theatre.cases.items()}
    when = at - AGO
    found = sorted(_contestable(handlers, when), key=lambda one: one[0], reverse=True)
    if found:
        _known, case_id, name = found[0]
        said = {"claim": "annul", "facts": FACTS, "evidence": "测绘报告一份"}
        reconsideration.file(case_id, name, said, by=handlers[case_id], at=when)
    own = [case_id for number, case_id in theatre.cases.items() if theatre.briefs[number].application.firm.serial == 1]
    for case_id in own[-1:]:
        once = {"case_id": case_id, "once": "demo"}
        complaints.file("extra_material", COMPLAINT, wish=WISH, in_name=True, by=handlers[case_id], at=when, **once)


def _handler(theatre: Theatre, number: int) -> Actor:
    return theatre.town.handler(theatre.briefs[number].application.firm, number)


def _contestable(handlers: Mapping[str, Actor], at: datetime) -> list[tuple[date, str, str]]:
    """The refusals in time: since when known, the case, and how addresses name the act."""
    today, found = business_day(at), list[tuple[date, str, str]]()
    for case_id, by in handlers.items():
        rights: Remedies = reconsideration.remedies(case_id, by=by, at=at)
        for act in rights.acts:
            if (
                act.letter
                and act.letter.kind == "refusal"
                and act.known_on
                and act.known_on < today < (act.last_on or today)
            ):
                found.append((act.known_on, case_id, act.name))
    return found
