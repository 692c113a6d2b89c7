"""The sentences of refusals: for every rule a title, what stands in the way, and the next step, in both languages.

To add a rule: put its name and `Words` into REFUSALS; placeholders such as `%(left)s` are filled with the refusal's facts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from portal.formats import day, sentences
from portal.i18n import language
from workflows.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Words:
    """How one rule is said: the title, the sentence with the facts, and what to do now."""

    title: Any
    sentence: Any
    next_step: Any

    @property
    def told(self) -> str:
        """What is wrong and what to do, one behind the other as the language of the page has it."""
        parts = (self.sentence, self.next_step)
        return sentences(*(one if isinstance(one, Markup) else str(one) for one in parts))


REFUSALS: dict[str, Words] = {
    "last_administrator": Words(
        _l("不能停用最后一个管理员"),
        _l("这是最后一个在用的管理员账户，停用后没有人能管理用户。"),
        _l("先给另一个人加上管理员角色，再来改这个账户。"),
    ),
    "own_role": Words(
        _l("不能改自己的管理员角色"),
        _l("管理员不能取消自己的管理员角色，也不能停用自己的账户。"),
        _l("请另一个管理员来改。"),
    ),
    "other_enterprise": Words(
        _l("您在别的页面换了企业"),
        _l("这一页是替另一家企业打开的，草稿没有建立。"),
        _l("看清页面上方写的企业，再重新打开这一页。"),
    ),
    "own_removal": Words(
        _l("负责人不能移除自己"),
        _l("企业总要有一位负责人。"),
        _l("先把负责人移交给别的经办人，再请他移除您。"),
    ),
    "not_a_handler": Words(
        _l("这个人不是经办人"),
        _l("负责人只能是本单位在用的经办人，他可能刚被移除或者停用。"),
        _l("回到“经办人”看现在的名单。"),
    ),
    "invitations_enough": Words(
        _l("没有接受的邀请太多了"),
        _l("同时最多 %(limit)s 份没有接受的邀请。"),
        _l("先收回不用的，或者等对方接受。"),
    ),
    "invited_another": Words(
        _l("这份邀请不是给这个账户的"),
        _l("邀请发给了另一个邮箱，现在登录的账户用的不是它。"),
        _l("请退出，用受邀邮箱的账户登录，再打开邮件里的链接。"),
    ),
    "invited_known": Words(
        _l("这个邮箱已经有账户"),
        _l("受邀的邮箱登记过账户，不用再建。"),
        _l("请先登录，再打开邮件里的链接接受。"),
    ),
    "has_enterprise": Words(
        _l("您的账户属于另一家企业"),
        _l("一个账户只属于一家企业。替别的企业办事，用代理。"),
        _l("请那家企业的负责人“委托代理人”，或者用另一个邮箱建账户。"),
    ),
    "own_enterprise": Words(
        _l("您已经是这家企业的经办人"),
        _l("本单位的经办人不用接受邀请或者委托。"),
        _l("直接到“我的办件”办理。"),
    ),
    "mandate_over": Words(
        _l("这份委托已经不能接受"),
        _l("委托已到期，或者企业已经收回。"),
        _l("继续代办的，请企业重新委托。"),
    ),
    "link_over": Words(
        _l("这个链接不能用了"),
        _l("链接已经用过、过期或者被收回，也可能没有复制完整。"),
        _l(
            "重设密码的，请从登录页重新要一个链接；确认邮箱的，登录登记它的账户，在“账户”里重新发送；受邀请的，请对方重新邀请。"
        ),
    ),
    "address_taken": Words(
        _l("这个邮箱已经登记在另一个账户上"),
        _l("另一个账户正用这个邮箱登录，所以没有确认。"),
        _l("在“账户”里换一个邮箱；两个账户都是您的，请用原来的那个。"),
    ),
    "mobile_code_nowhere": Words(
        _l("确认码发不出去"),
        _l("没有等待确认的手机号，或者本站没有接短信平台。"),
        _l("请在“我的账户”里核对手机号。"),
    ),
    "mobile_code_just_sent": Words(
        _l("确认码刚刚发过"), _l("一分钟内只发一次。"), _l("请先看手机，没有收到的一分钟后再发。")
    ),
    "mobile_codes_enough": Words(
        _l("今天的确认码已经发满"),
        _l("一个账户一天最多发 5 次，一个号码一天最多收 10 次。"),
        _l("请先核对号码，明天再来；通知都在“消息”里，不耽误办件。"),
    ),
    "mobile_taken": Words(
        _l("这个手机号已经确认在另一个账户上"),
        _l("一个手机号只能确认在一个账户上，所以没有确认。"),
        _l("在“我的账户”里换一个手机号；两个账户都是您的，请用原来的那个。"),
    ),
    "own_factor": Words(
        _l("不能重置自己的两步验证"),
        _l("两步验证丢了，要由另一个管理员核对身份后重置。"),
        _l("请另一个管理员来重置。"),
    ),
    "identity_taken": Words(
        _l("这个身份已经绑定在另一个账户上"),
        _l("统一身份认证的一个身份只能绑定一个账户。"),
        _l("请用它登录那个账户，在“登录方式”里解除后再来绑定；不是您绑定的，请联系政务服务中心。"),
    ),
    "identity_there": Words(
        _l("这个账户已经绑定了一个身份"),
        _l("一个账户只能绑定统一身份认证的一个身份。"),
        _l("要换的，先在“登录方式”里解除原来的，再绑定新的。"),
    ),
    "last_way_in": Words(
        _l("不能解除唯一的登录方式"),
        _l("这个账户没有密码，解除以后就不能登录了。"),
        _l("先在登录页用邮件设一个密码，再来解除。"),
    ),
    "factor_required": Words(
        _l("两步验证不能关闭"),
        _l("您的岗位登录必须有两步验证。"),
        _l("换手机的，请管理员重置后重新开通。"),
    ),
    "factor_off": Words(
        _l("两步验证已经关闭"),
        _l("这个账户现在没有两步验证，可能刚在另一个页面关闭。"),
        _l("回到账户页看现在的情况。"),
    ),
    "no_such_state": Words(
        _l("没有这种办件状态"),
        _l("“%(state)s”不是办件的状态。"),
        _l("去掉状态筛选，或从列表里选一种。"),
    ),
    "answered_request": Words(
        _l("这份请求已经答复过"),
        _l("别的经办人或管理员已经答复了这份加入请求。"),
        _l("回到列表看结果。"),
    ),
}


class _Facts(dict[str, object]):
    """Facts of a refusal; a missing one leaves a dash instead of breaking the page."""

    def __missing__(self, key: str) -> str:
        return "—"


def words_of(refusal: Refusal) -> Words:
    """The filled words of a refusal, in the language of the page; facts that are Markup stay so, all others are escaped."""
    words = REFUSALS.get(refusal.rule) or _unknown()
    facts = _Facts(_spoken(refusal.facts))
    return Words(*(Markup(str(part)) % facts for part in (words.title, words.sentence, words.next_step)))


def _spoken(facts: Mapping[str, object]) -> dict[str, object]:
    """The facts in the language of the page, days as pages write them: `reason_zh` is what `reason` says in Chinese."""
    facts = {name: day(fact) if type(fact) is date else fact for name, fact in facts.items()}
    chinese = {name.removesuffix("_zh"): value for name, value in facts.items() if name.endswith("_zh")}
    return {**facts, **chinese} if language().code == "zh" else dict(facts)


def register(rules: Mapping[str, Words]) -> None:
    """Add the words of more rules; a rule has one place only."""
    double = REFUSALS.keys() & rules.keys()
    if double:
        raise ValueError(f"refusals said twice: {', '.join(sorted(double))}")
    REFUSALS.update(rules)


def _unknown() -> Words:
    return Words(_("现在还不能这样做"), _("办理程序不允许这一步。"), _("请刷新页面看最新状态，仍不明白的请联系窗口。"))
