"""What is owed after a licence, in words: its name, its state, and why a line of a file was not taken."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from guides.guide import Guide
from guides.text import Text
from portal.i18n import language
from portal.services.duties import name_of
from portal.services.duty_import import Wrong
from portal.web.refusals import words_of
from workflows.case import Case
from workflows.duties import Duty, duties
from workflows.refusal import Refusal

bp = Blueprint("duty_words", __name__)

STATES: dict[str, Any] = {
    "open": _l("待检查"),
    "correct": _l("整改中"),
    "passed": _l("符合要求"),
    "failed": _l("不符合要求"),
    "filed": _l("已申请延续"),
    "untimed": _l("按计划检查"),
}
KINDS: dict[str, Any] = {"check": _l("证后检查"), "commitment": _l("告知承诺核查"), "renewal": _l("申请延续")}


@bp.app_template_filter("duty_name")
def duty_name(kind: str, name: Text | None = None) -> str:
    """What is owed, in the guide's words where it has any."""
    return name.get(language().code) if name else str(KINDS.get(kind, kind))


@bp.app_template_filter("duty_state")
def duty_state(state: str, kind: str = "") -> str:
    """How far it is."""
    return _("可以申请延续") if kind == "renewal" and state == "open" else str(STATES.get(state, state))


@bp.app_template_filter("duties_of")
def duties_of(case: Case) -> tuple[Duty, ...]:
    """What is owed after the licence of a case."""
    return duties(case)


@bp.app_template_filter("check_name")
def check_name(guide: Guide, duty: str) -> Text | None:
    """A check by the name of its guide; None for commitment and renewal, which the law names."""
    return name_of(guide, duty)


def why(wrong: Wrong) -> str:
    """Why a line was not recorded, with its number."""
    if wrong.why == "unreadable":
        return _("第 %(line)s 行：有的列读不出来（%(what)s）", line=wrong.line, what=wrong.facts.get("what", ""))
    return _("第 %(line)s 行：%(why)s", line=wrong.line, why=words_of(Refusal(wrong.why, **wrong.facts)).sentence)
