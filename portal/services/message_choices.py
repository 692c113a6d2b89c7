"""How a person wants to be told: by mail and SMS, a topic at a time, at once or once a day, and when it is to be quiet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from flask import current_app
from sqlalchemy.orm import Session

from portal.actors import Actor
from portal.db import reading, transaction
from portal.models import MessageChoice, User
from portal.services.message_topics import ACCOUNT, MAIL_WAYS, NOW, OFF, SMS_TOPICS
from portal.services.quiet_hours import hours_of, quiet_until
from portal.services.wrong_input import WrongInput

LANGUAGES = ("zh_Hans_CN", "en")


@dataclass(frozen=True, slots=True)
class Choices:
    """What one person chose; everything by mail at once where nothing was chosen. The inbox itself has no choice."""

    mail: Mapping[str, str] = field(default_factory=dict)
    sms: frozenset[str] = frozenset()
    quiet: str = ""
    follows_all: bool = False
    locale: str = LANGUAGES[0]

    def mails(self, topic: str) -> str:
        """How a topic is mailed: now, digest or off."""
        return OFF if topic == ACCOUNT else self.mail.get(topic, NOW)

    def quiet_until(self, at: datetime) -> datetime | None:
        """When the quiet that lies on this moment ends: the person's own hours, or else the house's."""
        return quiet_until(self.quiet or current_app.config["SETTINGS"].quiet_hours, at)


def choices_of(row: MessageChoice | None) -> Choices:
    """The choices that a row holds."""
    return Choices() if row is None else Choices(dict(row.mail), frozenset(row.sms), row.quiet, row.follows_all)


def of_user(session: Session, user_id: int) -> Choices:
    """What somebody chose."""
    return choices_of(session.get(MessageChoice, user_id))


def own(*, by: Actor) -> Choices:
    """What the person chose, with the language of the account."""
    with reading() as session:
        locale = session.get_one(User, by.id).locale
        found = of_user(session, by.id)
    return Choices(found.mail, found.sms, found.quiet, found.follows_all, locale)


def choose(wanted: Choices, *, by: Actor, at: datetime) -> None:
    """Keep what the person wants. Raises WrongInput (quiet: wrong; locale, a topic of mail or sms: unknown).

    What the law wants told stays told: nothing here reaches the inbox, and every letter is served by its own rules (R146).
    """
    _check(wanted)
    with transaction() as session:
        session.get_one(User, by.id, with_for_update={"of": User}).locale = wanted.locale
        row = session.get(MessageChoice, by.id, with_for_update=True)
        if row is None:
            row = MessageChoice(user_id=by.id)
            session.add(row)
        row.mail, row.sms = dict(wanted.mail), sorted(wanted.sms)
        row.quiet, row.follows_all = wanted.quiet, wanted.follows_all and by.owner
        row.changed_at = at


def _check(wanted: Choices) -> None:
    wrong = {topic: "unknown" for topic, way in wanted.mail.items() if way not in MAIL_WAYS.get(topic, ())}
    if not wanted.sms <= set(SMS_TOPICS):
        wrong["sms"] = "unknown"
    if wanted.locale not in LANGUAGES:
        wrong["locale"] = "unknown"
    try:
        hours_of(wanted.quiet)
    except ValueError:
        wrong["quiet"] = "wrong"
    if wrong:
        raise WrongInput(**wrong)
