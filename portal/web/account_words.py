"""What was done with accounts, and on what somebody signed in, in words."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

ACTS: dict[str, Any] = {
    "factor_on": _l("开通了两步验证"),
    "factor_off": _l("关闭了两步验证"),
    "factor_codes": _l("换了一批恢复码"),
    "factor_reset": _l("重置了两步验证"),
    "recovery_code": _l("用了一个恢复码"),
    "password_changed": _l("改了密码"),
    "password_reset": _l("生成了一次性密码"),
    "password_recovered": _l("用邮件链接重设了密码"),
    "link_asked": _l("要了重设密码的链接"),
    "session_ended": _l("结束了一台设备上的登录"),
    "sessions_ended": _l("在所有设备上退出了"),
    "email_asked": _l("登记了新邮箱，等确认"),
    "email_confirmed": _l("确认了邮箱"),
    "mobile_asked": _l("登记了新手机号，等确认"),
    "mobile_confirmed": _l("确认了手机号"),
    "mobile_changed": _l("改了手机号"),
    "mobile_lost": _l("手机号没有确认过，已由另一个账户确认使用，请换一个"),
    "email_changed": _l("改了邮箱"),
    "account_closed": _l("停用了账户"),
    "account_opened": _l("启用了账户"),
    "identity_linked": _l("绑定了统一身份认证"),
    "identity_unlinked": _l("解除了统一身份认证的绑定"),
    "identity_entered": _l("登记了统一身份认证的身份标识"),
    "identity_removed": _l("解除了他人的统一身份认证绑定"),
    "openid_sign_in": _l("用统一身份认证登录"),
    "openid_proven": _l("通过统一身份认证再次确认本人"),
    "data_asked": _l("要求准备本人的全部信息"),
    "data_deleted": _l("提前删除了准备好的本人信息"),
    "data_taken": _l("下载了本人的全部信息"),
    "data_withdrawn": _l("权限有了变化，准备好的本人信息已经删除"),
    "complaint_filed": _l("提交了投诉"),
    "complaint_answered": _l("投诉有了答复"),
    "draft_lapsed": _l("长期没有改动的草稿到期删除"),
    "signed_up": _l("登记了企业账户"),
    "joined": _l("加入了企业"),
    "join_refused": _l("不同意加入"),
    "invited": _l("邀请了经办人"),
    "invitation_ended": _l("收回了邀请"),
    "removed": _l("移除了经办人"),
    "owner_named": _l("移交了负责人"),
    "mandate_given": _l("授权了代理人"),
    "mandate_accepted": _l("接受了授权"),
    "mandate_ended": _l("收回了授权"),
    "mandate_given_up": _l("放弃了代理"),
    "webhook_set": _l("设置了消息接口"),
    "webhook_removed": _l("移除了消息接口"),
    "webhook_resumed": _l("恢复了消息接口"),
    "appointment_booked": _l("预约了到窗口的时间"),
    "appointment_moved": _l("改了预约的时间"),
    "appointment_cancelled": _l("取消了预约"),
    "courier_wanted": _l("填写了邮寄结果的地址"),
    "courier_dropped": _l("取消了邮寄结果"),
    "credit_objected": _l("对信用记录提出了异议"),
    "draft_begun": _l("建立了草稿"),
    "draft_discarded": _l("删除了草稿"),
    "file_uploaded": _l("上传了材料"),
    "file_removed": _l("删除了还没有提交的材料"),
    "file_removed_desk": _l("窗口人员删除了本单位上传、还没有提交的材料"),
    "validity_stated": _l("改了材料的有效期"),
    "file_downloaded": _l("下载了材料"),
    "letter_downloaded": _l("下载了文书"),
}
ON_CASES: dict[str, Any] = {
    "Submitted": _l("提交了申请"),
    "Corrected": _l("交回补正"),
    "DeferredArrived": _l("补交容缺材料"),
    "ParcelAnnounced": _l("告知邮寄补交"),
    "DeferralPromised": _l("签署容缺承诺"),
    "DeferralDeclined": _l("选择不容缺"),
    "Withdrawn": _l("撤回了申请"),
    "ServiceChosen": _l("改变文书送达方式"),
    "HearingRequested": _l("要求了听证"),
    "HearingWaived": _l("放弃了听证"),
    "HearingRequestWithdrawn": _l("撤回听证要求"),
    "Rated": _l("评价了服务"),
    "RatedAgain": _l("再次评价"),
}
MANDATES: dict[str, Any] = {
    "waiting": _l("等代理人接受"),
    "ahead": _l("还没有开始"),
    "in_force": _l("有效"),
    "over": _l("已到期"),
    "ended": _l("已收回"),
}
BROWSERS: dict[str, Any] = {
    "wechat": _l("微信"),
    "alipay": _l("支付宝"),
    "edge": "Edge",
    "firefox": "Firefox",
    "chrome": "Chrome",
    "safari": "Safari",
}
SYSTEMS: dict[str, Any] = {
    "harmony": _l("鸿蒙手机"),
    "android": _l("安卓手机"),
    "iphone": "iPhone",
    "ipad": "iPad",
    "windows": _l("Windows 电脑"),
    "mac": _l("苹果电脑"),
    "linux": _l("Linux 电脑"),
}


def init_app(app: Flask) -> None:
    """Give the templates these words."""
    app.jinja_env.filters.update(
        account_act=account_act, applicant_act=applicant_act, device=device, mandate_state=mandate_state
    )


def account_act(kind: str) -> str:
    """What was done."""
    return str(ACTS.get(kind, kind))


def device(code: str) -> str:
    """The device behind a code such as `chrome/windows`."""
    browser, _slash, system = code.partition("/")
    words = [str(named[one]) for named, one in ((SYSTEMS, system), (BROWSERS, browser)) if one in named]
    return "　".join(words) or _("不认识的设备")


def applicant_act(kind: str) -> str:
    """What the applicant's side did with a case, by the kind of its event."""
    return str(ON_CASES.get(kind, _l("办件上的操作")))


def mandate_state(state: str) -> str:
    """How an authority stands."""
    return str(MANDATES.get(state, state))
