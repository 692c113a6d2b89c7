"""A letter as data: what it says, in the order in which it says it, free of any look."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal


class UnlawfulLetter(Exception):
    """A letter that the law forbids as it stands; `rule` names the rule it breaks (R137, R146)."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


class Kind(StrEnum):
    """The documents an authority issues on a case, named as in DOMAIN section 7."""

    RECEIPT = "receipt"
    CORRECTION = "correction"
    ACCEPTANCE = "acceptance"
    NOT_ACCEPTED = "not_accepted"
    NOT_REQUIRED = "not_required"
    DEFERRAL_COMMITMENT = "deferral_commitment"
    DEFERRAL_NOTICE = "deferral_notice"
    ACCEPTANCE_REVOKED = "acceptance_revoked"
    SUSPENSION = "suspension"
    SPECIAL_PROCEDURE = "special_procedure"
    RESUMPTION = "resumption"
    EXTENSION = "extension"
    CALENDAR = "calendar"
    WITHDRAWN = "withdrawn"
    TERMINATION = "termination"
    LIMIT = "limit"
    HEARING_RIGHT = "hearing_right"
    HEARING_NOTICE = "hearing_notice"
    HEARING_RECORD = "hearing_record"
    HEARING_ANSWER = "hearing_answer"
    INTERESTED_RIGHT = "interested_right"
    INTERESTED_NOTICE = "interested_notice"
    INTERESTED_ANSWER = "interested_answer"
    DISCUSSION = "discussion"
    REVIEW_CORRECTION = "review_correction"
    SITE_NOTICE = "site_notice"
    SITE_RECORD = "site_record"
    EXPERT_RECORD = "expert_record"
    PUBLICITY_NOTICE = "publicity_notice"
    RENEWAL = "renewal"
    GRANT = "grant"
    REFUSAL = "refusal"
    GRANT_ENDED = "grant_ended"
    FILED = "filed"
    DEEMED_FILED = "deemed_filed"
    FILING = "filing"
    LICENCE = "licence"
    SERVICE = "service"
    LICENCE_NOTICE = "licence_notice"
    LICENCE_SUSPENDED = "licence_suspended"
    LICENCE_RESTORED = "licence_restored"
    LICENCE_REVOKED = "licence_revoked"
    LICENCE_WITHDRAWN = "licence_withdrawn"
    LICENCE_PENAL_REVOKED = "licence_penal_revoked"
    LICENCE_CANCELLED = "licence_cancelled"
    CANCELLATION_REFUSED = "cancellation_refused"
    LICENCE_AGAIN = "licence_again"
    REISSUE_REFUSED = "reissue_refused"


INTERNAL = frozenset({Kind.DISCUSSION, Kind.INTERESTED_RIGHT, Kind.INTERESTED_NOTICE, Kind.INTERESTED_ANSWER})
"""Documents that stay inside the authority or go to somebody else: the applicant neither gets nor sees them."""


class Paper(StrEnum):
    """The papers that an applicant signs and hands in; they bear neither number nor seal of an authority."""

    APPLICATION = "application"
    AUTHORISATION = "authorisation"
    DEFERRAL = "deferral"
    COMMITMENT = "commitment"
    RECONSIDERATION = "reconsideration"


class Strong(str):
    """Words that are printed bold: a due date, a verdict."""

    __slots__ = ()


Text = str | tuple[str, ...]
"""Words, or a run of words in which some are Strong; a line feed is a forced line break."""


@dataclass(frozen=True)
class Para:
    """A paragraph, its first line set in by two characters unless told otherwise."""

    text: Text
    indent: bool = True


@dataclass(frozen=True)
class Heading:
    """A heading inside a letter."""

    text: str


@dataclass(frozen=True)
class Fact:
    """One labelled value; two half facts in a row share a line of the table."""

    label: str
    value: Text
    half: bool = False


@dataclass(frozen=True)
class Facts:
    """A table of labels and values."""

    rows: tuple[Fact, ...]


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, its share of the width, and how its cells are set."""

    title: str
    share: int
    align: Literal["left", "center"] = "left"


@dataclass(frozen=True)
class Table:
    """A table with a head that is repeated on every page it runs over."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Numbered:
    """Points numbered （一）（二）（三）; a single point is set without a number."""

    items: tuple[Text, ...]


@dataclass(frozen=True)
class Note:
    """A remark in smaller type."""

    text: Text


Block = Para | Heading | Facts | Table | Numbered | Note


@dataclass(frozen=True)
class Agency:
    """The authority that signs, and the words on its seal."""

    name: str
    seal: str = "行政许可专用章"


@dataclass(frozen=True)
class Signature:
    """The lines of the signature, the last of them the date, and whether the seal of the agency lies over them."""

    lines: tuple[str, ...]
    sealed: bool = True


@dataclass(frozen=True)
class Letter:
    """One document of a case, ready to be rendered.

    `gloss` is the title in English, `acknowledgement` what the recipient signs under the signature, `qr` what the code
    says (None leaves it out), `identifier` the electronic licence identifier of a certificate.
    """

    kind: Kind | Paper
    title: str
    gloss: str
    number: str
    agency: Agency
    recipient: str
    blocks: tuple[Block, ...]
    signature: Signature
    acknowledgement: tuple[Block, ...] = ()
    remedies: tuple[str, ...] = ()
    copies: str = ""
    foot: tuple[str, ...] = ()
    qr: str | None = None
    letterhead: bool = True
    layout: Literal["letter", "certificate"] = "letter"
    identifier: str = ""


def as_preview(letter: Letter) -> Letter:
    """The same letter before it is signed: no number, no seal, no code, so that nobody can take it for the original."""
    unsigned = Signature(letter.signature.lines, sealed=False)
    return replace(letter, number="预览稿，签发时编号", signature=unsigned, qr=None, identifier="")


def runs(text: Text) -> tuple[tuple[str, bool], ...]:
    """The words of a text, each with whether it is bold."""
    parts = (text,) if isinstance(text, str) else text
    return tuple((str(part), isinstance(part, Strong)) for part in parts if part)


def plain(text: Text) -> str:
    """The words of a text without their weight."""
    return text if isinstance(text, str) else "".join(text)


def ordinal(position: int) -> str:
    """The Chinese number of a list point, counted from 1 to 99: 一, 十, 十二, 二十."""
    digits = "零一二三四五六七八九"
    tens, ones = divmod(position, 10)
    head = "" if tens == 0 else "十" if tens == 1 else digits[tens] + "十"
    return head + (digits[ones] if ones or not tens else "")


def numbered(items: tuple[Text, ...]) -> tuple[Text, ...]:
    """The points of a list with their numbers; a single point has none."""
    if len(items) == 1:
        return items
    parts = (((item,) if isinstance(item, str) else item) for item in items)
    return tuple((f"（{ordinal(at)}）", *part) for at, part in enumerate(parts, 1))


def _block_words(block: Block) -> Iterator[str]:
    match block:
        case Para(text) | Note(text) | Heading(text):
            yield plain(text)
        case Facts(rows):
            for fact in rows:
                yield from (fact.label, plain(fact.value))
        case Table(columns, cells):
            yield from (column.title for column in columns)
            for row in cells:
                yield from row
        case Numbered(items):
            yield from map(plain, numbered(items))


def words(letter: Letter) -> tuple[str, ...]:
    """Every piece of text that the letter prints, in reading order."""
    body = [piece for block in letter.blocks for piece in _block_words(block)]
    head = (letter.agency.name, letter.title, letter.number, letter.recipient)
    seal = (letter.agency.seal, "电子印章") if letter.signature.sealed else ()
    receipt = [piece for block in letter.acknowledgement for piece in _block_words(block)]
    tail = (*letter.remedies, *letter.signature.lines, *seal, *receipt, letter.copies, *letter.foot, letter.identifier)
    return tuple(piece for piece in (*head, *body, *tail) if piece)
