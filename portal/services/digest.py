"""The digest: one mail a person and day about all limits that need looking at, worked out when it is sent (R121)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import current_app
from flask_babel import force_locale, get_locale
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.connectors.mail import Mail, NobodyToTell, mail_port
from portal.db import reading
from portal.models import Case as CaseRow
from portal.models import Reminder, User
from portal.services import dates, journal, unowned
from portal.services.correspondents import concerned
from portal.services.outbox import Parcel
from portal.services.reminder_words import reminder_words
from portal.services.reminders import ARRIVED
from portal.services.unowned import Count
from workflows.case import Case
from workflows.clocks import clocks
from workflows.ladder import load_ladder

NOTHING = Count()
LONGEST = 200
"""Lines of one mail; what goes beyond is counted, and stands on the person's own list."""


@dataclass(frozen=True, slots=True)
class Line:
    """One limit of one case that still runs: the case by number and item alone, the rung reached, and its last day."""

    number: str
    item_zh: str
    item_en: str
    clock: str
    rung: str
    party: str
    due_on: date


def carry(parcel: Parcel, at: datetime) -> None:
    """Carry a `digest` message of the outbox: nothing is sent when everything was answered in the meantime.

    An applicant's side is told by the channels that each person chose for dates.
    """
    with reading() as session:
        user = session.get(User, parcel.payload["user"])
        if user is None or not user.active or not user.email:
            raise NobodyToTell("address" if user is not None and user.active else "left")
        lines = list(_lines(session, user.id, date.fromisoformat(parcel.payload["day"])))
        nobodys = unowned.reported_to(session, user.id, at=at)
        staff = user.kind == "officer"
        to, locale = user.email, user.locale
    if not staff and not dates.mailed(user.id, {line.number for line in lines}, parcel, at=at):
        raise NobodyToTell("off")
    if not (lines or nobodys.all):
        raise NobodyToTell("over")
    settings = current_app.config["SETTINGS"]
    with force_locale(locale):
        subject, body = words_of(lines, site=settings.base_url, staff=staff, nobodys=nobodys)
    mail_port(settings.mail_url, settings.mail_from, settings.data).send(Mail(parcel.key, to, subject, body))


def words_of(lines: Sequence[Line], *, site: str, staff: bool, nobodys: Count = NOTHING) -> tuple[str, str]:
    """Subject and body in the language in force; one thing alone is said in the subject itself. No personal data.

    `nobodys` counts what nobody answers for, for those to whom that is reported.
    """
    if nobodys.all:
        return _with_nobodys(lines, nobodys, site=site, staff=staff)
    greeting = _("同事，您好：") if staff else _("您好：")
    tail = _("请登录“一窗”查看办件：%(site)s", site=site)
    if len(lines) == 1:
        subject = _("办件 %(short)s：%(sentence)s", short=_short(lines[0]), sentence=_sentence(lines[0]))
        about = _("%(item)s（办件编号 %(number)s）", item=_item(lines[0]), number=lines[0].number)
        return subject, "\n\n".join((greeting, about, _sentence(lines[0]), tail)) + "\n"
    said = [f"{at}. {_short(line)}  {_item(line)}\n   {_sentence(line)}" for at, line in enumerate(lines[:LONGEST], 1)]
    if len(lines) > LONGEST:
        said.append(_("另有 %(n)s 项，请在工作清单里查看。", n=len(lines) - LONGEST))
    late = sum(1 for line in lines if line.rung == "over")
    subject = _("期限提醒：%(n)s 项", n=len(lines))
    if late:
        subject = _("期限提醒：%(n)s 项，其中 %(late)s 项已经届满", n=len(lines), late=late)
    return subject, "\n\n".join((greeting, _("以下期限请您留意，先到期的在前："), *said, tail)) + "\n"


def _with_nobodys(lines: Sequence[Line], nobodys: Count, *, site: str, staff: bool) -> tuple[str, str]:
    """The mail to the head of a window: first what nobody answers for, then the limits."""
    parts = []
    if nobodys.left:
        parts.append(_("%(n)s 件的首问负责人已经离开窗口，请指定同事接办。", n=nobodys.left))
    if nobodys.untaken:
        parts.append(_("%(n)s 件收到以后一直没有人领办，请安排人员领办。", n=nobodys.untaken))
    told = "\n".join([_("现在没有人负责的办件："), *parts, f"{site}/window/unowned"])
    if not lines:
        subject = _("没有人负责的办件：%(n)s 件", n=nobodys.all)
        return subject, "\n\n".join((_("同事，您好："), told)) + "\n"
    subject, body = words_of(lines, site=site, staff=staff)
    greeting, _between, rest = body.partition("\n\n")
    return _("%(subject)s；没有人负责的 %(n)s 件", subject=subject, n=nobodys.all), "\n\n".join((greeting, told, rest))


def _lines(session: Session, user: int, day: date) -> Iterator[Line]:
    """What still runs of a person's reminders of a day, the most urgent first; of one clock the highest rung alone."""
    statement = select(Reminder, CaseRow).join(CaseRow, CaseRow.id == Reminder.case_id)
    found = session.execute(statement.where(Reminder.user_id == user, Reminder.day == day).order_by(Reminder.id)).all()
    person = session.get_one(User, user)
    order = {rung.name: at for at, rung in enumerate(load_ladder().rungs)}
    highest: dict[tuple[int, str], tuple[Reminder, CaseRow]] = {}
    for one, row in sorted(found, key=lambda pair: (order.get(pair[0].rung, 0), pair[0].id)):
        highest[row.id, one.clock] = (one, row)
    for one, row in sorted(highest.values(), key=lambda pair: (pair[0].due_on, pair[1].id, pair[0].clock)):
        if person.kind == "handler" and not concerned(session, person, row, on=day):
            continue  # removed, or beyond the authority, since the reminder was written
        if _open(journal.state_of(session, row.id), one.clock):
            names = (row.number, row.item_name_zh, row.item_name_en)
            yield Line(*names, one.clock, one.rung, one.party, one.due_on)


def _open(case: Case, reminded: str) -> bool:
    """Whether what somebody was reminded of still waits: a clock that runs, or a supplement that nobody has looked at."""
    kind, _colon, material = reminded.partition(":")
    if kind == ARRIVED:  # it has no clock, so that nothing stops when the desk has looked at it
        promise = case.promises.get(material)
        return promise is not None and case.promise_state(promise) == "arrived"
    clock = clocks(case).get(reminded)
    return clock is not None and clock.stopped is None


def _short(line: Line) -> str:
    short = line.number[-12:]
    return f"{short[:8]}-{short[8:]}"


def _item(line: Line) -> str:
    return line.item_en if str(get_locale()).startswith("en") else line.item_zh


def _sentence(line: Line) -> str:
    return reminder_words(line.clock, line.rung, line.due_on, line.party)
