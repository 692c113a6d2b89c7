"""Licences in words: how one stands, what an act is called, and every line of its history."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from portal.formats import date_full, zh
from portal.forms.licences import DEFENCES
from portal.forms.reissue import ground_words
from portal.i18n import language
from portal.services.licence_history import Line
from portal.services.timeline import Step
from portal.web import major_act_words
from workflows.case import Case
from workflows.former_licence import former_term
from workflows.licence import policy
from workflows.reissue import ISSUE

bp = Blueprint("licence_words", __name__)

LIGHTS = {"valid": "green", "not_yet": "grey", "expired": "red", "suspended": "yellow", "replaced": "grey"}
KINDS: dict[str, Any] = {"first": _l("首次"), "renewal": _l("延续"), "change": _l("变更"), "reissue": _l("补发")}
ACTS: dict[str, Any] = {
    "suspend": _l("暂扣"),
    "restore": _l("恢复"),
    "revoke": _l("撤销"),
    "withdraw": _l("撤回许可"),
    "penal_revoke": _l("吊销"),
    "cancel": _l("注销"),
}


@bp.app_template_filter("former_number")
def former_number(case: Case) -> str:
    """The number of the licence whose place the result of a case takes; nothing where there is none."""
    term = former_term(case.terms)
    return term.licence if term else ""


@bp.app_template_filter("licence_light")
def licence_light(state: str) -> str:
    """The light that goes with it."""
    return LIGHTS.get(state, "dark")


@bp.app_template_filter("licence_kind")
def licence_kind(kind: str) -> str:
    """How a licence came about."""
    return str(KINDS.get(kind, kind))


@bp.app_template_filter("licence_act")
def licence_act(act: str) -> str:
    """What an act is called."""
    return str(ACTS.get(act, act))


@bp.app_template_filter("licence_ground")
def licence_ground(ground: str, act: str) -> str:
    """A ground in the words of the law."""
    own = policy().acts.get(act)
    found = own.grounds.get(ground) if own else None
    return found.words[language().code] if found else ground


@bp.app_template_filter("reissue_ground")
def reissue_ground(name: str) -> str:
    """Why a new document is asked for."""
    return ground_words(name)


@bp.app_template_filter("defence_name")
def defence_name(defence: str) -> str:
    """What the holder made of the right to be heard."""
    return str(DEFENCES.get(defence, defence))


@bp.app_template_filter("licence_line")
def licence_line(line: Line) -> tuple[Any, Any]:
    """A line of the history: its title and what is to be said beside it."""
    return said(line.kind, line.facts)


def said(kind: str, facts: Mapping[str, Any]) -> tuple[Any, Any]:
    """An event of a licence in words: title and hint."""
    words = _WORDS.get(kind)
    return words(facts) if words else (kind, "")


Words = Callable[[Mapping[str, Any]], tuple[Any, Any]]


def _on(words: str, value: Any) -> Markup:
    return Markup(words) % {"day": date_full(value)}


def _ground(title: Callable[[], str], act: str) -> Words:
    def told(facts: Mapping[str, Any]) -> tuple[Any, Any]:
        if facts["ground"] == "term":
            return _("暂扣期满，证照恢复效力"), ""
        hint = Markup("{}{}{}").format(
            licence_ground(facts["ground"], act), _("；"), _on(_("%(day)s 起生效"), facts["effective_on"])
        )
        if facts["until"]:
            hint += _("；") + _on(_("到 %(day)s"), facts["until"])
        return title(), hint

    return told


def _plain(title: Callable[[], str]) -> Words:
    return lambda facts: (title(), "")


def _issued(facts: Mapping[str, Any]) -> tuple[Any, Any]:
    return _("制作证照"), Markup(_("编号 %(number)s")) % {"number": zh(facts["number"])}


def _renewal(facts: Mapping[str, Any]) -> tuple[Any, Any]:
    return _("已申请延续"), Markup(_("延续的办件 %(number)s")) % {"number": zh(facts["renewed_by"])}


def _proposed(facts: Mapping[str, Any]) -> tuple[Any, Any]:
    title = _("拟作决定：%(act)s", act=licence_act(facts["act"]))
    return title, licence_ground(facts["ground"], facts["act"])


def _defended(facts: Mapping[str, Any]) -> tuple[Any, Any]:
    return _("陈述、申辩和听证：%(what)s", what=defence_name(facts["defence"])), ""


def _reviewed(facts: Mapping[str, Any]) -> tuple[Any, Any]:
    hint = Markup("{}{}{}").format(major_act_words.legal_verdict(facts["verdict"]), _("："), zh(facts["opinion"]))
    return _("法制审核"), hint


def _dropped(facts: Mapping[str, Any]) -> tuple[Any, Any]:
    return _("不再作出：%(act)s", act=licence_act(facts["act"])), zh(facts["reason"])


def _asked(facts: Mapping[str, Any]) -> tuple[Any, Any]:
    return _("持证人申请注销"), zh(facts["reason"])


def _reissue(title: Callable[[], str]) -> Words:
    return lambda facts: (title(), ground_words(facts["ground"]))


def _proposed_again(facts: Mapping[str, Any]) -> tuple[Any, Any]:
    return (_("已提出补发") if facts["outcome"] == ISSUE else _("已提出不予补发")), zh(facts["reason"])


def _again(facts: Mapping[str, Any]) -> tuple[Any, Any]:
    return _("补发证照"), _("第 %(n)s 份，编号和有效期不变，此前的作废", n=facts["issue"])


def _replaced(facts: Mapping[str, Any]) -> tuple[Any, Any]:
    title = _("换发新证：%(kind)s", kind=licence_kind(facts["kind"]))
    return title, Markup(_("新证编号 %(number)s")) % {"number": zh(facts["licence"])}


def _standing_taken(facts: Mapping[str, Any]) -> tuple[Any, Any]:
    suspended = facts["state"] == "suspended"
    title = _("原证的暂扣对新证有效") if suspended else _("原证已经依法视为延续，新证同样有效")
    return title, Markup(_("原证编号 %(number)s")) % {"number": zh(facts["licence"])}


_WORDS: dict[str, Words] = {
    "Granted": _plain(lambda: _("决定：准予")),
    "DeemedRenewed": _plain(lambda: _("视为准予延续")),
    "DeemedFiled": _plain(lambda: _("期限届满，视为已经备案")),
    "Published": _plain(lambda: _("决定已经公示")),
    "PublicationCorrected": _plain(lambda: _("公示内容已更正")),
    "PublicationWithdrawn": _plain(lambda: _("公示已撤下")),
    "LicenceIssued": _issued,
    "RenewalFiled": _renewal,
    "RenewalEnded": lambda facts: (_("延续没有办成"), _renewal(facts)[1]),
    "RenewalDeemed": lambda facts: (_("依法视为准予延续，新证制作以前本证继续有效"), _renewal(facts)[1]),
    "LicenceActProposed": _proposed,
    "LicenceActReviewed": _reviewed,
    "LicenceActDiscussed": major_act_words.discussed,
    "LicenceDefended": _defended,
    "LicenceActDropped": _dropped,
    "LicenceSuspended": _ground(lambda: _("证照暂扣"), "suspend"),
    "LicenceRestored": _ground(lambda: _("证照恢复效力"), "restore"),
    "LicenceRevoked": _ground(lambda: _("许可撤销"), "revoke"),
    "LicenceWithdrawn": _ground(lambda: _("许可撤回"), "withdraw"),
    "LicencePenallyRevoked": _ground(lambda: _("证照吊销"), "penal_revoke"),
    "LicenceCancelled": _ground(lambda: _("证照注销"), "cancel"),
    "CancellationAsked": _asked,
    "LicenceReplaced": _replaced,
    "StandingTaken": _standing_taken,
    "ReissueAsked": _reissue(lambda: _("持证人申请补发")),
    "ReissueProposed": _proposed_again,
    "ReissueReturned": lambda facts: (_("退回补发申请的处理意见"), zh(facts["reason"])),
    "LicenceReissued": _again,
    "VoidDeclared": _plain(lambda: _("已在本网站公开声明旧证作废")),
    "CancellationRefusalProposed": lambda facts: (_("已提出不予注销"), zh(facts["reason"])),
    "CancellationRefusalReturned": lambda facts: (_("退回不予注销的处理意见"), zh(facts["reason"])),
    "CancellationRefused": lambda facts: (_("没有同意注销"), zh(facts["reason"])),
    "ReissueRefused": lambda facts: (_("没有同意补发"), zh(facts["reason"])),
}


def _step(kind: str) -> Callable[[Step, Any], tuple[Any, Any]]:
    return lambda step, told: said(kind, step.facts)


TIMELINE = {
    kind: _step(kind)
    for kind in _WORDS
    if kind.startswith(("Licence", "Cancellation", "Reissue", "Void")) and kind != "LicenceIssued"
}
"""The same for the timeline of a case."""
