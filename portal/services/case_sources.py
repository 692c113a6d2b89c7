"""What the registers say of a case beside what the applicant says, as the clerk and the reviewers see it (R66)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from guides import sources
from guides.form import Field
from portal.db import reading
from portal.models import RegisterAnswer
from portal.services.casefile import CaseFile, FileFacts
from portal.services.register_checks import PORTS, REGISTERED, contested
from portal.services.stands import fitting, flat, same
from workflows.events import CheckDone


@dataclass(frozen=True, slots=True)
class Line:
    """One fact with both values: `state` is same, differs, or disputed with the reason and the document that prevails.

    `field` is the question of the form, or None for a fact that stands in the account alone; `fact` names the source.
    """

    fact: str
    field: Field | None
    listed: Any
    said: Any
    state: str
    at: datetime | None
    reason: str = ""
    paper: FileFacts | None = None


@dataclass(frozen=True, slots=True)
class Sources:
    """All that registers say of a case. `down` did not answer when it was filed, `owed` is still to be checked since a day,
    `unknown` has no entry, `other` says that the project is another unit's; `status` is the enterprise's, where it is not normal.
    """

    lines: tuple[Line, ...]
    down: tuple[str, ...]
    owed: tuple[tuple[str, date], ...]
    unknown: tuple[str, ...]
    other: bool
    status: str

    @property
    def apart(self) -> tuple[Line, ...]:
        """The lines in which the two do not agree."""
        return tuple(one for one in self.lines if one.state != "same")

    @property
    def disputed(self) -> tuple[Line, ...]:
        """The lines that the applicant contests."""
        return tuple(one for one in self.lines if one.state == "disputed")

    @property
    def anything(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.lines or self.owed or self.down or self.unknown or self.other or self.status)


def of_case(file: CaseFile) -> Sources:
    """Everything about one case that its reader may see; one query more, and only where a register has answered."""
    answered, kept = _answers(file), file.content.get("sources", {})
    anew = (
        answered.keys() & file.case.owed.keys()
    )  # what was answered before a correction says nothing of what is said now
    rows = {port: row for port, row in answered.items() if port not in anew}
    looks = {port: one for port, one in kept.get("looks", {}).items() if port not in anew}
    facts = {port: row.facts for port, row in rows.items()}
    results = {
        **{port: one["result"] for port, one in looks.items()},
        **{port: row.result for port, row in rows.items()},
    }
    status = facts.get("register", {}).get("status", "")
    unit = facts.get("projects", {}).get("unit_uscc", "")
    return Sources(
        lines=tuple(_lines(file, kept.get("fields", {}), rows, anew)),
        down=tuple(port for port in PORTS if looks.get(port, {}).get("result") == "down"),
        owed=tuple((port, one.since) for port, one in file.case.owed.items() if port in PORTS),
        unknown=tuple(port for port in PORTS if results.get(port) == "unknown"),
        other=unit not in ("", file.content["enterprise"]["uscc"]) or results.get("projects") == "other",
        status="" if status == "normal" else status,
    )


def _answers(file: CaseFile) -> dict[str, RegisterAnswer]:
    done = any(isinstance(one.event, CheckDone) and one.event.check in PORTS for one in file.recorded)
    if not done:
        return {}
    with reading() as session:
        found = (session.get(RegisterAnswer, (file.id, port)) for port in PORTS)
        return {row.port: row for row in found if row is not None}


def _lines(
    file: CaseFile, kept: Mapping[str, Any], rows: Mapping[str, RegisterAnswer], anew: Collection[str]
) -> Iterator[Line]:
    told = set()
    for field in sources.fields_from(file.guide):
        if (field.id not in file.answers and field.id not in kept) or sources.port_of(field.source or "") in anew:
            continue
        line = _line(file, field, kept.get(field.id), rows.get(sources.port_of(field.source or "")))
        if line is not None:
            told.add(line.fact)
            yield line
    if "register" in rows:
        yield from _of_account(file, rows["register"], told)


def _line(file: CaseFile, field: Field, kept: Mapping[str, Any] | None, row: RegisterAnswer | None) -> Line | None:
    """A question of the form; what the check found last counts, and before it what the applicant was shown."""
    fact = field.source or ""
    found = fitting(field, row.facts.get(sources.fact_of(fact), "")) if row else None
    listed = found if row else kept["value"] if kept else None
    if listed is None:
        return None
    at = row.asked_at if row and found is not None else datetime.fromisoformat(kept["at"]) if kept else None
    said = file.answers.get(field.id)
    if kept and kept["state"] == "disputed" and not same(listed, said):
        paper = next((one for one in file.files if one.public_id == kept.get("paper")), None)
        return Line(fact, field, listed, said, "disputed", at, kept["reason"], paper)
    return Line(fact, field, listed, said, "same" if same(listed, said) else "differs", at)


def _of_account(file: CaseFile, row: RegisterAnswer, told: set[str]) -> Iterator[Line]:
    """What stands in the account and not in the form, where the register says something else."""
    for name in REGISTERED:
        said, listed, fact = (
            str(file.content["enterprise"].get(name) or ""),
            row.facts.get(name, ""),
            f"register.{name}",
        )
        if fact in told | contested(file.content) or not said or not listed or flat(said) == flat(listed):
            continue
        yield Line(fact, None, listed, said, "differs", row.asked_at)
