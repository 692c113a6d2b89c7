"""Where each thing that stands in the way of a decision is mended: an address and the words of its link."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from portal.services.decision import DecisionView
from workflows.rules.decision import Blocker


@dataclass(frozen=True, slots=True)
class Place:
    """The page, with the heading on it, and what the person does there."""

    href: str
    words: str


def place_of(blocker: Blocker, seen: DecisionView) -> Place:
    """Where the person at the screen mends it, or at least sees who does."""
    return _PLACES[blocker.code](blocker, seen)


def _at(endpoint: str, seen: DecisionView, words: str, anchor: str | None = None, **more: Any) -> Place:
    return Place(url_for(endpoint, case_id=seen.file.public_id, _anchor=anchor, **more), words)


def _track(blocker: Blocker, seen: DecisionView) -> Place:
    track = next(one for one in seen.tracks if one.term.id == blocker.ref)
    if blocker.detail:  # nobody answers before the joint check, so that is where it goes on
        return _at("review.site", seen, _("到联合踏勘"))
    if track.mine:
        return _at("review.case", seen, _("写意见"), f"h-op-{blocker.ref}")
    return _at("review.tracks_of", seen, _("催办或者转交") if track.open else _("看这项意见"), f"h-{blocker.ref}")


def _disagreement(blocker: Blocker, seen: DecisionView) -> Place:
    return _at("review.tracks_of", seen, _("处理不同意见"), f"h-{blocker.ref}")


def _fixes(blocker: Blocker, seen: DecisionView) -> Place:
    return _at("review.tracks_of", seen, _("看要补正的材料"), "h-fixes")


def _deferred(blocker: Blocker, seen: DecisionView) -> Place:
    return _at("deferral.one", seen, _("看容缺承诺"), material=blocker.ref)


def _procedure(blocker: Blocker, seen: DecisionView) -> Place:
    return _at("review.procedures", seen, _("结束程序"), f"h-runs-{blocker.ref}")


def _hearing(blocker: Blocker, seen: DecisionView) -> Place:
    if "hearing_held" in seen.acts:
        return _at("review.hearing_record", seen, _("写听证笔录"))
    return _at("review.procedures", seen, _("看听证"), "h-hearing")


def _credit(blocker: Blocker, seen: DecisionView) -> Place:
    return _at("review.case", seen, _("重查信用"), "h-cr")


def _name(blocker: Blocker, seen: DecisionView) -> Place:
    return _at("review.case", seen, _("核对身份"), "h-cr")


def _check(blocker: Blocker, seen: DecisionView) -> Place:
    if blocker.ref == "antivirus":
        return _at("review.materials", seen, _("看是哪份材料"))
    return _at("review.record", seen, _("看什么时候开始等"))


def _cosignature(blocker: Blocker, seen: DecisionView) -> Place:
    if "cosign" in seen.acts:
        return _at("review.case", seen, _("写复核意见"), "h-cosign")
    return _at("review.case", seen, _("看命中的记录"), "h-cr")


def _legal(blocker: Blocker, seen: DecisionView) -> Place:
    if "legal" in seen.acts:
        return _at("review.case", seen, _("写审核意见"), "h-legal")
    return _at("review.record", seen, _("看已有的审核意见"))


def _discussion(blocker: Blocker, seen: DecisionView) -> Place:
    words = _("写集体讨论记录") if "discuss" in seen.acts else _("看集体讨论")
    return _at("review.discussion", seen, words)


def _former(blocker: Blocker, seen: DecisionView) -> Place:
    return Place(url_for("licences.register", q=blocker.ref), _("看原证"))


def _former_changed(blocker: Blocker, seen: DecisionView) -> Place:
    return _at("review.case", seen, _("核对变更"), "h-former")


def _publicity(blocker: Blocker, seen: DecisionView) -> Place:
    return _at("review.publicity", seen, _("到决定前公示"))


def _termination(blocker: Blocker, seen: DecisionView) -> Place:
    return _at("termination.case", seen, _("到终止办理"))


_PLACES: dict[str, Any] = {
    "track_open": _track,
    "disagreement_open": _disagreement,
    "fixes_open": _fixes,
    "deferred_open": _deferred,
    "procedure_open": _procedure,
    "hearing_period": _hearing,
    "hearing_open": _hearing,
    "credit_missing": _credit,
    "credit_stale": _credit,
    "credit_name": _name,
    "check_missing": _check,
    "cosignature_missing": _cosignature,
    "legal_review_missing": _legal,
    "discussion_missing": _discussion,
    "termination_open": _termination,
    "former_not_good": _former,
    "former_act_open": _former,
    "former_changed": _former_changed,
    "publicity_missing": _publicity,
    "publicity_running": _publicity,
    "publicity_objection": _publicity,
}
