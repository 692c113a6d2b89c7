"""The sentences for evidence packages that cannot be made now."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.web.refusals import Words, register

register(
    {
        "evidence_key_missing": Words(
            _l("还没有签名密钥"),
            _l("证据包要用一把专门的密钥签名，这个网站还没有设。没有制作。"),
            _l("请运维人员运行 onewindow journal key --new，把结果设为 ONEWINDOW_EVIDENCE_KEY。"),
        ),
        "evidence_moved": Words(
            _l("办件刚刚有变化"),
            _l("制作的时候，这个办件有了新的记录，或者工作日历正在更新。没有制作。"),
            _l("稍等一会儿再制作一次。"),
        ),
        "evidence_broken": Words(
            _l("核验没有通过，证据包没有制作"),
            _l("制作后先自行核验，有一处不符：%(fault)s"),
            _l("请运维人员运行 onewindow journal verify 查明原因，再制作。"),
        ),
        "evidence_letter_changed": Words(
            _l("有一份文书和原来的不一样"),
            _l("文书 %(number)s 的原件不在了，重新生成的和当初的不完全一样。没有制作。"),
            _l("请运维人员从备份里找回文书的原件。"),
        ),
    }
)
