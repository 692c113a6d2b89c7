"""The columns that lists read are written again from the journal: after an upgrade, or when somebody changed them."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import CaseTrack, JournalEntry
from portal.services import copies, sweep, verification
from portal.services.columns import AT_LEISURE, NEXT
from portal.services.leases import lease
from tests.services.cases import Hall, at
from tests.services.test_evidence_command import run
from tests.services.test_list_units import accepted
from workflows import commands as c

pytestmark = pytest.mark.forges_the_journal
NOON = "2026-04-20T12:00"


def before_the_upgrade(hall: Hall) -> int:
    """A case that was paused past its end, with the columns as an older version left them."""
    case_id = accepted(hall)
    hall.do(case_id, c.PauseClock("hearing", 20, "听证"), "2026-04-08T10:00", hall.head)
    hall.do(case_id, c.ResumeClock("hearing"), "2026-04-20T10:00", hall.head)
    with transaction() as session:
        session.execute(update(CaseRow).values(stood=0, law_stood=0, calendar_days="", yellow_from=None))
        session.execute(update(CaseTrack).values(stood=0, calendar_days=False))
    return case_id


def heads() -> list[str]:
    with reading() as session:
        return list(session.scalars(select(JournalEntry.digest).order_by(JournalEntry.case_id, JournalEntry.seq)))


def test_columns_from_before_an_upgrade_are_written_again_and_the_journal_stays(hall: Hall):
    before_the_upgrade(hall)
    broken, entries = verification.verify().broken, heads()
    assert {one.copied for one in broken} == {True}
    assert copies.derive_again(at=at(NOON)) == (1, True)
    assert verification.verify().broken == ()
    assert heads()[: len(entries)] == entries


def test_the_migration_leaves_the_same_to_the_sweep(hall: Hall):
    before_the_upgrade(hall)
    with transaction() as session:
        session.execute(update(CaseRow).values(wake_on=NEXT))
    sweep.run(at=at(NOON))
    assert verification.verify().broken == ()
    with reading() as session:
        assert session.scalars(select(CaseRow.wake_on)).one() != NEXT


def test_while_another_sweep_runs_the_cases_are_woken_and_left_to_it(hall: Hall):
    before_the_upgrade(hall)
    with lease("sweep", at=at(NOON)) as held:
        assert held
        assert copies.derive_again(at=at(NOON)) == (1, False)
    with reading() as session:
        assert session.scalars(select(CaseRow.wake_on)).one() == NEXT


def test_ended_cases_are_looked_at_so_many_a_sweep_and_open_ones_before_them(hall: Hall, monkeypatch):
    monkeypatch.setattr(sweep, "LEISURE", 2)
    ended = [before_the_upgrade(hall) for _ in range(3)]
    for case_id in ended:
        hall.do(case_id, c.Withdraw("不办了"), "2026-04-20T11:00", hall.handler)
    before_the_upgrade(hall)
    with transaction() as session:
        session.execute(update(CaseRow).values(yellow_from=None, wake_on=AT_LEISURE))
        session.execute(update(CaseRow).where(CaseRow.closed_on.is_(None)).values(wake_on=NEXT))
    left = []
    for _ in range(3):
        left.append(len({one.number for one in verification.verify().broken}))
        sweep.run(at=at(NOON))
    assert left == [4, 1, 0]
    assert copies.derive_again(at=at(NOON)) == (4, True)
    assert verification.verify().broken == ()


@pytest.mark.engines("sqlite")
def test_the_command_says_what_it_did_and_verify_says_that_there_is_such_a_command(hall: Hall, database: Flask):
    before_the_upgrade(hall)
    found = run(database, "verify")
    assert found.returncode == 1
    assert "onewindow journal derive" in found.stdout
    assert "1 cases were looked at again" in run(database, "derive").stdout
    assert run(database, "verify").returncode == 0
