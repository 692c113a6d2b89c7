"""Applicants at the window: found by code, by a part of the name or by what a licence's QR code says, or created once."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from guides.identifiers import CodeFault, uscc_detail, uscc_fault
from portal.access import require
from portal.actors import Actor, Role
from portal.db import reading
from portal.models import Case as CaseRow
from portal.models import Enterprise, EnterpriseEntry
from portal.services import persons
from portal.services.answers import clean
from portal.services.enterprises import KINDS
from portal.services.wrong_input import WrongInput

MOST = 20
"""Names a search lists; whoever finds more writes more of the name."""

_CODE = re.compile(r"(?<![0-9A-Z])[0-9A-Z]{18}(?![0-9A-Z])")
_CODE_LIKE = re.compile(r"[0-9A-Z]{12,24}")
_SIDES = str.maketrans("()", "（）")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An applicant that is known: who it is, and how many cases it has, so that two of one name can be told apart."""

    id: int
    uscc: str
    name: str
    kind: str
    legal_representative: str
    address: str
    cases: int
    twice: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What a search came to: the code that was read, what is wrong with it, and who may be meant."""

    code: str = ""
    fault: CodeFault | None = None
    candidates: tuple[Candidate, ...] = ()
    more: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicantFacts:
    """Who applies as the clerk writes it down from the licence.

    `renamed` says that the licence bears the new name of a known code, `another` that a known name is borne by two firms.
    """

    uscc: str
    name: str = ""
    kind: str = "legal_person"
    legal_representative: str = ""
    address: str = ""
    renamed: bool = False
    another: bool = False


def find(text: str, *, by: Actor) -> Found:
    """Who may be meant by what was typed or scanned: a code, the text of a licence's QR code, or a part of a name."""
    require_counter(by)
    said = unicodedata.normalize("NFKC", unquote(text)).strip()[:2000]
    if not said:
        return Found()
    code = read_code(said)
    with reading() as session:
        if code:
            row = survivor(session, code)
            return Found(code, uscc_detail(code), candidates_of(session, [row.id]) if row else ())
        return _by_name(session, clean(said))


def read_code(text: str) -> str:
    """The unified social credit code in a text, right or wrong; empty when the text is something else.

    A licence's QR code holds an address or lines of words with the code among them: a right code there is the one that is meant.
    """
    upper = text.upper()
    inside = [one for one in _CODE.findall(upper) if not uscc_fault(one)]
    if inside:
        return str(inside[0])
    bare = re.sub(r"[\s\-]", "", upper)
    return bare if _CODE_LIKE.fullmatch(bare) and any(character.isdigit() for character in bare) else ""


def namesakes(name: str, *, by: Actor, but: str = "") -> tuple[Candidate, ...]:
    """The known applicants that bear exactly this name under another code."""
    require_counter(by)
    with reading() as session:
        return candidates_of(session, _bearing(session, name, but))


def known(uscc: str, *, by: Actor) -> Candidate | None:
    """The applicant that stands for this code; None when it never applied."""
    require_counter(by)
    with reading() as session:
        row = survivor(session, uscc)
        return candidates_of(session, [row.id])[0] if row else None


def settle(session: Session, facts: ApplicantFacts, *, by: Actor, at: datetime) -> int:
    """The number of the applicant, found or created in the caller's transaction; every change of its record is logged.

    Raises WrongInput: uscc (length, alphabet, region, check; of a natural person birth as well), name (missing for a new one;
    differs from the record; twice: another code bears it already), kind (unknown).
    """
    code = _code(facts)
    row, name = survivor(session, code), clean(facts.name).strip()
    if row is None:
        return _create(session, code, name, facts, by=by, at=at)
    if name and spelled(name) != spelled(row.name):
        if not facts.renamed:
            raise WrongInput(name="differs")
        note(session, row, "renamed", {"from": row.name, "to": name}, by=by, at=at)
        row.name = name
    return row.id


def _code(facts: ApplicantFacts) -> str:
    """The code by which the applicant is known: a natural person by the sign of the identity number, or that sign itself."""
    if persons.is_sign(facts.uscc):
        return facts.uscc
    if facts.kind == persons.NATURAL_PERSON:
        number = persons.read_number(facts.uscc)
        if fault := persons.fault(number):
            raise WrongInput(uscc=fault)
        return persons.sign_of(number)
    code = "".join(facts.uscc.split()).upper()
    if fault := uscc_fault(code):
        raise WrongInput(uscc=fault)
    return code


def survivor(session: Session, uscc: str) -> Enterprise | None:
    """The record that stands for a code: its own, or the one into which it was merged."""
    row = session.scalars(select(Enterprise).where(Enterprise.uscc == uscc, Enterprise.proven)).one_or_none()
    while row is not None and row.merged_into is not None:
        row = session.get_one(Enterprise, row.merged_into)
    return row


def note(
    session: Session, row: Enterprise, kind: str, facts: dict[str, object], *, by: Actor, at: datetime, reason: str = ""
) -> None:
    """Add a line to the log of an enterprise's record."""
    session.add(EnterpriseEntry(enterprise_id=row.id, kind=kind, facts=facts, reason=reason, at=at, by=by.reference))


def spelled(name: str) -> str:
    """A name as two spellings of it are compared: without blanks, with brackets of one width."""
    return unicodedata.normalize("NFKC", "".join(name.split()))


def require_counter(by: Actor) -> None:
    """Raise Denied unless the person works at a window or at a point that takes in for others."""
    require(bool(by.roles & {Role.WINDOW, Role.INTAKE, Role.ADMINISTRATOR}), "role", roles=[str(Role.WINDOW)])


def candidates_of(session: Session, numbers: list[int]) -> tuple[Candidate, ...]:
    """These applicants with the number of their cases; those that share their name with another are marked."""
    count = select(func.count()).where(CaseRow.enterprise_id == Enterprise.id).scalar_subquery()
    statement = select(Enterprise, count).where(Enterprise.id.in_(numbers)).order_by(Enterprise.name, Enterprise.id)
    rows = [(row, n) for row, n in session.execute(statement)]
    return tuple(_candidate(row, n, bool(_bearing(session, row.name, row.uscc))) for row, n in rows)


def _candidate(row: Enterprise, cases: int, twice: bool) -> Candidate:
    return Candidate(row.id, row.uscc, row.name, row.kind, row.legal_representative, row.address, cases, twice)


def _by_name(session: Session, words: str) -> Found:
    matching = [Enterprise.name.contains(part, autoescape=True) for part in words.split()[:5]]
    statement = select(Enterprise.id).where(Enterprise.merged_into.is_(None), Enterprise.proven, *matching)
    numbers = list(session.scalars(statement.order_by(Enterprise.name).limit(MOST + 1)))
    return Found(candidates=candidates_of(session, numbers[:MOST]), more=len(numbers) > MOST)


def _bearing(session: Session, name: str, but: str) -> list[int]:
    """Live records of this name, however its brackets and blanks are written, but for one code."""
    plain = spelled(name)
    if not plain:
        return []
    ways = {name.strip(), plain, plain.translate(_SIDES)}
    e = Enterprise
    firms = (e.merged_into.is_(None), e.proven, e.kind != persons.NATURAL_PERSON)
    return list(session.scalars(select(e.id).where(e.name.in_(ways), e.uscc != but, *firms)))


def _create(session: Session, code: str, name: str, facts: ApplicantFacts, *, by: Actor, at: datetime) -> int:
    if persons.is_sign(facts.uscc):  # nobody's: the number itself has to be read from the card
        raise WrongInput(uscc="length")
    if not name:
        raise WrongInput(name="missing")
    person = facts.kind == persons.NATURAL_PERSON
    if facts.kind not in KINDS and not person:
        raise WrongInput(kind="unknown")
    if not person and not facts.another and _bearing(session, name, code):
        raise WrongInput(name="twice")
    head = name if person else clean(facts.legal_representative).strip()
    number = persons.read_number(facts.uscc) if person else ""
    firm = Enterprise(
        uscc=code, name=name, kind=facts.kind, legal_representative=head, principal_person=head,
        legal_representative_id=number, address=clean(facts.address).strip(), created_at=at,
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(firm)
    except IntegrityError:  # a colleague created the same enterprise in this very moment
        return session.scalars(select(Enterprise.id).where(Enterprise.uscc == code, Enterprise.proven)).one()
    note(session, firm, "created", {"name": name, "uscc": code, "another": facts.another}, by=by, at=at)
    return firm.id
