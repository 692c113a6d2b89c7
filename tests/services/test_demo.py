"""The demo town: the plan shows every state, the load keeps every rule, and the same seed makes the same history."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from guides.identifiers import cas_check_digit, id_number_fault, uscc_fault
from portal import db, embedded
from portal.actors import Role
from portal.demo import goods, loading
from portal.demo.applications import FILING, FIREWORKS, HAZCHEM, TRADES, Application
from portal.demo.firms import FIRMS
from portal.demo.offices import OFFICES, POINT, STAFF, logins
from portal.demo.plan import NoGuide, Story, in_order, plan
from portal.demo.theatre import Played
from portal.models import Case, Draft, Enterprise, JournalEntry, OutboxMessage, Publication
from portal.services import (
    accounts,
    answers,
    case_index,
    credit_lists,
    decision,
    desk,
    law,
    storage,
    verification,
    worklist,
)
from portal.services.passwords import matches
from tests.backends import Backend
from workflows.case import State

SUNDAY = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
REVIEWING = ("emb", "fire", "eco", "market", "psb")
OF_BUNDLES = ("planning", "housing", "commerce", "weather", "defence")


def planned(cases: int, *, seed: int = 1, at: datetime = SUNDAY) -> tuple[Story, ...]:
    return plan(cases, seed=seed, at=at, catalogue=law.catalogue(), calendar=law.calendar())


def loaded(backend: Backend, cases: int, *, seed: int = 1) -> Played:
    with db.hurried(), storage.hurried():
        return loading.load(cases, seed=seed, at=SUNDAY, data=backend.settings.data, say=lambda line: None)


def rows(model: type, *columns: str) -> list[Any]:
    with db.reading() as session:
        found = session.query(*(getattr(model, name) for name in columns)).order_by(*model.__table__.primary_key)
        return list(found)


# the plan


@pytest.mark.parametrize("cases", [30, 300])
def test_a_town_shows_every_state_and_drafts(cases: int) -> None:
    ends = Counter(story.ends for story in planned(cases))
    assert set(ends) == {*State, None} - {State.FORWARDED}  # what a service point sends on is no story of the plan
    assert sum(ends.values()) - ends[None] == cases


def test_the_history_of_300_cases_covers_every_item_situation_department_and_act() -> None:
    stories = planned(300)
    acts = in_order(stories)
    guides = {story.brief.application.item: story.brief.guide for story in stories}
    assert guides.keys() == {HAZCHEM, FIREWORKS, FILING}
    seen = {(story.brief.guide.item, case) for story in stories for case in story.brief.needs.cases}
    assert seen == {(guide.item, one.id) for guide in guides.values() for one in guide.cases}
    assert {track.office for story in stories for track in story.brief.needs.tracks} == set(REVIEWING)
    wanted = {"extend", "pause", "cosign", "legal", "mend", "reject", "confirm", "visit", "remind", "refuse"}
    wanted |= {"set_panel", "cast_ballot", "close_panel", "open_publicity", "hear_public", "set_site", "note_site"}
    assert wanted <= {act.verb for act in acts}
    assert {act.facts["way"] for act in acts if act.verb == "deliver"} == {"electronic", "counter", "courier"}


def test_acts_happen_in_the_last_90_days_in_the_order_of_time() -> None:
    moments = [act.at for act in in_order(planned(300))]
    assert moments == sorted(moments)
    assert moments[-1] <= SUNDAY
    assert (SUNDAY - moments[0]).days <= 90


def test_officers_act_on_working_days_while_the_office_is_open() -> None:
    for act in in_order(planned(300)):
        if act.facts.get("clerk") or act.facts.get("officer"):
            local = act.at.astimezone(loading.instant(date(2026, 1, 1), 0).tzinfo)
            assert law.calendar().is_working_day(loading.business_day(act.at)), act
            assert 1 <= local.hour < 9, act  # 9:00 to 17:00 in China


def test_the_same_seed_and_day_make_the_same_plan_and_another_seed_another() -> None:
    assert in_order(planned(60)) == in_order(planned(60))
    assert in_order(planned(60)) != in_order(planned(60, seed=2))


@pytest.mark.parametrize("day", ["2026-05-20", "2026-10-08", "2027-02-26", "2028-03-01"])
def test_a_town_can_be_planned_on_any_day(day: str) -> None:
    at = datetime.fromisoformat(f"{day}T03:00:00+00:00")
    assert {story.ends for story in planned(300, at=at)} == {*State, None} - {State.FORWARDED}


def test_no_town_without_a_guide() -> None:
    with pytest.raises(NoGuide):
        planned(30, at=datetime(2025, 6, 1, tzinfo=UTC))


@pytest.mark.parametrize("firm", FIRMS, ids=lambda firm: firm.name)
def test_every_form_is_filled_in_without_a_fault(firm: Any) -> None:
    for item, situation in TRADES[firm.trade]:
        for again in (False, True):
            guide = law.catalogue().in_force(item, SUNDAY.date())
            assert guide is not None
            typed = Application(firm, item, situation, again).answers(guide, SUNDAY.date())
            assert answers.read(guide, typed, on=SUNDAY.date()).errors == {}


def test_codes_and_numbers_have_right_check_digits_and_a_region_that_does_not_exist() -> None:
    assert len({firm.uscc for firm in FIRMS}) == len(FIRMS) == 40
    codes = [firm.uscc for firm in FIRMS] + [office.uscc for office in OFFICES]
    assert not [code for code in codes if uscc_fault(code) or code[2:6] != "9901"]
    assert not [firm.head_id for firm in FIRMS if id_number_fault(firm.head_id) or firm.head_id[:4] != "9901"]
    chemicals = [one for one in vars(goods).values() if isinstance(one, goods.Chemical) and one.cas]
    assert all(cas_check_digit(one.cas) == one.cas[-1] for one in chemicals)


def test_the_town_has_six_offices_with_people_for_every_role() -> None:
    assert {office.code for office in OFFICES} == {"centre", POINT, *REVIEWING, *OF_BUNDLES}
    assert {role for one in STAFF for role in one.roles} == set(Role) - {Role.HANDLER, Role.INTAKE}
    assert all(len(logins(Role.REVIEWER, office)) >= 2 for office in (*REVIEWING, *OF_BUNDLES))
    assert len(logins(Role.DECIDER, "emb")) == 2


def test_the_package_touches_no_table(root: Path) -> None:
    found = [
        f"{path.name}: {name}"
        for path in sorted((root / "portal" / "demo").glob("*.py"))
        for name in imported(ast.parse(path.read_text("utf-8")))
        if re.match(r"portal\.(models|db|schema|web)|sqlalchemy|flask", name)
    ]
    assert not found


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


# the load


@pytest.fixture
def town(backend: Backend, database: Flask) -> Played:
    return loaded(backend, 30)


def test_a_load_keeps_every_rule_and_ends_as_planned(town: Played, backend: Backend) -> None:
    assert town.refused == []
    verdict = verification.verify()
    assert (verdict.cases, verdict.broken) == (31, ())
    wanted = Counter(str(story.ends) for story in planned(30) if story.ends)
    wanted[str(State.FORWARDED)] = 1  # what the service point has sent on is no story of the plan
    assert Counter(line.state for line in case_index.listed(limit=100)) == wanted
    open_drafts = [row for row in rows(Draft, "case_id") if row.case_id is None]
    assert (len(open_drafts), town.drafts) == (4, 2)  # two more are written at the window in one sitting
    _everybody_signs_in(backend)
    _officers_see_their_work()
    _nothing_old_waits_to_go_out()
    with pytest.raises(loading.NotEmpty):
        loaded(backend, 30)
    assert len(rows(Case, "id")) == 31


def _everybody_signs_in(backend: Backend) -> None:
    shown = accounts.demo_accounts(backend.settings.data)
    first = ["handler", "window", "reviewer", "reviewer", "reviewer", "decider", "supervisor", "administrator"]
    assert [one.role for one in shown[:8]] == first
    assert len({one.house for one in shown[2:5]}) == 3
    for one in shown:
        person = accounts.authenticate(one.account, one.password, at=SUNDAY)
        assert Role(one.role) in person.roles
        assert person.house() == one.house


def _officers_see_their_work() -> None:
    listed = case_index.listed(limit=100)
    clerk, decider = (person_of(login).actor for login in ("zhou.min", "han.weidong"))
    with db.reading() as session:
        names = dict(session.query(Case.number, Case.public_id).all())
    by_state = {line.state: names[line.number] for line in listed}
    assert all(one.files or one.term.shared for one in desk.desk(by_state["submitted"], by=clerk, at=SUNDAY).materials)
    assert decision.view(by_state["in_review"], by=decider, at=SUNDAY).credit.result != "unavailable"
    for row in worklist.worklist(by=decider, on=SUNDAY.date(), desk="lead").rows:
        blockers = decision.view(row.public_id, by=decider, at=SUNDAY).blockers["grant"]
        assert (row.wait.code if row.wait else None) == (blockers[0].code if blockers else None), row.public_id
    assert {one.kind for one in credit_lists.lists()} == {"red", "black"}
    assert all(
        row.address and row.legal_representative_id
        for row in rows(Enterprise, "address", "legal_representative_id", "proven")
        if row.proven
    )


def _nothing_old_waits_to_go_out() -> None:
    old = [row for row in rows(OutboxMessage, "kind", "state", "created_at") if (SUNDAY - row.created_at).days >= 2]
    assert {row.state for row in old if row.kind in ("mail", "letter")} == {"withheld"}
    decided = [row for row in rows(Case, "decided_on") if row.decided_on]
    assert len(rows(Publication, "case_id")) == len(decided)


def person_of(login: str) -> accounts.Person:
    with db.reading() as session:
        user = accounts.find(session, login)
        assert user is not None
        return accounts.as_person(user)


@pytest.mark.engines("sqlite")
def test_two_loads_make_the_same_events_at_the_same_moments(backend: Backend, database: Flask) -> None:
    def history() -> list[Any]:
        found = rows(JournalEntry, "case_id", "seq", "kind", "payload", "at", "by")
        return [(*row[:3], without_digests(row.payload), *row[4:]) for row in found]

    loaded(backend, 8)
    first = history()
    backend.fresh()
    loaded(backend, 8)
    assert len(first) > 30
    assert history() == first


def without_digests(value: Any) -> Any:
    """A payload without the digests of snapshots, which rest on opaque names."""
    if isinstance(value, dict):
        return {name: without_digests(part) for name, part in value.items() if name not in ("snapshot", "commitment")}
    return [without_digests(part) for part in value] if isinstance(value, list) else value


@pytest.mark.engines("sqlite")
def test_only_a_load_hurries_and_afterwards_every_commit_waits_for_the_disk(database: Flask) -> None:
    def synchronous() -> int:
        with db.db.engine.connect() as connection:
            return int(connection.scalar(text("PRAGMA synchronous")))

    assert synchronous() == 2
    with db.hurried():
        assert synchronous() == 0
    assert synchronous() == 2
    assert matches(None, "nobody") is False


@pytest.mark.slow
def test_the_command_loads_once_and_never_beside_a_running_portal(tmp_path: Path, root: Path) -> None:
    def command() -> tuple[int, str]:
        # A shell between, so that the holder of the folder is not the one that asks for the load.
        words = ["sh", "-c", '"$@"; exit $?', "sh", sys.executable, "-m", "portal", "demo", "load"]
        words += ["--cases", "1", "--data", str(tmp_path)]
        done = subprocess.run(words, cwd=root, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    with embedded.data_folder(tmp_path):
        status, said = command()
        assert (status, "is using the data folder" in said) == (1, True)
    status, said = command()
    assert (status, "1 cases, 2 drafts" in said, "Refused" in said) == (0, True, False)
    status, said = command()
    assert (status, "There are accounts already" in said) == (1, True)
