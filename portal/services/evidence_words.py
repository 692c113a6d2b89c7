"""What does not hold in an evidence package, in words: one sentence a fault, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from portal.services.evidence_check import Verdict
from portal.services.evidence_fault import Fault
from portal.services.evidence_package import LOCALES

_LONGEST = 160

FAULTS: dict[str, Any] = {
    "not_there": _l("读不到这个文件：%(path)s。"),
    "key_unreadable": _l("“%(key)s”既不是 64 位的指纹，也不是 Ed25519 公钥文件（PEM），没有核验。"),
    "not_a_zip": _l("这不是 ZIP 文件，不是证据包。"),
    "truncated": _l("ZIP 文件不完整：开头是对的，结尾缺失，可能没有下载完。"),
    "bomb": _l("ZIP 里有解开后大得不正常的内容（%(path)s，%(size)s），可能用来拖垮电脑，没有解开。"),
    "unsafe_name": _l("ZIP 里有不安全的文件名（%(path)s），解开时会写到别处，没有解开。"),
    "double_name": _l("ZIP 里有两个同名的文件（%(path)s），分不清哪一个是原来的。"),
    "strange_packing": _l("ZIP 里的 %(path)s 加了密或者用了不认识的压缩方法，证据包不这样做。"),
    "no_manifest": _l("ZIP 里没有清单 manifest.json，不是证据包。"),
    "manifest_unreadable": _l("清单 manifest.json 读不懂，没法逐个核对文件。"),
    "unknown_format": _l("证据包的格式是“%(format)s”，这个版本的程序不认识。请用制作它的或者更新的版本核验。"),
    "signature_unreadable": _l("公钥 key.pem 或者签名 manifest.sig 读不懂。"),
    "signature_wrong": _l("签名不对：清单在签名以后被改过，或者签名不是这把密钥作的。"),
    "key_replaced": _l("包里的公钥不是清单写明的那一把（包里的指纹：%(fingerprint)s）。"),
    "other_key": _l("签名用的是另一把密钥：包里的指纹是 %(fingerprint)s，应当是 %(wanted)s。"),
    "missing": _l("少了一个文件：%(path)s。"),
    "added": _l("多了一个文件：%(path)s，它不在清单里。"),
    "changed": _l("文件被改过：%(path)s，和清单上的摘要不一致。"),
    "damaged": _l("文件损坏：%(path)s 解不开。"),
    "comment": _l("ZIP 的末尾附了别的内容。"),
    "hidden": _l("ZIP 的开头或者文件之间夹了 %(size)s 字节，不属于任何一个文件，证据包里没有这种内容。"),
    "overlap": _l("ZIP 里的文件互相重叠（%(path)s），同一段内容被当作几个文件，没有解开。"),
    "unreadable": _l("%(path)s 的内容读不懂，没法核对。"),
    "entry_missing": _l("全过程记录缺了第 %(seq)s 条。"),
    "entry_changed": _l("全过程记录的第 %(seq)s 条被改过，从这一条起链条断开。"),
    "other_end": _l("全过程记录有 %(seq)s 条，清单写明 %(wanted)s 条或者末条的摘要不同。"),
    "other_guide": _l("办事指南不是办件锁定的那一版（%(version)s）。"),
    "snapshot_changed": _l("申请内容的快照被改过：%(path)s，和自己的摘要不一致。"),
    "snapshot_missing": _l("全过程记录引用的申请内容快照不在包里（摘要 %(digest)s…）。"),
    "file_of_snapshot": _l("申请时提交的文件“%(filename)s”不在附件里。"),
    "content_changed": _l("某个环节的内容（笔录、表决、申请等）被改过：%(path)s，和自己的摘要不一致。"),
    "content_missing": _l("全过程记录第 %(seq)s 条引用的内容（笔录、表决、申请等）不在包里（摘要 %(digest)s…）。"),
    "content_erased": _l("第 %(seq)s 条引用的内容已经依法删去，只留下摘要（%(digest)s…），不能再核对。"),
    "text_missing": _l("全过程记录第 %(seq)s 条引用的文字（评价、公示更正）不在包里（摘要 %(digest)s…）。"),
    "file_missing": _l(
        "全过程记录第 %(seq)s 条引用的文件（签字的扫描件、照片、录音录像等）不在附件里（摘要 %(digest)s…）。"
    ),
    "calendar_missing": _l("全过程记录第 %(seq)s 条启用的工作日历不在包里（摘要 %(digest)s…）。"),
    "commitment_unknown": _l("第 %(seq)s 条签署的承诺书，文字没有单独收进包里（摘要 %(digest)s…），请看承诺书文书。"),
    "former_format": _l("这个证据包是以前的格式：笔录、表决、名单记录等内容只写明摘要和编号，没有收进包里。"),
    "look_missing": _l("全过程记录第 %(seq)s 条查询信用名单的结果不在包里。"),
    "look_changed": _l("第 %(seq)s 条查询信用名单的结果被改过，和查询时留存的不一致。"),
    "credit_missing": _l("全过程记录第 %(seq)s 条查到的信用名单或者记录不在包里（%(reference)s）。"),
    "credit_unlike": _l(
        "全过程记录第 %(seq)s 条说是按统一社会信用代码对上的，包里的这条记录（%(reference)s）却是别的代码。"
    ),
    "attachment_changed": _l("附件“%(filename)s”不是收到时的那一份：%(path)s 的摘要不同。"),
    "other_state": _l("按全过程记录重新推算，“%(name)s”和清单里的办件状态不同。"),
    "other_clock": _l("按包里的记录和日历重新计算，期限“%(name)s”和包里的说明不同。"),
    "other_explanation": _l("期限说明的文字和重新计算的结果不同：%(path)s。"),
}

THIRD_PARTIES = _l("信用名单、笔录、表决和意见里有其他人的信息，照办理人当时看到的保留；依法删去的，注明已经删去。")
"""What a package says of the people in it who are not its applicant: on its cover, and in its manifest."""

SAID: dict[str, Any] = {
    "holds": _l("核验通过：签名、%(files)s 个文件的摘要、%(entries)s 条全过程记录、办件状态和每个期限全部一致。"),
    "unproven": _l(
        "没有证明是谁签的：内容从签名以后没有改过，但是没有用 --key 指定制作机关的密钥，谁都可以用自己的密钥签名。"
    ),
    "fails": _l("核验没有通过：有 %(n)s 处不一致。"),
    "unread": _l("没法核验这个文件。"),
    "notes": _l("需要知道的："),
    "case": _l("办件 %(case)s，%(made_at)s 由 %(made_by)s 制作，网站 %(portal)s。"),
    "key": _l("签名密钥的指纹：%(fingerprint)s"),
    "compared": _l("和您给出的指纹一致。"),
    "not_compared": _l("请把指纹和制作机关公布的核对，再用 --key 核验一次。"),
}


def report(verdict: Verdict, shown: Mapping[str, Any]) -> Iterator[str]:
    """What came of a check, in both languages: the verdict first, then every fault, then by which key."""
    for locale in LOCALES.values():
        with force_locale(locale):
            yield from _report(verdict, shown)
        yield ""


def _report(verdict: Verdict, shown: Mapping[str, Any]) -> Iterator[str]:
    facts = {**shown, "n": len(verdict.faults)}
    yield str(SAID[_headline(verdict)]) % facts
    for fault in verdict.faults:
        yield f"- {sentence(fault)}"
    if verdict.notes:
        yield str(SAID["notes"])
        yield from (f"- {sentence(note)}" for note in verdict.notes)
    if verdict.readable:
        yield str(SAID["case"]) % facts
    if verdict.fingerprint:
        yield str(SAID["key"]) % facts
        if verdict.holds:
            yield str(SAID["compared" if verdict.compared else "not_compared"])


def _headline(verdict: Verdict) -> str:
    if verdict.holds:
        return "holds" if verdict.compared else "unproven"
    return "fails" if verdict.readable else "unread"


def sentence(fault: Fault) -> str:
    """The fault in the language in force; what comes from the package is shown without control characters, and cut."""
    return str(FAULTS[fault.code]) % {name: _shown(value) for name, value in fault.facts.items()}


def _shown(value: Any) -> str:
    text = str(value)
    tidy = "".join(mark if mark.isprintable() else "\ufffd" for mark in text[:_LONGEST])
    return tidy + ("…" if len(text) > _LONGEST else "")


def sentences(fault: Fault) -> dict[str, str]:
    """The fault in both languages, by code."""
    return _each(lambda: sentence(fault))


def in_both(words: Any) -> dict[str, str]:
    """The words in both languages, by code."""
    return _each(lambda: str(words))


def _each(said: Callable[[], str]) -> dict[str, str]:
    found = {}
    for language, locale in LOCALES.items():
        with force_locale(locale):
            found[language] = said()
    return found
