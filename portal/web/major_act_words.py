"""What comes before a major act on a licence is signed, in words: each thing that is there or missing, and where it is mended."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from portal import formats
from portal.forms.major_acts import CONCLUSIONS
from portal.services.licence_view import LicenceView
from portal.services.major_acts import Before
from portal.web.condition_line import Line
from portal.web.review_case_words import LEGAL as LEGAL_VERDICTS
from portal.web.review_mending import Place
from workflows.major_acts import ASKED, DISCUSSION, DO, LEGAL, PASSED, load_majors, source_of
from workflows.refusal import Refusal
from workflows.rules.decision import Blocker

bp = Blueprint("major_act_words", __name__)

NAMES: dict[str, Any] = {LEGAL: _l("法制审核"), DISCUSSION: _l("集体讨论")}


@bp.app_template_filter("legal_verdict")
def legal_verdict(verdict: str) -> str:
    """What a legal review came to."""
    return str(LEGAL_VERDICTS.get(verdict, verdict))


def lines(view: LicenceView) -> list[Line]:
    """Everything between now and the signature: what is missing first, each with the place where it is mended."""
    before = view.before
    if before is None or not (before.asks or before.blockers):
        return []
    return [*(_missing(one, view) for one in before.blockers), *_there(before, view)]


def _missing(blocker: Blocker, view: LicenceView) -> Line:
    title, hint = _MISSING[blocker.code](blocker)
    return Line(False, title, hint, blocker.code, place_of(blocker, view))


@bp.app_template_filter("before_signing")
def before_signing(blocker: Blocker) -> str:
    """What comes before the signature of an act, for a list."""
    return str(_MISSING[blocker.code](blocker)[0])


def place_of(blocker: Blocker, view: LicenceView) -> Place | None:
    """Where the person at the screen mends it; None where only time or somebody else does."""
    assert view.before is not None
    page, may = "licences.licence", view.before.may
    if blocker.code in ("licence_legal_missing", "licence_legal_returned"):
        return _at(page, view, _("写审核意见"), "h-legal") if "review" in may else None
    if blocker.code == "licence_discussion_missing":
        return _at("licences.discussion", view, _("写集体讨论记录") if "discuss" in may else _("看集体讨论"))
    if blocker.code == "licence_discussion_against":
        return _at(page, view, _("不再作出"), "h-drop") if view.leads else None
    return _at(page, view, _("记录陈述、申辩和听证"), "h-note") if view.leads else None


def mending(refusal: Refusal, view: LicenceView) -> Any:
    """The link to where that which refused the act is mended; nothing where there is none."""
    found = next((one for one in view.before.blockers if one.code == refusal.rule), None) if view.before else None
    place = place_of(found, view) if found else None
    return Markup('<a href="{}">{}</a>').format(place.href, place.words) if place else ""


def asked_of(act: str, asks: tuple[str, ...]) -> list[tuple[str, Any]]:
    """What an act asks for before the signature, each with the provision; None where the guide alone asks."""
    return [(str(NAMES[asked]), source_of(act, asked)) for asked in ASKED if asked in asks]


def discussed_acts(before: Before | None) -> list[tuple[str, Any]]:
    """The acts that are discussed, each with the provision; that of the case too where its guide alone asks."""
    known: dict[str, Any] = dict(load_majors()[DISCUSSION])
    if before is not None and DISCUSSION in before.asks:
        known.setdefault(before.proposal.act, None)
    return list(known.items())


def conclusion_words(conclusion: str) -> str:
    """What a discussion came to."""
    return str(CONCLUSIONS.get(conclusion, conclusion))


def discussed(facts: Any) -> tuple[Any, Any]:
    """The line of a discussion in a history."""
    hint = Markup(_("%(day)s，%(n)s 人，讨论结论：%(conclusion)s"))
    told = {"day": formats.day(facts["held_on"]), "n": facts["present"]}
    return _("集体讨论"), hint % {**told, "conclusion": conclusion_words(facts["conclusion"])}


def _at(endpoint: str, view: LicenceView, words: str, anchor: str | None = None) -> Place:
    return Place(url_for(endpoint, case_id=view.file.public_id, _anchor=anchor), words)


def _until(blocker: Blocker) -> tuple[Any, Any]:
    return _("陈述、申辩的期限还没有过"), formats.deadline(blocker.due) if blocker.due else ""


_MISSING: dict[str, Any] = {
    "licence_hearing_open": lambda b: (_("听证还没有举行"), _("听证举行、有了笔录才能决定")),
    "licence_defence_period": _until,
    "licence_legal_missing": lambda b: (_("没有法制审核意见"), _("由提出人以外的人审核，写明意见")),
    "licence_legal_returned": lambda b: (_("法制审核退回修改"), _("补充以后再审核，或者放弃后重新提出")),
    "licence_discussion_missing": lambda b: (_("没有集体讨论的记录"), _("重大决定由负责人集体讨论以后才能签发")),
    "licence_discussion_against": lambda b: (
        _("集体讨论的结论是不作出"),
        _("放弃这项决定；情况有变化的，重新讨论"),
    ),
}


def _there(before: Before, view: LicenceView) -> Iterator[Line]:
    missing, proposal = before.missing, before.proposal
    if proposal.notice and not missing & {"licence_hearing_open", "licence_defence_period"}:
        yield Line(True, _("陈述、申辩和听证的程序已经走完"))
    if proposal.review is not None and proposal.review.verdict == PASSED:
        told = {"name": formats.zh(before.names[proposal.review.by].name), "day": formats.day(proposal.review.on)}
        yield Line(True, _("法制审核已通过"), Markup(_("%(name)s，%(day)s")) % told)
    if (held := proposal.discussion) is not None and held.conclusion == DO:
        came_to = Markup(_("%(day)s，%(n)s 人，讨论结论：%(conclusion)s"))
        facts = {"day": formats.day(held.held_on), "n": held.present, "conclusion": conclusion_words(held.conclusion)}
        talk = _at("licences.discussion", view, _("看集体讨论"))
        yield Line(True, _("已经集体讨论"), came_to % facts, place=talk)
