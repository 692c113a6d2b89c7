"""Requirements in words: their names, the form they come in, until when they may follow, and what happens otherwise."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from guides.guide import Guide
from guides.material import Deferrable, Material, Pages
from guides.plan import Requirement
from portal.formats import unit
from portal.i18n import language
from portal.services import form_fields
from portal.services.casefile import CaseFile

FORMS = {
    "original": _l("原件"),
    "copy": _l("复印件"),
    "electronic": _l("电子件"),
    "certificate": _l("证照"),
    "commitment": _l("承诺书"),
}
SOURCES = {
    "self": _l("申请人自己"),
    "government": _l("行政机关"),
    "intermediary": _l("中介服务机构"),
}
FAILURES = {
    "acceptance_revoked": _l("逾期没有补齐的，书面撤销受理；补齐之前不作决定。"),
    "deemed_withdrawn": _l("逾期没有补齐的，视为撤回申请；补齐之前不作决定。"),
    "terminated": _l("逾期没有补齐的，终止办理；补齐之前不作决定。"),
    "suspended": _l("逾期没有补齐的，暂停办理；宽限期内补齐的继续办理，仍没有补齐的退件。补齐之前不作决定。"),
    "refused": _l("逾期没有补齐的，可能不予许可；补齐之前不作决定。"),
}

bp = Blueprint("requirement_words", __name__)
bp.add_app_template_filter(form_fields.is_form, "is_form")


@bp.app_template_filter("requirement_name")
def requirement_name(requirement: Requirement) -> str:
    """The name of a requirement; of alternatives, all of them."""
    code = language().code
    return _(" 或者 ").join(one.name.get(code) for one in requirement.alternatives)


@bp.app_template_filter("material_form")
def material_form(material: Material) -> str:
    """In which form, and how many: 复印件 1 份."""
    form = str(FORMS[material.form])
    return _("%(form)s %(copies)s", form=form, copies=unit(material.copies, "copy")) if material.copies else form


@bp.app_template_filter("paper_words")
def paper_words(material: Material, guide: Guide) -> str:
    """What is uploaded, and whether the paper has to follow: when the result is collected, with a visit, or not at all."""
    if material.form == "electronic":
        return ""
    if material.on_collection:
        return _("现在传照片或者扫描件，领结果时带原件交验")
    online = next((one for one in guide.channels if one.id == "online"), None)
    if online and online.visits and online.visit_reason:
        reason = online.visit_reason.get(language().code)
        return _("现在传照片或者扫描件，到场时带上原件（%(reason)s）", reason=reason.rstrip("。."))
    return _("传照片或者扫描件，纸质的不用再交") if online else ""


@bp.app_template_filter("pages_words")
def pages_words(pages: Pages) -> str:
    """How many pages are expected: 2–5 页，正反两面. Empty where the guide says nothing."""
    least, most = pages.at_least, pages.at_most
    if least and most:
        shown = str(least) if least == most else f"{least}–{most}"
        said = ngettext("%(pages)s 页", "%(pages)s 页", most, pages=shown)
    elif least:
        said = ngettext("至少 %(num)s 页", "至少 %(num)s 页", least)
    else:
        said = ngettext("不超过 %(num)s 页", "不超过 %(num)s 页", most) if most else ""
    return _("，").join(filter(None, (said, _("正反两面") if pages.both_sides else "")))


@bp.app_template_filter("issuer_words")
def issuer_words(material: Material) -> str:
    """Who makes the material out, and for one that is shared, that the authority fetches it."""
    org = material.source_org.get(language().code) if material.source_org else ""
    if material.shared:
        return _("%(org)s，由我们共享取得", org=org or _("有关部门"))
    return org or str(SOURCES[material.source])


@bp.app_template_filter("deferral_terms")
def deferral_terms(rule: Deferrable) -> str:
    """Until when a material may follow: so many days after acceptance, and at the latest until an event."""
    events = {"decision": _("作出决定前"), "site_check": _("现场核查前")}
    event = events.get(rule.until, "")
    words = _("受理后 %(days)s内", days=unit(rule.days, rule.unit)) if rule.days else event
    if rule.days and event:
        words = _("受理后 %(days)s内，最迟在%(event)s", days=unit(rule.days, rule.unit), event=event)
    return _("（只限守信红名单上的单位）%(terms)s", terms=words) if rule.red_list else words


@bp.app_template_filter("deferral_failure")
def deferral_failure(guide: Guide) -> str:
    """What happens when a deferred material does not come in time."""
    return str(FAILURES[guide.deferral.on_failure])


def names_of(file: CaseFile, keys: Any) -> list[str]:
    """The names of requirements and of answers of the form by their keys, in the order of the guide."""
    wanted, code = set(keys), language().code
    materials = [requirement_name(one) for one in file.needs.requirements if one.key in wanted]
    fields = (field for name, field in file.guide.fields.items() if form_fields.key_of(name) in wanted)
    return [*materials, *(_("申请表“%(label)s”", label=field.label.get(code)) for field in fields)]
