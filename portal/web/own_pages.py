"""The pages inside one's own data: read from the disk in any browser, without script, network or portal."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from flask import current_app, render_template
from flask_babel import force_locale
from flask_babel import gettext as _
from markupsafe import Markup

from guides.guide import Guide
from portal.formats import date_full, moment
from portal.i18n import DEFAULT, language
from portal.services import law
from portal.services.own_package import Chapter, Told
from portal.states import LETTERS, LICENCES, OUTCOMES, STATES
from portal.web import (
    account_words,
    appointment_words,
    courier_words,
    credit_words,
    duty_words,
    message_words,
    publication_words,
    rating_words,
    review_refusals,
    service_words,
)
from portal.web.own_labels import HOW, LABELS, WHY

_ACTS = {**review_refusals.EVENTS, **account_words.ACTS}
_SAID: dict[str, dict[Any, Any]] = {
    "what": _ACTS,
    "topic": message_words.TOPICS,
    "topics": message_words.TOPICS,
    "outcome": OUTCOMES,
    "level": rating_words.LEVELS,
    "letters.kind": LETTERS,
    "served.document": LETTERS,
    "messages.kind": review_refusals.EVENTS | account_words.ACTS,
    "record.kind": account_words.ACTS,
    "credit_entries.kind": credit_words.KINDS,
    "appointments.state": appointment_words.STATES,
    "licences.state": LICENCES,
    "parcels.state": courier_words.STATES,
    "served.state": service_words.STATES,
    "duties.state": duty_words.STATES,
    "duties.kind": duty_words.KINDS,
    "state": STATES,
}
"""The words of codes, by column, or by section and column where a name means several things."""


class Words:
    """How a page calls a column and says a value: in the words of the guide where a case or a draft has one."""

    def __init__(self, guide: Guide | None = None) -> None:
        self._guide = guide
        asked = list(guide.fields.values()) if guide else []
        self._fields = {field.id: field for one in asked for field in (*one.columns, one)}

    def label(self, key: str) -> Any:
        """The name of a column; an English page says the Chinese one as well, by which it is found on the portal."""
        if found := LABELS.get(key) or publication_words.LABELS.get(key):
            return _both(found)
        field = self._fields.get(key)
        return field.label.get(language().code) if field else self.material(key)

    def material(self, key: str) -> Any:
        """The name of a material; what the guide does not know stays as it is."""
        found = self._guide.material(key) if self._guide else None
        return found.name.get(language().code) if found else key

    def say(self, value: Any, key: str, section: str) -> Any:
        """A value in plain words; days and times as the house writes them, on the clocks of the offices."""
        if isinstance(value, bool):
            return _("是") if value else _("否")
        words = _SAID.get(f"{section}.{key}") or _SAID.get(key) or {}
        if isinstance(value, (str, int)) and value in words:
            return words[value]
        if key == "item" and isinstance(value, str):
            return appointment_words.item_name(value)
        field = self._fields.get(key)
        if option := field.option(value) if field and isinstance(value, str) else None:
            return option.label.get(language().code)
        if key in ("material", "materials", "later", "handed_in"):
            return self.material(str(value))
        return _day(value)


def cover(told: Told) -> str:
    """The first page: what is here, what is left out, the account, the enterprise, and the ways to cases and drafts."""
    return render_template("account/own/cover.html", told=told, words=Words(), **_shared(""))


def case(chapter: Chapter) -> str:
    """The page of a case."""
    return _page(chapter, _("办件 %(number)s", number=chapter.name))


def draft(chapter: Chapter) -> str:
    """The page of a draft."""
    return _page(chapter, _("草稿 %(number)s", number=chapter.name))


def _page(chapter: Chapter, title: str) -> str:
    words = Words(_guide(chapter.content))
    return render_template("account/own/chapter.html", chapter=chapter, title=title, words=words, **_shared("../"))


def _shared(up: str) -> dict[str, Any]:
    return {"up": up, "style": _style(str(current_app.static_folder)), "why": WHY, "how": HOW}


@cache
def _style(folder: str) -> Markup:
    """The style sheet of the project itself, inside the page: one that lies alone looks the same."""
    return Markup("<style>{}</style>").format(Markup((Path(folder) / "own.css").read_text()))


def _guide(content: dict[str, Any]) -> Guide | None:
    version = content.get("guide_version") or content.get("content", {}).get("guide_version")
    try:
        return law.guide_of(content["item"], date.fromisoformat(str(version)))
    except (LookupError, ValueError):
        return None


def _both(found: Any) -> Any:
    if language().code != "en":
        return found
    with force_locale(DEFAULT.locale):
        chinese = str(found)
    return Markup('{} <span lang="zh-CN">{}</span>').format(found, chinese)


def _day(value: Any) -> Any:
    if isinstance(value, str) and value[4:5] == "-" and value[7:8] == "-":
        try:
            value = datetime.fromisoformat(value) if len(value) > 10 else date.fromisoformat(value)
        except ValueError:
            return value
    if isinstance(value, datetime):
        return moment(value)
    return date_full(value) if isinstance(value, date) else value
