"""Enterprises: what the register of enterprises says of one, beside what its first handler wrote when signing up."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import select

from guides.identifiers import id_number_fault
from portal.access import require
from portal.actors import Actor, Role
from portal.db import transaction
from portal.models.account import Enterprise
from portal.services.wrong_input import WrongInput

KINDS = ("legal_person", "branch", "individual_business")


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterpriseFacts:
    """What the register says: the kind of enterprise, its seat, and the people who head it."""

    kind: str
    address: str
    legal_representative_id: str = ""
    principal_person: str = ""


def register(uscc: str, facts: EnterpriseFacts, *, by: Actor) -> None:
    """Keep what the register says of an enterprise that has signed up: forms, letters and credit look-ups use it (R15, R103).

    Raises WrongInput (uscc or kind: unknown; legal_representative_id: wrong).
    """
    require(by.kind == "system" or by.holds(Role.ADMINISTRATOR), "role", roles=[str(Role.ADMINISTRATOR)])
    wrong = {"kind": "unknown"} if facts.kind not in KINDS else {}
    if facts.legal_representative_id and id_number_fault(facts.legal_representative_id):
        wrong["legal_representative_id"] = "wrong"
    if wrong:
        raise WrongInput(**wrong)
    with transaction() as session:
        enterprise = session.scalar(select(Enterprise).where(Enterprise.uscc == uscc, Enterprise.proven))
        if enterprise is None:
            raise WrongInput(uscc="unknown")
        for name, value in asdict(facts).items():
            setattr(enterprise, name, value)
