"""Every guide of the catalogue is filed on a phone, from answers made out of the guide itself, as its applicant would file it."""

from __future__ import annotations

import re
from datetime import date

import pytest

from guides.guide import Guide
from guides.load import CATALOGUE
from portal.actors import SYSTEM
from portal.models import Case
from portal.services import law, offices
from portal.services.offices import OfficeFacts
from tests.browser import axe, enterprise
from tests.browser.filler import fill_section
from tests.browser.live import MORNING, Live
from tests.browser.screens import TOO_WIDE
from tests.browser.town import HANDLER
from tests.browser.visitor import Visitor

PHONE = 390
ITEMS = sorted({file.parent.name for file in CATALOGUE.glob("*/*/*.yaml")})
LANGUAGES = ("zh", "en")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Each guide in one language, by turns; with --every-language in both."""
    turns = LANGUAGES if metafunc.config.getoption("every_language") else LANGUAGES[:1]
    asked = [(item, LANGUAGES[(n + turn) % 2]) for n, item in enumerate(ITEMS) for turn in range(len(turns))]
    metafunc.parametrize(("item", "language"), asked)


def test_a_guide_is_filed_on_a_phone(portal, town, newcomer, item, language):
    guide = law.catalogue().in_force(item, date.fromisoformat(MORNING.split()[0]))
    assert guide is not None
    _settle_authority(portal, guide)
    firm = newcomer(language, width=PHONE)
    firm.thorough = (
        False  # axe-core reads one section and the last page of each guide here; the walk of all pages reads the rest
    )
    firm.sign_in(HANDLER).go(f"/apply/{item}").press("开始填写")
    _fill(firm, guide)
    enterprise.bring(firm)
    _fits(firm)
    firm.press("下一步：核对并提交")
    _read_by_axe(firm)
    slip = enterprise.submit(firm)
    _fits(firm)
    assert re.fullmatch(r"/my/cases/[^/]+/receipt", firm.path)
    assert len(slip.code) >= 6
    firm.press("看办理情况")
    assert slip.number.replace(" ", "") in firm.words.replace(" ", "")
    assert firm.page.locator(".ow-clock").count() == 1
    _fits(firm)
    assert portal.count(Case) == 1


def _settle_authority(portal: Live, guide: Guide) -> None:
    """The office that decides: the town has those of emergency management already."""
    name = guide.authority.name
    facts = OfficeFacts(code=guide.authority.office, name_zh=name.zh, name_en=name.en, document_prefix="临审许")
    with portal.app.app_context():
        if all(row.facts.code != facts.code for row in offices.every()):
            offices.create(facts, by=SYSTEM)


def _fill(firm: Visitor, guide: Guide) -> None:
    for number, section in enumerate(guide.form):
        if not firm.path.endswith(f"/sections/{section.id}"):
            continue  # nothing was left to fill in there
        fill_section(firm, guide, section.id, {})
        _read_by_axe(firm) if number == 0 else _fits(firm)
        firm.press("检查并进入下一步")
    assert firm.path.endswith("/materials"), firm.words


def _read_by_axe(firm: Visitor) -> None:
    _fits(firm)
    assert not (found := axe.findings(firm.page)), "\n".join(found)


def _fits(firm: Visitor) -> None:
    assert not (found := firm.page.evaluate(TOO_WIDE)), f"{firm.path}: {found}"
