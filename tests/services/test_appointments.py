"""Appointments: slots follow the calendar, the last place is given once, limits and no-shows bind, and nobody loses a right."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select

from portal.access import Denied
from portal.actors import SYSTEM, Actor
from portal.db import reading
from portal.models import Appointment, OutboxMessage
from portal.services import appointments, outbox, service_windows, slot_rules, slots, tickets
from portal.services.service_windows import WindowFacts
from portal.services.slot_rules import SlotFacts
from portal.services.wrong_input import WrongInput
from tests.at_window import HAZCHEM, Town, beijing, settle
from workflows.refusal import Refusal

MONDAY = date(2026, 11, 9)
NOW = "2026-11-09 08:00"
MORNING = SlotFacts(first=date(2026, 1, 1), last=None, opens=540, closes=720, minutes=30, capacity=1)


@pytest.fixture
def town(database: Flask) -> Town:
    return settle(database)


@pytest.fixture
def window(town: Town) -> int:
    made = service_windows.create(
        WindowFacts(code="3", name_zh="三号", name_en="Three", comprehensive=False, items=(HAZCHEM,)), by=SYSTEM
    )
    slot_rules.add(made, MORNING, by=SYSTEM)
    return made


def book(town: Town, window: int, starts: int = 540, on: date = MONDAY, by: Actor | None = None, **more: str) -> str:
    return appointments.book(HAZCHEM, window, on, starts, by=by or town.handler, at=beijing(NOW), **more)


def refused(call: object, *args: object, **more: object) -> str:
    with pytest.raises(Refusal) as said:
        call(*args, **more)  # type: ignore[operator]
    return said.value.rule


def test_slots_follow_the_working_calendar_and_the_season(town: Town, window: int) -> None:
    days = {one.day for one in slots.offered(HAZCHEM, at=beijing(NOW))}
    assert MONDAY in days
    assert not any(day.weekday() > 4 for day in days)
    holiday = {one.day for one in slots.offered(HAZCHEM, at=beijing("2026-09-28 08:00"))}
    assert not holiday & {date(2026, 10, day) for day in range(1, 8)}
    assert slots.offered("fireworks_retail_licence", at=beijing(NOW)) == ()
    assert [one.starts for one in slots.offered(HAZCHEM, at=beijing("2026-11-09 11:00")) if one.day == MONDAY] == [690]


def test_slots_that_overlap_or_hold_nobody_are_refused(town: Town, window: int) -> None:
    overlapping = replace(MORNING, opens=690, closes=780, first=date(2027, 1, 1))
    assert refused(slot_rules.add, window, overlapping, by=SYSTEM) == "slots_overlap"
    slot_rules.add(window, replace(MORNING, opens=720, closes=780), by=SYSTEM)
    with pytest.raises(WrongInput):
        slot_rules.add(window, replace(MORNING, opens=900, closes=910), by=SYSTEM)
    with pytest.raises(Denied):
        slot_rules.add(window, MORNING, by=town.clerk)
    with pytest.raises(WrongInput):
        service_windows.create(WindowFacts(code="3", name_zh="又三号", name_en="Three again"), by=SYSTEM)


def test_a_booking_is_confirmed_reminded_and_given_back(town: Town, window: int) -> None:
    made = book(town, window, on=date(2026, 11, 10))
    with reading() as session:
        told = session.execute(select(OutboxMessage.payload, OutboxMessage.due_at, OutboxMessage.case_id)).all()
    due = {payload["what"]: when for payload, when, _case in told if "appointment" in payload}
    assert due == {"booked": beijing(NOW), "reminder": beijing("2026-11-09 15:00")}
    appointments.cancel(made, by=town.handler, at=beijing(NOW))
    appointments.cancel(made, by=town.handler, at=beijing(NOW))
    assert book(town, window, on=date(2026, 11, 10))
    assert outbox.wake(at=beijing("2026-11-09 16:00")) >= 2


def test_a_full_past_or_invented_time_is_refused(town: Town, window: int) -> None:
    book(town, window)
    assert refused(book, town, window) == "slot_gone"
    assert refused(book, town, window, 545) == "slot_gone"
    assert refused(book, town, window, 540, date(2026, 11, 14)) == "slot_gone"
    assert refused(book, town, window, 540, date(2026, 12, 21)) == "slot_gone"
    assert refused(book, town, window + 99) == "slot_gone"
    assert refused(book, town, window, 570, purpose="tea") == "no_such_purpose"
    late = {"by": town.handler, "at": beijing("2026-11-09 09:30")}
    assert refused(appointments.book, HAZCHEM, window, MONDAY, 540, **late) == "slot_gone"
    assert refused(appointments.book, HAZCHEM, window, MONDAY, 570, **late) == "slot_gone"


def test_an_enterprise_holds_so_many_and_moving_needs_no_place_more(town: Town, window: int) -> None:
    first, *_ = [book(town, window, starts) for starts in (540, 570, 600)]
    assert refused(book, town, window, 630) == "appointments_enough"
    appointments.move(first, window, MONDAY, 630, by=town.handler, at=beijing(NOW))
    found = appointments.appointment(first, by=town.handler)
    assert (found.starts, found.moved) == (630, 1)
    again = {"by": town.handler, "at": beijing(NOW)}
    assert refused(appointments.move, first, window, MONDAY, 570, **again) == "slot_gone"
    assert refused(appointments.move, first, window, MONDAY, 540, by=town.handler, at=beijing("2026-11-09 11:00"))


def test_only_the_own_appointments_are_seen_and_changed(town: Town, window: int) -> None:
    made = book(town, window)
    stranger = replace(town.handler, enterprise_id=99)
    for call in (appointments.appointment, appointments.cancel):
        more = {} if call is appointments.appointment else {"at": beijing(NOW)}
        with pytest.raises(Denied):
            call(made, by=stranger, **more)  # type: ignore[operator]
    with pytest.raises(Denied):
        book(town, window, 570, by=town.clerk)
    assert appointments.mine(by=stranger) == ()


def test_who_does_not_come_is_missed_and_after_the_limit_books_no_more(
    town: Town, window: int, database: Flask
) -> None:
    made = book(town, window)
    assert tickets.close_past(at=beijing("2026-11-09 09:15")) == 0
    assert tickets.close_past(at=beijing("2026-11-09 09:16")) == 1
    assert appointments.appointment(made, by=town.handler).state == "missed"
    assert book(town, window, 600)
    settings = database.config["SETTINGS"]
    database.config["SETTINGS"] = replace(settings, no_show_limit=1)
    try:
        assert refused(book, town, window, 630) == "appointments_paused"
        later = {"by": town.handler, "at": beijing("2026-12-14 08:00")}
        assert appointments.book(HAZCHEM, window, date(2026, 12, 14), 540, **later)
    finally:
        database.config["SETTINGS"] = settings
    assert tickets.take(HAZCHEM, "submit", by=town.clerk, at=beijing("2026-11-09 09:20")).number == "W001"


def test_of_many_at_once_exactly_one_gets_the_last_place(database: Flask, town: Town, window: int) -> None:
    barrier = Barrier(6)

    def attempt(_n: int) -> str:
        with database.app_context():
            barrier.wait()
            try:
                appointments.book(HAZCHEM, window, MONDAY, 540, by=town.handler, at=beijing(NOW))
            except Refusal as refusal:
                return refusal.rule
            return "booked"

    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(attempt, range(6)))
    assert sorted(found) == ["booked", *["slot_gone"] * 5]
    with reading() as session:
        assert len(session.scalars(select(Appointment.id)).all()) == 1


def test_one_enterprise_at_once_at_several_times_does_not_pass_its_limit(
    database: Flask, town: Town, window: int
) -> None:
    def attempt(starts: int) -> str:
        with database.app_context():
            try:
                return book(town, window, starts) and "booked"
            except Refusal as refusal:
                return refusal.rule

    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(attempt, range(540, 720, 30)))
    assert sorted(found) == [*["appointments_enough"] * 3, *["booked"] * 3]


def test_the_moment_of_a_slot_is_of_the_office_clock() -> None:
    assert slots.begins(MONDAY, 570) == datetime.fromisoformat("2026-11-09T09:30:00+08:00")
