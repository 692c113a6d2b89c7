"""What registers say of an answer, in words: who says it and when, what the applicant makes of it, and what is still owed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from guides import sources
from guides.conditions import is_filled
from guides.form import Field
from portal.forms.application import SectionForm
from portal.services import case_sources
from portal.services.case_sources import Sources
from portal.services.casefile import CaseFile
from portal.services.draft_view import DraftView
from portal.services.stands import Stand, same, stand_of

bp = Blueprint("source_words", __name__)

NAMES: dict[str, Any] = {
    "register": _l("市场监管登记"),
    "projects": _l("投资项目平台"),
    "certificates": _l("电子证照库"),
    "licences": _l("本系统的证照登记簿"),
}
FACTS: dict[str, Any] = {
    "register.name": _l("单位名称"),
    "register.legal_representative": _l("法定代表人"),
    "register.address": _l("住所"),
}
STATUSES: dict[str, Any] = {"revoked": _l("吊销"), "cancelled": _l("注销"), "moved_out": _l("迁出")}


@bp.app_template_filter("source_name")
def source_name(source: str) -> str:
    """Whose register a source is: 市场监管登记."""
    return str(NAMES[sources.port_of(source) if "." in source else source])


@bp.app_template_filter("source_fact")
def source_fact(fact: str) -> str:
    """A fact of the business register that no question of the form asks."""
    return str(FACTS.get(fact, fact))


@bp.app_template_filter("register_status")
def register_status(code: str) -> str:
    """The standing of an enterprise in the register; a word of the register's own stays as it is."""
    return str(STATUSES.get(code, code))


@bp.app_template_filter("moment_of")
def moment_of(iso: str) -> datetime:
    """A moment as drafts and snapshots keep it."""
    return datetime.fromisoformat(iso)


@bp.app_template_filter("stands_of")
def stands_of(view: DraftView) -> dict[str, Stand]:
    """What registers say of the questions that are asked, by field. What agrees with the register by now does not differ."""
    found = {}
    for name in view.reading.needs.fields:
        stand = stand_of(view.stands.get(name))
        if stand is not None:
            found[name] = stand
    return {
        name: Stand(one.source, one.value, one.at, "shown")
        if one.state == "differs" and same(one.value, view.raw.get(name))
        else one
        for name, one in found.items()
    }


@bp.app_template_filter("look_notes")
def look_notes(view: DraftView, section: str) -> list[tuple[str, str, str]]:
    """What is to be said above a section: (kind, when, sentence) for a register that is down, unknown or tells of trouble."""
    fields = next((one.fields for one in view.guide.form if one.id == section), ())
    here = {sources.port_of(one.source) for one in fields if one.source}
    here |= {"projects" for one in fields if one.check == "project_code"}
    found = []
    for port, look in view.looks.items():
        words = _SAID.get((port, look["result"])) if port in here else None
        if words:
            found.append((look["result"], look["at"], str(words)))
        status = look.get("facts", {}).get("status", "")
        if port == "register" and port in here and status not in ("", "normal"):
            words = _("登记的状态是“%(status)s”，不是存续。可以照常填写，由窗口核对。", status=register_status(status))
            found.append(("status", look["at"], words))
    return found


_SAID: dict[tuple[str, str], Any] = {
    ("register", "down"): _l(
        "市场监管登记现在没有应答，没有取到内容。请照常填写，可以提交，恢复后由系统自动核对，不用您再来。"
    ),
    ("register", "unknown"): _l(
        "市场监管登记里没有查到这个统一社会信用代码。请核对代码；没有错的，照常填写，由窗口核对。"
    ),
    ("certificates", "down"): _l("电子证照库现在没有应答，没有取到内容。请照证照填写。"),
    ("projects", "down"): _l(
        "投资项目平台现在没有应答，项目代码先按您填的收下。请照常填写，可以提交，恢复后由系统自动核对。"
    ),
    ("projects", "unknown"): _l(
        "投资项目平台里没有查到这个项目代码。请照立项文件核对 24 位代码；没有错的，照常填写，由窗口核对。"
    ),
    ("projects", "other"): _l(
        "这个项目代码登记在别的单位名下，所以没有取内容。请核对代码；没有错的，照常填写，由窗口核对。"
    ),
}


@bp.app_template_filter("sources_of")
def sources_of(file: CaseFile) -> Sources:
    """What registers say of a case."""
    return case_sources.of_case(file)


@bp.app_template_filter("line_of")
def line_of(file: CaseFile, field: str) -> Any:
    """What registers say of one answer of a case, or nothing."""
    return next((one for one in case_sources.of_case(file).lines if one.field and one.field.id == field), None)


def lock(form: SectionForm, stands: dict[str, Stand]) -> None:
    """Make the controls read-only whose answers a register gave, and short: they are changed by a dispute."""
    for name, stand in stands.items():
        if name not in form.guided or not stand.locked:
            continue
        controls = list(form[name].form) if form.guided[name].type == "address" else [form[name]]
        form[name].description = ""  # nobody has to be told how to write what he does not write
        for control in controls:
            control.render_kw, control.description = {**(control.render_kw or {}), "readonly": True}, ""


def hush(form: SectionForm) -> None:
    """Leave out how to write what the portal has filled in, as long as nothing is wrong with it."""
    for name, field in form.guided.items():
        if field.prefill and is_filled(form[name].data) and not form[name].errors:
            for control in [form[name], *(form[name].form if field.type == "address" else ())]:
                control.description = ""


def label_of(field: Field, language: str) -> str:
    """The question of a field."""
    return field.label.get(language)
