"""The termination of the proceedings in words: grounds, recipients, the lines of the timeline, and the sentences of refusals."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from portal.formats import date_full, zh
from portal.forms.termination import PROOF_WORDS, SUCCESSORS
from portal.i18n import language
from portal.services.people import Name
from portal.services.timeline import Step
from portal.web.refusals import Words, register
from portal.web.timeline_parts import joined, plain, reason
from workflows.case import Case
from workflows.termination import policy

__all__ = ["SUCCESSORS", "TIMELINE", "day_of", "ground", "proof", "recipient", "succession", "why", "writer"]


def ground(code: str) -> str:
    """A ground in the language of the page."""
    found = policy().grounds.get(code)
    return found.words[language().code] if found else code


def recipient(code: str) -> str:
    """In which capacity somebody gets the letter."""
    words = policy().recipients.get(code)
    return words[language().code] if words else code


def day_of(written: str) -> Markup:
    """The day of the proof, which is kept as it was entered."""
    return date_full(date.fromisoformat(written))


def proof(code: str) -> str:
    """What proves it: a paper, or the entry of a register."""
    return str(PROOF_WORDS.get(code, code))


def succession() -> Markup | str:
    """The article on legal persons that merge or split."""
    words = policy().succession
    return words["en"] if language().code == "en" else zh(words["zh"])


def writer(name: Name | None) -> Markup:
    """Who proposed it."""
    return zh(name.name if name else "")


def why(case: Case) -> str:
    """Why the proceedings ended, for the applicant's own page."""
    return ground(case.termination.ground) if case.termination else ""


def _ended(step: Step, told: Any) -> tuple[Any, Any]:
    return _("终止办理"), joined(ground(step.facts["ground"]), zh(step.facts["reason"]))


def _proposed(step: Step, told: Any) -> tuple[Any, Any]:
    return _("提出终止办理，等负责人确认"), joined(ground(step.facts["ground"]), zh(step.facts["reason"]))


TIMELINE: dict[str, Callable[[Step, Any], tuple[Any, Any]]] = {
    "TerminationProposed": _proposed,
    "TerminationDropped": plain(lambda: _("不再终止，继续办理"), reason),
    "Terminated": _ended,
}

_BACK = _l("回到“终止办理”页面看现在的情况。")
register(
    {
        "termination_open": Words(
            _l("已经有人提出终止"), _l("%(on)s 提出的终止还在等负责人确认，一件只提一次。"), _BACK
        ),
        "termination_missing": Words(_l("没有等待确认的终止"), _l("它可能刚刚被确认，或者已经不再终止。"), _BACK),
        "termination_late": Words(
            _l("办件已经结束，不能再终止"),
            _l("终止只用于还没有决定、还没有结束的办件。现在的状态：%(state)s。"),
            _l("在办件页面看结果和文书。"),
        ),
        "termination_second_person": Words(
            _l("提出的人不能自己确认"),
            _l("终止办理由一个人提出、另一名负责人确认，两个人都记入全过程。"),
            _l("请另一名负责人确认。"),
        ),
        "termination_ground_wrong": Words(
            _l("终止情形不对"),
            _l("这种情形不适用于这样的申请人，或者没有列在终止情形里。"),
            _l("从列出的情形里选；没有符合的，不能终止，照常作出决定。"),
        ),
        "termination_successor": Words(
            _l("有承受人继续办理的，不能终止"),
            _l(
                "单位合并、分立、改制或者变更名称的，权利义务由承受的单位享有和承担（《民法典》第六十七条），申请由它继续。"
            ),
            _l("请承受的单位提交合并、分立或者变更的证明，在单位资料里改登记信息或者合并记录，办件不停。"),
        ),
        "termination_successor_unasked": Words(
            _l("还没有写明有没有承受人"),
            _l("有人承受权利义务的，要先问他是否继续申请。"),
            _l("查明以后再提出。"),
        ),
        "termination_unproven": Words(
            _l("没有证明"),
            _l("终止要有证明文件，或者登记机关的记录；只凭听说不能终止。"),
            _l("上传证明文件，或者写明查到的登记记录。"),
        ),
        "termination_recipient_wrong": Words(
            _l("受送达人不对"),
            _l("这种情形的决定书不送达给这样的人。"),
            _l("从这种情形列出的受送达人里选。"),
        ),
        "termination_nobody_missing": Words(
            _l("为什么没有可以送达的人，没有写"),
            _l("没有人可以送达的，记录里要写明找过谁、怎样找的。"),
            _l("写明以后再提出。"),
        ),
        "termination_unheard": Words(
            _l("还没有听取申请人的意见"),
            _l("申请人享有陈述权、申辩权（《行政许可法》第七条）。申请人还在的，要先听取他的意见。"),
            _l("听取以后写明情况，再提出。"),
        ),
    }
)
