"""The service of letters and the outside systems in words, and the sentences for what they refuse."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from portal import clock, formats
from portal.forms.service import REASONS, WAYS
from portal.services import ports
from portal.web.refusals import Words, register

bp = Blueprint("service_words", __name__)

STATES: dict[str, Any] = {
    "planned": _l("待送达"),
    "sent": _l("已送出"),
    "served": _l("已送达"),
    "failed": _l("没有送到"),
    "unservable": _l("没有可以送达的人"),
}
PORTS: dict[str, Any] = {
    "register": _l("企业登记信息"),
    "projects": _l("投资项目在线平台"),
    "certificates": _l("电子证照库"),
    "credit": _l("信用平台"),
    "credit_feed": _l("信用名单接口"),
    "credit_folder": _l("信用名单文件夹"),
    "mail": _l("邮件"),
    "sms": _l("短信"),
    "antivirus": _l("病毒扫描"),
    "seal": _l("电子签名"),
    "courier": _l("邮寄"),
}
PORT_STATES: dict[str, Any] = {
    "off": _l("没有配置"),
    "unasked": _l("还没有用过"),
    "up": _l("正常"),
    "down": _l("中断"),
}
EFFECTS: dict[str, Any] = {
    "register": _l("收件照常，登记信息待核；核到以前不能作出决定。"),
    "projects": _l("收件照常，项目代码待核；核到以前不能作出决定。"),
    "certificates": _l("收件照常，证照上的内容由申请人自己填。"),
    "credit": _l("收件照常，信用待查；查到以前不能作出决定。"),
    "credit_feed": _l("审查照常，使用现有版本的名单；每天夜里再取一次。"),
    "credit_folder": _l("审查照常，使用现有版本的名单；文件夹恢复后自动读取。"),
    "mail": _l("收件照常，文书在“我的办件”里照样看得到；邮件排队，恢复后自动补发。"),
    "sms": _l("收件照常，消息在“消息”里照样看得到；短信排队，恢复后自动补发。"),
    "antivirus": _l("收件照常，病毒扫描待完成；扫描完以前不能作出决定。"),
    "seal": _l("制证、送达照常，证照和文书在网页上照样看得到；PDF 要等签名完成才能下载，恢复后自动补签。"),
    "courier": _l("制证照常，揽收和查询排队，恢复后自动补上；急的可以由窗口手工填邮件号码。"),
}
CHECKS: dict[str, Any] = {
    "antivirus": _l("病毒扫描待完成"),
    "register": _l("登记信息待核"),
    "projects": _l("项目代码待核"),
    "credit": _l("信用待查"),
}
RESULTS: dict[tuple[str, str], Any] = {
    ("antivirus", "clean"): _l("病毒扫描完成，文件正常"),
    ("antivirus", "infected"): _l("文件带有病毒，已经隔离，请重新提交"),
    ("register", "confirmed"): _l("登记信息核对一致"),
    ("register", "different"): _l("登记信息不一致"),
    ("register", "unknown"): _l("登记系统里没有这个统一社会信用代码"),
    ("register", "disputed"): _l("登记信息和申请人说的不同，申请人已经提出登记的不对"),
    ("projects", "disputed"): _l("项目信息和申请人说的不同，申请人已经提出登记的不对"),
    ("projects", "confirmed"): _l("项目代码核对一致"),
    ("projects", "different"): _l("项目信息不一致"),
    ("projects", "unknown"): _l("投资项目平台里没有这个项目代码"),
}
DIFFERS: dict[str, Any] = {
    "name": _l("单位名称"),
    "legal_representative": _l("法定代表人"),
    "address": _l("住所"),
    "status": _l("登记状态"),
    "unit": _l("项目单位"),
    "state": _l("项目状态"),
}

register(
    {
        "no_consent": Words(
            _l("申请人没有同意电子送达"),
            _l("电子送达要经受送达人同意（参照《民事诉讼法》第九十条）。"),
            _l("选窗口领取、邮寄或者别的方式。"),
        ),
        "service_chosen_already": Words(_l("送达方式没有变"), _l("这件现在就是按这种方式送达文书。"), _l("不用再改。")),
        "letter_under_way": Words(
            _l("这份文书已经送出"), _l("已经送出或者送达的文书，不能再送出一次。"), _l("没有送到的，先记下原因。")
        ),
        "letter_served": Words(
            _l("这份文书已经送达"), _l("送达日期和证明已经记入全过程。"), _l("在办件页面看送达回证。")
        ),
        "no_inbox": Words(
            _l("个人申请没有网上收件箱"),
            _l("电子送达要送到“我的办件”，自然人在本网站没有账户。"),
            _l("选窗口领取或者邮寄。"),
        ),
        "not_served_yet": Words(
            _l("这份文书还没有送达"),
            _l("送达以后才有送达回证；接收凭证、承诺书当面交给申请人，不用送达。"),
            _l("回到办件看送到哪一步了。"),
        ),
        "letter_failed": Words(
            _l("已经记过没有送到"), _l("这份文书已经退回，正等着换一种方式送。"), _l("选下一种送达方式。")
        ),
        "result_by_delivery": Words(
            _l("结果在“出件”里送达"),
            _l("决定书和证照的送达，同时是这件的办结。"),
            _l("到“出件”里记下送达。"),
        ),
        "service_day": Words(
            _l("送达日期不对"),
            _l("送达日期应当在 %(first)s 至 %(last)s 之间：不能早于文书和送出的日期，也不能晚于今天。"),
            _l("照回证或者邮件回执上的日期填。"),
        ),
        "notice_not_published": Words(
            _l("公告还没有发出"), _l("没有先发出公告，不能记公告送达。"), _l("先在“送出”里记下公告。")
        ),
        "notice_running": Words(_l("公告期还没有满"), _l("公告送达到 %(due)s 才算送达。"), _l("到那一天再来记。")),
        "notice_before_other_ways": Words(
            _l("还不能公告送达"),
            _l(
                "受送达人下落不明，或者用别的方式无法送达的，才能公告送达（参照《民事诉讼法》第九十五条）。拒绝签收的留置送达。"
            ),
            _l("先邮寄或者上门送达，没有送到的记下原因；已经查明下落不明的，写明怎样查明的，并附证明。"),
        ),
        "whereabouts_unproven": Words(
            _l("下落不明没有证明"),
            _l("没有用别的方式送过就公告的，要在案卷里记明原因并附证明。"),
            _l("选证明的扫描件再提交；拿不到证明的，先邮寄或者上门送达。"),
        ),
        "mail_handled": Words(_l("这封邮件已经有人处理"), _l("同事刚刚处理过，没有重复。"), _l("回到清单看结果。")),
        "mail_way_missing": Words(
            _l("还没有写清楚怎么办"),
            _l("要选一种办法；电话告知的，要写什么时候、跟谁说的。"),
            _l("补上再提交。"),
        ),
        "no_such_mail": Words(_l("没有这封邮件"), _l("地址里的邮件不存在。"), _l("回到送达清单。")),
        "no_such_source": Words(
            _l("这一栏不是取自登记的内容"),
            _l("只有取自登记的内容才要确认或者提出不对；这一栏可以直接改。"),
            _l("回到申请表，直接填写。"),
        ),
        "no_such_check": Words(_l("没有这项外部核验"), _l("这件没有欠这项核验。"), _l("刷新页面看最新状态。")),
        "file_infected": Words(
            _l("这个文件已经隔离"),
            _l("病毒扫描发现“%(filename)s”带有病毒，谁也不能打开或者下载。"),
            _l("请申请人用干净的电脑重新导出，再提交一份。"),
        ),
    }
)


@bp.app_template_filter("way_name")
def way_name(code: str) -> str:
    """A way of service."""
    return str(WAYS.get(code, code))


@bp.app_template_filter("service_state")
def service_state(row: Any) -> Markup | str:
    """How far the service of a letter has come, with its day: 已送达 10月12日（邮寄送达）."""
    day = {"sent": row.sent_on, "served": row.served_on, "failed": row.failed_on}.get(row.state)
    words = STATES[row.state]
    if day is None:
        return str(words)
    how = row.reason and row.state == "failed" and REASONS.get(row.reason)
    facts = {"state": words, "day": formats.day(day), "how": how or way_name(row.way)}
    return Markup(_("%(state)s %(day)s（%(how)s）")) % facts


@bp.app_template_filter("port_name")
def port_name(code: str) -> str:
    """An outside system."""
    return str(PORTS.get(code, code))


@bp.app_template_filter("port_state")
def port_state(code: str) -> str:
    """Whether it answers."""
    return str(PORT_STATES.get(code, code))


@bp.app_template_filter("port_effect")
def port_effect(code: str) -> str:
    """What goes on while it is down, and what waits."""
    return str(EFFECTS.get(code, ""))


@bp.app_template_filter("outside_check")
def check_name(code: str) -> str:
    """A check that is missing."""
    return str(CHECKS.get(code, code))


@bp.app_template_global("ports_down")
def ports_down() -> tuple[ports.Port, ...]:
    """The outside systems that do not answer now, for the head of the staff's pages."""
    return ports.down(at=clock.now())


def check_result(check: str, result: str, differs: tuple[str, ...]) -> str:
    """What a check showed."""
    words = str(RESULTS.get((check, result), result))
    if differs:
        return _("%(words)s：%(names)s", words=words, names="、".join(str(DIFFERS.get(one, one)) for one in differs))
    return words
