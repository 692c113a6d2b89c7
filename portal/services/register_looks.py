"""One look into a register for one draft: business register, projects, certificates that others issued, or one's own licences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import select

from guides import sources
from guides.guide import Guide
from portal.clock import business_day
from portal.connectors.certificates import Certificates
from portal.connectors.port import PortDown
from portal.connectors.projects import Projects
from portal.connectors.register import HASTE, Register
from portal.db import reading
from portal.models import Licence
from portal.services import ports
from portal.services.draft_view import Applicant
from portal.services.persons import NATURAL_PERSON
from portal.services.stands import same
from workflows.licence import RENEWED, VALID


@dataclass(frozen=True, slots=True)
class Look:
    """What a register answered: found, unknown, other (a project of another unit, of which nothing is told) or down."""

    subject: str
    on: str
    at: str
    result: str
    facts: dict[str, str] = field(default_factory=dict)

    def kept(self) -> dict[str, Any]:
        """The look as a draft keeps it."""
        return asdict(self)


@contextmanager
def connected(url: str) -> Iterator[None]:
    """Ask the business register at this address inside the block: for a past that is only played, before anybody is served."""
    settings = current_app.config["SETTINGS"]
    current_app.config["SETTINGS"] = replace(settings, register_url=url)
    try:
        yield
    finally:
        current_app.config["SETTINGS"] = settings


def subjects(guide: Guide, applicant: Applicant, answers: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The ports that a guide needs and that there are, each with what it is asked about: always the applicant's own."""
    for port in ("register", "certificates"):
        if applicant.kind != NATURAL_PERSON and ports.configured(port) and any(sources.fields_from(guide, port)):
            yield port, applicant.uscc
    code = sources.code_field(guide)
    if code is not None and answers.get(code.id) and ports.configured("projects"):
        yield "projects", answers[code.id]
    if items := sources.items_from(guide):
        yield "licences", ",".join(sorted(items))


def look(port: str, subject: str, applicant: Applicant, at: datetime) -> Look:
    """Look now, within two seconds; a register that is left alone after failures counts as down, and is not asked."""
    day, moment = business_day(at).isoformat(), at.isoformat()
    if port == "licences":
        return Look(subject, day, moment, "found", _own(applicant.id, subject.split(",")))
    try:
        with ports.asking(port, at=at):
            result, facts = _asked(port, subject, applicant)
    except PortDown:
        result, facts = "down", {}
    return Look(subject, day, moment, result, facts)


def _asked(port: str, subject: str, applicant: Applicant) -> tuple[str, dict[str, str]]:
    settings = current_app.config["SETTINGS"]
    if port == "register":
        found = Register(settings.register_url, HASTE).look_up(subject)
        return ("found", found.facts) if found else ("unknown", {})
    if port == "certificates":
        issued = Certificates(settings.certificates_url, HASTE).look_up(subject)
        return ("unknown", {}) if issued is None else ("found", issued)
    project = Projects(settings.projects_url, HASTE).look_up(subject)
    if project is None:
        return "unknown", {}
    own = project.unit_uscc == applicant.uscc if project.unit_uscc else same(project.unit, applicant.name)
    if not own:
        return "other", {}  # whose project it is, is not this applicant's business
    return "found", project.facts


def _own(enterprise_id: int, items: list[str]) -> dict[str, str]:
    """The facts of the valid licence of each item, as `item.fact`; of several nobody can tell which one is meant."""
    statement = select(Licence).where(
        Licence.enterprise_id == enterprise_id, Licence.item.in_(items), Licence.state.in_((VALID, RENEWED))
    )
    with reading() as session:
        rows = session.scalars(statement.order_by(Licence.id)).all()
    held = Counter(row.item for row in rows)
    found: dict[str, str] = {}
    for row in (one for one in rows if held[one.item] == 1):
        dates = {"valid_from": row.valid_from.isoformat(), "valid_to": row.valid_to.isoformat() if row.valid_to else ""}
        told = {"number": row.number, "scope": row.scope, **dates}
        found |= {f"{row.item}.{name}": value for name, value in told.items()}
    return found
