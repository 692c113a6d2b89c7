"""Why a file cannot be taken, in one sentence: what is wrong with it, and what to do instead."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.services.inspection import UploadError

ACCEPT = ".pdf,.jpg,.jpeg,.png"

_SENTENCES = {
    "empty": _l("“%(name)s”是空文件。请重新导出或者重新扫描后再传。"),
    "too_large": _l("“%(name)s”超过 %(limit)s MB。请压缩或者拆成几个再传；扫描件用 150–200 dpi 就够清楚。"),
    "cut_off": _l("“%(name)s”没有传完整，可能是网络断了，或者文件本身缺了一截。请重新上传；还不行的，重新导出一份。"),
    "heic": _l(
        "“%(name)s”是手机的 HEIC 照片，窗口的电脑打不开。iPhone 请在“设置—相机—格式”选“兼容性最佳”后重拍，"
        "或者在手机上存成 JPG；在这台电脑上用拍照上传也可以。"
    ),
    "extension": _l("“%(name)s”的内容其实是 %(found)s，和文件名对不上。请把扩展名改成 .%(found)s，或者重新选择文件。"),
    "encrypted": _l("“%(name)s”加了密码，窗口打不开。请另存一份不带密码的 PDF 再传。"),
    "damaged": _l("“%(name)s”打不开，文件已经损坏。请先在自己的电脑上打开看看，重新导出后再传。"),
    "pixels": _l("“%(name)s”的像素太多，超过 %(limit)s 百万。请缩小后再传，A4 纸用 200 dpi 就够清楚。"),
    "pages": _l("“%(name)s”超过 %(limit)s 页。请拆成几个文件再传。"),
    "too_many": _l("这份材料已经传了 %(limit)s 个文件。请把零散的页合成一个 PDF。"),
    "not_asked": _l("这份材料现在不用交。请刷新页面，照清单上传。"),
    "no_pages": _l("还没有页可以装订。请先拍照、上传，或者从扫描文件夹取。"),
    "slow": _l("“%(name)s”装订太久，没有装好，页都还在。请分成两个文件，或者把扫描仪调到 200 dpi 再扫。"),
    "gone": _l("“%(name)s”已经不在扫描文件夹里，可能别的窗口刚取走，或者还没有扫完。请刷新列表再看。"),
    "no_right": _l("“%(name)s”取不出来：系统在扫描文件夹里没有改名的权限。文件还在原处；请告诉系统管理员。"),
    "no_folder": _l("扫描文件夹打不开。请检查扫描仪和网络，或者告诉系统管理员；也可以先用上传。"),
    "recording": _l("“%(name)s”不是录音或者录像。这里收手机录的 MP4、MOV、WebM、M4A、MP3 和 OGG。"),
    "none": _l("还没有选文件。请先选择文件，再按上传。"),
}
_KINDS = {
    "office": _l("Word、Excel 一类的文件或者压缩包"),
    "archive": _l("压缩包"),
    "picture": _l("GIF、BMP、TIFF 或者 WebP 图片"),
    "program": _l("程序"),
    "web": _l("网页"),
    "unknown": _l("别的格式"),
}


def words_of(error: UploadError, name: str) -> str:
    """The sentence for a refused file of that name."""
    facts: dict[str, Any] = {**error.facts, "name": name}
    if error.code == "kind" and error.facts["found"] in ("office", "archive"):
        return _(
            "“%(name)s”是压缩包或者 Word、Excel 文件，系统不解开。请解压后逐份选 PDF、JPG 或 PNG，或者另存为 PDF。",
            name=name,
        )
    if error.code == "kind":
        kind = str(_KINDS[str(facts["found"])])
        return _("“%(name)s”是%(kind)s。这里只收 PDF、JPG 和 PNG，请转存后再传。", name=name, kind=kind)
    return str(_SENTENCES[error.code]) % facts
