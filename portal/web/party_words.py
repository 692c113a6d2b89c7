"""Interested parties in words: how each stands, and whom a form of the hearing may speak for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Blueprint
from flask_babel import gettext as _
from markupsafe import Markup

from portal.formats import day
from portal.services.interested import PartyView
from portal.states import PARTIES, party_name
from workflows.case_facts import Hearing
from workflows.hearing import INTERESTED, WISHES, may

bp = Blueprint("party_words", __name__)


def choices(at: Hearing, parties: Iterable[PartyView]) -> dict[str, list[tuple[str, Any]]]:
    """Whom a form may speak for, by what is said: to ask, to give up (`waive`), to take back (`withdraw`)."""
    names = {one.number: one.name for one in parties}
    return {wish: [(who, _choice(who, names, wish)) for who in may(at, wish)] for wish in WISHES}


def _choice(who: str, names: dict[str, str], wish: str) -> Any:
    if who == INTERESTED and wish == "ask":
        return _("没有书面告知过的利害关系人（在下面填名称和地址）")
    if who in PARTIES or not names.get(who):
        return party_name(who)
    return _("%(party)s：%(name)s", party=party_name(who), name=names[who])


@bp.app_template_filter("party_told")
def party_told(one: PartyView) -> Markup | str:
    """Since when an interested party knows: told, served, or come by itself."""
    if one.told_on is None:
        return _("没有书面告知，自己提出")
    if one.served_on is None:
        return Markup(_("%(on)s 书面告知")) % {"on": day(one.told_on)}
    return Markup(_("%(on)s 书面告知，%(served)s 送达")) % {"on": day(one.told_on), "served": day(one.served_on)}


@bp.app_template_filter("party_said")
def party_said(one: PartyView) -> Markup | str:
    """What an interested party has said of the hearing, or until when it still may."""
    said = {"asked": _("%(on)s 要求听证"), "waived": _("%(on)s 放弃听证"), "no_show": _("%(on)s 没有到场，视为放弃")}
    if one.said in said and one.said_on is not None:
        return Markup(said[one.said]) % {"on": day(one.said_on)}
    if one.last_on is None:
        return _("还没有表示；告知书送达的次日起五个工作日内可以要求听证")
    if one.said == "over":
        return Markup(_("没有要求听证，期限 %(on)s 已满")) % {"on": day(one.last_on)}
    return Markup(_("还没有表示，到 %(on)s 为止可以要求听证")) % {"on": day(one.last_on)}
