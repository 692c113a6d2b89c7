"""The sentences for the refusals of what interested parties are told."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.web.refusals import Words, register

register(
    {
        "interested_unnamed": Words(
            _l("利害关系人没有写明"),
            _l("告知书要写明利害关系人的名称和送达地址。"),
            _l("填写名称和地址再告知。"),
        ),
        "interested_unknown": Words(
            _l("没有选是哪一名利害关系人"),
            _l("每名利害关系人分别要求、分别放弃，一名的表示不算别人的。"),
            _l("在名单里选一名；没有书面告知过的，填名称和送达地址。"),
        ),
        "interested_told_already": Words(
            _l("这名利害关系人已经告知"),
            _l("同一名称和地址的告知书已经生成。"),
            _l("在“文书送达”里送达；地址有变的，按新地址再告知。"),
        ),
        "interested_after_notice": Words(
            _l("来不及提前七日通知利害关系人"),
            _l("听证定在 %(on)s；提前七日通知，现在最早只能在 %(earliest)s 举行。"),
            _l("先把听证延期，告知利害关系人以后再定日期。"),
        ),
    }
)
