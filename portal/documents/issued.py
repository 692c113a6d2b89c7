"""A letter of the authority to the applicant: what every one of them has besides its own words."""

from __future__ import annotations

from portal.documents.data import LetterData
from portal.documents.letter import Block, Kind, Letter, Para, Signature
from portal.documents.words import ask, day, foot, signed_for


def issued(
    data: LetterData,
    kind: Kind,
    title: str,
    gloss: str,
    blocks: tuple[Block, ...],
    *,
    paper: str,
    to: str = "申请人",
    receipt: bool = True,
    remedies: tuple[str, ...] = (),
    notes: tuple[str, ...] = (),
) -> Letter:
    """The letter with number, addressee, whom to ask, seal and day, two copies of the `paper`, and the code to check it.

    With `receipt` the recipient signs for a paper copy; `notes` are lines of the foot; `to` is who gets the first copy.
    """
    return Letter(
        kind=kind,
        title=title,
        gloss=gloss,
        number=data.number,
        agency=data.agency,
        recipient=data.applicant.name,
        blocks=(*blocks, Para(ask(data))),
        signature=signature(data),
        acknowledgement=signed_for() if receipt else (),
        remedies=remedies,
        copies=f"本{paper}一式两份，一份交{to}，一份存档。",
        foot=foot(data, *notes),
        qr=data.verify,
    )


def signature(data: LetterData) -> Signature:
    """The name of the agency and the day, under its seal (《行政许可法》第三十二条第二款)."""
    return Signature((data.agency.name, day(data.issued_on)))
