"""The names behind the references of the journal, many at a time: the journal itself never names anybody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import Office, User


@dataclass(frozen=True, slots=True)
class Name:
    """Who somebody is, as pages say it; both empty for the portal itself."""

    name: str = ""
    office_zh: str = ""
    office_en: str = ""


PORTAL = Name()


def names_of(session: Session, references: Iterable[str]) -> dict[str, Name]:
    """The names of accounts such as `officer:12`, in one query; the portal (`system:0`) and lost accounts have none."""
    numbers = {int(ref.partition(":")[2]) for ref in references if not ref.startswith("system:")}
    if not numbers:
        return {}
    statement = (
        select(User.kind, User.id, User.name, Office.name_zh, Office.name_en)
        .outerjoin(Office, Office.id == User.office_id)
        .where(User.id.in_(numbers))
    )
    return {
        f"{kind}:{number}": Name(name, zh or "", en or "") for kind, number, name, zh, en in session.execute(statement)
    }
