"""The certificate itself: the licence on one landscape page, with its contents, code and identifier (R116, R117)."""

from dataclasses import dataclass, replace
from datetime import date

from portal.documents.data import LetterData
from portal.documents.decision import Content
from portal.documents.letter import Fact, Facts, Kind, Letter, Signature, plain
from portal.documents.words import day

ORIGINAL = "正本"
"""What stands in the corner of the first document of a licence."""


@dataclass(frozen=True)
class Certificate:
    """What the certificate states; `identifier` is the electronic licence identifier, `copy` is 正本 or 副本."""

    document: str
    licence_number: str
    contents: tuple[Content, ...]
    issued_on: date
    valid_from: date | None = None
    valid_to: date | None = None
    identifier: str = ""
    copy: str = ORIGINAL
    notes: tuple[str, ...] = ()


def _validity(certificate: Certificate) -> tuple[Fact, ...]:
    if certificate.valid_from is None:
        return ()
    until = f"至{day(certificate.valid_to)}" if certificate.valid_to else "起长期有效"
    return (Fact("有效期限", f"{day(certificate.valid_from)}{until}"),)


def _half(fact: Fact) -> Fact:
    """A short fact takes half a line: the holder's code, the representative, the business mode."""
    width = sum(0.55 if character.isascii() else 1 for character in plain(fact.value))
    return replace(fact, half=width <= 13)


def certificate(data: LetterData, issued: Certificate) -> Letter:
    """许可证 (《行政许可法》第三十九条): number, holder, contents, term, issuing agency and day, QR code of 25 mm (R117)."""
    shown = {item.label for item in issued.contents}
    name = "姓名" if data.applicant.person else "企业名称"
    holder = (Fact(name, data.applicant.name), Fact(data.applicant.code_name, data.applicant.code))
    rows = (
        *(fact for fact in holder if fact.label not in shown),
        *(Fact(item.label, item.value) for item in issued.contents),
        *_validity(issued),
    )
    check = (f"扫码或者在{data.contact.site}“证照核验”中输入证书编号，可以核验本证的真伪和状态。",)
    return Letter(
        kind=Kind.LICENCE,
        title=issued.document,
        gloss="Licence certificate",
        number=f"证书编号：{issued.licence_number}",
        agency=data.agency,
        recipient="",
        blocks=(Facts(tuple(map(_half, rows))),),
        signature=Signature((data.agency.name, day(issued.issued_on))),
        copies=issued.copy,
        foot=(*(check if data.verify else ()), *issued.notes),
        qr=data.verify,
        letterhead=False,
        layout="certificate",
        identifier=issued.identifier,
    )
