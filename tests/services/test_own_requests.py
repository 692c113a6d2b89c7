"""Everything about oneself is prepared in the background, once, for its person alone, told when ready, and deleted in time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from portal.actors import Actor
from portal.db import reading, transaction
from portal.documents.letter import INTERNAL
from portal.models import AccountEntry, Document, OutboxMessage, OwnPackage, User
from portal.services import (
    account_log,
    message_choices,
    messages,
    other_words,
    outbox,
    own_making,
    own_requests,
    retention,
    storage,
)
from portal.services.message_choices import Choices
from portal.services.own_requests import CHANGED, FAILED, NONE, PREPARING, READY
from tests.at_window import HAZCHEM, Town, beijing, settle
from tests.own_zip import prepare, unpacked
from tests.web import people
from tests.web.reach import person

NIGHT = beijing("2026-11-10 23:10")
LATER = NIGHT + timedelta(minutes=3)


@pytest.fixture
def town(database: Flask) -> Town:
    return settle(database)


@pytest.fixture
def owner(town: Town) -> Actor:
    return person(people.HANDLER).actor


def ask(by: Actor, **said: str) -> None:
    own_requests.ask(locale=said.get("locale", "zh_Hans_CN"), by=by, at=NIGHT)


def state(by: Actor, at=LATER) -> str:
    return own_requests.standing(by=by, at=at).state


def kept() -> list[Path]:
    """The files that lie ready, and those that were begun and left."""
    with reading() as session:
        keys = session.scalars(select(OwnPackage.storage_key).where(OwnPackage.storage_key != ""))
        return [storage.path_of(key) for key in keys]


def owed() -> int:
    with reading() as session:
        return session.scalar(select(func.count()).where(OutboxMessage.kind == "own_data")) or 0


def test_it_is_prepared_told_at_once_and_taken(town: Town, owner: Actor):
    town.granted("2026-09-28 10:00")
    message_choices.choose(Choices(quiet="22:00-07:00"), by=owner, at=NIGHT)
    assert state(owner) == NONE
    ask(owner)
    assert (state(owner), own_requests.take(by=owner, at=NIGHT)) == (PREPARING, None)
    assert prepare(at=LATER) == ["sent"]
    now = own_requests.standing(by=owner, at=LATER)
    assert (now.state, now.last_on) == (READY, date(2026, 11, 16))
    (letter,) = [one for one in messages.inbox(by=owner).rows if one.kind == "OwnDataReady"]
    assert "11月16日" in other_words.sentence(letter.kind, letter.facts)
    assert prepare(at=LATER, kind="account")[-1] == "sent", "its person has just asked for it, whatever the hour"
    ready = own_requests.take(by=owner, at=LATER)
    assert ready is not None
    found = unpacked(ready.path.read_bytes())
    assert now.size == ready.path.stat().st_size
    assert [name for name in found if name.startswith("files/") and "受理" in name]
    assert "2026年11月10日" in found["index.html"].decode()


def test_the_request_itself_writes_no_letter_and_the_workers_write_them_some_at_a_time(
    town: Town, owner: Actor, monkeypatch: pytest.MonkeyPatch
):
    town.granted("2026-09-28 10:00")
    missing = select(func.count()).where(Document.digest == "", Document.kind.not_in(INTERNAL))
    with reading() as session:
        before = session.scalar(missing) or 0
    monkeypatch.setattr(own_making, "LETTERS_AT_ONCE", 1)
    ask(owner)
    with reading() as session:
        assert session.scalar(missing) == before > 2
    said = prepare(at=LATER)
    assert set(said) == {"sent"}
    assert len(said) > 2
    assert state(owner) == READY
    with reading() as session:
        assert session.scalar(missing) == 0


def test_asked_twice_while_it_is_prepared_there_is_no_second(owner: Actor, database: Flask):
    def one(_number: int) -> None:
        with database.app_context():
            ask(owner)

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(one, range(3)))
    ask(owner)
    assert owed() == 1
    assert prepare(at=LATER) == ["sent"]
    assert len(kept()) == 1


def test_nobody_else_finds_it_and_nor_does_its_person_with_other_powers(town: Town, owner: Actor):
    ask(owner)
    prepare(at=LATER)
    colleague = people.second_of(owner)
    for other in (colleague, town.clerk, replace(owner, mandate_id=7)):
        assert (state(other), own_requests.take(by=other, at=LATER)) == (NONE, None)
        own_requests.discard(by=other, at=LATER)
    assert state(owner) == READY


@pytest.mark.parametrize(
    "powers", [{"owner": False}, {"enterprise_id": None}, {"items": frozenset({HAZCHEM})}, {"proven": False}]
)
def test_with_other_powers_it_is_deleted_at_once_and_its_person_told_why(owner: Actor, powers: dict[str, Any]):
    ask(owner)
    prepare(at=LATER)
    (file,) = kept()
    now = replace(owner, **powers)
    assert own_requests.take(by=now, at=LATER) is None
    assert state(now) == CHANGED
    assert (file.exists(), state(now), state(owner)) == (False, CHANGED, CHANGED)
    assert told("data_withdrawn", owner) == 1, "once, however often the page is opened"
    own_requests.ask(locale="en", by=now, at=LATER)
    assert state(now) == PREPARING
    assert state(now, beijing("2026-11-17 00:00")) == NONE


def test_the_night_deletes_it_where_its_person_never_looks(owner: Actor):
    ask(owner)
    prepare(at=LATER)
    (file,) = kept()
    assert retention.tidy(at=LATER).own_data == 0
    with transaction() as session:
        session.execute(update(User).where(User.id == owner.id).values(owner=False))
    assert retention.tidy(at=LATER).own_data == 1
    assert (file.exists(), kept()) == (False, [])
    assert retention.tidy(at=LATER).own_data == 0
    assert state(replace(owner, owner=False)) == CHANGED
    assert retention.tidy(at=beijing("2026-11-17 00:00")).own_data == 1


def test_a_download_that_goes_on_after_a_cut_is_one_line_of_the_log(owner: Actor):
    ask(owner)
    prepare(at=LATER)
    for part in (False, True, True):
        assert own_requests.take(part=part, sign_in="phone", by=owner, at=LATER) is not None
    assert told("data_taken", owner) == 1
    own_requests.take(sign_in="phone", by=owner, at=LATER)
    assert told("data_taken", owner) == 2, "from the beginning, once more"
    for _again in range(2):
        own_requests.take(part=True, sign_in="stranger", by=owner, at=LATER)
    assert told("data_taken", owner) == 3, "nobody takes a part unseen in a sign-in of their own"


def told(kind: str, by: Actor) -> int:
    """How many lines of that kind the account's log has."""
    return sum(line.kind == kind for line in account_log.own(by=by))


def test_who_may_not_see_it_any_more_when_it_is_made_gets_none(owner: Actor):
    ask(owner)
    with transaction() as session:
        session.execute(update(User).where(User.id == owner.id).values(owner=False))
    assert prepare(at=LATER) == ["withheld"]
    assert (kept(), state(replace(owner, owner=False))) == ([], CHANGED)


def test_a_closed_account_gets_none(owner: Actor):
    ask(owner)
    with transaction() as session:
        session.execute(update(User).where(User.id == owner.id).values(active=False))
    assert prepare(at=LATER) == ["withheld"]
    assert kept() == []


def test_it_is_gone_after_its_days_and_can_be_asked_for_again(owner: Actor):
    ask(owner)
    prepare(at=LATER)
    (file,) = kept()
    last = beijing("2026-11-16 23:59")
    assert own_requests.take(by=owner, at=last) is not None
    over = beijing("2026-11-17 00:00")
    assert (state(owner, over), own_requests.take(by=owner, at=over)) == (NONE, None)
    assert retention.tidy(at=last).own_data == 0
    assert file.is_file()
    assert retention.tidy(at=over).own_data == 1
    assert not file.exists()
    own_requests.ask(locale="en", by=owner, at=over)
    assert state(owner, over) == PREPARING


def test_a_new_one_takes_the_place_of_the_old_and_it_can_be_deleted_before_its_time(owner: Actor):
    ask(owner)
    prepare(at=LATER)
    (old,) = kept()
    ask(owner, locale="en")
    assert not old.exists()
    assert state(owner) == PREPARING
    prepare(at=LATER)
    (new,) = kept()
    assert "Everything about me" in unpacked(new.read_bytes())["index.html"].decode()
    own_requests.discard(by=owner, at=LATER)
    assert (new.exists(), state(owner)) == (False, NONE)


def test_no_mail_says_that_a_file_lies_ready_which_was_deleted(owner: Actor):
    ask(owner)
    prepare(at=LATER)
    own_requests.discard(by=owner, at=LATER)
    assert prepare(at=LATER, kind="account")[-1] == "withheld"


def test_what_every_worker_failed_at_is_said_and_can_be_asked_for_again(owner: Actor, monkeypatch: pytest.MonkeyPatch):
    ask(owner)
    monkeypatch.setattr(own_making.own_package, "unwritten", lambda **_said: 1 // 0)
    at = NIGHT
    while "failed" not in prepare(at=at):
        at += timedelta(hours=5)
    assert state(owner, at) == FAILED
    assert not list((storage.root() / "incoming").glob("*"))
    monkeypatch.undo()
    own_requests.ask(locale="en", by=owner, at=at)
    assert state(owner, at) == PREPARING
    assert prepare(at=at) == ["sent"]
    assert state(owner, at) == READY


def test_a_message_that_comes_twice_makes_one_file(owner: Actor):
    ask(owner)
    prepare(at=LATER)
    (first,) = kept()
    with transaction() as session:
        session.execute(update(OutboxMessage).where(OutboxMessage.kind == "own_data").values(state="queued"))
    assert prepare(at=LATER + timedelta(minutes=5)) == ["sent"]
    assert kept() == [first]
    assert [one.kind for one in messages.inbox(by=owner).rows].count("OwnDataReady") == 1


def test_one_that_was_asked_for_anew_is_not_made_twice(owner: Actor, monkeypatch: pytest.MonkeyPatch):
    ask(owner)
    with reading() as session:
        number = session.scalars(select(OutboxMessage.id).where(OutboxMessage.kind == "own_data")).one()
    with transaction() as session:
        session.execute(update(OwnPackage).values(key="another"))
    assert outbox.deliver(number, at=LATER) == "withheld"
    assert kept() == []


def test_that_it_was_asked_for_taken_and_deleted_stands_in_the_log_of_the_enterprise_too(owner: Actor):
    ask(owner)
    prepare(at=LATER)
    own_requests.take(by=owner, at=LATER)
    own_requests.discard(by=owner, at=LATER)
    with reading() as session:
        wanted = select(AccountEntry.kind).where(AccountEntry.enterprise_id == owner.enterprise_id)
        assert {"data_asked", "data_taken", "data_deleted"} <= set(session.scalars(wanted))
