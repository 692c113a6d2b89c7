"""Why a sign-in by OpenID Connect came to nothing, in words, and in whose words the button speaks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Flask, current_app, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal import clock
from portal.auth import current_actor
from portal.errors import Failure
from portal.i18n import language
from portal.services import openid, proofs
from portal.services.identities import shown

WORDS: dict[str, tuple[int, Any, Any, Any]] = {
    "down": (
        503,
        _l("统一身份认证暂时没有响应"),
        _l("我们连不上统一身份认证平台。您的账户和办件不受影响。"),
        _l("有密码的，请用密码登录；没有密码的，可以在登录页用邮件设一个，或者过几分钟再试。"),
    ),
    "over": (
        400,
        _l("这次登录已经用过或者过期"),
        _l("登录要在同一个浏览器里 10 分钟内完成，每次只能用一次。可能点了两次，或者用了“后退”。"),
        _l("请回到登录页重新开始。"),
    ),
    "unproven": (
        400,
        _l("统一身份认证没有确认这次登录"),
        _l("平台送回的内容没有通过核对，我们没有让任何人登录。点了两次的，可能第一次已经登录成功。"),
        _l("请从登录页重新开始；反复出现的，请用密码登录，并告诉政务服务中心。"),
    ),
    "level": (
        403,
        _l("实名认证级别不够"),
        _l("您在统一身份认证平台的实名认证级别还不能在这里登录。"),
        _l("请先在统一身份认证平台提高实名认证级别，或者用密码登录。"),
    ),
    "other": (
        403,
        _l("统一身份认证里是另一个人"),
        _l("您在统一身份认证平台登录的身份，不是和这个账户绑定的那一个。什么也没有改。"),
        _l("请先在统一身份认证平台退出，再用本人的身份重新确认。"),
    ),
    "stale": (
        403,
        _l("统一身份认证没有让您重新登录"),
        _l("平台送回的是以前的登录，或者没有说明登录的时间，不能证明现在操作的是您本人。什么也没有改。"),
        _l("请先在统一身份认证平台退出，再重新确认；还不行的，在“登录方式”里用邮件设一个密码，以后用密码确认。"),
    ),
    "closed": (
        403,
        _l("这个账户已经停用"),
        _l("您的身份已经确认，但和它绑定的账户已经停用。"),
        _l("需要恢复的，请联系管理员或政务服务中心。"),
    ),
    "waiting": (
        403,
        _l("账户还没有确认"),
        _l("您的账户已经登记，还在等单位的负责人确认，或者等窗口核验单位的证件，确认后才能登录。"),
        _l("单位已有负责人的，请他在“账户”里的“经办人”确认；没有的或者联系不上的，请带营业执照和身份证到窗口核验。"),
    ),
    "kind": (
        403,
        _l("这个账户不能用统一身份认证登录"),
        _l("本站没有向这一类账户开放统一身份认证登录。"),
        _l("请用密码登录。"),
    ),
    "unknown": (
        403,
        _l("这个身份还没有绑定工作人员账户"),
        _l("您的身份已经确认，但本站没有和它绑定的账户。工作人员账户不能自己登记，也不按姓名、手机号或邮箱自动绑定。"),
        _l("请先用密码登录，在“账户”的“登录方式”里绑定；或者请管理员先登记您的身份标识。"),
    ),
}


def init_app(app: Flask) -> None:
    """Give the templates the words of the button, and subjects with their middle hidden."""
    app.jinja_env.globals["openid_label"] = label
    app.jinja_env.filters["subject_shown"] = shown
    app.jinja_env.globals["openid_for"] = openid.for_kind
    app.jinja_env.globals["provider_vouches"] = openid.vouching
    app.jinja_env.globals["proof_minutes"] = proofs.minutes
    app.jinja_env.globals["proof_until"] = proof_until


def label() -> str:
    """The words of the button in the language of the page."""
    settings = current_app.config["SETTINGS"]
    return str(settings.oidc_label_en if language().code == "en" else settings.oidc_label)


def proof_until() -> datetime | None:
    """Until when this session needs no further proof; None where it does."""
    by = current_actor()
    return proofs.until(by=by) if proofs.fresh(by=by, at=clock.now()) else None


def failure(code: str) -> Failure:
    """The page that says why there is no session, and leads back to the sign-in page, where the password always works."""
    status, title, sentence, next_step = WORDS.get(code, WORDS["unproven"])
    return Failure(status, str(title), str(sentence), str(next_step), (_("去登录页"), url_for("account.sign_in")))
