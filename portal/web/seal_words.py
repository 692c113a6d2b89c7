"""The sentences for letters that wait for their signature, and for keys that are changed elsewhere."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from portal import clock, formats
from portal.services import letter_seal, ports
from portal.services.letters import WrittenLetter
from portal.web.refusals import Words, register

bp = Blueprint("seal_words", __name__)

register(
    {
        "seal_pending": Words(
            _l("电子签名还没有完成"),
            _l(
                "签名服务暂时没有回应，这份文书的 PDF 还没有签名，不能下载。恢复以后自动补签，文书的效力和日期不受影响。"
            ),
            _l("内容现在就可以在网页上看；PDF 请过几分钟再下载。"),
        ),
        "licence_key_given": Words(
            _l("密钥由设置给出"),
            _l("这个网站的证照密钥写在 ONEWINDOW_LICENCE_KEY 里，不能在这里更换。"),
            _l("请运维人员换掉设置里的密钥，再重启。"),
        ),
    }
)


@bp.app_template_global("seal_state")
def seal_state(written: WrittenLetter) -> Markup | str:
    """What is said of the signature of a letter's PDF beside its download; empty for what bears none."""
    if not letter_seal.wanted(written.letter):
        return ""
    sealed_at = letter_seal.sealed_at(written.public_id)
    if sealed_at:
        signed = Markup(_("PDF 已于 %(at)s 电子签名，改动一个字节都能查出来。"))
        return signed % {"at": formats.stamp(sealed_at)}
    if any(one.name == "seal" for one in ports.down(at=clock.now())):
        return _("电子签名服务中断，PDF 要等补签以后才能下载；内容请先看本页。")
    return _("PDF 在第一次下载时签名。")


def outcome(digest: str) -> dict[str, Any]:
    """What a page says of a file that somebody checks, by its SHA-256."""
    return {"digest": digest, "same": letter_seal.issued_as(digest)}
