"""The pages inside one's own data: read from the disk in any browser, without script, network or portal."""

from __future__ import annotations

import sys
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, current_app, render_template
from flask_babel import force_locale
from flask_babel import gettext as _
from markupsafe import Markup

from guides.guide import Guide
from portal.formats import business_today
from portal.i18n import DEFAULT, language
from portal.services import answer_words, law
from portal.services.own_package import Chapter, Told
from portal.web import own_values, publication_words
from portal.web.own_labels import HOW, LABELS, WHY

_NAMED = frozenset({"material", "materials", "later", "handed_in", "fields", "disputed", "duty", "keeps"})
"""What names a part of the guide."""


class Words:
    """How a page calls a column and says a value: in the words of the guide where a case or a draft has one."""

    def __init__(self, guide: Guide | None = None) -> None:
        self._guide = guide
        asked = list(guide.fields.values()) if guide else []
        self._fields = {field.id: field for one in asked for field in (*one.columns, one)}

    def label(self, key: str, section: str = "") -> Any:
        """The name of a column; an English page says the Chinese one as well, by which it is found on the portal."""
        field = self._fields.get(key)
        if field and self._answers(section):
            return field.label.get(language().code)
        if found := LABELS.get(key) or publication_words.LABELS.get(key):
            return _both(found)
        return field.label.get(language().code) if field else self.material(key)

    def answer(self, value: Any, key: str, section: str) -> str | None:
        """An answer of the form in the guide's words; None for what is none, and for a table, whose rows are told one by one."""
        field = self._fields.get(key) if self._answers(section) else None
        return answer_words.words_of(field, value, language().code) if field and field.type != "table" else None

    def material(self, key: str) -> Any:
        """The name of a material; what the guide does not know stays as it is."""
        found = self._guide.material(key) if self._guide else None
        return found.name.get(language().code) if found else key

    def _answers(self, section: str) -> bool:
        """Whether a section holds answers: what was typed, what counts, and the rows of a table."""
        return section in ("answers", "raw") or section in self._fields

    def named(self, code: str) -> Any:
        """The name of a material, a requirement, a field of the form, an opinion or a duty of the guide, whichever it is."""
        kind, colon, rest = code.rpartition(":")
        field = self._fields.get(rest) if not colon or kind == "field" else None
        guide = self._guide
        if guide is None or guide.material(rest):
            return self.material(rest)
        if field:
            return field.label.get(language().code)
        several = [one.name.get(language().code) for one in guide.materials if one.group == rest]
        checks = [one.name.get(language().code) for one in guide.post_checks if one.id == rest]
        track = guide.track(rest)
        return " / ".join(several) or next(iter(checks), "") or (track.name.get(language().code) if track else code)

    def about(self, content: Any) -> Words:
        """The words for one row: those of the guide of its item, where it names one and no guide is known here."""
        if self._guide is None and isinstance(content.get("item"), str):
            return Words(_guide(content))
        return self

    def say(self, value: Any, key: str, section: str) -> Any:
        """A value in plain words; days and times as the house writes them, on the clocks of the offices."""
        if isinstance(value, bool):
            return _("是") if value else _("否")
        if (words := own_values.words_of(value, key, section)) is not None:
            return words
        if key in _NAMED and isinstance(value, str):
            return _("附件") if (name := self.named(value)) == value and key == "material" else name
        return own_values.day_words(value)


def init_app(app: Flask) -> None:
    """Give the worker that prepares somebody's own data these pages."""
    app.extensions["own_pages"] = sys.modules[__name__]


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
    """The guide in the version that a case, a draft or a line of the log names, else the one in force; None where there is none."""
    named = content.get("guide_version") or content.get("version") or content.get("content", {}).get("guide_version")
    try:
        return law.guide_of(content["item"], date.fromisoformat(str(named)))
    except (LookupError, ValueError):
        return law.catalogue().in_force(str(content.get("item", "")), business_today())


def _both(found: Any) -> Any:
    if language().code != "en":
        return found
    with force_locale(DEFAULT.locale):
        chinese = str(found)
    return Markup('{} <span lang="zh-CN">{}</span>').format(found, chinese)
