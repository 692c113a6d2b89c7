"""Two clerks at once: one outcome, and a clear sentence for the other who did what."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask

from portal.actors import Actor
from portal.db import reading
from portal.services import casefile, first_contact, intake, journal, verification
from portal.web import window_refusals
from tests.at_window import Town, beijing, settle
from workflows.refusal import Refusal

AT = beijing("2026-09-30 10:02")
ROUNDS = 5


@pytest.fixture
def town(database: Flask) -> Town:
    return settle(database)


def events(case_id: str) -> list[str]:
    with reading() as session:
        return [type(one.event).__name__ for one in journal.load(session, casefile.row_of(session, case_id).id)]


def seq(case_id: str) -> int:
    with reading() as session:
        return casefile.row_of(session, case_id).seq


def at_once(app: Flask, *acts: object) -> list[object]:
    """What each act answers, all begun in the same moment; a refusal is an answer too."""
    gate = Barrier(len(acts))

    def run(act: object) -> object:
        with app.app_context():
            gate.wait()
            try:
                return act()  # type: ignore[operator]
            except Refusal as refusal:
                return refusal

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.mark.parametrize("known", [True, False], ids=["from the same page", "without a page"])
def test_of_two_conclusions_one_stands(database: Flask, town: Town, known: bool) -> None:
    for n in range(ROUNDS):
        case_id = town.hand_in(f"2026-09-29 15:{n + 10}")
        town.mark(case_id, "2026-09-30 09:00")
        page = seq(case_id) if known else None

        def concludes(by: Actor, outcome: str, case_id: str = case_id, page: int | None = page) -> object:
            words = {"reason": "不需要许可。"} if outcome == "not_required" else {}
            return lambda: intake.conclude(case_id, outcome, by=by, at=AT, expected_seq=page, **words)  # type: ignore[arg-type]

        found = at_once(database, concludes(town.clerk, "accepted"), concludes(town.colleague, "not_required"))
        refused = [one for one in found if isinstance(one, Refusal)]
        assert len(refused) == 1
        assert refused[0].rule == ("stale" if known else "not_at_window")
        assert sum(name in ("Accepted", "NotRequiredDeclared") for name in events(case_id)) == 1
        if known:
            winner = (town.clerk, town.colleague)[found.index(refused[0]) ^ 1]
            assert refused[0].facts["by"] == winner.reference
            with database.test_request_context("/window/queue"):
                words = window_refusals.said(refused[0])
            named = {town.clerk.reference: "周敏", town.colleague.reference: "吴涛"}[winner.reference]
            assert named in words.sentence
            assert "10:02" in words.sentence
            assert "受理了申请" in words.sentence or "告知不需要许可" in words.sentence
    assert verification.verify().broken == ()


def test_of_two_who_take_one_has_it(database: Flask, town: Town) -> None:
    for n in range(ROUNDS):
        case_id = town.hand_in(f"2026-09-29 15:{n + 10}")
        found = at_once(
            database,
            lambda case_id=case_id: first_contact.take(case_id, by=town.clerk, at=AT),
            lambda case_id=case_id: first_contact.take(case_id, by=town.colleague, at=AT),
        )
        refused = [one for one in found if isinstance(one, Refusal)]
        assert [one.rule for one in refused] == ["taken_already"]
        assert events(case_id).count("CaseTaken") == 1
    assert verification.verify().broken == ()


def test_a_double_click_concludes_once(database: Flask, town: Town) -> None:
    case_id = town.hand_in("2026-09-29 15:42")
    town.mark(case_id, "2026-09-30 09:00")
    page = seq(case_id)
    click = lambda: intake.conclude(case_id, "accepted", by=town.clerk, at=AT, expected_seq=page)  # noqa: E731
    found = at_once(database, click, click)
    assert sum(isinstance(one, Refusal) for one in found) == 1
    assert events(case_id).count("Accepted") == 1
