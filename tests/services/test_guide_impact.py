"""Before a version is published its author reads what it would do: to open cases, to drafts, and to the words of letters."""

from __future__ import annotations

import io
from datetime import date

import pytest
from flask import Flask

from portal.access import Denied
from portal.services import drafts, guide_impact, uploads, users
from portal.states import LETTERS
from tests.at_window import HAZCHEM, Town, beijing, pdf, settle
from tests.core import small_guide
from tests.core.small_guide import TEXT, changed
from tests.services.guide_desk import DAY, KIOSK, GuideDesk, person
from tests.services.test_draft_carry import NEWER, NEXT

BEGUN = beijing("2026-10-10 10:00")


@pytest.fixture
def town(database: Flask) -> Town:
    return settle(database)


@pytest.fixture
def desk(town: Town) -> GuideDesk:
    return GuideDesk(*(person(users.find(login).rows[0].id) for login in ("ye.qing", "ji.wen")))


def newer(text: str = NEWER, day: date = NEXT) -> guide_impact.Guide:
    """A version that is not published, as the kiosk's place reads it."""
    return small_guide.read(text, effective_from=day)


def test_the_first_version_of_an_item_touches_nothing(desk: GuideDesk):
    found = guide_impact.impact(newer(TEXT), by=desk.author)
    assert (found.before, found.cases, found.drafts, found.letters, found.changes) == (None, 0, 0, (), ())


def test_drafts_move_and_those_that_lose_or_gain_are_counted(town: Town, desk: GuideDesk):
    desk.publish()
    full, small, filed = (drafts.start(KIOSK, by=town.handler, at=BEGUN) for _each in range(3))
    drafts.save(full, {"size": "big", "area": "120"}, by=town.handler, at=BEGUN)
    drafts.save(small, {"size": "small"}, by=town.handler, at=BEGUN)
    drafts.save(filed, {"size": "big"}, by=town.handler, at=BEGUN)
    uploads.attach(filed, "lease", "a.pdf", io.BytesIO(pdf()), by=town.handler, at=BEGUN)
    found = guide_impact.impact(newer(), by=desk.author)
    assert (found.before.effective_from, found.drafts, found.looked_at) == (DAY, 3, 3)  # type: ignore[union-attr]
    assert (found.lose, found.gain) == (2, 2)


def test_open_cases_stay_and_closed_ones_do_not_count(town: Town, desk: GuideDesk):
    town.hand_in("2026-09-28 10:00")
    gone = town.hand_in("2026-09-28 10:00")
    town.conclude(gone, "not_required", "2026-09-29 10:00", reason="不需要")
    guide = guide_impact.law.guide_of(HAZCHEM, date(2026, 5, 1)).model_copy(update={"effective_from": NEXT})
    assert guide_impact.impact(guide, by=desk.author).cases == 1


STANDING = {
    "licence_suspended",
    "licence_revoked",
    "licence_withdrawn",
    "licence_penal_revoked",
    "licence_cancelled",
    "cancellation_refused",
    "reissue_refused",
}
"""Decisions on a licence after it was issued, which name where they can be contested."""


@pytest.mark.parametrize(
    ("old", "new", "letters"),
    [
        (
            "zh: 某法院",
            "zh: 某区法院",
            {
                "not_required",
                "not_accepted",
                "acceptance_revoked",
                "withdrawn",
                "termination",
                "refusal",
                "grant_ended",
                "hearing_answer",
                "interested_answer",
                *STANDING,
            },
        ),
        ("kind: promised, value: 10", "kind: promised, value: 9", {"acceptance", "extension", "resumption"}),
        ("kind: delivery, value: 10", "kind: delivery, value: 9", {"grant"}),
        ("validity_months: 12", "validity_months: 24", {"grant", "licence", "licence_again"}),
        ("zh: 已签名", "zh: 已签名盖章", {"correction"}),
        ("zh: 开报刊亭要许可。", "zh: 开亭要许可。", set()),
        ("en: Kiosk licence}", "en: Licence for a kiosk}", set()),
    ],
)
def test_the_letters_whose_words_change_are_named(old: str, new: str, letters: set[str]):
    before, after = small_guide.read(), small_guide.read(changed((old, new)))
    assert set(guide_impact.letters_changed(before, after)) == letters


def test_another_telephone_changes_every_letter_that_the_item_can_bring():
    found = guide_impact.letters_changed(
        small_guide.read(), small_guide.read(changed(("0390-5550117", "0390-5550118")))
    )
    assert set(found) == set(LETTERS) - {"filed", "deemed_filed", "filing"}


def test_every_letter_is_compared():
    assert guide_impact.LETTERS.keys() == LETTERS.keys()


def test_only_authors_ask(town: Town):
    with pytest.raises(Denied):
        guide_impact.impact(newer(), by=town.clerk)
