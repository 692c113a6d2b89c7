"""The sentences of what is worth a second look before an application is handed in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from markupsafe import Markup

from guides.material import Pages
from guides.plan import Requirement
from guides.text import Text
from portal.formats import day, zh
from portal.i18n import language
from portal.rendering import ErrorLine
from portal.services import desk_checks
from portal.services.casefile import CaseFile, FileFacts
from portal.services.draft_view import DraftView
from portal.services.precheck import Doubt
from portal.services.precheck import of_files as doubts_of
from portal.web import steps
from portal.web.enterprise import bp
from portal.web.enterprise_section import section_href
from portal.web.requirement_words import requirement_name

PICTURE: dict[str, Any] = {
    "small": _l("太小，小字可能看不清"),
    "dark": _l("太暗"),
    "blank": _l("像是空白页"),
    "blurred": _l("有些模糊"),
    "cut": _l("边上像是有字没拍全"),
}

PAGES_NAMED = 3
"""How many pages of one file are named before the rest is only counted."""

_BARE = {name: f"%({name})s" for name in ("label", "typed", "known", "name", "file", "words", "other", "said", "limit")}
"""Every fact as its own placeholder: a sentence is translated first, and filled with what is escaped and marked afterwards."""


def lines(view: DraftView, doubts: tuple[Doubt, ...]) -> list[ErrorLine]:
    """Each doubt as a sentence with the address where it is looked at again."""
    return [ErrorLine(_target(view, one), _sentence(one)) for one in doubts]


def of_files(doubts: tuple[Doubt, ...]) -> list[ErrorLine]:
    """Each doubt about files as a sentence, with its place on the same page."""
    return [ErrorLine(f"#m-{one.requirement.key if one.requirement else ''}", _sentence(one)) for one in doubts]


@bp.app_template_filter("pages_said")
def pages_said(files: tuple[FileFacts, ...], requirement: Requirement) -> list[str]:
    """What looks wrong in the number of pages of these files, beside them."""
    return [_sentence(one) for one in doubts_of([(requirement, files)]) if one.kind == "pages"]


@bp.app_template_filter("contradictions_of")
def contradictions_of(file: CaseFile) -> list[Text]:
    """What the answers of a case contradict each other in, in the guide's words: for the desk."""
    found = desk_checks.contradictions(file.guide, file.needs, on=file.case.received_on)
    return [check.message for check, _place in found]


@bp.app_template_filter("doubt_words")
def picture_words(codes: Sequence[str]) -> str:
    """What looks wrong in a picture, in words, or in the scanned pages of a PDF, each by its number."""
    pages: dict[str, list[str]] = {}
    for code in codes:
        page, _colon, bare = code.rpartition(":")
        if bare in PICTURE:
            pages.setdefault(page, []).append(str(PICTURE[bare]))
    said = [_("、").join(words) for words in pages.values()]
    named = [
        _("第 %(page)s 页%(words)s", page=page, words=one) if page else one
        for page, one in zip(pages, said, strict=True)
    ]
    more = len(named) - PAGES_NAMED
    return _("；").join([*named[:PAGES_NAMED], *([_("另有 %(num)s 页", num=more)] if more > 0 else [])])


def _target(view: DraftView, one: Doubt) -> str:
    if one.field is not None:
        return section_href(view, one.field.id)
    return f"{steps.href_of(view, steps.MATERIALS)}#m-{one.requirement.key if one.requirement else ''}"


def _sentence(one: Doubt) -> str:
    """The sentence of a doubt; what people typed and what files are called is marked as the Chinese that it is."""
    words, facts = _said(one)
    return Markup(words) % {name: zh(fact) for name, fact in facts.items()}


def _of_pages(one: Doubt, asked: Pages, name: str) -> tuple[str, dict[str, str]]:
    facts = {"name": name, "num": str(one.pages), "limit": str(asked.at_least if one.fault == "few" else asked.at_most)}
    bare = {**_BARE, "num": "%(num)s"}
    words = {
        "sides": _("“%(name)s”要正反两面，现在只有一页，请看两面是不是都在。", **bare),
        "few": _("“%(name)s”传了 %(num)s 页，一般至少 %(limit)s 页，请看是不是少了页。", **bare),
        "many": _("“%(name)s”传了 %(num)s 页，一般不超过 %(limit)s 页，请看是不是多传了，或者传错了。", **bare),
    }
    return words[one.fault], facts


def _said(one: Doubt) -> tuple[str, dict[str, str]]:
    code, name = language().code, requirement_name(one.requirement) if one.requirement else ""
    if one.field is not None and one.words is not None:
        facts = {"label": one.field.label.get(code), "said": one.words.get(code)}
        if one.kind == "contradicts":
            return _BARE["said"], facts
        return _("窗口要看“%(said)s”，按“%(label)s”填的对不上，请核对。", **_BARE), facts
    if one.field is not None and one.kind == "often":
        words = ngettext(
            "“%(label)s”近 90 天有 %(num)s 份申请被要求改正，请再看一遍。",
            "“%(label)s”近 90 天有 %(num)s 份申请被要求改正，请再看一遍。",
            one.notices,
            **_BARE,
        )
        return words, {"label": one.field.label.get(code)}
    if one.field is not None:
        facts = {"label": one.field.label.get(code), "typed": one.typed, "known": one.known}
        return _("“%(label)s”填的是“%(typed)s”，登记的是“%(known)s”，请核对。", **_BARE), facts
    if one.file is not None and one.kind == "expired":
        last = day(one.file.valid_to)
        words = _("“%(name)s”的“%(file)s”有效期到 %(day)s，已经过了，请换一份。", **_BARE, day=last)
        return words, {"name": name, "file": one.file.filename}
    if one.file is not None and one.kind == "picture":
        facts = {"name": name, "file": one.file.filename, "words": picture_words(one.file.doubts)}
        return _("“%(name)s”的“%(file)s”%(words)s，请看一眼，看不清的重拍再传。", **_BARE), facts
    if one.kind == "pages" and one.material is not None and one.material.pages is not None:
        return _of_pages(one, one.material.pages, name)
    if one.other is not None:
        facts = {"name": name, "other": requirement_name(one.other)}
        return _("“%(name)s”和“%(other)s”传的是同一个文件，请看是不是传错了。", **_BARE), facts
    if not one.reasons:
        words = ngettext(
            "“%(name)s”近 90 天有 %(num)s 份申请被要求补正，请对照要求再看一遍。",
            "“%(name)s”近 90 天有 %(num)s 份申请被要求补正，请对照要求再看一遍。",
            one.notices,
            **_BARE,
        )
        return words, {"name": name}
    said = _("；").join(reason.get(code).rstrip("。.") for reason in one.reasons) + _("。")
    words = ngettext(
        "“%(name)s”近 90 天有 %(num)s 份申请被要求补正：%(said)s",
        "“%(name)s”近 90 天有 %(num)s 份申请被要求补正：%(said)s",
        one.notices,
        **_BARE,
    )
    return words, {"name": name, "said": said}
