"""The timeline's words for a hearing and for what follows a licence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup

from portal.formats import day, zh
from portal.i18n import language
from portal.services.timeline import Step
from portal.states import licence_state, party_name


def _party(step: Step) -> str:
    return party_name(step.facts.get("number") or step.facts["party"])


def _requested(step: Step, told: Any) -> tuple[Any, Any]:
    note = zh(step.facts["note"])
    if step.facts.get("posted_on"):
        note = _mailed(step) + (Markup(_("；%(note)s")) % {"note": note} if step.facts["note"] else "")
    return _("要求听证：%(party)s", party=_party(step)), note


def _mailed(step: Step) -> Markup:
    """When it was posted, which is the day that counts, and what shows it."""
    said = {"day": day(step.facts["posted_on"]), "proof": zh(step.facts["postmark"])}
    return Markup(_("邮寄，邮戳日期 %(day)s，按这一天算（%(proof)s）")) % said


def _overtaken(step: Step, told: Any) -> tuple[Any, Any]:
    after = _("到达时已经作出决定。本机关核实以后书面答复；申请行政复议、提起行政诉讼的期限不受影响")
    return _("决定以后收到听证要求：%(party)s", party=_party(step)), _mailed(step) + Markup(_("；%(note)s")) % {
        "note": after
    }


def _answered(step: Step, told: Any) -> tuple[Any, Any]:
    said = {"stands": _("原决定不改变"), "revoke": _("已经提出撤销该许可")}[step.facts["outcome"]]
    return _("书面答复决定以后收到的听证要求"), Markup(_("%(said)s；理由和救济途径见答复书")) % {"said": said}


def _answered_other(step: Step, told: Any) -> tuple[Any, Any]:
    return _("书面答复%(party)s的听证要求", party=party_name(step.facts["party"])), ""


def _told_other(step: Step, told: Any) -> tuple[Any, Any]:
    title = _("书面告知%(party)s", party=party_name(step.facts["party"]))
    return title, _("自送达的次日起五个工作日内可以要求听证")


def _called_other(step: Step, told: Any) -> tuple[Any, Any]:
    return _("听证日期通知%(party)s", party=party_name(step.facts["party"])), ""


def _waived(step: Step, told: Any) -> tuple[Any, Any]:
    title = _("没有到场，视为放弃听证：%(party)s") if step.facts["cause"] == "no_show" else _("放弃听证：%(party)s")
    return title % {"party": _party(step)}, zh(step.facts["reason"])


def _withdrawn(step: Step, told: Any) -> tuple[Any, Any]:
    return _("撤回听证要求：%(party)s", party=_party(step)), zh(step.facts["reason"])


def _reason(title: Callable[[], str]) -> Callable[[Step, Any], tuple[Any, Any]]:
    return lambda step, told: (title(), zh(step.facts["reason"]))


def _held(step: Step, told: Any) -> tuple[Any, Any]:
    return _("听证已举行，笔录已制作"), _("决定根据听证笔录作出")


def duty_name(told: Any, duty: str) -> str:
    """A check after the licence by the name of its guide."""
    if duty == "commitment":
        return _("告知承诺核查")
    found = next((one for one in told.file.guide.post_checks if one.id == duty), None)
    return found.name.get(language().code) if found else duty


def _handed_over(step: Step, told: Any) -> tuple[Any, Any]:
    names = _("、").join(duty_name(told, one) for one in step.facts["duties"])
    return _("移交证后监管"), names


def _checked(step: Step, told: Any) -> tuple[Any, Any]:
    name, by = duty_name(told, step.facts["duty"]), step.facts["correct_by"]
    titles = {
        "passed": _("证后检查：%(name)s，符合要求", name=name),
        "correct": _("证后检查：%(name)s，限期整改", name=name),
        "failed": _("证后检查：%(name)s，不符合要求", name=name),
    }
    hint = Markup(_("检查日期 %(on)s")) % {"on": day(step.facts["checked_on"])}
    return titles[step.facts["result"]], hint + (Markup(_("；整改到 %(by)s")) % {"by": day(by)} if by else "")


def _revocation(step: Step, told: Any) -> tuple[Any, Any]:
    return _("承诺不实，提出撤销许可"), _("撤销前将告知事实、理由和陈述、申辩的权利")


def _renewal(step: Step, told: Any) -> tuple[Any, Any]:
    return _("已申请延续"), Markup(_("延续的办件 %(number)s")) % {"number": zh(step.facts["renewed_by"])}


def _renewal_ended(step: Step, told: Any) -> tuple[Any, Any]:
    hint = Markup(_("办件 %(number)s 没有办成延续，可以在期限内再次申请")) % {"number": zh(step.facts["renewed_by"])}
    return _("延续没有办成"), hint


def _renewal_deemed(step: Step, told: Any) -> tuple[Any, Any]:
    hint = Markup(_("办件 %(number)s 到期没有决定，新证制作以前本证继续有效")) % {
        "number": zh(step.facts["renewed_by"])
    }
    return _("依法视为准予延续"), hint


def _former(step: Step, told: Any) -> tuple[Any, Any]:
    facts = {"number": zh(step.facts["licence"]), "state": licence_state(step.facts["stands"])}
    return _("查看原证"), Markup(_("原证 %(number)s 的状态：%(state)s")) % facts


def _chain_ended(step: Step, told: Any) -> tuple[Any, Any]:
    return _("新证已经终止"), Markup(_("新证 %(number)s 已经终止，证后检查不再继续")) % {
        "number": zh(step.facts["licence"])
    }


def _not_revoked(step: Step, told: Any) -> tuple[Any, Any]:
    facts = {"number": zh(step.facts["licence"])}
    return _("没有撤销新证，证后检查继续"), Markup(_("新证 %(number)s 没有因检查发现的问题撤销")) % facts


def _standing_taken(step: Step, told: Any) -> tuple[Any, Any]:
    facts = {"number": zh(step.facts["licence"]), "state": licence_state(step.facts["state"])}
    if step.facts["state"] != "suspended":
        return _("原证已经依法视为延续"), Markup(_("原证 %(number)s 依法视为延续，新证同样有效")) % {
            "number": facts["number"]
        }
    return _("原证的暂扣对新证有效"), Markup(_("原证 %(number)s 的状态是“%(state)s”，新证同样")) % facts


def _former_taken(step: Step, told: Any) -> tuple[Any, Any]:
    facts = {"number": zh(step.facts["licence"])}
    return _("按原证变更后的内容办理"), Markup(_("申请以后原证变更为 %(number)s，延续按变更后的内容办理")) % facts


def _former_tied(step: Step, told: Any) -> tuple[Any, Any]:
    facts = {"number": zh(step.facts["licence"])}
    if step.facts["checked"]:
        return _("与原证衔接"), Markup(_("申请人身份和办理权限已经核对，本件与原证 %(number)s 衔接")) % facts
    return _("与原证衔接"), Markup(_("账户核验以后，本件与原证 %(number)s 衔接")) % facts


def _grant_ended(step: Step, told: Any) -> tuple[Any, Any]:
    _title, hint = _former(step, told)
    said = {"document": zh(step.facts["document"]), "reason": zh(step.facts["reason"])}
    return _("办理终止，不再制证"), hint + Markup(_("；依据文书 %(document)s。理由：%(reason)s")) % said


def _barred(step: Step, told: Any) -> tuple[Any, Any]:
    until = date.fromisoformat(str(step.facts["until"]))
    return _("一定期限内不得再次申请"), Markup(_("到 %(day)s为止；%(basis)s")) % {
        "day": day(until),
        "basis": zh(step.facts["basis"]),
    }


WORDS: dict[str, Callable[[Step, Any], tuple[Any, Any]]] = {
    "HearingRequested": _requested,
    "HearingRequestOvertaken": _overtaken,
    "HearingAnswered": _answered,
    "InterestedAnswered": _answered_other,
    "HearingAnnounced": _reason(lambda: _("公告听证")),
    "InterestedTold": _told_other,
    "InterestedSummoned": _called_other,
    "HearingWaived": _waived,
    "HearingRequestWithdrawn": _withdrawn,
    "HearingAdjourned": _reason(lambda: _("听证延期，另行通知日期")),
    "HearingHeld": _held,
    "InspectionHandedOver": _handed_over,
    "DutyChecked": _checked,
    "RevocationProposed": _revocation,
    "RenewalFiled": _renewal,
    "RenewalEnded": _renewal_ended,
    "RenewalDeemed": _renewal_deemed,
    "FormerSeen": _former,
    "StandingTaken": _standing_taken,
    "ChainEnded": _chain_ended,
    "RevocationNotMade": _not_revoked,
    "FormerTaken": _former_taken,
    "FormerTied": _former_tied,
    "GrantEnded": _grant_ended,
    "ApplicantBarred": _barred,
}
