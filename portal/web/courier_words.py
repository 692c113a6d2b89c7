"""Parcels in plain words, for the applicant and for the window, and the sentences for what is refused."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from portal import formats
from portal.services import parcels
from portal.services.parcels import Parcel
from portal.web.refusals import Words, register

bp = Blueprint("courier_words", __name__)

STATES: dict[str, Any] = {
    "wanted": _l("要邮寄"),
    "unserved": _l("快递公司不收这个地址"),
    "ordered": _l("已约揽收"),
    "sent": _l("等待揽收"),
    "collected": _l("已揽收"),
    "on_the_way": _l("运输途中"),
    "delivered": _l("已签收"),
    "returned": _l("已退回"),
}

register(
    {
        "parcel_under_way": Words(
            _l("邮件已经在快递公司手里"),
            _l("已经约了揽收或者寄出，收件人和地址改不了，也不能再寄一次。"),
            _l("要改的，请打快递公司或者窗口的电话。"),
        ),
        "no_parcel_wanted": Words(
            _l("没有要寄的邮件"), _l("申请人没有要求邮寄，或者没有留地址。"), _l("先记下收件人和地址。")
        ),
        "no_parcel_under_way": Words(
            _l("没有在路上的邮件"), _l("邮件还没有号码，或者已经签收、退回。"), _l("刷新页面看最新状态。")
        ),
    }
)


@bp.app_template_filter("parcel_state")
def parcel_state(code: str) -> str:
    """How far a parcel has come, in two to six characters."""
    return str(STATES.get(code, code))


@bp.app_template_global("parcels_of")
def parcels_of(case_ids: list[str]) -> dict[str, str]:
    """The states of the parcels of a list of cases."""
    return parcels.states_of(case_ids)


@bp.app_template_filter("parcel_told")
def told(parcel: Parcel) -> Markup:
    """What the applicant reads of a parcel: one sentence that says where it is and what happens next."""
    day = formats.day(parcel.ended_on)
    sentences = {
        "wanted": _("结果出来以后寄给下面的收件人。寄出以前可以改，也可以不要了。"),
        "unserved": _("快递公司不收这个地址，还没有寄出。请改一个地址，或者改用电子送达、窗口领取。"),
        "ordered": _("窗口已经约了快递员上门揽收，很快会有邮件号码。"),
        "sent": _("邮件号码已经有了，等快递员揽收。"),
        "collected": _("快递员已经揽收。"),
        "on_the_way": _("正在运输途中。送到时请查验证照再签收。"),
        "delivered": _("%(day)s 已签收，这一天就是送达日期。"),
        "returned": _("%(day)s 退回了窗口，没有送到。请改地址再寄，或者改用电子送达、窗口领取。"),
    }
    return Markup(sentences[parcel.state]) % {"day": day}
