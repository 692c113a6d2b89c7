"""Languages: Chinese by default, English complete, chosen with a cookie on every page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from flask import Flask, has_request_context, request
from flask_babel import Babel, get_locale, get_translations

COOKIE = "ow_language"


@dataclass(frozen=True, slots=True)
class Language:
    """One language of the portal: its short code, gettext locale, HTML tag and own name."""

    code: str
    locale: str
    tag: str
    name: str


LANGUAGES = {
    "zh": Language("zh", "zh_Hans_CN", "zh-CN", "中文"),
    "en": Language("en", "en", "en", "English"),
}
DEFAULT = LANGUAGES["zh"]

_ENDS = ("。", "！", "？")
_COUNTED = re.compile(r"(%\(\w+\)[sd]|\d) (?=[个份件次天处年人条项家页日元行位步分小公])")


def init_app(app: Flask) -> None:
    """Set the languages up: gettext in Python and in templates, and the filters that mark Chinese in English pages."""
    Babel(app, default_locale=DEFAULT.locale, default_timezone="Asia/Shanghai", locale_selector=_chosen_locale)
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=_gettext, ngettext=_ngettext, pgettext=lambda c, s: _gettext(s), newstyle=True
    )
    app.jinja_env.globals["language"] = language
    app.jinja_env.globals["other_language"] = other_language


def language() -> Language:
    """The language of this request; Chinese outside of one."""
    locale = get_locale()
    return LANGUAGES["en"] if locale is not None and locale.language == "en" else DEFAULT


def other_language() -> Language:
    """The language that the switch on the page leads to."""
    return LANGUAGES["zh"] if language().code == "en" else LANGUAGES["en"]


def _chosen_locale() -> str:
    code = request.cookies.get(COOKIE, DEFAULT.code) if has_request_context() else DEFAULT.code
    return LANGUAGES.get(code, DEFAULT).locale


def _gettext(message: str) -> str:
    return _said(language().code, message)


@lru_cache(maxsize=8192)
def _said(code: str, message: str) -> str:
    """A sentence of the templates in a language: they are the same for every request, and a page has hundreds of them."""
    return _apart(message, _keep_units(get_translations().ugettext(message)))


def _ngettext(singular: str, plural: str, n: int) -> str:
    return _apart(singular, _keep_units(get_translations().ungettext(singular, plural, n)))


def _apart(message: str, text: str) -> str:
    """A whole sentence of a template ends with a blank in English.

    Templates set one sentence right behind another, which is how Chinese is written. English wants a blank between the two;
    where nothing follows, a browser drops it.
    """
    return f"{text} " if message.endswith(_ENDS) and text.endswith((".", "!", "?")) else text


def _keep_units(text: str) -> str:
    """Join a number and its Chinese unit with a no-break space, so that `3 个工作日` never breaks after the 3."""
    return _COUNTED.sub("\\1\u00a0", text)
