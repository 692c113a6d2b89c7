"""The mails about accounts (links, invitations, answers, drafts to be deleted, own data), worked out when they are sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.clock import business_day
from portal.connectors.mail import Mail, NobodyToTell, NotNow, mail_port
from portal.db import reading
from portal.models import AccountLink, Draft, Enterprise, OwnPackage, User
from portal.services import account_links, other_messages, ports
from portal.services.correspondents import concerned
from portal.services.outbox import Parcel
from portal.services.reminder_words import day_words

PATHS = {
    account_links.PASSWORD: "/sign-in/new-password/",
    account_links.EMAIL: "/account/email/",
    "handler": "/invitations/",
    "agent": "/invitations/",
}
CHINESE = "zh_Hans_CN"
_CHOSEN = {"lapse": other_messages.LAPSES, "complaint": other_messages.COMPLAINT, "ready": other_messages.OWN_DATA}


@dataclass(frozen=True, slots=True)
class _About:
    """What one mail is about: to whom, in which language, the kind of link (or `changed`), its address, who invites."""

    to: str
    locale: str
    kind: str
    address: str = ""
    firm: str = ""
    on: date | None = None


def carry(parcel: Parcel, at: datetime) -> None:
    """Carry an `account` message of the outbox: the mail with a link, or the news that the password was changed by one."""
    settings = current_app.config["SETTINGS"]
    with reading() as session:
        about = _about(session, parcel, at, settings.base_url)
        stop = _why_not(session, parcel, at)
    if stop is not None:
        raise stop
    if about is None:
        raise NobodyToTell("over")
    if not about.to:
        raise NobodyToTell("address")
    with force_locale(about.locale):
        subject, body = _said(about)
    with ports.asking("mail", at=at):
        mail_port(settings.mail_url, settings.mail_from, settings.data).send(Mail(parcel.key, about.to, subject, body))


def _about(session: Session, parcel: Parcel, at: datetime, site: str) -> _About | None:
    if "changed" in parcel.payload:
        user = session.get_one(User, parcel.payload["changed"])
        return _About(user.email, user.locale, "changed")
    if "contact" in parcel.payload:
        user = session.get_one(User, parcel.payload["contact"])
        return _About(user.email, user.locale, f"other_{parcel.payload['what']}", f"{site}/account")
    if "lapse" in parcel.payload:
        user = session.get_one(User, parcel.payload["lapse"])
        return _About(user.email, user.locale, "lapse", f"{site}/my/cases", on=date.fromisoformat(parcel.payload["on"]))
    if "complaint" in parcel.payload:
        user = session.get_one(User, parcel.payload["complaint"])
        return _About(user.email, user.locale, "complaint", f"{site}/my/complaints")
    if "ready" in parcel.payload:
        user = session.get_one(User, parcel.payload["ready"])
        return _About(
            user.email, user.locale, "ready", f"{site}/account/data", on=date.fromisoformat(parcel.payload["on"])
        )
    link = session.get_one(AccountLink, parcel.payload["link"])
    if link.used_at is not None or link.expires_at <= at:
        return None
    owner = session.get(User, link.user_id) if link.user_id else None
    firm = session.get(Enterprise, link.enterprise_id) if link.enterprise_id else None
    address = f"{site}{PATHS[link.kind]}{account_links.token_of(link)}"
    return _About(link.email, owner.locale if owner else CHINESE, link.kind, address, firm.name if firm else "")


def _why_not(session: Session, parcel: Parcel, at: datetime) -> NobodyToTell | NotNow | None:
    """Why what nobody has just asked for does not leave now; links, codes and changes of the account go at once."""
    kind = next((kind for kind in _CHOSEN if kind in parcel.payload), "")
    if not kind:
        return None
    if kind == "lapse" and "draft" in parcel.payload:
        draft = session.get(Draft, parcel.payload["draft"])
        if draft is None or draft.lapse_told_on is None:  # it was kept, changed or handed in
            return NobodyToTell("over")
        author = session.get(User, parcel.payload["lapse"])
        if author is None or not concerned(session, author, draft, on=business_day(at)):
            return NobodyToTell("left")
    if kind == "ready":
        package = session.get(OwnPackage, parcel.payload["own_data"])
        if package is None or package.ready_at is None:  # it was deleted, or asked for anew
            return NobodyToTell("over")
    user = session.get(User, parcel.payload[kind])
    keep = date.fromisoformat(parcel.payload["keep"]) if "keep" in parcel.payload else None
    return other_messages.why_not(session, user, _CHOSEN[kind], at=at, keep=keep)


def _said(about: _About) -> tuple[str, str]:
    if about.kind == "changed":
        return _changed()
    if about.kind.startswith("other_"):
        return _contact(about.kind, about.address)
    if about.on is not None:
        return _ready(about.address, about.on) if about.kind == "ready" else _lapses(about.address, about.on)
    return _answered(about.address) if about.kind == "complaint" else _words(about.kind, about.address, about.firm)


def _lapses(address: str, on: date) -> tuple[str, str]:
    what = _(
        "您有一份申请草稿很久没有改动，将在 %(day)s 删除。还要用的，请在那天以前继续填写，或者点“保留”：",
        day=day_words(on),
    )
    tail = _("不再需要的，不用理会。已经提交的办件不受影响。")
    return _("一份草稿即将删除"), _body(what, address, tail)


def _ready(address: str, on: date) -> tuple[str, str]:
    what = _("您要的全部信息已经准备好，可以下载到 %(day)s，之后自动删除。请登录后下载：", day=day_words(on))
    tail = _("不是您本人要的，请马上登录，改密码，并结束不认识的登录。")
    return _("您的全部信息已经准备好"), _body(what, address, tail)


def _answered(address: str) -> tuple[str, str]:
    what = _("您的投诉有了答复，请登录后查看：")
    tail = _("对答复不满意的，可以再次投诉，也可以拨打 12345。")
    return _("您的投诉有了答复"), _body(what, address, tail)


def _words(kind: str, address: str, firm: str) -> tuple[str, str]:
    """Subject and body in the language in force; nobody is named but the enterprise that invites."""
    if kind == account_links.PASSWORD:
        what = _("有人为这个邮箱的账户要求重设密码。是您本人的，请在 30 分钟内打开下面的地址；只能用一次：")
        tail = _("不是您本人的，不用理会，密码没有变。我们不会向您要密码或者验证码。")
        return _("重设密码"), _body(what, address, tail)
    if kind == account_links.EMAIL:
        what = _(
            "有人在政务服务平台的账户里登记了这个邮箱。是您本人的，请在 7 天内登录并打开下面的地址确认；只能用一次："
        )
        tail = _("确认以前，办件通知和重设密码的链接都不会发到这个邮箱。不是您本人的，不用理会。")
        return _("确认您的邮箱"), _body(what, address, tail)
    what = _("%(firm)s邀请您成为它的经办人，在政务服务平台上办理申请。", firm=firm)
    subject = _("邀请您成为经办人")
    if kind == account_links.AGENT:
        subject = _("委托您代办申请")
        what = _("%(firm)s委托您在政务服务平台上代它办理申请，期限和事项写在下面的页面上。", firm=firm)
    tail = _("请在 7 天内打开上面的地址；只能用一次。不认识这家企业的，不用理会。")
    return subject, _body(what, address, tail)


def _contact(kind: str, address: str) -> tuple[str, str]:
    """To the address in force, while it still is: whoever has got hold of the account cannot change the way to it unseen."""
    if kind == "other_mobile":
        subject, what = _("账户的手机号已经改了"), _("您账户的手机号刚刚改了。可以用新手机号登录。")
    elif kind == "other_mobile_asked":
        subject = _("账户要改用另一个手机号")
        what = _("您的账户登记了另一个手机号。新手机号确认以后，短信就发到那里，登录也用它。")
    else:
        subject, what = (
            _("账户要改用另一个邮箱"),
            _("您的账户登记了另一个邮箱。新邮箱确认以后，通知和重设密码的链接就发到那里。"),
        )
    tail = _("不是您本人改的，请马上登录，改密码、改回来，并联系政务服务中心。")
    return subject, _body(what, address, tail)


def _changed() -> tuple[str, str]:
    what = _("您账户的密码刚刚用邮件里的链接重新设定，所有设备上的登录已经结束。")
    tail = _("不是您本人的，请马上再次重设密码，并联系政务服务中心。")
    return _("密码已经重新设定"), "\n\n".join((_("您好："), what, tail)) + "\n"


def _body(what: str, address: str, tail: str) -> str:
    return "\n\n".join((_("您好："), what, address, tail)) + "\n"
