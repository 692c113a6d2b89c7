"""The town for browsers: every office that hears a hazardous-chemical application, with the officers who answer."""

from __future__ import annotations

from functools import partial

from flask import Flask

from portal.actors import SYSTEM, Role
from portal.services import offices, users
from portal.services.offices import OfficeFacts
from portal.services.users import OfficerFacts
from tests import at_window
from tests.at_window import Town, beijing
from tests.backends import made_once
from tests.web import people

CLERK, COLLEAGUE = "zhou.min", at_window.COLLEAGUE
REVIEWER, SECOND_REVIEWER = "chen.li", "he.siyuan"
FIRE, ECO, MARKET = "qin.yue", "bai.lu", "gao.fei"
DECIDER, SUPERVISOR = "han.weidong", "su.ming"
HANDLER = people.HANDLER

OFFICES = (
    ("eco", "临江市生态环境局", "Linjiang Ecology and Environment Bureau"),
    ("market", "临江市市场监督管理局", "Linjiang Market Supervision Bureau"),
)
STAFF = (
    (SECOND_REVIEWER, "何思远", "emb"),
    (ECO, "白露", "eco"),
    (MARKET, "高飞", "market"),
)


def settle(app: Flask) -> Town:
    """Make the town: one enterprise that is known already, offices and officers, a black list on which nobody stands."""
    return made_once(app, "browser", partial(_settled, app))


def _settled(app: Flask) -> Town:
    with app.app_context():
        town = at_window.settle(app)
        for code, zh, en in OFFICES:
            offices.create(OfficeFacts(code=code, name_zh=zh, name_en=en, document_prefix="临应急许"), by=SYSTEM)
        rooms = {row.facts.code: row.id for row in offices.every()}
        for login, name, office in STAFF:
            told = {"login": login, "name": name, "certificate_number": f"99-{login}"}
            facts = OfficerFacts(office_id=rooms[office], roles=frozenset({Role.REVIEWER}), **told)
            users.create(facts, by=SYSTEM, at=beijing("2026-01-05 09:00"), password=people.PASSWORD)
    return town
